"""The deadline of a refund request, 5 PM in Chicago, against the time zone database.

A5: "A request locks at 5 PM in Chicago (central time, daylight saving included)".
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.oracle_actions import CHICAGO, lock_time
from support.order_life import AT, LOCK_TIME
from support.processes import system_zone

from backd_rules import refund_lock_time

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """Return the aware time of a text such as `2026-04-15 22:00:00`, in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def test_the_example_of_the_reference() -> None:
    assert refund_lock_time(AT) == LOCK_TIME
    assert (at("2026-04-15 12:49:46"), at("2026-04-15 22:00:00")) == (AT, LOCK_TIME)


WEEK = [
    ("Monday", 13, 13, 14),
    ("Tuesday", 14, 14, 15),
    ("Wednesday", 15, 15, 16),
    ("Thursday", 16, 16, 17),
    ("Friday", 17, 17, 20),
    ("Saturday", 18, 20, 20),
    ("Sunday", 19, 20, 20),
]
"""A day, and the day of the deadline of a request before 5 PM, and of one at 5 PM or later."""


@pytest.mark.parametrize(("month", "hour"), [("2026-04", 22), ("2025-01", 23)])
@pytest.mark.parametrize("row", WEEK, ids=lambda row: str(row[0]))
def test_five_pm_of_every_day_of_a_week(
    month: str, hour: int, row: tuple[str, int, int, int]
) -> None:
    """The 13th is a Monday in both months. 5 PM is 22:00 in summer and 23:00 in winter."""
    weekday, day, before, later = row
    five = at(f"{month}-{day} {hour}:00:00")
    assert f"{five:%A}" == weekday
    assert refund_lock_time(five - SECOND) == at(f"{month}-{before} {hour}:00:00")
    assert refund_lock_time(five) == at(f"{month}-{later} {hour}:00:00")
    assert refund_lock_time(five + SECOND) == at(f"{month}-{later} {hour}:00:00")


@pytest.mark.parametrize(
    ("submitted", "locked"),
    [
        # Daylight saving begins on Sunday, 2026-03-08, at 08:00 in UTC.
        ("2026-03-05 22:59:59", "2026-03-05 23:00:00"),
        ("2026-03-05 23:00:00", "2026-03-06 23:00:00"),
        ("2026-03-06 22:00:00", "2026-03-06 23:00:00"),
        ("2026-03-06 22:59:59", "2026-03-06 23:00:00"),
        ("2026-03-06 23:00:00", "2026-03-09 22:00:00"),
        ("2026-03-07 18:00:00", "2026-03-09 22:00:00"),
        ("2026-03-08 07:59:59", "2026-03-09 22:00:00"),
        ("2026-03-08 08:00:00", "2026-03-09 22:00:00"),
        ("2026-03-08 21:59:59", "2026-03-09 22:00:00"),
        ("2026-03-08 22:00:00", "2026-03-09 22:00:00"),
        ("2026-03-08 23:00:00", "2026-03-09 22:00:00"),
        ("2026-03-09 21:59:59", "2026-03-09 22:00:00"),
        ("2026-03-09 22:00:00", "2026-03-10 22:00:00"),
        ("2026-03-09 22:59:59", "2026-03-10 22:00:00"),
        # It ends on Sunday, 2026-11-01, at 07:00 in UTC.
        ("2026-10-29 21:59:59", "2026-10-29 22:00:00"),
        ("2026-10-29 22:00:00", "2026-10-30 22:00:00"),
        ("2026-10-30 21:59:59", "2026-10-30 22:00:00"),
        ("2026-10-30 22:00:00", "2026-11-02 23:00:00"),
        ("2026-10-31 18:00:00", "2026-11-02 23:00:00"),
        ("2026-11-01 06:59:59", "2026-11-02 23:00:00"),
        ("2026-11-01 07:00:00", "2026-11-02 23:00:00"),
        ("2026-11-01 23:00:00", "2026-11-02 23:00:00"),
        ("2026-11-02 22:00:00", "2026-11-02 23:00:00"),
        ("2026-11-02 22:59:59", "2026-11-02 23:00:00"),
        ("2026-11-02 23:00:00", "2026-11-03 23:00:00"),
        # The earliest and the latest days on which the clocks can change: 8 to 14 March, 1 to 7
        # November.
        ("2015-03-06 23:00:00", "2015-03-09 22:00:00"),
        ("2015-10-30 22:00:00", "2015-11-02 23:00:00"),
        ("2010-03-12 22:59:59", "2010-03-12 23:00:00"),
        ("2010-03-12 23:00:00", "2010-03-15 22:00:00"),
        ("2010-11-05 21:59:59", "2010-11-05 22:00:00"),
        ("2010-11-05 22:00:00", "2010-11-08 23:00:00"),
        # A change of the year, a leap day, and the first and the last time.
        ("2026-12-31 22:59:59", "2026-12-31 23:00:00"),
        ("2026-12-31 23:00:00", "2027-01-01 23:00:00"),
        ("2027-12-31 23:00:00", "2028-01-03 23:00:00"),
        ("2024-02-28 23:00:00", "2024-02-29 23:00:00"),
        ("2007-01-01 00:00:00", "2007-01-01 23:00:00"),
        ("9998-12-31 22:59:59", "9998-12-31 23:00:00"),
        ("9998-12-31 23:59:59", "9999-01-01 23:00:00"),
    ],
)
def test_both_sides_of_each_change_of_the_clocks(submitted: str, locked: str) -> None:
    assert refund_lock_time(at(submitted)) == at(locked)


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize(
    ("local", "utc", "locked"),
    [
        (datetime(2026, 11, 1, 1, 30), ("06:30", "07:30"), "2026-11-02 23:00:00"),
        (datetime(2026, 3, 8, 2, 30), ("08:30", "07:30"), "2026-03-09 22:00:00"),
    ],
    ids=["ambiguous", "missing"],
)
def test_the_ambiguous_and_the_missing_hour_of_chicago(
    local: datetime, utc: tuple[str, str], locked: str, fold: int
) -> None:
    submitted = local.replace(tzinfo=CHICAGO, fold=fold)
    assert f"{submitted.astimezone(UTC):%H:%M}" == utc[fold]
    assert refund_lock_time(submitted) == at(locked)


YEARS = range(2007, 2041)


@pytest.mark.parametrize("year", YEARS)
def test_every_hour_agrees_with_the_time_zone_database(year: int) -> None:
    """The oracle reads the database, and follows A5 word by word."""
    first, hour = datetime(year, 1, 1, tzinfo=UTC), timedelta(hours=1)
    count = 24 * (366 if year % 4 == 0 else 365)
    wrong = [
        submitted
        for submitted in (first + number * hour for number in range(count))
        if refund_lock_time(submitted) != lock_time(submitted)
    ]
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_every_five_pm_agrees_with_the_time_zone_database(year: int) -> None:
    """A second before 5 PM of each day in Chicago, at 5 PM, and a second after it."""
    days = (date(year, 1, 1) + number * DAY for number in range(365))
    fives = [datetime.combine(day, time(17), CHICAGO).astimezone(UTC) for day in days]
    submitted = [five + second for five in fives for second in (-SECOND, 0 * SECOND, SECOND)]
    assert [one for one in submitted if refund_lock_time(one) != lock_time(one)] == []


moments = st.datetimes(datetime(2007, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC))
always = settings(deadline=None)
offsets = st.timedeltas(-DAY + SECOND, DAY - SECOND).map(timezone)


@always
@given(moments)
def test_a_deadline_is_the_next_five_pm_of_a_weekday_in_chicago(submitted: datetime) -> None:
    """It is later than the submission, by at most three days and an hour."""
    deadline = refund_lock_time(submitted)
    assert deadline.tzinfo is UTC
    local = deadline.astimezone(CHICAGO)
    assert local.time() == time(17)
    assert local.weekday() < 5
    assert SECOND * 0 < deadline - submitted <= 3 * DAY + timedelta(hours=1)


@always
@given(moments, offsets)
def test_the_offset_of_an_instant_does_not_matter(submitted: datetime, offset: timezone) -> None:
    """A7: an aware time means an instant."""
    deadline = refund_lock_time(submitted)
    for zone in (offset, CHICAGO):
        found = refund_lock_time(submitted.astimezone(zone))
        assert (found, found.tzinfo) == (deadline, UTC)


@always
@given(moments, st.timedeltas(DAY * 0, 4 * DAY))
def test_a_later_request_never_locks_earlier(submitted: datetime, later: timedelta) -> None:
    last = datetime(9998, 12, 31, tzinfo=UTC)
    assert refund_lock_time(submitted) <= refund_lock_time(min(submitted + later, last))


NAIVE = "must be an aware datetime, got datetime; it has no time zone"


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (None, TypeError, "must be of type datetime, got None"),
        ("2026-04-15 12:49:46", TypeError, "must be of type datetime, got str"),
        (date(2026, 4, 15), TypeError, "must be of type datetime, got date"),
        (
            datetime(2026, 4, 15),
            TypeError,
            NAIVE,
        ),
        (at("2006-12-31 23:59:59"), ValueError, "must be from 2007 to 9998 in UTC"),
        (at("9999-01-01 00:00:00"), ValueError, "must be from 2007 to 9998 in UTC"),
    ],
    ids=str,
)
def test_any_other_time_is_refused(wrong: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        refund_lock_time(wrong)
    assert str(caught.value) == f"refund_lock_time.submitted_at {message}"


@pytest.mark.parametrize("zone", ["XXX-14", "XXX+11:30"])
def test_the_time_zone_of_the_system_does_not_matter(zone: str) -> None:
    with system_zone(zone):
        assert refund_lock_time(at("2026-04-17 21:59:59")) == at("2026-04-17 22:00:00")
        assert refund_lock_time(at("2026-04-17 22:00:00")) == at("2026-04-20 22:00:00")
        assert refund_lock_time(at("2026-04-20 00:30:00")) == at("2026-04-20 22:00:00")


def test_a_subclass_of_datetime_counts_as_what_it_holds() -> None:
    class Moment(datetime):
        pass

    found = refund_lock_time(Moment(2026, 4, 15, 12, 49, 46, tzinfo=UTC))
    assert (found, type(found)) == (LOCK_TIME, datetime)
