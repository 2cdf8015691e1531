"""An allowed update: the order after it."""

from typing import Any

import attrs
import pytest
from support import laws
from support.examples import CONTACT, NEW_CONTACT, ORDER, item, order, totals, update

from backd_rules import (
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Refund,
    decide_update,
)


def after(change: OrderUpdate, before: Order = ORDER) -> Order:
    return laws.after(before, MerchantLimit.UNLIMITED, change)


@pytest.mark.parametrize(
    "change",
    [
        update(),
        update(merchant_order_status="processing"),
        update(order_total=Money.of(9150), cart_amount=Money.of(9000)),
        update(items=[item()]),
        update(shipping=ContactUpdate(email="joedoe@123fakestreet.com")),
        update(shipping=ContactUpdate(PersonNameUpdate(), address=AddressUpdate())),
    ],
)
def test_an_update_that_changes_nothing_returns_the_same_object(change: OrderUpdate) -> None:
    assert after(change) is ORDER


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (update(merchant_order_status="packed"), {"merchant_order_status": "packed"}),
        (
            update(tax_amount=Money.of(200)),
            {"totals": totals("9000", "200", "50"), "increase_count": 1},
        ),
        (update(tax_amount=Money.of(99)), {"totals": totals("9000", "99", "50")}),
        (
            update(shipping_amount=Money.of(51), discount_amount=Money.of(1)),
            {"totals": totals("9000", "100", "51", "1")},
        ),
        (
            update(items=[item("0.05", "0.5"), item("10", "2.125")]),
            {
                "items": (item("0.05", "0.5"), item("10", "2.125")),
                "totals": totals("21.28", "100", "50"),
            },
        ),
        (
            update(items=[item(sku="other")]),
            {"items": (item(sku="other"),)},
        ),
        (
            update(shipping=ContactUpdate(company_name=None, address=AddressUpdate(line2=None))),
            {
                "shipping": attrs.evolve(
                    CONTACT, company_name=None, address=attrs.evolve(CONTACT.address, line2=None)
                )
            },
        ),
        (
            update(shipping=ContactUpdate(PersonNameUpdate("Jane"), phone_number="1")),
            {"shipping": attrs.evolve(CONTACT, name=PersonName("Jane", "Doe"), phone_number="1")},
        ),
        (
            update(billing=NEW_CONTACT),
            {
                "billing": Contact(
                    name=PersonName("Ann", "Lee"),
                    address=Address(
                        line1="1 Elm St", city="Reno", state="NV", zipcode="89501", country="USA"
                    ),
                    phone_number="7755550100",
                    email="ann@example.com",
                )
            },
        ),
    ],
)
def test_stated_fields_change_and_absent_ones_stay(
    change: OrderUpdate, fields: dict[str, Any]
) -> None:
    assert after(change) == order(**fields)


def test_fields_that_no_update_may_write_stay() -> None:
    refunds = (Refund(amount=Money.of(1), status="draft"),)
    before = order(create_date="2026-04-16 10:30:00", refunds=refunds)
    decision = decide_update(before, update(merchant_order_status="x"), MerchantLimit.NO_INCREASE)
    assert decision.allowed
    assert decision.order.create_date == "2026-04-16 10:30:00"
    assert decision.order.refunds == refunds
    assert decision.order.status is OrderStatus.ORDER_PLACED


def test_the_placed_total_stays_and_only_increases_are_counted() -> None:
    first = after(update(tax_amount=Money.of(200)))
    lowered = after(update(tax_amount=Money.of(100)), first)
    again = after(update(tax_amount=Money.of(101)), lowered)
    assert [first.increase_count, lowered.increase_count, again.increase_count] == [1, 1, 2]
    assert again.placed_total == Money.of(9150)
