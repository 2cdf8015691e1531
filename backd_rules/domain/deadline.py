"""The deadline of a refund request: 5 PM in Chicago on a weekday (domain.md, A5).

A pure library cannot read a time zone database. So this file holds the rule of daylight saving: in
Chicago it begins on the second Sunday of March and ends on the first Sunday of November. The rule
has been in force since 2007. Clocks change at 2 AM, so all of a day's 5 PM is on one side.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from backd_rules.domain.timestamps import check_moment

_SUMMER_HOUR: Final = 22
_WINTER_HOUR: Final = 23
"""5 PM in Chicago, in UTC: with daylight saving and without."""

_SUNDAY: Final = 6
_DAY: Final = timedelta(days=1)


def refund_lock_time(submitted_at: datetime) -> datetime:
    """Return when a refund request locks, in UTC: at the first 5 PM of a weekday in Chicago.

    A request that is submitted at 5 PM locks at the next one. Raises `TypeError` for a naive
    `datetime` and for other types. Raises `ValueError` for a time outside of the years 2007 to 9998
    in UTC (domain.md, A5 and A7).

    >>> from datetime import UTC, datetime
    >>> from backd_rules import refund_lock_time
    >>> str(refund_lock_time(datetime(2026, 4, 15, 12, 49, 46, tzinfo=UTC)))
    '2026-04-15 22:00:00+00:00'
    """
    check_moment(refund_lock_time, "submitted_at", submitted_at)
    submitted = submitted_at.astimezone(UTC)
    return next(closing for closing in _closings(submitted.date()) if closing > submitted)


def _closings(day: date) -> Iterator[datetime]:
    """Yield 5 PM in Chicago of `day` and of each later day, without weekends."""
    while True:
        if day.isoweekday() < _SUNDAY:
            hour = _SUMMER_HOUR if _has_daylight_saving(day) else _WINTER_HOUR
            yield datetime.combine(day, time(hour), UTC)
        day += _DAY


def _has_daylight_saving(day: date) -> bool:
    """Return whether daylight saving is in force in Chicago at 5 PM of `day`."""
    begins = _first_sunday(day.replace(month=3, day=8))
    ends = _first_sunday(day.replace(month=11, day=1))
    return begins <= day < ends


def _first_sunday(day: date) -> date:
    """Return the first Sunday that is not before `day`."""
    return day + _DAY * (_SUNDAY - day.weekday())
