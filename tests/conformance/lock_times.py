"""Conformance cases for the time at which a refund request locks: 5 PM in Chicago.

Source: domain.md, N8 and A5. All times are in UTC. 5 PM in Chicago is 22:00:00 in summer and
23:00:00 in winter. In the years from 2007 on, summer begins on the second Sunday of March, when
08:00:00 is 2 AM. It ends on the first Sunday of November, when 07:00:00 is 2 AM.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.cases import LockTimeCase

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIVE: Final[Mapping[str, Mapping[str, str]]] = {
    "summer": {"16:59:59": "21:59:59", "17:00:00": "22:00:00", "17:00:01": "22:00:01"},
    "winter": {"16:59:59": "22:59:59", "17:00:00": "23:00:00", "17:00:01": "23:00:01"},
}
"""The time in UTC of each time in Chicago."""
_MONDAYS: Final = {"summer": "2026-07-13", "winter": "2026-01-12"}


def lock_time_cases() -> Iterator[LockTimeCase]:
    """Yield each weekday around 5 PM, the changes of the clocks, and the turns of the calendar."""
    for season, monday in _MONDAYS.items():
        month, first = monday[:-2], int(monday[-2:])
        for number, day in enumerate(_DAYS):
            for local, utc in _FIVE[season].items():
                submitted_at = f"{month}{first + number} {utc}"
                yield LockTimeCase(f"{season}/{day}/{local}", submitted_at)
    for name, submitted_at in _HAND_CHOSEN.items():
        yield LockTimeCase(name, submitted_at)


_HAND_CHOSEN: Final[Mapping[str, str]] = {
    "reference": "2026-04-15 12:49:46",
    # The day in UTC is not the day in Chicago.
    "summer/sunday-evening-is-monday-in-utc": "2026-07-13 03:00:00",
    "summer/monday-begins-in-chicago": "2026-07-13 05:00:00",
    "summer/thursday-evening-is-friday-in-utc": "2026-07-17 00:30:00",
    "summer/friday-evening-is-saturday-in-utc": "2026-07-18 04:59:59",
    "winter/friday-evening-is-saturday-in-utc": "2026-01-17 05:59:59",
    "winter/sunday-evening-is-monday-in-utc": "2026-01-19 05:59:59",
    # Before summer: a request of Friday evening locks when summer has begun.
    "begins/2007/friday-16:59:59": "2007-03-09 22:59:59",
    "begins/2007/friday-17:00:00": "2007-03-09 23:00:00",
    "begins/2007/sunday-before-the-change": "2007-03-11 07:59:59",
    "begins/2007/sunday-at-the-change": "2007-03-11 08:00:00",
    "begins/2007/monday-16:59:59": "2007-03-12 21:59:59",
    "begins/2007/monday-17:00:00": "2007-03-12 22:00:00",
    "begins/2026/friday-16:59:59": "2026-03-06 22:59:59",
    "begins/2026/friday-17:00:00": "2026-03-06 23:00:00",
    "begins/2026/sunday-before-the-change": "2026-03-08 07:59:59",
    "begins/2026/sunday-at-the-change": "2026-03-08 08:00:00",
    "begins/2026/monday-16:59:59": "2026-03-09 21:59:59",
    "begins/2026/monday-17:00:00": "2026-03-09 22:00:00",
    "begins/2027/friday-17:00:00": "2027-03-12 23:00:00",
    "begins/2027/monday-16:59:59": "2027-03-15 21:59:59",
    "begins/2040/friday-16:59:59": "2040-03-09 22:59:59",
    "begins/2040/friday-17:00:00": "2040-03-09 23:00:00",
    "begins/2040/monday-16:59:59": "2040-03-12 21:59:59",
    "begins/2040/monday-17:00:00": "2040-03-12 22:00:00",
    # Before winter: a request of Friday evening locks when winter has begun.
    "ends/2007/friday-16:59:59": "2007-11-02 21:59:59",
    "ends/2007/friday-17:00:00": "2007-11-02 22:00:00",
    "ends/2007/sunday-before-the-change": "2007-11-04 06:59:59",
    "ends/2007/sunday-at-the-change": "2007-11-04 07:00:00",
    "ends/2007/monday-16:59:59": "2007-11-05 22:59:59",
    "ends/2007/monday-17:00:00": "2007-11-05 23:00:00",
    "ends/2026/friday-16:59:59": "2026-10-30 21:59:59",
    "ends/2026/friday-17:00:00": "2026-10-30 22:00:00",
    "ends/2026/sunday-before-the-change": "2026-11-01 06:59:59",
    "ends/2026/sunday-at-the-change": "2026-11-01 07:00:00",
    "ends/2026/monday-16:59:59": "2026-11-02 22:59:59",
    "ends/2026/monday-17:00:00": "2026-11-02 23:00:00",
    "ends/2027/friday-17:00:00": "2027-11-05 22:00:00",
    "ends/2027/monday-16:59:59": "2027-11-08 22:59:59",
    "ends/2040/friday-16:59:59": "2040-11-02 21:59:59",
    "ends/2040/friday-17:00:00": "2040-11-02 22:00:00",
    "ends/2040/monday-16:59:59": "2040-11-05 22:59:59",
    "ends/2040/monday-17:00:00": "2040-11-05 23:00:00",
    # Turns of the calendar.
    "year-end/thursday-16:59:59": "2026-12-31 22:59:59",
    "year-end/thursday-17:00:00": "2026-12-31 23:00:00",
    "year-end/friday-17:00:00": "2027-12-31 23:00:00",
    "leap-day/monday-17:00:00": "2028-02-28 23:00:00",
    "leap-day/tuesday-16:59:59": "2028-02-29 22:59:59",
    "leap-day/tuesday-17:00:00": "2028-02-29 23:00:00",
    "no-leap-day/friday-17:00:00": "2100-02-26 23:00:00",
    "month-end/friday-17:00:00": "2026-07-31 22:00:00",
    # The first and the last time that the rules accept.
    "first": "2007-01-01 00:00:00",
    "last": "9998-12-31 23:59:59",
}
