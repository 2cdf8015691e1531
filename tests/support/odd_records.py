"""Payloads of records that no request could state, and that every action must keep as they are."""

from typing import Any, Final

from backd_rules.schema.example import ORDER

_SMALLEST: Final[dict[str, Any]] = {
    "backd_order_id": "BO-1",
    "merchant_order_id": "M-1",
    "order_total": 10,
    "cart_amount": 10,
}
_NO_NAME: Final = {"first": None, "last": None}
_NO_ADDRESS: Final = dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"))
ODD_RECORDS: Final[dict[str, dict[str, Any]]] = {
    "the smallest": _SMALLEST,
    "everything": {**ORDER, "placed_total": 9000, "increase_count": 3, **_SMALLEST},
    "an absurd fee": {**_SMALLEST, "order_total": 9999999999999.99, "cart_amount": 0},
    "an absurd credit": {**_SMALLEST, "order_total": 10, "cart_amount": 9999999999999.99},
    "null texts and arrays": {
        **_SMALLEST,
        **dict.fromkeys(("create_date", "merchant_order_status", "items", "refunds")),
    },
    "null amounts and history": {
        **_SMALLEST,
        **dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount")),
        **dict.fromkeys(("placed_total", "increase_count")),
    },
    "null contacts": {**_SMALLEST, "shipping": None, "billing": {"name": None, "address": None}},
    "contacts without texts": {
        **_SMALLEST,
        "shipping": {},
        "billing": {"name": _NO_NAME, "address": _NO_ADDRESS, "email": None},
    },
    "empty arrays": {**_SMALLEST, "items": [], "refunds": []},
    "items without texts": {
        **_SMALLEST,
        "items": [{"display_name": None, "sku": "", "unit_price": 0.0385, "qty": 0.001}],
    },
    "items that no cart can hold": {
        **_SMALLEST,
        "items": [{"sku": "x", "unit_price": 999999999.999999, "qty": 999999999999.999}] * 2,
    },
    "any text": {
        **_SMALLEST,
        "create_date": "yesterday\n",
        "merchant_order_status": "x\u2028" * 300,
        "shipping": {"email": "\u202e", "company_name": "\x00", "name": {"first": " "}},
    },
    "refunds without texts": {
        **_SMALLEST,
        "refunds": [{"amount": 0, "status": None}, {"amount": 9999999999999.99, "create_date": ""}],
    },
    "the largest count": {**_SMALLEST, "placed_total": 0, "increase_count": 999999999999999},
}
"""Each is the payload of a record without its status; the ids are `BO-1` and `M-1`."""
