"""Orders as WooCommerce's REST API v3 returns them, written by hand or random."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from hypothesis import strategies as st

Json = dict[str, Any]

ORDER: Final = """{
    "id": 1, "number": "1", "status": "processing", "currency": "USD", "prices_include_tax": false,
    "discount_total": "0.00", "discount_tax": "0.00", "shipping_total": "0.00",
    "shipping_tax": "0.00", "cart_tax": "0.00", "total": "0.00", "total_tax": "0.00",
    "billing": {
        "first_name": "", "last_name": "", "company": "", "address_1": "", "address_2": "",
        "city": "", "state": "", "postcode": "", "country": "", "email": "", "phone": ""
    },
    "shipping": {
        "first_name": "", "last_name": "", "company": "", "address_1": "", "address_2": "",
        "city": "", "state": "", "postcode": "", "country": "", "phone": ""
    },
    "line_items": [], "fee_lines": [], "coupon_lines": [], "refunds": []
}"""
LINE: Final = """{
    "id": 7, "name": "Cable", "product_id": 12, "variation_id": 0, "quantity": 1,
    "subtotal": "0.00", "subtotal_tax": "0.00", "total": "0.00", "total_tax": "0.00",
    "sku": "C-1", "price": 0.1, "image": {"id": "", "src": ""}
}"""
"""No test has a line of 0.1 a piece: a recipe must not read that price."""

FEE: Final = '{"id": 9, "name": "Rush fee", "total": "0.00", "total_tax": "0.00"}'


def shop_order(total: str, *lines: Json, **fields: object) -> Json:
    """Return an order of these lines; by default without tax, shipping and contacts."""
    return {**json.loads(ORDER), "total": total, "line_items": list(lines), **fields}


def line(subtotal: str, quantity: object = 1, **fields: object) -> Json:
    """Return a line without a coupon; by default a single cable."""
    amounts = {"subtotal": subtotal, "total": subtotal}
    return {**json.loads(LINE), **amounts, "quantity": quantity, **fields}


def fee(total: str, **fields: object) -> Json:
    """Return a fee line."""
    return {**json.loads(FEE), "total": total, **fields}


def contact(**texts: str) -> Json:
    """Return a contact whose other texts are blank."""
    return {**json.loads(ORDER)["billing"], **texts}


TEXTS: Final = st.sampled_from(["", " ", "Ann", "A&amp;B", "1 Elm St\n\nFloor 2"]) | st.text()
QUANTITIES: Final = (
    st.integers(1, 40)
    | st.integers(1, 40_000).map(lambda thousandths: thousandths / 1000)
    | st.decimals("0.0001", 10, places=4)
)
NET: Final = st.integers(0, 10**9).map(lambda number: Decimal(number) / 10_000)
"""Amounts before rounding: net amounts of prices that include tax have more than two decimals."""


@st.composite
def shop_orders(draw: st.DrawFn) -> Json:
    """Return orders of which the shop has rounded each line, fee, tax and total by itself."""
    rate = draw(st.sampled_from([0, 7, 19, 20])) / Decimal(100)
    shipping = draw(NET)
    lines, fees, net = [], [], shipping
    for subtotal in draw(st.lists(NET, min_size=1, max_size=6)):
        total = subtotal * draw(st.sampled_from([0, 50, 90, 100, 100])) / 100
        fields = {"name": draw(TEXTS), "sku": draw(TEXTS), "total": rounded(total)}
        lines.append(line(rounded(subtotal), draw(QUANTITIES), **fields))
        net += total
    for amount in draw(st.lists(st.tuples(st.booleans(), NET), max_size=3)):
        total = amount[1] if amount[0] else -min(amount[1], net)  # WooCommerce does the same.
        fees.append(fee(rounded(total), name=draw(TEXTS)))
        net += total
    contacts = {
        name: {field: draw(TEXTS) for field in json.loads(ORDER)[name]}
        for name in ("billing", "shipping")
    }
    taxes = {"shipping_total": rounded(shipping), "total_tax": rounded(net * rate)}
    return shop_order(rounded(net + net * rate), *lines, fee_lines=fees, **taxes, **contacts)


def rounded(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))
