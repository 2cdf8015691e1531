"""The strategy for moments: when refunds are requested and requests deleted (domain.md, A7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import Order, Refund, refund_lock_time
from backd_rules.domain.refund import is_active
from backd_rules.domain.timestamps import moment_of
from backd_rules.testing.numbers import mapped, weighted

_Moments = st.SearchStrategy[datetime]

_FIRST: Final = datetime(2007, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9998, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_MICROSECOND: Final = timedelta(microseconds=1)


def moments(*, near: Order | None = None) -> _Moments:
    """Generate aware datetimes at which a refund can be requested, or its request deleted.

    Most are from 2007 to 2040. Many are at most a second away from 5 PM in Chicago, also at
    weekends and next to both changes of the clocks. The UTC offsets vary. With `near`, two thirds
    are near a `locked_at` of that order. Shrinks to 2007-01-01 00:00:00 in UTC, or to the first
    `locked_at` of `near`. Raises `InvalidArgument` if `near` is not an `Order`.

        moments(near=order)  # to request or delete a refund of this order
    """
    if near is not None and type(near) is not Order:
        raise InvalidArgument("near must be an Order or None")
    locks = [] if near is None else _lock_times(near.refunds)
    close = mapped(
        st.tuples(st.sampled_from(locks), _STEPS_FROM_LOCK, _ZONES), lambda drawn: _moment(*drawn)
    )
    return weighted(close, close, _MOMENTS) if locks else _MOMENTS


def unlocked_moments(order: Order) -> _Moments:
    """Generate moments before the first active refund request of `order` locks, often just before.

    Generates any moments if the order records no deadline of an active one.
    """
    locks = _lock_times(filter(is_active, order.refunds))
    if not locks:
        return _MOMENTS
    just_before = [_moment(min(locks), -step, UTC) for step in (_SECOND, _MICROSECOND, _DAY)]
    return st.sampled_from(just_before) | mapped(_MOMENTS, lambda at: min(at, *just_before))


def _lock_times(refunds: Iterable[Refund]) -> list[datetime]:
    """Return each readable `locked_at` of the years that the rules accept."""
    recorded = (moment_of(refund.locked_at) for refund in refunds)
    return [lock for lock in recorded if lock is not None and _FIRST <= lock <= _LAST]


def _moment(moment: datetime, step: timedelta, zone: tzinfo) -> datetime:
    """Return `moment` plus `step` in `zone`, within the years that the rules accept."""
    return min(max(moment + step, _FIRST), _LAST).astimezone(zone)


def _drawn_moment(
    naive: datetime, change: tuple[int, int] | None, step: timedelta | None, zone: tzinfo
) -> datetime:
    """Return a moment that may be near a change of the clocks, and `step` away from a deadline."""
    if change is not None:
        month, first_day = change
        naive = naive.replace(month=month, day=first_day) + naive.day % 12 * _DAY
    moment = naive.replace(tzinfo=UTC)
    if step is None:
        return moment.astimezone(zone)
    return _moment(refund_lock_time(moment), step, zone)


_SMALL_STEPS: Final = (timedelta(0), -_SECOND, _SECOND, -_MICROSECOND, _MICROSECOND)
_STEPS_FROM_LOCK: Final = st.sampled_from([timedelta(0), timedelta(0), *_SMALL_STEPS, -_DAY, _DAY])
# 5 PM of the day before a Monday, or of the day after a Friday, is at a weekend.
_STEPS_FROM_FIVE: Final = st.sampled_from(
    [days + step for step in _SMALL_STEPS for days in (timedelta(0), -_DAY, _DAY)]
)
_CHANGES: Final = st.sampled_from([None, None, (3, 5), (10, 28)])
"""The month and first day of the twelve days around a change of the clocks in Chicago."""
_ZONES: Final = st.just(UTC) | mapped(
    st.integers(-1439, 1439), lambda minutes: timezone(timedelta(minutes=minutes))
)
_SOON: Final = st.datetimes(_FIRST.replace(tzinfo=None), datetime(2041, 1, 1))
_EVER: Final = st.datetimes(_FIRST.replace(tzinfo=None), _LAST.replace(tzinfo=None))
# One tuple of few choices: Hypothesis's mutations skew nested strategies to their smallest value.
_MOMENTS: Final = mapped(
    st.tuples(weighted(*[_SOON] * 7, _EVER), _CHANGES, st.none() | _STEPS_FROM_FIVE, _ZONES),
    lambda drawn: _drawn_moment(*drawn),
)
