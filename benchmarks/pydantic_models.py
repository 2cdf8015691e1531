"""The payloads as pydantic models that accept the same payloads as the package.

They are strict and frozen, and use pydantic's own constraints, no validator in Python. The import
of this module is what the import of the package is compared with.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints, create_model

from benchmarks.shapes import BAD, LENGTHS, SHAPES

# Strict `Decimal` would refuse `int` and `float`. A union with `int` takes twice as long to dump.
# Pydantic writes a `Decimal` as JSON text, and Backd's reference has numbers.
_AS_NUMBER: Final = PlainSerializer(float, return_type=float, when_used="json")
_TYPES: Final[dict[str, Any]] = {
    **{
        name: Annotated[
            str, StringConstraints(max_length=length, pattern=f"^[^{BAD}]*[^{BAD}\\s][^{BAD}]*$")
        ]
        for name, length in LENGTHS.items()
    },
    "amount": Annotated[
        Decimal,
        Field(strict=False, ge=0, le=Decimal("9999999999999.99"), decimal_places=2),
        _AS_NUMBER,
    ],
    "quantity": Annotated[
        Decimal,
        Field(strict=False, gt=0, le=Decimal("999999999999.999"), decimal_places=3),
        _AS_NUMBER,
    ],
    "count": Annotated[int, Field(ge=0, le=10**15 - 1)],
    "time": Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")],
    "status": Literal[
        *("terms_selected", "order_placed", "order_confirmed", "order_canceled", "refund")
    ],
    "combine": Literal["lower", "higher"],
    "basis": Literal["placed_total", "order_total"],
}
_CONFIGS: Final = {
    "patch": ConfigDict(strict=True, extra="forbid", frozen=True),
    "request": ConfigDict(strict=True, extra="forbid", frozen=True),
    "record": ConfigDict(strict=True, extra="ignore", frozen=True),
}


@cache
def _model(name: str, role: str) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for key, kind in SHAPES[name].items():
        nullable = key.endswith("?")
        accepted = _type(kind, role)
        # A default is not validated, so a stated `null` is refused unless the field is nullable.
        optional = nullable or (role == "patch" and not key.endswith("!"))
        fields[key.rstrip("?!")] = (
            accepted | None if nullable else accepted,
            None if optional else ...,
        )
    model: type[BaseModel] = create_model(name, __config__=_CONFIGS[role], **fields)
    return model


def _type(kind: str, role: str) -> Any:
    if kind.startswith("["):
        element: Any = _model(kind.strip("[]"), "request" if role == "patch" else role)
        return Annotated[list[element], Field(min_length=int(role == "patch"))]
    return _model(kind, role) if kind in SHAPES else _TYPES[kind]


Order: Final = _model("Order", "record")
OrderUpdate: Final = _model("OrderUpdate", "patch")
Limit: Final = _model("Limit", "request")
