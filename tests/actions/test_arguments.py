"""Arguments that no action takes: other types, naive times, times out of range (domain.md, A7)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

import attrs
import pytest
from support.examples import ORDER, update
from support.order_life import (
    AT,
    BOTH_IDS,
    LOCKS_AT,
    REFUND_REQUEST,
    REQUESTS,
    confirmed,
    refund,
)

from backd_rules import (
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderIds,
    OrderStatus,
    RefundLocked,
    RefundRequest,
    cancel,
    confirm,
    delete_refund,
    place,
    request_refund,
)

OF_IDS = (place, confirm, cancel, delete_refund)
OF_REFUNDS = (request_refund, delete_refund)
EVERY = (place, confirm, cancel, request_refund, delete_refund)
MICROSECOND = timedelta(microseconds=1)
Action = Callable[..., Any]


@attrs.frozen(getstate_setstate=False)
class OtherOrder(Order):
    pass


@attrs.frozen(getstate_setstate=False)
class OtherIds(OrderIds):
    pass


def valid(action: Action) -> list[Any]:
    """Return arguments of an action that it takes."""
    request = REFUND_REQUEST if action is request_refund else BOTH_IDS
    return [ORDER, request, AT] if action in OF_REFUNDS else [ORDER, request]


def named(action: Action) -> str:
    return action.__name__


def came(wrong: object) -> str:
    return "None" if wrong is None else type(wrong).__name__


@pytest.mark.parametrize("action", EVERY, ids=named)
@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        "BO-1",
        BOTH_IDS,
        Order,
        OtherOrder(**{name: getattr(ORDER, name) for name in Order.__match_args__}),
    ],
    ids=lambda wrong: type(wrong).__name__,
)
def test_another_order_is_a_type_error(action: Action, wrong: object) -> None:
    with pytest.raises(
        TypeError, match=rf"^{action.__name__}\.order must be of type Order, got {came(wrong)}$"
    ):
        action(wrong, *valid(action)[1:])


@pytest.mark.parametrize("action", OF_IDS, ids=named)
@pytest.mark.parametrize(
    "wrong",
    [None, {"backd_order_id": "BO-1"}, "BO-1", ORDER, update(), REFUND_REQUEST, OtherIds("BO-1")],
    ids=lambda wrong: type(wrong).__name__,
)
def test_another_request_is_a_type_error(action: Action, wrong: object) -> None:
    message = rf"^{action.__name__}\.request must be of type OrderIds, got {came(wrong)}$"
    order, _, *at = valid(action)
    with pytest.raises(TypeError, match=message):
        action(order, wrong, *at)


@pytest.mark.parametrize("wrong", [None, {}, 50, Money.of(50), update(), BOTH_IDS])
def test_another_refund_request_is_a_type_error(wrong: Any) -> None:
    message = rf"^request_refund\.request must be of type RefundRequest, got {came(wrong)}$"
    with pytest.raises(TypeError, match=message):
        request_refund(ORDER, wrong, AT)


class WithoutOffset(tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, _: datetime | None, /) -> None:
        return None

    def dst(self, _: datetime | None, /) -> None:
        return None

    def tzname(self, _: datetime | None, /) -> None:
        return None


@pytest.mark.parametrize("action", OF_REFUNDS, ids=named)
@pytest.mark.parametrize(
    "wrong",
    [None, LOCKS_AT, 1776257386, 1776257386.0, date(2026, 4, 15), time(17, tzinfo=UTC), UTC],
    ids=lambda wrong: type(wrong).__name__,
)
def test_another_type_of_time_is_a_type_error(action: Action, wrong: object) -> None:
    message = rf"^{action.__name__}\.at must be of type datetime, got {came(wrong)}$"
    with pytest.raises(TypeError, match=message):
        action(*valid(action)[:2], wrong)


@pytest.mark.parametrize("action", OF_REFUNDS, ids=named)
@pytest.mark.parametrize("zone", [None, WithoutOffset()], ids=["no zone", "no offset"])
@pytest.mark.parametrize("year", [1, 2006, 2026, 9999])
def test_a_naive_time_is_a_type_error(action: Action, zone: tzinfo | None, year: int) -> None:
    """A7: an aware `datetime`. A zone without an offset does not make one."""
    message = rf"^{action.__name__}\.at must be an aware .*, got datetime; it has no time zone$"
    with pytest.raises(TypeError, match=message):
        action(*valid(action)[:2], datetime(year, 4, 15, tzinfo=zone))


def hours(count: float) -> timezone:
    return timezone(timedelta(hours=count))


ALMOST_A_DAY = timedelta(hours=23, minutes=59)
OUT_OF_RANGE = (
    datetime(2006, 12, 31, 23, 59, 59, 999_999, UTC),
    datetime(2007, 1, 1, 0, 59, 59, 999_999, hours(1)),
    datetime(2007, 1, 1, 23, 58, tzinfo=timezone(ALMOST_A_DAY)),
    datetime(2006, 12, 31, 17, 59, 59, tzinfo=hours(-6)),
    datetime(9999, 1, 1, tzinfo=UTC),
    datetime(9998, 12, 31, 18, tzinfo=hours(-6)),
    datetime(9999, 1, 1, 14, tzinfo=hours(14)),
    datetime.min.replace(tzinfo=timezone(ALMOST_A_DAY)),
    datetime.min.replace(tzinfo=timezone(-ALMOST_A_DAY)),
    datetime.max.replace(tzinfo=timezone(ALMOST_A_DAY)),
    datetime.max.replace(tzinfo=timezone(-ALMOST_A_DAY)),
)
IN_RANGE = (
    datetime(2007, 1, 1, tzinfo=UTC),
    datetime(2007, 1, 1, 1, tzinfo=hours(1)),
    datetime(2006, 12, 31, 18, tzinfo=hours(-6)),
    datetime(9998, 12, 31, 23, 59, 59, 999_999, UTC),
    datetime(9998, 12, 31, 17, 59, 59, 999_999, hours(-6)),
    datetime(9999, 1, 1, 13, 59, 59, tzinfo=hours(14)),
)


@pytest.mark.parametrize("action", OF_REFUNDS, ids=named)
@pytest.mark.parametrize("at", OUT_OF_RANGE, ids=str)
def test_a_time_out_of_range_is_a_value_error(action: Action, at: datetime) -> None:
    message = rf"^{action.__name__}\.at must be from 2007 to 9998 in UTC$"
    with pytest.raises(ValueError, match=message):
        action(*valid(action)[:2], at)


@pytest.mark.parametrize("at", IN_RANGE, ids=str)
def test_the_first_and_the_last_time_are_in_range_in_any_offset(at: datetime) -> None:
    """Both are decided: a deadline of the year 1 is over, one of the last second is not."""
    for locked_at, is_allowed in (("0001-01-01 00:00:00", False), ("9999-12-31 23:59:59", True)):
        before = confirmed(refund(locked_at=locked_at))
        assert delete_refund(before, BOTH_IDS, at).allowed is is_allowed
        assert request_refund(before, REFUND_REQUEST, at).allowed is is_allowed


class Moment(datetime):
    """A subclass, as other libraries of times have."""


@pytest.mark.parametrize("action", OF_REFUNDS, ids=named)
def test_a_subclass_of_datetime_counts_as_what_it_holds(action: Action) -> None:
    moment = Moment(2026, 4, 15, 12, 49, 46, 1, UTC)
    before, request = confirmed(refund()), valid(action)[1]
    decision = action(before, request, moment)
    assert decision.allowed
    assert decision == action(before, request, AT)
    late = Moment(2026, 4, 15, 17, tzinfo=hours(-5))
    assert action(before, request, late) == Denied((RefundLocked(LOCKS_AT),))


@pytest.mark.parametrize("action", EVERY, ids=named)
def test_the_arguments_are_checked_before_anything_is_judged(action: Action) -> None:
    """Each is wrong for another order in another status, too."""
    others: list[Any] = [ORDER, OrderIds("BO-2", "M-2"), AT]
    if action is request_refund:
        others[1] = RefundRequest("BO-2", "M-2", Money.MAX)
    arguments = others[: len(valid(action))]
    assert not action(*arguments)
    for position in range(len(arguments)):
        wrong = [*arguments[:position], MerchantLimit.UNLIMITED, *arguments[position + 1 :]]
        name = ("order", "request", "at")[position]
        with pytest.raises(TypeError, match=rf"^{action.__name__}\.{name} must be of type "):
            action(*wrong)


@pytest.mark.parametrize("action", EVERY, ids=named)
@pytest.mark.parametrize("status", OrderStatus)
def test_the_arguments_stay_as_they_are(action: Action, status: OrderStatus) -> None:
    before = attrs.evolve(ORDER, status=status, refunds=(refund(),))
    request, *at = valid(action)[1:]
    kept = [attrs.evolve(before), attrs.evolve(request)]
    action(before, request, *at)
    assert [before, request] == kept
    assert request == REQUESTS["refund" if action is request_refund else "cancel_order"]
