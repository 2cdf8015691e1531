"""The payloads as pydantic models that accept the same payloads as the package.

They are strict and frozen, and use pydantic's own constraints. Three validators in Python do what
these cannot: blank text that clears a field, and in a record absent fees and numbers to round. The
import of this module is what the import of the package is compared with.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    create_model,
)

from benchmarks.shapes import BAD, BLANK, LENGTHS, MOST_ITEMS, SHAPES, cleared

# Strict `Decimal` would refuse `int` and `float`. A union with `int` takes twice as long to dump.
# Pydantic writes a `Decimal` as JSON text, and Backd's reference has numbers.
_AS_NUMBER: Final = PlainSerializer(float, return_type=float, when_used="json")


def _number(lowest: str, highest: str) -> Any:
    places = len(highest.partition(".")[2])
    bounds = Field(strict=False, ge=Decimal(lowest), le=Decimal(highest), decimal_places=places)
    return Annotated[Decimal, bounds, _AS_NUMBER]


_AMOUNT: Final = _number("0", "9999999999999.99")
_TYPES: Final[dict[str, Any]] = {
    **{
        name: Annotated[
            str,
            StringConstraints(max_length=length, pattern=f"^[^{BAD}]*[^{BAD}{BLANK}][^{BAD}]*$"),
        ]
        for name, length in LENGTHS.items()
    },
    "amount": _AMOUNT,
    "price": _number("0", "999999999.999999"),
    "quantity": _number("0.001", "999999999999.999"),
    "count": Annotated[int, Field(ge=0, le=10**15 - 1)],
    "status": Literal[
        *("terms_selected", "order_placed", "order_confirmed", "order_canceled", "refund")
    ],
    "combine": Literal["lower", "higher"],
    "basis": Literal["placed_total", "order_total"],
}


def _rounded(number: Any, unit: str) -> Any:
    """Return the nearest double of `number` as it is written, rounded half up to `unit`."""
    return Decimal(repr(float(number))).quantize(Decimal(unit), ROUND_HALF_UP)


_RECORDED: Final[dict[str, Any]] = {
    **_TYPES,
    **dict.fromkeys(LENGTHS, str),
    "id": Annotated[str, StringConstraints(pattern=f"[^{BLANK}]")],
    "fee": Annotated[_AMOUNT, BeforeValidator(lambda number: 0 if number is None else number)],
    "price": Annotated[_TYPES["price"], BeforeValidator(partial(_rounded, unit="0.000001"))],
    "quantity": Annotated[_TYPES["quantity"], BeforeValidator(partial(_rounded, unit="0.001"))],
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
        accepted, default = _type(kind, role), 0 if kind == "fee" else None
        nullable = key.endswith("?") or (role == "record" and key[-1] != "!" and kind != "fee")
        accepted = accepted | None if nullable else accepted
        if key.endswith("?") and kind in LENGTHS:
            accepted = Annotated[accepted, BeforeValidator(cleared)]
        # A default is not validated, so a stated `null` is refused unless the field is nullable.
        required = key[-1] == "!" if role != "request" else key[-1] != "?"
        fields[key.rstrip("?!")] = (accepted, ... if required else default)
    model: type[BaseModel] = create_model(name, __config__=_CONFIGS[role], **fields)
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
