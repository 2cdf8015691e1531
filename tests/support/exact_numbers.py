"""JSON-shaped values with exact numbers, and exact sums of lines: nothing of the package."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple


def as_decimals(value: Any) -> Any:
    """Return `value` with each float as the shortest decimal that reads back as that float."""
    if isinstance(value, dict):
        return {name: as_decimals(field) for name, field in value.items()}
    if isinstance(value, list):
        return [as_decimals(element) for element in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


class LineSums(NamedTuple):
    """The sums of the lines in cents, each line rounded down, half up, and up."""

    down: int
    half_up: int
    up: int


def line_sums(items: list[dict[str, Any]]) -> LineSums:
    """Return the sums of the items of a payload (domain.md, N5)."""
    cents = [_exact(line["unit_price"]) * _exact(line["qty"]) * 100 for line in items]
    return LineSums(
        sum(map(floor, cents)),
        sum(floor(amount + Fraction(1, 2)) for amount in cents),
        sum(map(ceil, cents)),
    )


def _exact(number: float) -> Fraction:
    return Fraction(repr(number))
