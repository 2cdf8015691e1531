"""Strategies for items, orders and limits: what they draw."""

from collections import Counter

from support.draws import drawn

import backd_rules.testing as kit
from backd_rules import Basis, Combine, Money, OrderStatus
from backd_rules.domain.order import items_amount


def test_item_amounts_often_end_on_half_a_cent() -> None:
    found = drawn(kit.items(), 300)
    on_half = sum(one.unit_price.cents * one.qty.thousandths % 1000 == 500 for one in found)
    assert on_half >= 15


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


def test_orders_vary_in_every_respect() -> None:
    found = drawn(kit.orders(), 100)
    counts = {
        "cart is the sum of the items": sum(
            o.cart_amount.cents == items_amount(o.items) for o in found
        ),
        "cart is another amount": sum(o.cart_amount.cents != items_amount(o.items) for o in found),
        "total increased": sum(o.placed_total < o.order_total for o in found),
        "total as placed": sum(o.placed_total == o.order_total for o in found),
        "no items": sum(not o.items for o in found),
        "refunds": sum(bool(o.refunds) for o in found),
        "both contacts": sum(o.shipping is not None and o.billing is not None for o in found),
        "no contacts": sum(o.shipping is None and o.billing is None for o in found),
    }
    assert min(counts.values()) >= 2, counts


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
