"""An order, an update and limits that the tests change one field at a time."""

from typing import Any, Final

import attrs

from backd_rules import (
    Address,
    Contact,
    LineItem,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    Quantity,
    Totals,
)

CONTACT: Final = Contact(
    name=PersonName("Joe", "Doe"),
    company_name="Big Business",
    address=Address(
        line1="123 Main St",
        line2="Floor 1",
        city="Austin",
        state="TX",
        zipcode="78704",
        country="USA",
    ),
    phone_number="4153334567",
    email="joedoe@123fakestreet.com",
)


def item(unit_price: str = "3000", qty: str = "3", sku: str = "ABC-123") -> LineItem:
    return LineItem("MacBook Pro", sku, Money.of(unit_price), Quantity.of(qty))


def totals(cart: str, tax: str = "0", shipping: str = "0", discount: str = "0") -> Totals:
    return Totals(Money.of(cart), Money.of(tax), Money.of(shipping), Money.of(discount))


ORDER: Final = Order(
    backd_order_id="BO-1",
    merchant_order_id="M-1",
    status=OrderStatus.ORDER_PLACED,
    totals=totals("9000", "100", "50"),
    items=(item(),),
    merchant_order_status="processing",
    shipping=CONTACT,
)
"""Its total is 9150.00; it has no billing contact."""


def order(**fields: Any) -> Order:
    return attrs.evolve(ORDER, **fields)


def update(**fields: Any) -> OrderUpdate:
    return OrderUpdate(**{"backd_order_id": "BO-1", "merchant_order_id": "M-1", **fields})
