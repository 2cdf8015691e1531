"""Strategies for ids, refund requests and moments: allowed and refused, often at a boundary."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import attrs
from hypothesis import strategies as st
from support import examples
from support.draws import CENT, drawn
from support.oracle_actions import CHICAGO, lock_time

import backd_rules.testing as kit
from backd_rules import (
    UNSET,
    Money,
    Order,
    OrderIds,
    OrderStatus,
    Refund,
    RefundRequest,
    request_refund,
)
from backd_rules.testing.action_requests import (
    ids_of,
    placements,
    refund_requests_within_total,
    sometimes_misnamed,
)
from backd_rules.testing.times import unlocked_moments

LOCKED_AT = datetime(2026, 4, 15, 22, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DRAFT = Refund(amount=CENT, status="draft", locked_at="2026-04-15 22:00:00")
CONFIRMED = examples.order(status=OrderStatus.ORDER_CONFIRMED, refunds=(DRAFT,))


def test_ids_have_a_merchant_order_id_or_none() -> None:
    stated = Counter(ids.merchant_order_id is UNSET for ids in drawn(kit.order_ids(), 50))
    assert min(stated[True], stated[False]) >= 10, stated


def test_refund_requests_are_of_any_amount() -> None:
    found = drawn(kit.refund_requests(), 100)
    assert all(CENT <= one.refund_amount <= Money.MAX for one in found)
    assert len({one.refund_amount for one in found}) >= 15


def test_refund_requests_of_an_order_are_often_at_its_total() -> None:
    orders = kit.orders().filter(lambda order: order.order_total > CENT)
    cases = orders.flatmap(lambda order: st.tuples(st.just(order), kit.refund_requests_for(order)))
    found = Counter(kind for case in drawn(cases, 200) for kind in kinds_of(*case))
    assert found["total"] >= 20, found
    assert found["a cent more"] >= 5, found
    assert found["a cent less"] >= 5, found
    of_one_order = drawn(kit.refund_requests_for(CONFIRMED), 100)
    found = Counter(kind for one in of_one_order for kind in kinds_of(CONFIRMED, one))
    assert found["less"] >= 20, found
    assert found["more"] >= 5, found


def kinds_of(order: Order, request: RefundRequest) -> Iterator[str]:
    """Yield how the amount of a refund of `order` compares with its total."""
    assert request.backd_order_id == order.backd_order_id
    assert request.merchant_order_id == order.merchant_order_id
    step = request.refund_amount.cents - order.order_total.cents
    names = {0: "total", 1: "a cent more", -1: "a cent less"}
    yield names.get(step, "more" if step > 0 else "less")


def test_an_order_of_nothing_and_one_of_the_highest_total_can_be_drawn_for() -> None:
    nothing = examples.order(totals=examples.totals("0"))
    assert CENT in {one.refund_amount for one in drawn(kit.refund_requests_for(nothing), 20)}
    highest = examples.order(totals=examples.totals("9999999999999.99"))
    found = {one.refund_amount for one in drawn(kit.refund_requests_for(highest), 20)}
    assert Money.MAX in found


def test_refunds_within_the_total_and_in_time_are_allowed() -> None:
    cases = st.tuples(refund_requests_within_total(CONFIRMED), unlocked_moments(CONFIRMED))
    steps = Counter[timedelta]()
    for request, at in drawn(cases, 100):
        assert request_refund(CONFIRMED, request, at).allowed
        steps[LOCKED_AT - at] += 1
    assert min(steps) == timedelta(microseconds=1)
    assert steps[SECOND] >= 5
    assert len(steps) >= 20


def test_moments_are_of_any_time_where_no_deadline_is_recorded() -> None:
    declined = attrs.evolve(DRAFT, status="declined")
    unreadable = attrs.evolve(DRAFT, locked_at="2026-04-15")
    order = attrs.evolve(CONFIRMED, refunds=(declined, unreadable))
    assert len({at.year for at in drawn(unlocked_moments(order), 60)}) >= 15


def test_moments_are_near_the_boundaries_of_the_deadline() -> None:
    """A5, with Chicago's time taken from the time zone database."""
    found = drawn(kit.moments(), 600)
    assert all(at.tzinfo is not None for at in found)
    assert min(found) >= datetime(2007, 1, 1, tzinfo=UTC)
    assert max(found) < datetime(9999, 1, 1, tzinfo=UTC)
    counts = Counter(kind for at in found for kind in kinds_of_moments(at))
    for kind, least in (
        ("16:59:59", 30),
        ("17:00:00", 30),
        ("17:00:01", 15),
        ("5 PM exactly", 15),
        ("near 5 PM at a weekend", 20),
        ("weekend", 60),
        ("Friday evening", 10),
        ("summer", 150),
        ("winter", 150),
        ("locks after the clocks change", 10),
        ("in UTC", 150),
        ("in another zone", 150),
        ("until 2040", 400),
        ("later", 30),
    ):
        assert counts[kind] >= least, (kind, counts)
    assert len({at.year for at in found}) >= 30


def kinds_of_moments(at: datetime) -> Iterator[str]:
    """Yield what is special about a moment in Chicago."""
    local = at.astimezone(CHICAGO)
    clock, is_weekend = f"{local:%H:%M:%S}", local.weekday() in (5, 6)
    yield clock
    yield "summer" if local.dst() else "winter"
    if is_weekend:
        yield "weekend"
    if is_weekend and clock in ("16:59:59", "17:00:00", "17:00:01"):
        yield "near 5 PM at a weekend"
    if local.time() == time(17):
        yield "5 PM exactly"
    if local.weekday() == 4 and local.time() >= time(17):
        yield "Friday evening"
    if lock_time(at).astimezone(CHICAGO).utcoffset() != local.utcoffset():
        yield "locks after the clocks change"
    yield "in another zone" if at.utcoffset() else "in UTC"
    yield "until 2040" if at.year <= 2040 else "later"


def test_moments_near_an_order_are_often_at_its_deadline() -> None:
    steps = Counter(at - LOCKED_AT for at in drawn(kit.moments(near=CONFIRMED), 200))
    for step in (timedelta(0), SECOND, -SECOND, timedelta(days=1), timedelta(microseconds=-1)):
        assert steps[step] >= 2, (step, steps)
    assert len(steps) >= 20


def test_moments_near_a_deadline_of_another_age_are_of_any_time() -> None:
    """The rules take no time before 2007 or after 9998 (A7)."""
    ages = ("2006-12-31 23:59:59", "9999-01-01 00:00:00")
    order = attrs.evolve(
        CONFIRMED, refunds=tuple(attrs.evolve(DRAFT, locked_at=age) for age in ages)
    )
    found = drawn(kit.moments(near=order), 60)
    assert len({at.year for at in found}) >= 15
    first = attrs.evolve(DRAFT, locked_at="2007-01-01 00:00:00")
    order = attrs.evolve(CONFIRMED, refunds=(first,))
    assert min(drawn(unlocked_moments(order), 20)) == datetime(2007, 1, 1, tzinfo=UTC)


def test_an_order_is_named_with_and_without_its_merchant_order_id() -> None:
    assert set(drawn(ids_of(CONFIRMED), 20)) == {OrderIds("BO-1"), OrderIds("BO-1", "M-1")}


def test_an_order_is_often_placed_with_a_new_merchant_order_id() -> None:
    found = drawn(placements(CONFIRMED), 50)
    assert {ids.backd_order_id for ids in found} == {"BO-1"}
    assert UNSET not in {ids.merchant_order_id for ids in found}
    assert OrderIds("BO-1", "M-1") in found
    assert len({ids.merchant_order_id for ids in found}) >= 15


def test_some_requests_name_another_order() -> None:
    refunds = drawn(sometimes_misnamed(kit.refund_requests_for(CONFIRMED)), 200)
    wrong = Counter(
        (one.backd_order_id != "BO-1", one.merchant_order_id != "M-1") for one in refunds
    )
    assert wrong[True, True] == 0
    assert min(wrong[True, False], wrong[False, True]) >= 5, wrong
    assert wrong[False, False] >= 100, wrong
