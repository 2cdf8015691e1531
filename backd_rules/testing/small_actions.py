"""Small requests of the other actions for the state machine, and times near their deadlines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from backd_rules import Order, refund_lock_time
from backd_rules.domain.refund import is_active
from backd_rules.domain.timestamps import moment_of
from backd_rules.testing.adapter import Json
from backd_rules.testing.numbers import MAX
from backd_rules.testing.small_records import draw_one

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


def draw_placement(draw: DrawFn, order: Order) -> Json:
    """Draw a request that places `order`, mostly with a new merchant order id."""
    merchant_order_id = draw_one(draw, [order.merchant_order_id, "M-3", "M-4"])
    return {**_draw_backd_order_id(draw, order), "merchant_order_id": merchant_order_id}


def draw_ids(draw: DrawFn, order: Order) -> Json:
    """Draw the ids of `order`, with or without the merchant's, sometimes other ones."""
    right, wrong = {"merchant_order_id": order.merchant_order_id}, {"merchant_order_id": "M-0"}
    merchant_order_id: Json = draw_one(draw, [{}, *[right] * 4, wrong])
    return {**_draw_backd_order_id(draw, order), **merchant_order_id}


def draw_refund_within_total(draw: DrawFn, order: Order) -> Json:
    """Draw a request to refund at most the total of `order`, or one cent if that is zero."""
    total = order.order_total.cents
    cents = draw_one(draw, [max(1, amount) for amount in (total, 1, total - 1, total // 2)])
    ids = {"backd_order_id": order.backd_order_id, "merchant_order_id": order.merchant_order_id}
    return {**ids, "refund_amount": cents / 100}


def draw_refund(draw: DrawFn, order: Order) -> Json:
    """Draw a request to refund about the total of `order`, sometimes of another order."""
    within = draw_refund_within_total(draw, order)
    above = [{"refund_amount": min(order.order_total.cents + off, MAX) / 100} for off in (1, 500)]
    other = [{"merchant_order_id": "M-0"}, {"backd_order_id": "BO-0"}]
    changed: list[Json] = [*[{}] * 5, *above, *other]
    return {**within, **draw_one(draw, changed)}


def _draw_backd_order_id(draw: DrawFn, order: Order) -> Json:
    known = order.backd_order_id
    return {"backd_order_id": draw_one(draw, [*[known] * 9, "BO-0"])}


# Days around both changes of the clocks in Chicago, the same days by older laws, and two weekends.
_DAYS: Final = [
    datetime(2026, month, day, 12, tzinfo=UTC)
    for month, days in ((7, range(14, 20)), (3, range(5, 11)), (4, (1, 3)), (10, (24, 26, 30)))
    for day in days
] + [datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(1, 4)]
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_MICROSECOND: Final = timedelta(microseconds=1)
_STEPS: Final = (*[timedelta(0)] * 3, -_SECOND, _SECOND, -_MICROSECOND, _MICROSECOND, -_DAY, _DAY)
_ZONES: Final = (UTC, UTC, timezone(timedelta(hours=-6)), timezone(timedelta(hours=14)))


def draw_moment(draw: DrawFn, order: Order) -> datetime:
    """Draw a time near a `locked_at` of `order`, near 5 PM in Chicago, or at noon in UTC."""
    locks = _locks(order, only_active=False)
    day = draw_one(draw, _DAYS) if not locks or draw_one(draw, (False, False, True)) else None
    if day is None:
        moment = draw_one(draw, locks) + draw_one(draw, _STEPS)
    else:
        step = draw_one(draw, (*_STEPS, None))
        moment = day if step is None else refund_lock_time(day) + step
    return moment.astimezone(draw_one(draw, _ZONES))


def draw_unlocked_moment(draw: DrawFn, order: Order) -> datetime:
    """Draw a time before the first active refund request of `order` locks, if one does."""
    locks = _locks(order, only_active=True)
    if not locks:
        return draw_moment(draw, order)
    return min(locks) - draw_one(draw, (_SECOND, _MICROSECOND, _DAY))


def _locks(order: Order, *, only_active: bool) -> list[datetime]:
    refunds = [one for one in order.refunds if is_active(one) or not only_active]
    return [lock for one in refunds if (lock := moment_of(one.locked_at)) is not None]
