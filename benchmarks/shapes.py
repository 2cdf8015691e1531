"""The fields of each payload. The models of pydantic and msgspec are made from this table.

`?` marks a field that may be null, and that a record may omit. `!` marks a field that a patch
requires. A name in brackets is an array of these.
"""

from __future__ import annotations

from typing import Final

BAD: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""The characters that no text field accepts, surrogates excepted."""
LENGTHS: Final = {"line": 255, "email": 254, "url": 2048}

Shape = dict[str, str]
_AMOUNTS: Final[Shape] = dict.fromkeys(
    ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount"), "amount"
)
_ADDRESS: Final[Shape] = dict.fromkeys(("line1", "city", "state", "zipcode", "country"), "line")

SHAPES: Final[dict[str, Shape]] = {
    "Name": {"first": "line", "last": "line"},
    "Address": {**_ADDRESS, "line2?": "line"},
    "Contact": {
        "name": "Name",
        "company_name?": "line",
        "address": "Address",
        "phone_number": "line",
        "email": "email",
    },
    "Item": {
        "display_name": "line",
        "sku": "line",
        "unit_price": "amount",
        "qty": "quantity",
        "item_image_url?": "url",
        "item_url?": "url",
    },
    "OrderUpdate": {
        "backd_order_id!": "line",
        "merchant_order_id!": "line",
        "merchant_order_status": "line",
        **_AMOUNTS,
        "shipping": "Contact",
        "billing": "Contact",
        "items": "[Item]",
    },
    "Refund": {"amount": "amount", "status": "line", "create_date?": "time", "locked_at?": "time"},
    "Order": {
        "backd_order_id": "line",
        "merchant_order_id": "line",
        "merchant_order_status?": "line",
        **_AMOUNTS,
        "shipping?": "Contact",
        "billing?": "Contact",
        "items": "[Item]",
        "status": "status",
        "create_date?": "time",
        "refunds?": "[Refund]",
        "placed_total?": "amount",
        "increase_count?": "count",
    },
    "Limit": {
        "max_increase?": "amount",
        "max_increase_percent?": "amount",
        "max_order_total?": "amount",
        "max_increases?": "count",
        "combine?": "combine",
        "measured_from?": "basis",
    },
}
