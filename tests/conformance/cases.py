"""The types of conformance cases, and helpers to build their orders and updates.

Everything is JSON-shaped, with amounts as dollars. The cases have no verdicts: `vectors` adds them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

Json = dict[str, Any]
MAX: Final = 9999999999999.99
"""The highest amount, in dollars."""
MAX_COUNT: Final = 999999999999999
"""The highest `increase_count` and `max_increases`."""
STATUSES: Final = (
    "terms_selected",
    "order_placed",
    "order_confirmed",
    "order_canceled",
    "order_cancelled",
    "refund",
)
"""Every status, in every spelling."""
IDS: Final[Json] = {"backd_order_id": "B-1", "merchant_order_id": "M-1"}


class Case(NamedTuple):
    """One update of one order under one limit."""

    name: str
    order: Json
    limit: Json
    update: Json


class Batch(NamedTuple):
    """Several updates of several orders under one limit; each sees the results of earlier ones."""

    name: str
    orders: list[Json]
    limit: Json
    updates: list[Json]


class RecordCase(NamedTuple):
    """An order as recorded; reading and writing it shows what is kept."""

    name: str
    order: Json


class ActionCase(NamedTuple):
    """One action on one order; `at` is the timestamp of an action on refunds."""

    name: str
    action: str
    order: Json
    request: Json
    at: str | None = None


class LockTimeCase(NamedTuple):
    """The timestamp at which a refund request is submitted."""

    name: str
    submitted_at: str


def an_order(cart: float, *, order_total: float | None = None, **fields: Any) -> Json:
    """Return a placed order without fees and with the given cart amount; `fields` override.

    Its total is its original total, and no update has increased it.
    """
    total = cart if order_total is None else order_total
    history = {"placed_total": total, "increase_count": 0}
    return {**without_history(cart, order_total=total), **history, **fields}


def without_history(cart: float, *, order_total: float | None = None, **fields: Any) -> Json:
    """Return the order of `an_order` as a response of Backd has it (domain.md, L8)."""
    total = cart if order_total is None else order_total
    amounts = {"order_total": total, "cart_amount": cart}
    fees = dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount"), 0)
    return {**IDS, "status": "order_placed", **amounts, **fees, **fields}


def a_brief_order(status: str, total: float = 100, **fields: Any) -> Json:
    """Return an order with the fields that every record needs; `fields` are added or override."""
    return {**IDS, "status": status, "order_total": total, "cart_amount": total, **fields}


def an_update(**fields: Any) -> Json:
    """Return an update of the order of `an_order`."""
    return {**IDS, **fields}


def an_item(unit_price: float, qty: float, **urls: str | None) -> Json:
    """Return a line item, with `urls` as optional fields."""
    item = {"display_name": "Cable", "sku": "C", "unit_price": unit_price, "qty": qty}
    return {**item, **urls}


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
FIVE_AMOUNTS: Final = an_order(
    100, tax_amount=8, shipping_amount=5, discount_amount=3, order_total=110
)
"""An order in which all five amounts are positive."""
WIDE: Final[Json] = {"max_increase": 1000}
UNLIMITED: Final[Json] = {"max_order_total": MAX}
