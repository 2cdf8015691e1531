"""An order, its parts and an update, which the tests change one field at a time."""

from typing import Any, Final

import attrs

from backd_rules import (
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    LineItem,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Totals,
    UnitPrice,
)

ADDRESS: Final = Address(
    line1="123 Main St",
    line2="Floor 1",
    city="Austin",
    state="TX",
    zipcode="78704",
    country="USA",
)
CONTACT: Final = Contact(
    name=PersonName("Joe", "Doe"),
    company_name="Big Business",
    address=ADDRESS,
    phone_number="4153334567",
    email="joedoe@123fakestreet.com",
)

NEW_CONTACT: Final = ContactUpdate(
    PersonNameUpdate("Ann", "Lee"),
    address=AddressUpdate("1 Elm St", city="Reno", state="NV", zipcode="89501", country="USA"),
    phone_number="7755550100",
    email="ann@example.com",
)
"""States every field that a new contact requires, and no other."""


def item(unit_price: str = "3000", qty: str = "3", sku: str = "ABC-123") -> LineItem:
    """Return an item of which `ORDER` has one: 3 at 3000.00."""
    return LineItem("MacBook Pro", sku, UnitPrice.of(unit_price), Quantity.of(qty))


def totals(
    cart: str, tax: str = "0", shipping: str = "0", discount: str = "0", adjustment: str = "0"
) -> Totals:
    """Return totals of amounts in dollars."""
    return Totals(*map(Money.of, (cart, tax, shipping, discount, adjustment)))


ORDER: Final = Order(
    backd_order_id="BO-1",
    merchant_order_id="M-1",
    status=OrderStatus.ORDER_PLACED,
    totals=totals("9000", "100", "50"),
    items=(item(),),
    merchant_order_status="processing",
    shipping=CONTACT,
).as_placed()
"""Its total is 9150.00, at which it was placed, and was never raised; it has no billing contact."""

UNKNOWN_HISTORY: Final = attrs.evolve(ORDER, placed_total=None, increase_count=None)
"""The same order as a response of Backd states it (domain.md, L8)."""


def order(**fields: Any) -> Order:
    """Return `ORDER` with other `fields`."""
    return attrs.evolve(ORDER, **fields)


def update(**fields: Any) -> OrderUpdate:
    """Return an update of `ORDER` that states `fields`."""
    return OrderUpdate(**{"backd_order_id": "BO-1", "merchant_order_id": "M-1", **fields})
