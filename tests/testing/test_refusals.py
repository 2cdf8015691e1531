"""Strategies for denied updates: each has the requested violation."""

from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st
from support import examples
from support.draws import MANY, PLACED, drawn, shares
from support.refusals import codes

import backd_rules.testing as kit
from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    ViolationCode,
    decide_update,
)

ORDERS_AND_LIMITS = st.tuples(kit.orders(statuses=PLACED), kit.limits())


def codes_of(order: Order, limit: MerchantLimit, update: OrderUpdate) -> set[ViolationCode]:
    return set(codes(decide_update(order, update, limit)))


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
        assert code in codes_of(order, limit, update)


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
def test_updates_of_an_order_at_an_end_of_the_range_are_denied_with_their_code(
    code: ViolationCode, dollars: str
) -> None:
    limit = MerchantLimit.UNLIMITED
    items = (examples.item(dollars, "1"),)
    order = examples.order(totals=examples.totals(dollars), items=items)
    for update in drawn(kit.denied_updates(order, limit, code=code), 15):
        assert code in codes_of(order, limit, update)


@pytest.mark.thorough
def test_every_violation_is_drawn() -> None:
    """Each in at least 1 % of the updates, for an order and a limit that allow all of them."""
    order = attrs.evolve(examples.ORDER, status=OrderStatus.ORDER_CONFIRMED, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    updates = drawn(kit.denied_updates(order, limit), MANY)
    drawn_codes = [codes_of(order, limit, update) for update in updates]
    assert all(drawn_codes)
    seen = Counter(code for found in drawn_codes for code in found)
    percent = shares(seen, list(ViolationCode)[1:], len(updates))
    assert min(percent.values()) >= 1, percent


@pytest.mark.parametrize("code", list(ViolationCode)[1:])
def test_no_code_shadows_the_others(code: ViolationCode) -> None:
    """For each code, some update has that violation and no other."""
    order = attrs.evolve(examples.ORDER, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    if code is ViolationCode.STATUS_FORBIDS_UPDATE:
        order = attrs.evolve(order, status=OrderStatus.REFUND)
    if code is ViolationCode.INCREASE_EXCEEDS_LIMIT:
        limit = MerchantLimit(max_increase=Money.of(10))
    updates = drawn(kit.denied_updates(order, limit, code=code), 40)
    assert sum(codes_of(order, limit, update) == {code} for update in updates) >= 1
