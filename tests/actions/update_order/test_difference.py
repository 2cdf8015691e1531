"""The changes between two orders: their paths, order and values."""

import attrs
from support.examples import NEW_CONTACT, ORDER, item, update
from support.laws import after

from backd_rules import (
    Change,
    ContactUpdate,
    MerchantLimit,
    Money,
    OrderStatus,
    PersonNameUpdate,
    changes,
)


def test_changes_are_in_the_order_of_the_fields_of_the_request() -> None:
    changed = after(
        ORDER,
        MerchantLimit.UNLIMITED,
        update(
            items=[item(qty="2")],
            billing=NEW_CONTACT,
            shipping=ContactUpdate(PersonNameUpdate("Jane"), None),
            merchant_order_status="packed",
        ),
    )
    assert changes(ORDER, changed) == (
        Change("/merchant_order_status", "processing", "packed"),
        Change("/order_total", Money.of(9150), Money.of(6150)),
        Change("/cart_amount", Money.of(9000), Money.of(6000)),
        Change("/shipping/name/first", "Joe", "Jane"),
        Change("/shipping/company_name", "Big Business", None),
        Change("/billing/name/first", None, "Ann"),
        Change("/billing/name/last", None, "Lee"),
        Change("/billing/address/line1", None, "1 Elm St"),
        Change("/billing/address/city", None, "Reno"),
        Change("/billing/address/state", None, "NV"),
        Change("/billing/address/zipcode", None, "89501"),
        Change("/billing/address/country", None, "USA"),
        Change("/billing/phone_number", None, "7755550100"),
        Change("/billing/email", None, "ann@example.com"),
        Change("/items", (item(),), (item(qty="2"),)),
    )
    assert changes(ORDER, ORDER) == ()
    assert repr(changes(ORDER, changed)[3]) == "Change(path='/shipping/name/first')"


def test_a_changed_status_comes_last() -> None:
    confirmed = attrs.evolve(ORDER, status=OrderStatus.ORDER_CONFIRMED, merchant_order_status=None)
    assert changes(ORDER, confirmed) == (
        Change("/merchant_order_status", "processing", None),
        Change("/status", OrderStatus.ORDER_PLACED, OrderStatus.ORDER_CONFIRMED),
    )
