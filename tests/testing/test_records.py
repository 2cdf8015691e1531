"""Strategies for items, contacts, orders and limits: what they draw."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from support.draws import drawn
from support.oracle_actions import read_timestamp
from support.value_parts import parts

import backd_rules.testing as kit
from backd_rules import (
    Basis,
    Combine,
    Contact,
    LineItem,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonName,
)
from backd_rules.domain.item import items_amount, items_range


def test_item_amounts_often_end_on_half_a_cent() -> None:
    """N5: the exact amount of a line is `unit_price` times `qty`; a cent has 10**7 of these."""
    found = drawn(kit.items(), 300)
    exact = [one.unit_price.millionths * one.qty.thousandths for one in found]
    assert sum(amount % 10**7 == 5 * 10**6 for amount in exact) >= 40


def test_unit_prices_are_often_less_than_a_cent_apart() -> None:
    found = drawn(kit.items(), 100)
    assert 10 <= sum(one.unit_price.millionths % 10_000 != 0 for one in found) <= 80


def test_items_are_within_their_maximum_amount() -> None:
    found = drawn(kit.items(max_amount=Money.of(7)), 200)
    assert all(items_amount((item,)) <= 700 for item in found)
    assert sum(items_amount((item,)) > 0 for item in found) >= 4
    assert all(items_amount((item,)) == 0 for item in drawn(kit.items(max_amount=Money.ZERO), 50))
    assert any(items_amount((item,)) > Money.MAX.cents for item in drawn(kit.items(), 50))


def test_orders_have_the_requested_statuses_and_all_by_default() -> None:
    for status in OrderStatus:
        assert {order.status for order in drawn(kit.orders(statuses=[status]), 3)} == {status}
    seen = {order.status for order in drawn(kit.orders(), 40)}
    assert OrderStatus.ORDER_PLACED in seen
    assert len(seen) >= 3


def kinds_of(order: Order) -> Iterator[str]:
    """Yield what is special about an order as a record (domain.md, F4 to F7, N5 and L8)."""
    cart, half_up = order.cart_amount.cents, items_amount(order.items)
    down, up = items_range(order.items)
    yield "cart half up" if cart == half_up else "cart not half up"
    if order.items:
        yield "items"
        if cart != half_up and cart in (down, up):
            yield "cart down" if cart == down else "cart up"
        if not down <= cart <= up:
            yield "cart never matched"
        if half_up > Money.MAX.cents:
            yield "items above the highest amount"
    adjustment = order.totals.adjustment.cents
    if adjustment:
        yield "fee" if adjustment > 0 else "credit"
    placed, count = order.placed_total, order.increase_count
    yield f"placed_total {placed is not None}, increase_count {count is not None}"
    if placed is not None:
        yield "as placed" if placed == order.order_total else "changed"
    yield "refunds" if order.refunds else "no refunds"
    for name in ("shipping", "billing"):
        yield f"{name} {completeness(getattr(order, name))}"


def completeness(contact: Contact | None) -> str:
    if contact is None:
        return "absent"
    if contact == Contact():
        return "empty"
    name, address = contact.name or PersonName(), contact.address
    required: list[object] = [name.first, name.last, contact.phone_number, contact.email]
    lines = [address.line1, address.city, address.state, address.zipcode] if address else [None]
    return "incomplete" if None in [*required, *lines] else "complete"


def test_orders_vary_in_every_respect() -> None:
    counts = Counter(kind for order in drawn(kit.orders(), 300) for kind in kinds_of(order))
    contacts = ("absent", "empty", "incomplete", "complete")
    for kind in (
        *("cart half up", "cart down", "cart up", "cart never matched", "as placed", "changed"),
        *("items", "items above the highest amount", "fee", "credit", "refunds", "no refunds"),
        *(f"{name} {kind}" for name in ("shipping", "billing") for kind in contacts),
        *(
            f"placed_total {placed}, increase_count {counted}"
            for placed in (True, False)
            for counted in (True, False)
        ),
    ):
        assert counts[kind] >= 2, (kind, counts)


def texts_of(value: Any) -> Iterator[str]:
    yield from (part for part in parts(value) if type(part) is str)


def test_recorded_texts_are_any_that_can_be_encoded() -> None:
    """F4: "any text that can be encoded as UTF-8"; a request has less."""
    found = drawn(kit.orders(), 150)
    texts = [text for order in found for text in texts_of(order)]
    assert "".join(texts).encode("utf-8")
    assert sum(not text.strip() for text in texts) >= 5
    assert sum(len(text) > 255 for text in texts) >= 5
    assert sum("\n" in text or "\0" in text for text in texts) >= 5
    assert sum(text.isprintable() and 0 < len(text) <= 255 for text in texts) >= 5
    fields = [(item.display_name, item.sku) for order in found for item in order.items]
    assert sum(None in pair for pair in fields) >= 5
    assert sum(None not in pair for pair in fields) >= 5
    dates = [order.create_date for order in found]
    assert sum(date is None for date in dates) >= 5
    assert sum(date is not None and date[4:5] == "-" and len(date) == 19 for date in dates) >= 5


def test_a_request_may_state_the_ids_of_an_order() -> None:
    """N6 holds for both ids, although F4 asks only that they are not blank."""
    for order in drawn(kit.orders(), 50):
        update = OrderUpdate(order.backd_order_id, order.merchant_order_id)
        assert update.backd_order_id == order.backd_order_id


def test_the_parts_of_a_record_may_be_absent() -> None:
    names = drawn(kit.person_names(), 50)
    assert {(one.first is None, one.last is None) for one in names} == {
        (first, last) for first in (True, False) for last in (True, False)
    }
    assert any(one.line1 is None and one.city is not None for one in drawn(kit.addresses(), 50))
    items = drawn(kit.items(), 50)
    assert {type(one) for one in items} == {LineItem}
    assert {type(one.sku) for one in items} == {str, type(None)}
    statuses = {one.status for one in drawn(kit.refunds(), 100)}
    assert {None, "draft", "approved", "declined"} < statuses


def test_confirmed_orders_have_refund_requests_of_every_kind() -> None:
    found = drawn(kit.orders(statuses=[OrderStatus.ORDER_CONFIRMED]), 300)
    counts = Counter(kind for order in found for kind in kinds_of_refunds(order))
    for kind, least in (
        ("none", 30),
        ("readable", 40),
        ("2007 to 2040", 30),
        ("unreadable", 20),
        ("several", 10),
        ("readable and unreadable", 2),
    ):
        assert counts[kind] >= least, (kind, counts)


def kinds_of_refunds(order: Order) -> Iterator[str]:
    """Yield what is special about the refund requests of an order (domain.md, A4 to A6)."""
    active = [one for one in order.refunds if one.status in ("draft", "approved")]
    locks = [read_timestamp(one.locked_at) for one in active]
    readable = [lock for lock in locks if lock is not None]
    if not order.refunds:
        yield "none"
    if readable:
        yield "readable"
    if any(2007 <= lock.year <= 2040 for lock in readable):
        yield "2007 to 2040"
    if None in locks:
        yield "readable and unreadable" if readable else "unreadable"
    if len(active) > 1:
        yield "several"


def test_limits_vary_in_every_respect() -> None:
    found = drawn(kit.limits(), 300)
    caps = Counter(
        tuple(
            name
            for name in ("max_increase", "max_increase_percent", "max_order_total")
            if getattr(limit, name) is not None
        )
        for limit in found
    )
    assert len(caps) == 7
    assert min(caps.values()) >= 6, caps
    assert {(limit.combine, limit.measured_from) for limit in found} == {
        (combine, basis) for combine in Combine for basis in Basis
    }
    assert {limit.max_increases for limit in found} >= {None, 0, 1, 2, 3}


def test_percentages_of_limits_often_end_on_half_a_cent_of_a_total() -> None:
    """L4: a cap is never rounded up. Half a cent more is what rounding would add."""
    cases = drawn(st.tuples(kit.orders(), kit.limits()), 400)
    caps = [
        order.order_total.cents * limit.max_increase_percent.hundredths
        for order, limit in cases
        if limit.max_increase_percent is not None
    ]
    assert len(caps) >= 150
    assert sum(cap % 10_000 == 5_000 for cap in caps) >= 20


def test_a_half_cent_of_a_line_is_one_that_half_even_rounding_rounds_down() -> None:
    """N5: it is rounded half up, so every such line shows the difference."""
    found = drawn(kit.items(), 100)
    exact = [one.unit_price.millionths * one.qty.thousandths for one in found]
    halves = [amount for amount in exact if amount % 10**7 == 5 * 10**6]
    assert len(halves) >= 20
    assert sum(amount // 10**7 % 2 == 0 for amount in halves) >= 0.9 * len(halves)
