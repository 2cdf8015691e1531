"""The payloads as pydantic models that accept the same payloads as the package.

They are strict and frozen, and use pydantic's own constraints, no validator in Python. The import
of this module is what the import of the package is compared with.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    create_model,
)

from benchmarks import shapes
from benchmarks.shapes import BAD, LENGTHS, Shape

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
_RECORD: Final = ConfigDict(strict=True, extra="ignore", frozen=True)
_REQUEST: Final = ConfigDict(strict=True, extra="forbid", frozen=True)


def _model(name: str, shape: Shape, config: ConfigDict, *, patch: bool = False) -> Any:
    fields: dict[str, Any] = {}
    for key, kind in shape.items():
        field, nullable = key.rstrip("?!"), key.endswith("?")
        accepted = _type(field, kind, config, patch=patch)
        # A default is not validated, so a stated `null` is refused unless the field is nullable.
        optional = nullable or (patch and not key.endswith("!"))
        fields[field] = (accepted | None if nullable else accepted, None if optional else ...)
    return create_model(name, __config__=config, **fields)


def _type(field: str, kind: Any, config: ConfigDict, *, patch: bool) -> Any:
    if isinstance(kind, dict):
        return _model(field, kind, config, patch=patch)
    if isinstance(kind, list):
        element = _model(field, kind[0], config)
        return Annotated[list[element], Field(min_length=int(patch))]  # type: ignore[valid-type]
    return _TYPES[kind]


Order: Final[type[BaseModel]] = _model("Order", shapes.ORDER, _RECORD)
OrderUpdate: Final[type[BaseModel]] = _model("OrderUpdate", shapes.UPDATE, _REQUEST, patch=True)
Limit: Final[type[BaseModel]] = _model("Limit", shapes.LIMIT, _REQUEST)
