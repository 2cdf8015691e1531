"""The words in which the conformance vectors ask: a case, a batch, and what they are made of.

Everything is JSON, dollars as numbers. Knows nothing of verdicts.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

Json = dict[str, Any]
MAX: Final = 9999999999999.99
MOST: Final = 999999999999999
IDS: Final[Json] = {"backd_order_id": "B-1", "merchant_order_id": "M-1"}


class Case(NamedTuple):
    """Whether this order may be updated like this under this limit."""

    name: str
    order: Json
    limit: Json
    update: Json


class Batch(NamedTuple):
    """The same of each update; it meets its order as the earlier ones left it."""

    name: str
    orders: list[Json]
    limit: Json
    updates: list[Json]


def an_order(cart: float, *, order_total: float | None = None, **more: Any) -> Json:
    """An order of one amount, without fees unless `more` has some and a total."""
    total = cart if order_total is None else order_total
    amounts = {"order_total": total, "cart_amount": cart}
    fees = dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount"), 0)
    return {**IDS, "status": "order_placed", **amounts, **fees, **more}


def an_update(**fields: Any) -> Json:
    """An update of that order."""
    return {**IDS, **fields}


def an_item(unit_price: float, qty: float, **more: str | None) -> Json:
    """An item, with URLs where `more` has them."""
    plain = {"display_name": "Cable", "sku": "C", "unit_price": unit_price, "qty": qty}
    return {**plain, **more}


CONTACT: Final[Json] = {
    "name": {"first": "Ann", "last": "Lee"},
    "company_name": "Acme",
    "address": {
        "line1": "1 Main St",
        "line2": "Floor 1",
        "city": "Austin",
        "state": "TX",
        "zipcode": "78704",
        "country": "USA",
    },
    "phone_number": "5550100",
    "email": "ann@example.com",
}
FIVE: Final = an_order(100, tax_amount=8, shipping_amount=5, discount_amount=3, order_total=110)
"""An order that has all five amounts."""
WIDE: Final[Json] = {"max_increase": 1000}
UNLIMITED: Final[Json] = {"max_order_total": MAX}
