"""Strategies for updates: allowed by construction, and often at the boundary of the limit."""

from collections import Counter

import attrs
from hypothesis import strategies as st
from support import examples
from support.draws import CENT, PLACED, drawn

import backd_rules.testing as kit
from backd_rules import (
    UNSET,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    ViolationCode,
    ceiling,
    decide_update,
)

ORDERS_AND_LIMITS = st.tuples(kit.orders(statuses=PLACED), kit.limits())


def test_allowed_updates_are_allowed() -> None:
    cases = ORDERS_AND_LIMITS.flatmap(
        lambda case: st.tuples(st.just(case), kit.allowed_updates(*case))
    )
    for (order, limit), update in drawn(cases, 60):
        assert decide_update(order, update, limit).allowed


def test_totals_are_often_at_the_boundary() -> None:
    """A uniform draw would hit the boundary once in 10**15 examples."""
    order, limit = examples.ORDER, MerchantLimit(max_increase=Money.of("1372.50"))
    edge = Money.of("10522.50")
    assert ceiling(order, limit).total == edge

    def totals_of(updates: st.SearchStrategy[OrderUpdate]) -> Counter[Money | None]:
        return Counter(_total_after(order, update) for update in drawn(updates, 150))

    around = totals_of(kit.updates_for(order, limit=limit))
    assert sum(around[total] for total in (edge - CENT, edge, edge + CENT)) >= 4, around
    allowed = totals_of(kit.allowed_updates(order, limit))
    assert allowed[edge] + allowed[edge - CENT] >= 6, allowed
    assert edge + CENT not in allowed
    code = ViolationCode.INCREASE_EXCEEDS_LIMIT
    denied = totals_of(kit.denied_updates(order, limit, code=code))
    assert denied[edge + CENT] >= 6, denied
    assert edge not in denied


def _total_after(order: Order, update: OrderUpdate) -> Money | None:
    """Return the total after `update`, or `None` if no limit allows it."""
    decision = decide_update(order, update, MerchantLimit.UNLIMITED)
    return decision.totals.order_total if decision.allowed else None


def test_updates_for_an_order_have_its_ids_and_state_every_field() -> None:
    found = drawn(kit.updates_for(examples.ORDER), 100)
    assert {(one.backd_order_id, one.merchant_order_id) for one in found} == {("BO-1", "M-1")}
    fields = [field.name for field in attrs.fields(OrderUpdate)[2:]]
    stated = {
        name: sum(getattr(one, name) is not UNSET for one in found) / len(found) for name in fields
    }
    assert all(0.04 <= share <= 0.96 for share in stated.values()), stated
