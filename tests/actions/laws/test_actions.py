"""Laws of the other actions and of the table of statuses (domain.md, S1, A1 to A7 and V1)."""

from datetime import UTC, datetime, timedelta, timezone

import attrs
from hypothesis import given
from hypothesis import strategies as st
from support.laws import Case, any_updates, cases, law
from support.oracle_actions import read_timestamp
from support.order_life import ACTIONS, decide, led_to
from support.refusals import codes
from support.value_parts import changed_fields

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    Refund,
    RefundRequest,
    confirm,
    decide_update,
    delete_refund,
    place,
    refund_lock_time,
    request_refund,
)
from backd_rules.testing import amounts, limits, orders, refunds

MICROSECOND = timedelta(microseconds=1)
CENT = Money(cents=1)
OF_IDS = ("order_placed", "confirm_order", "cancel_order", "delete_refund")
moments = st.datetimes(datetime(2007, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC))
confirmed_orders = orders(statuses=[OrderStatus.ORDER_CONFIRMED])
refundable_orders = confirmed_orders.filter(lambda order: order.order_total > Money.ZERO)
with_refunds = st.builds(
    lambda order, requested: attrs.evolve(order, refunds=tuple(requested)),
    refundable_orders,
    st.lists(refunds(), min_size=1, max_size=4),
)
"""Generates confirmed orders with any recorded refund requests."""


def active(order: Order) -> list[Refund]:
    return [refund for refund in order.refunds if refund.status in ("draft", "approved")]


@st.composite
def times_for(draw: st.DrawFn, order: Order) -> datetime:
    """Generate times for an action on refunds, often near a recorded deadline."""
    recorded = [read_timestamp(refund.locked_at) for refund in order.refunds]
    near = [at for at in recorded if at is not None and 2007 < at.year < 9998]
    if not near or draw(st.booleans()):
        return draw(moments)
    return draw(st.sampled_from(near)) + draw(st.sampled_from([-1, 0, 1])) * MICROSECOND


def ids_of(order: Order) -> OrderIds:
    return OrderIds(order.backd_order_id, order.merchant_order_id)


def refund_of(order: Order, amount: Money) -> RefundRequest:
    return RefundRequest(order.backd_order_id, order.merchant_order_id, amount)


def request_of(action: str, order: Order) -> OrderIds | OrderUpdate | RefundRequest:
    """Return the smallest request of an action that means this order."""
    if action == "update_order":
        return OrderUpdate(order.backd_order_id, order.merchant_order_id)
    return refund_of(order, CENT) if action == "refund" else ids_of(order)


@law
@given(orders(statuses=list(OrderStatus)), st.sampled_from(ACTIONS), st.data())
def test_an_action_leads_where_the_table_says_or_is_forbidden(
    order: Order, action: str, data: st.DataObject
) -> None:
    """S1: "Every other pair is forbidden." """
    decision = decide(action, order, request_of(action, order), data.draw(times_for(order)))
    next_status = led_to(order.status, action)
    assert ("status_forbids_action" in codes(decision)) is (next_status is None)
    if decision.allowed:
        assert decision.order.status == next_status


@law
@given(cases(any_updates, orders(statuses=[OrderStatus.ORDER_PLACED])), limits())
def test_a_confirmed_order_is_never_updated(case: Case, other_limit: MerchantLimit) -> None:
    """S1: "Once confirmed, nothing of the order may be updated." """
    order, limit, update = case
    confirmed = confirm(order, ids_of(order))
    assert confirmed.allowed
    for each in (limit, other_limit, MerchantLimit.UNLIMITED):
        assert "status_forbids_action" in codes(decide_update(confirmed.order, update, each))


@law
@given(orders(statuses=[OrderStatus.TERMS_SELECTED]), st.from_type(OrderUpdate))
def test_the_history_begins_when_an_order_is_placed(order: Order, other: OrderUpdate) -> None:
    """A1: "`order_placed` requires both ids; the merchant order id becomes the order's." "The
    placed order has its present total as `placed_total` and an `increase_count` of 0."
    """
    decision = place(order, OrderIds(order.backd_order_id, other.merchant_order_id))
    assert decision.allowed
    placed = decision.order
    assert placed == attrs.evolve(
        order,
        status=OrderStatus.ORDER_PLACED,
        merchant_order_id=other.merchant_order_id,
        placed_total=order.order_total,
        increase_count=0,
    )
    assert placed.stated_empty == order.stated_empty


@law
@given(
    orders(statuses=[OrderStatus.ORDER_PLACED]),
    st.sampled_from(["confirm_order", "cancel_order"]),
    st.booleans(),
)
def test_confirming_and_canceling_change_only_the_status(
    order: Order, action: str, both: bool
) -> None:
    """A2: "`confirm_order` and `cancel_order` change the status and nothing else." """
    decision = decide(action, order, ids_of(order) if both else OrderIds(order.backd_order_id))
    assert decision.allowed
    assert changed_fields(order, decision.order) == ["status"]


@law
@given(confirmed_orders, amounts(min_value=CENT), st.data())
def test_a_refund_is_at_most_the_total(order: Order, amount: Money, data: st.DataObject) -> None:
    """A3: "`refund` requires both ids and `refund_amount`, which is positive and at most the
    order's total."
    """
    total, at = order.order_total, data.draw(times_for(order))
    at_boundary = [total] if total else []
    past_boundary = [total + CENT] if total < Money.MAX else []
    for each in (amount, *at_boundary, *past_boundary):
        found = codes(request_refund(order, refund_of(order, each), at))
        assert ("refund_exceeds_total" in found) is (each > total)


@law
@given(with_refunds, st.data())
def test_one_refund_request_is_active_after_an_allowed_one(
    order: Order, data: st.DataObject
) -> None:
    """A4: "One refund request is active (`draft` or `approved`) at a time." "A new one replaces an
    active one that is not locked: that one becomes `declined`, and the new one is a `draft`." "An
    active locked one cannot be replaced."
    """
    at = data.draw(times_for(order))
    decision = request_refund(order, refund_of(order, CENT), at)
    if not decision.allowed:
        assert codes(decision) == ["refund_locked"]
        assert active(order)
        return
    *before, new = decision.order.refunds
    assert active(decision.order) == [new]
    assert (new.status, new.amount) == ("draft", CENT)
    assert before == [
        attrs.evolve(one, status="declined") if one in active(order) else one
        for one in order.refunds
    ]


@law
@given(refundable_orders, moments)
def test_a_request_locks_in_the_second_of_its_deadline(order: Order, at: datetime) -> None:
    """A4: "An active locked one cannot be replaced." A5: "From that second on it is locked." """
    empty = attrs.evolve(order, refunds=())
    requested = request_refund(empty, refund_of(order, CENT), at)
    assert requested.allowed
    deadline = refund_lock_time(at)
    again = [
        request_refund(requested.order, refund_of(order, CENT), time)
        for time in (at, deadline - MICROSECOND, deadline, deadline + MICROSECOND)
    ]
    assert [codes(each) for each in again] == [[], [], ["refund_locked"], ["refund_locked"]]


@law
@given(with_refunds, st.data())
def test_deleting_declines_the_active_request(order: Order, data: st.DataObject) -> None:
    """A6: "`delete_refund` makes the active request `declined`; without one, or if it is locked, it
    is refused." "An active request whose recorded `locked_at` is absent or unreadable counts as
    locked."
    """
    at = data.draw(times_for(order))
    decision = delete_refund(order, ids_of(order), at)
    deadlines = [read_timestamp(refund.locked_at) for refund in active(order)]
    if not deadlines:
        assert codes(decision) == ["no_active_refund"]
    elif any(deadline is None or deadline <= at for deadline in deadlines):
        assert codes(decision) == ["refund_locked"]
    else:
        assert decision.allowed
        assert active(decision.order) == []
        assert changed_fields(order, decision.order) == ["refunds"]
        again = delete_refund(decision.order, ids_of(order), at)
        assert codes(again) == ["no_active_refund"]


@law
@given(
    with_refunds,
    st.sampled_from(["refund", "delete_refund"]),
    st.timedeltas(timedelta(hours=-23), timedelta(hours=23)),
    st.data(),
)
def test_a_decision_depends_on_the_instant_alone(
    order: Order, action: str, offset: timedelta, data: st.DataObject
) -> None:
    """A7: "Time is an argument: an aware `datetime`." "The rules read no clock." """
    at = data.draw(times_for(order))
    request = request_of(action, order)
    decision = decide(action, order, request, at)
    for same in (at, at.astimezone(timezone(offset)), at.replace(microsecond=0)):
        assert decide(action, order, request, same) == decision


@law
@given(orders(), orders(), st.sampled_from(OF_IDS), st.booleans(), moments)
def test_a_request_that_means_another_order_learns_nothing_about_it(
    order: Order, other: Order, action: str, both: bool, at: datetime
) -> None:
    """V1: "A request that means another order (the first three codes) is not judged further:
    nothing about the order is told to somebody who cannot name it."
    """
    name = "1" if order.backd_order_id == "0" else "0"
    request = OrderIds(name, order.merchant_order_id if both else f"{name}{name}")
    found = decide(action, order, request, at)
    assert "backd_order_id_mismatch" in codes(found)
    assert {*codes(found)} <= {"backd_order_id_mismatch", "merchant_order_id_mismatch"}
    same_ids = {each: getattr(order, each) for each in ("backd_order_id", "merchant_order_id")}
    assert decide(action, attrs.evolve(other, **same_ids), request, at) == found
