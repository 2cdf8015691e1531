"""The fields of each payload. The models of pydantic and msgspec are made from this table.

`?` marks a field that may be null. `!` marks a field that patches and records require: any other
may be absent there, and null in a record. A name in brackets is an array of these.
"""

from __future__ import annotations

import re
from typing import Any, Final

BAD: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""The characters that no text field of a request accepts, surrogates excepted."""
BLANK: Final = (
    "\t-\r\x1c-\x20\x85\xa0\xad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200d"
    "\u2028\u2029\u202f\u205f-\u2064\u2800\u3000\u3164\ufeff\uffa0"
)
"""White space and the invisible characters."""
LENGTHS: Final = {"line": 255, "email": 254, "url": 2048}
MOST_ITEMS: Final = 1000

_is_blank: Final = re.compile(f"[{BLANK}]*").fullmatch


def cleared(value: Any) -> Any:
    """Return `None` in place of blank text, which clears a field that may be null."""
    if isinstance(value, str) and not "!" <= value < "\x7f" and _is_blank(value):
        return None
    return value


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
        "unit_price!": "price",
        "qty!": "quantity",
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
    "Refund": {"amount!": "amount", "status": "line", "create_date": "line", "locked_at": "line"},
    "Order": {
        "backd_order_id!": "id",
        "merchant_order_id!": "id",
        "merchant_order_status": "line",
        "order_total!": "amount",
        "cart_amount!": "amount",
        **dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount"), "fee"),
        "shipping": "Contact",
        "billing": "Contact",
        "items": "[Item]",
        "status!": "status",
        "create_date": "line",
        "refunds": "[Refund]",
        "placed_total": "amount",
        "increase_count": "count",
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
