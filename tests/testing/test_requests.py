"""The strategies of updates: what they draw is judged as they say, and near the boundary."""

from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples
from support.draws import CENT, MANY, PLACED, drawn, quick, shares

from backd_rules import (
    UNSET,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    ViolationCode,
    ceiling,
    decide_update,
)
from backd_rules.testing import registry as kit
from backd_rules.testing.numbers import near_boundaries

# Updates.

ORDERS_AND_LIMITS = st.tuples(kit.orders(statuses=PLACED), kit.limits())


def judged(order: Order, limit: MerchantLimit, update: OrderUpdate) -> set[str]:
    """The codes of a decision; "allowed" where there are none."""
    decision = decide_update(order, update, limit)
    if decision.allowed:
        return {"allowed"}
    return {str(violation.code) for violation in decision.violations}


def test_allowed_updates_are_allowed() -> None:
    cases = ORDERS_AND_LIMITS.flatmap(
        lambda case: st.tuples(st.just(case), kit.allowed_updates(*case))
    )
    codes = Counter(
        code for (order, limit), update in drawn(cases, 60) for code in judged(order, limit, update)
    )
    assert set(codes) == {"allowed"}


@pytest.mark.parametrize("code", list(ViolationCode)[1:])
def test_denied_updates_are_denied_with_their_code(code: ViolationCode) -> None:
    def denied(case: tuple[Order, MerchantLimit]) -> st.SearchStrategy[Any]:
        order, limit = case
        if code is ViolationCode.STATUS_FORBIDS_UPDATE:
            order = attrs.evolve(order, status=OrderStatus.ORDER_CONFIRMED)
        if code is ViolationCode.CONTACT_INCOMPLETE:
            order = attrs.evolve(order, billing=None)
        if code is ViolationCode.TOO_MANY_INCREASES:
            limit = attrs.evolve(limit, max_increases=min(order.increase_count, 3))
        return st.tuples(
            st.just(order), st.just(limit), kit.denied_updates(order, limit, code=code)
        )

    for order, limit, update in drawn(ORDERS_AND_LIMITS.flatmap(denied), 25):
        assert str(code) in judged(order, limit, update)


@pytest.mark.parametrize(
    "code",
    [
        ViolationCode.AMOUNT_OUT_OF_RANGE,
        ViolationCode.CART_AMOUNT_MISMATCH,
        ViolationCode.ORDER_TOTAL_MISMATCH,
        ViolationCode.INCREASE_EXCEEDS_LIMIT,
    ],
)
@pytest.mark.parametrize("dollars", ["0", "9999999999999.99"])
def test_an_order_at_the_end_of_the_range_is_denied_too(code: ViolationCode, dollars: str) -> None:
    limit = MerchantLimit.UNLIMITED
    items = (examples.item(dollars, "1"),)
    order = examples.order(totals=examples.totals(dollars), items=items)
    for update in drawn(kit.denied_updates(order, limit, code=code), 15):
        assert str(code) in judged(order, limit, update)


@pytest.mark.thorough
def test_every_violation_is_drawn() -> None:
    """Each in at least 1 % of the updates refused, of an order that can have them all."""
    order = attrs.evolve(examples.ORDER, status=OrderStatus.ORDER_CONFIRMED, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    updates = drawn(kit.denied_updates(order, limit), MANY)
    seen = Counter(code for update in updates for code in judged(order, limit, update))
    assert "allowed" not in seen
    found = shares(seen, list(ViolationCode)[1:], len(updates))
    assert min(found.values()) >= 1, found


@pytest.mark.parametrize("code", list(ViolationCode)[1:])
def test_no_code_shadows_the_others(code: ViolationCode) -> None:
    """An order placed: each reason is also drawn alone, but the one that its status rules out."""
    order = attrs.evolve(examples.ORDER, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    if code is ViolationCode.STATUS_FORBIDS_UPDATE:
        order = attrs.evolve(order, status=OrderStatus.REFUND)
    if code is ViolationCode.INCREASE_EXCEEDS_LIMIT:
        limit = MerchantLimit(max_increase=Money.of(10))
    updates = drawn(kit.denied_updates(order, limit, code=code), 40)
    assert sum(judged(order, limit, update) == {str(code)} for update in updates) >= 1


def test_an_unknown_order_is_drawn_from_its_type() -> None:
    """No update of an order has this code: it is a batch's, and drawn as such."""
    reasons = drawn(st.from_type(Denied), 300)
    seen = Counter(violation.code for denied in reasons for violation in denied.violations)
    found = shares(seen, ViolationCode, len(reasons))
    assert min(found.values()) >= 1, found


def test_totals_lie_on_and_around_the_boundary() -> None:
    """Chance would put one in 10**15 of them there."""
    order, limit = examples.ORDER, MerchantLimit(max_increase=Money.of("1372.50"))
    edge = Money.of("10522.50")
    assert ceiling(order, limit).total == edge

    def led_to(updates: st.SearchStrategy[OrderUpdate]) -> Counter[Money | None]:
        return Counter(_leads_to(order, update) for update in drawn(updates, 150))

    around = led_to(kit.updates_for(order, limit=limit))
    assert sum(around[total] for total in (edge - CENT, edge, edge + CENT)) >= 4, around
    allowed = led_to(kit.allowed_updates(order, limit))
    assert allowed[edge] + allowed[edge - CENT] >= 6, allowed
    assert edge + CENT not in allowed
    code = ViolationCode.INCREASE_EXCEEDS_LIMIT
    denied = led_to(kit.denied_updates(order, limit, code=code))
    assert denied[edge + CENT] >= 6, denied
    assert edge not in denied


def _leads_to(order: Order, update: OrderUpdate) -> Money | None:
    decision = decide_update(order, update, MerchantLimit.UNLIMITED)
    return decision.totals.order_total if decision.allowed else None


def test_updates_for_an_order_name_it_and_say_all_kinds_of_things() -> None:
    found = drawn(kit.updates_for(examples.ORDER), 100)
    assert {(one.backd_order_id, one.merchant_order_id) for one in found} == {("BO-1", "M-1")}
    fields = [field.name for field in attrs.fields(OrderUpdate)[2:]]
    stated = {
        name: sum(getattr(one, name) is not UNSET for one in found) / len(found) for name in fields
    }
    assert all(0.04 <= share <= 0.96 for share in stated.values()), stated


@given(st.data())
@settings(quick, max_examples=200)
def test_near_keeps_to_its_bounds_whatever_the_marks(data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.integers(-5, 15), max_size=3))
    assert 0 <= data.draw(near_boundaries(marks, 0, 9)) <= 9
