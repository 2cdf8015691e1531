"""JSON-shaped values with exact numbers, as the oracle takes them."""

from decimal import Decimal
from typing import Any


def as_decimals(value: Any) -> Any:
    """Return `value` with each float as the shortest decimal that reads back as that float."""
    if isinstance(value, dict):
        return {name: as_decimals(field) for name, field in value.items()}
    if isinstance(value, list):
        return [as_decimals(element) for element in value]
    return Decimal(repr(value)) if isinstance(value, float) else value
