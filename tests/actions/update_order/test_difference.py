"""The changes between two orders: their paths, order and values."""

import attrs
from support.examples import CONTACT, NEW_CONTACT, ORDER, UNKNOWN_HISTORY, item, totals, update
from support.laws import after

from backd_rules import (
    Address,
    Change,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    OrderStatus,
    PersonName,
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


def test_contacts_that_are_absent_or_incomplete_are_compared_field_by_field() -> None:
    """F4: any text of a record may be absent."""
    before = attrs.evolve(ORDER, shipping=attrs.evolve(CONTACT, name=None, address=None))
    after = attrs.evolve(
        ORDER,
        shipping=attrs.evolve(CONTACT, name=PersonName(last="Lee"), address=Address(line1="1")),
    )
    assert changes(before, after) == (
        Change("/shipping/name/last", None, "Lee"),
        Change("/shipping/address/line1", None, "1"),
    )
    assert (
        changes(attrs.evolve(ORDER, shipping=None), attrs.evolve(ORDER, shipping=Contact())) == ()
    )


def test_a_changed_adjustment_shows_in_the_total() -> None:
    """F7: the adjustment is part of the total, and no field of a request."""
    adjusted = attrs.evolve(ORDER, totals=totals("9000", "100", "50", adjustment="1"))
    assert changes(ORDER, adjusted) == (Change("/order_total", Money.of(9150), Money.of(9151)),)


def test_the_history_is_no_field_of_a_request() -> None:
    assert changes(ORDER, UNKNOWN_HISTORY) == ()
