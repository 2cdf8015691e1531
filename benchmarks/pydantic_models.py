"""The payloads as pydantic models that accept the same payloads as the package.

They are strict and frozen, and use pydantic's own constraints. Three validators in Python do what
these cannot: blank text that clears a field, and in a record absent fees and numbers to round. The
import of this module is what the import of the package is compared with.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, create_model

from benchmarks.shapes import BAD, BLANK, LENGTHS, MOST_ITEMS, SHAPES, cleared

# Strict `Decimal` would refuse `int` and `float`. A union with `int` takes twice as long to dump.
# Pydantic writes a `Decimal` as JSON text, and Backd's reference has numbers.
_AS_NUMBER: Final = PlainSerializer(float, return_type=float, when_used="json")


def _number(lowest: str, highest: str, *validators: BeforeValidator) -> Any:
    places = len(highest.partition(".")[2])
    bounds = Field(strict=False, ge=Decimal(lowest), le=Decimal(highest), decimal_places=places)
    return Annotated[Decimal, bounds, _AS_NUMBER, *validators]


def _rounded(unit: str) -> BeforeValidator:
    """Return a validator that rounds a number, as the nearest double is written, half up."""
    return BeforeValidator(
        lambda number: Decimal(repr(float(number))).quantize(Decimal(unit), ROUND_HALF_UP)
    )


_TYPES: Final[dict[str, Any]] = {
    **{
        name: Annotated[
            str, Field(max_length=length, pattern=f"^[^{BAD}]*[^{BAD}{BLANK}][^{BAD}]*$")
        ]
        for name, length in LENGTHS.items()
    },
    "amount": _number("0", "9999999999999.99"),
    "price": _number("0", "999999999.999999"),
    "quantity": _number("0.001", "999999999999.999"),
    "count": Annotated[int, Field(ge=0, le=10**15 - 1)],
    "status": Literal[
        *("terms_selected", "order_placed", "order_confirmed", "order_canceled", "refund")
    ],
    "combine": Literal["lower", "higher"],
    "basis": Literal["placed_total", "order_total"],
}
_RECORDED: Final[dict[str, Any]] = {
    **_TYPES,
    **dict.fromkeys(LENGTHS, str),
    "id": Annotated[str, Field(pattern=f"[^{BLANK}]")],
    "fee": _number("0", "9999999999999.99", BeforeValidator(lambda number: number or 0)),
    "price": _number("0", "999999999.999999", _rounded("0.000001")),
    "quantity": _number("0.001", "999999999999.999", _rounded("0.001")),
}
_REQUEST: Final = ConfigDict(strict=True, extra="forbid", frozen=True)
_RECORD: Final = ConfigDict(strict=True, extra="ignore", frozen=True)


@cache
def _model(name: str, role: str) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for key, kind in SHAPES[name].items():
        accepted, default = _type(kind, role), 0 if kind == "fee" else None
        nullable = key.endswith("?") or (role == "record" and key[-1] != "!" and kind != "fee")
        accepted = accepted | None if nullable else accepted
        if key.endswith("?") and kind in LENGTHS:
            accepted = Annotated[accepted, BeforeValidator(cleared)]
        # A default is not validated, so a stated `null` is refused unless the field is nullable.
        required = key[-1] == "!" if role != "request" else key[-1] != "?"
        fields[key.rstrip("?!")] = (accepted, ... if required else default)
    config = _RECORD if role == "record" else _REQUEST
    model: type[BaseModel] = create_model(name, __config__=config, **fields)
    return model


def _type(kind: str, role: str) -> Any:
    if kind.startswith("["):
        recorded = role == "record"
        element: Any = _model(kind.strip("[]"), role if recorded else "request")
        bounds = Field() if recorded else Field(min_length=1, max_length=MOST_ITEMS)
        return Annotated[list[element], bounds]
    types = _RECORDED if role == "record" else _TYPES
    return _model(kind, role) if kind in SHAPES else types[kind]


Order: Final = _model("Order", "record")
OrderUpdate: Final = _model("OrderUpdate", "patch")
Limit: Final = _model("Limit", "request")


def read_order(order: Any) -> dict[str, Any]:
    """Return a record without what is `null`, and with numbers as floats."""
    return Order.model_validate(order).model_dump(mode="json", exclude_none=True)
