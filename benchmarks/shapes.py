"""The fields of each payload. The models of pydantic and msgspec are made from these tables.

A `?` marks a field that may be null, and absent in a record. A `!` marks a field that a patch
requires. A dict is a nested object, and a list an array.
"""

from __future__ import annotations

from typing import Any, Final

Shape = dict[str, Any]

BAD: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""The characters that no text field accepts, surrogates excepted."""
LENGTHS: Final = {"line": 255, "email": 254, "url": 2048}

CONTACT: Final[Shape] = {
    "name": {"first": "line", "last": "line"},
    "company_name?": "line",
    "address": {
        "line1": "line",
        "line2?": "line",
        **dict.fromkeys(("city", "state", "zipcode", "country"), "line"),
    },
    "phone_number": "line",
    "email": "email",
}
ITEM: Final[Shape] = {
    "display_name": "line",
    "sku": "line",
    "unit_price": "amount",
    "qty": "quantity",
    "item_image_url?": "url",
    "item_url?": "url",
}
AMOUNTS: Final[Shape] = dict.fromkeys(
    ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount"), "amount"
)
UPDATE: Final[Shape] = {
    "backd_order_id!": "line",
    "merchant_order_id!": "line",
    "merchant_order_status": "line",
    **AMOUNTS,
    "shipping": CONTACT,
    "billing": CONTACT,
    "items": [ITEM],
}
REFUND: Final[Shape] = {
    "amount": "amount",
    "create_date?": "time",
    "status": "line",
    "locked_at?": "time",
}
ORDER: Final[Shape] = {
    "backd_order_id": "line",
    "merchant_order_id": "line",
    "merchant_order_status?": "line",
    **AMOUNTS,
    "shipping?": CONTACT,
    "billing?": CONTACT,
    "items": [ITEM],
    "status": "status",
    "create_date?": "time",
    "refunds?": [
        {"amount": "amount", "status": "line", "create_date?": "time", "locked_at?": "time"}
    ],
    "placed_total?": "amount",
    "increase_count?": "count",
}
LIMIT: Final[Shape] = {
    "max_increase?": "amount",
    "max_increase_percent?": "amount",
    "max_order_total?": "amount",
    "max_increases?": "count",
    "combine?": "combine",
    "measured_from?": "basis",
}
