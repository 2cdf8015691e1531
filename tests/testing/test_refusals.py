"""Strategies for denied updates: each has the requested violation."""

from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from support import examples
from support.draws import MANY, PLACED, drawn, shares
from support.refusals import codes

import backd_rules.testing as kit
from backd_rules import (
    UNSET,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Totals,
    ViolationCode,
    decide_update,
)
from backd_rules.domain.money import money_or_wide

ORDERS_AND_LIMITS = st.tuples(kit.orders(statuses=PLACED), kit.limits())


def codes_of(order: Order, limit: MerchantLimit, update: OrderUpdate) -> set[ViolationCode]:
    return set(codes(decide_update(order, update, limit)))


IMPOSSIBLE = {
    ViolationCode.UNKNOWN_ORDER,
    ViolationCode.REFUND_EXCEEDS_TOTAL,
    ViolationCode.NO_ACTIVE_REFUND,
    ViolationCode.REFUND_LOCKED,
}
"""The codes that no update of a known order can have."""
POSSIBLE = [code for code in ViolationCode if code not in IMPOSSIBLE]
IDENTITIES = (
    ViolationCode.BACKD_ORDER_ID_MISMATCH,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH,
)


@pytest.mark.parametrize("code", POSSIBLE)
def test_denied_updates_are_denied_with_their_code(code: ViolationCode) -> None:
    def denied(case: tuple[Order, MerchantLimit]) -> st.SearchStrategy[Any]:
        order, limit = with_possible(code, *case)
        return st.tuples(
            st.just(order), st.just(limit), kit.denied_updates(order, limit, code=code)
        )

    for order, limit, update in drawn(ORDERS_AND_LIMITS.flatmap(denied), 40):
        found = codes_of(order, limit, update)
        # V1: "A request that means another order [...] is not judged further".
        assert found == {code} if code in IDENTITIES else code in found


def with_possible(
    code: ViolationCode, order: Order, limit: MerchantLimit
) -> tuple[Order, MerchantLimit]:
    """Return an order and a limit under which an update of the order can have `code`."""
    if code is ViolationCode.STATUS_FORBIDS_ACTION:
        order = attrs.evolve(order, status=OrderStatus.ORDER_CONFIRMED)
    if code is ViolationCode.CONTACT_INCOMPLETE:
        order = attrs.evolve(order, billing=None)
    if code is ViolationCode.HISTORY_UNKNOWN:
        order = attrs.evolve(order, increase_count=None)
        limit = attrs.evolve(limit, max_increases=3)
    if code is ViolationCode.INCREASE_EXCEEDS_LIMIT:
        order = attrs.evolve(order, placed_total=order.placed_total or order.order_total)
    if code is ViolationCode.TOO_MANY_INCREASES:
        order = attrs.evolve(order, increase_count=order.increase_count or 0)
        limit = attrs.evolve(limit, max_increases=min(order.increase_count or 0, 3))
    return order, limit


def test_every_order_can_be_denied_an_update() -> None:
    """Also one of which an update can have only some of the codes."""

    def denied(case: tuple[Order, MerchantLimit]) -> st.SearchStrategy[Any]:
        return st.tuples(st.just(case), kit.denied_updates(*case))

    for (order, limit), update in drawn(ORDERS_AND_LIMITS.flatmap(denied), 100):
        assert codes_of(order, limit, update)


OF_AMOUNTS = [
    ViolationCode.AMOUNT_OUT_OF_RANGE,
    ViolationCode.CART_AMOUNT_MISMATCH,
    ViolationCode.ORDER_TOTAL_MISMATCH,
    ViolationCode.INCREASE_EXCEEDS_LIMIT,
]
MOST = "9999999999999.99"
ITEM = examples.item("10", "999999999999.999")
"""One line of exactly the highest amount."""
AS_CHEAP_AS_TOO_DEAR = examples.item("10.000002", "999999999999.999")
"""A line above the highest amount by the smallest multiple of that quantity that can be drawn."""


@pytest.mark.parametrize("code", OF_AMOUNTS)
@pytest.mark.parametrize(
    "totals",
    [
        examples.totals("0"),
        examples.totals(MOST),
        examples.totals("0", adjustment=MOST),
        examples.totals(MOST, adjustment=f"-{MOST}"),
        examples.totals("1", "2", "3", adjustment="-6"),
        Totals(Money.MAX, Money.MAX, Money.MAX, adjustment=money_or_wide(-3 * Money.MAX.cents)),
        Totals(
            Money.ZERO, discount_amount=Money.MAX, adjustment=money_or_wide(2 * Money.MAX.cents)
        ),
    ],
)
@pytest.mark.parametrize(
    "items", [(), (examples.item("0", "1"),), (ITEM,), (ITEM,) * 2, (AS_CHEAP_AS_TOO_DEAR,)]
)
def test_updates_of_an_order_at_an_end_of_the_range_are_denied_with_their_code(
    code: ViolationCode, totals: Totals, items: tuple[LineItem, ...]
) -> None:
    limit = MerchantLimit.UNLIMITED
    order = examples.order(totals=totals, items=items)
    for update in drawn(kit.denied_updates(order, limit, code=code), 8):
        assert code in codes_of(order, limit, update)


def test_the_ceiling_of_a_huge_percentage_is_exceeded_by_many_items() -> None:
    """U4: "`items` has 1 to 1,000 entries", and one line makes at most about 10**23 cents."""
    order = examples.order(totals=examples.totals(MOST)).as_placed()
    half = MerchantLimit(max_increase_percent=Percent.of("4999999999999.99"))
    code = ViolationCode.INCREASE_EXCEEDS_LIMIT
    for update in drawn(kit.denied_updates(order, half, code=code), 3):
        assert update.items is not UNSET
        assert len(update.items) == 501
        assert code in codes_of(order, half, update)
    most = MerchantLimit(max_increase_percent=Percent.of(MOST))
    with pytest.raises(InvalidArgument, match=f"as {code}"):
        kit.denied_updates(order, most, code=code)
    assert drawn(kit.denied_updates(order, most), 3)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("unknown", "impossible"),
    [
        ({}, {ViolationCode.HISTORY_UNKNOWN}),
        ({"placed_total": None}, {ViolationCode.INCREASE_EXCEEDS_LIMIT}),
        ({"increase_count": None}, {ViolationCode.TOO_MANY_INCREASES}),
    ],
)
def test_every_violation_is_drawn(unknown: dict[str, None], impossible: set[ViolationCode]) -> None:
    """Each in at least 1 % of the updates that an order and a limit allow to have it."""
    changes: dict[str, Any] = {"status": OrderStatus.ORDER_CONFIRMED, "increase_count": 1}
    order = examples.order(**{**changes, **unknown})
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    updates = drawn(kit.denied_updates(order, limit), MANY)
    drawn_codes = [codes_of(order, limit, update) for update in updates]
    assert all(drawn_codes)
    seen = Counter(code for found in drawn_codes for code in found)
    assert not impossible & seen.keys()
    percent = shares(seen, {*POSSIBLE} - impossible, len(updates))
    assert min(percent.values()) >= 1, percent


@pytest.mark.parametrize("code", POSSIBLE)
def test_no_code_shadows_the_others(code: ViolationCode) -> None:
    """For each code, some update has that violation and no other."""
    order = attrs.evolve(examples.ORDER, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    if code is ViolationCode.STATUS_FORBIDS_ACTION:
        order = attrs.evolve(order, status=OrderStatus.REFUND)
    if code is ViolationCode.HISTORY_UNKNOWN:
        order = examples.UNKNOWN_HISTORY
    if code is ViolationCode.INCREASE_EXCEEDS_LIMIT:
        limit = MerchantLimit(max_increase=Money.of(10))
    updates = drawn(kit.denied_updates(order, limit, code=code), 40)
    assert sum(codes_of(order, limit, update) == {code} for update in updates) >= 1
