"""The payload as a JSON Schema: for those who validate, and build nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from benchmarks.msgspec_models import LINE

Schema = dict[str, Any]


def _line(longest: int) -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": LINE}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _number(unit: Any, most: Any, **least: int) -> Schema:
    return {"type": "number", **least, "maximum": most, "multipleOf": unit}


def _object(properties: dict[str, Schema], *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _lines(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, _LINE)


_LINE: Final = _line(255)
_CONTACT: Final = _object(
    {
        "name": _object(_lines("first", "last")),
        "company_name": _or_null(_LINE),
        "address": _object(
            {
                **_lines("line1", "city", "state", "zipcode", "country"),
                "line2": _or_null(_LINE),
            }
        ),
        "phone_number": _LINE,
        "email": _line(254),
    }
)


def update(number: type[float] | type[Decimal]) -> Schema:
    """The schema of an update whose numbers that are not whole are of type `number`."""
    amount = _number(number("0.01"), number("9999999999999.99"), minimum=0)
    qty = _number(number("0.001"), number("999999999999.999"), exclusiveMinimum=0)
    item = _object(
        {
            **_lines("display_name", "sku"),
            "unit_price": amount,
            "qty": qty,
            "item_image_url": _or_null(_line(2048)),
            "item_url": _or_null(_line(2048)),
        },
        *("display_name", "sku", "unit_price", "qty"),
    )
    amounts = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
    return _object(
        {
            **_lines("backd_order_id", "merchant_order_id", "merchant_order_status"),
            **dict.fromkeys(amounts, amount),
            "shipping": _CONTACT,
            "billing": _CONTACT,
            "items": {"type": "array", "items": item, "minItems": 1},
        },
        *("backd_order_id", "merchant_order_id"),
    )
