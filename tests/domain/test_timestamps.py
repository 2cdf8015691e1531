"""Timestamps of records, and the times that a caller states (domain.md, N8 and A7)."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.processes import system_zone

from backd_rules.domain.timestamps import check_moment, moment_of, timestamp

AS_WRITTEN = [
    ("2026-04-15 12:49:46", datetime(2026, 4, 15, 12, 49, 46, tzinfo=UTC)),
    ("2026-04-15 00:00:00", datetime(2026, 4, 15, tzinfo=UTC)),
    ("2026-04-15 23:59:59", datetime(2026, 4, 15, 23, 59, 59, tzinfo=UTC)),
    ("2024-02-29 01:02:03", datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)),
    ("0001-01-01 00:00:00", datetime(1, 1, 1, tzinfo=UTC)),
    ("9999-12-31 23:59:59", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "moment"), AS_WRITTEN)
def test_a_timestamp_is_a_moment_in_utc(text: str, moment: datetime) -> None:
    """N8: timestamps are `YYYY-MM-DD HH:MM:SS` in UTC, from 00:00:00 to 23:59:59."""
    found = moment_of(text)
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC
    assert timestamp(moment) == text


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", " ", "soon", "2026-04-15", "12:49:46"),
        *("2026-04-15 24:00:00", "2026-04-15 12:60:00", "2026-04-15 12:49:60"),
        *("2026-02-30 12:49:46", "2026-02-29 12:49:46", "2026-04-31 12:49:46"),
        *("2026-13-15 12:49:46", "2026-00-15 12:49:46", "2026-04-00 12:49:46"),
        *("0000-04-15 12:49:46", "12026-04-15 12:49:46", "226-04-15 12:49:46"),
        *("2026-4-15 12:49:46", "2026-04-15 2:49:46", "2026-04-15 12:49", "26-04-15 12:49:46"),
        *("2026-04-15 12:49:46\n", "\n2026-04-15 12:49:46", " 2026-04-15 12:49:46"),
        *("2026-04-15 12:49:46 ", "2026-04-15\t12:49:46", "2026-04-15\u00a012:49:46"),
        *("2026-04-15T12:49:46", "2026-04-15 12:49:46Z", "2026-04-15 12:49:46+00:00"),
        *("2026-04-15 12:49:46.0", "2026/04/15 12:49:46", "2026-04-15 12.49.46"),
        *("15-04-2026 12:49:46", "-026-04-15 12:49:46", "+026-04-15 12:49:46"),
        *("\u0662\u0660\u0662\u0666-04-15 12:49:46", "2026-04-1\u0665 12:49:46"),
        *("2026-04-15 12:49:4\u0666", "2026-04-15 12:49:4\uff16", "2026-04-15 12:49:4\u00b2"),
        *("2026\u201304\u201315 12:49:46", "2026-04-15 12:49:46\x00", "2026-04-15 1_:49:46"),
    ],
)
def test_any_other_text_is_no_timestamp(text: str | None) -> None:
    assert moment_of(text) is None


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 4, 15, 12, 49, 46, 999_999, UTC), "2026-04-15 12:49:46"),
        (datetime(2026, 4, 15, 12, 49, tzinfo=UTC), "2026-04-15 12:49:00"),
        (datetime(2026, 4, 15, 17, tzinfo=timezone(timedelta(hours=-5))), "2026-04-15 22:00:00"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=14))), "2025-12-31 10:00:00"),
        (
            datetime(2026, 4, 15, tzinfo=timezone(timedelta(microseconds=1))),
            "2026-04-14 23:59:59",
        ),
        (datetime(7, 4, 15, tzinfo=UTC), "0007-04-15 00:00:00"),
    ],
)
def test_a_moment_is_written_in_utc_and_a_fraction_is_cut_off(moment: datetime, text: str) -> None:
    assert timestamp(moment) == text


@pytest.mark.parametrize("zone", ["XXX-14", "XXX+11:30"])
def test_the_time_zone_of_the_system_does_not_matter(zone: str) -> None:
    with system_zone(zone):
        assert timestamp(datetime(2026, 4, 15, 12, 49, 46, tzinfo=UTC)) == "2026-04-15 12:49:46"


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)))
def test_a_timestamp_means_the_second_of_its_moment(moment: datetime) -> None:
    assert moment_of(timestamp(moment)) == moment.replace(microsecond=0)


@settings(deadline=None)
@given(st.text("0123456789-: \n\u0661", min_size=17, max_size=21))
def test_what_is_read_is_written_back(text: str) -> None:
    moment = moment_of(text)
    assert moment is None or timestamp(moment) == text


@pytest.mark.parametrize("year", [2007, 2026, 9998])
def test_a_moment_is_from_2007_to_9998(year: int) -> None:
    check_moment(check_moment, "at", datetime(year, 1, 1, tzinfo=UTC))
    check_moment(check_moment, "at", datetime(year, 12, 31, 23, 59, 59, 999_999, UTC))


NAIVE = "must be an aware datetime, got datetime; it has no time zone"


@pytest.mark.parametrize(
    ("moment", "error", "message"),
    [
        (None, TypeError, "must be of type datetime, got None"),
        ("2026-04-15 12:49:46", TypeError, "must be of type datetime, got str"),
        (datetime.max.date(), TypeError, "must be of type datetime, got date"),
        (
            datetime(2026, 1, 1),
            TypeError,
            NAIVE,
        ),
        (datetime(2006, 12, 31, tzinfo=UTC), ValueError, "must be from 2007 to 9998 in UTC"),
        (datetime(9999, 1, 1, tzinfo=UTC), ValueError, "must be from 2007 to 9998 in UTC"),
    ],
    ids=repr,
)
def test_any_other_moment_is_refused(moment: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        check_moment(test_any_other_moment_is_refused, "when", moment)
    assert str(caught.value) == f"test_any_other_moment_is_refused.when {message}"
