"""Moments: the timestamps of records, and the times that a caller states (domain.md, N8 and A7)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from backd_rules.domain.values import refuse, refuse_type

TIMESTAMP_FORMAT: Final = "YYYY-MM-DD HH:MM:SS in UTC"
"""The format in which Backd writes times (domain.md, N8). Records may have other texts."""

_TIMESTAMP: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})")
_FIRST: Final = datetime(2007, 1, 1, tzinfo=UTC)
_END: Final = datetime(9999, 1, 1, tzinfo=UTC)


def timestamp(moment: datetime) -> str:
    """Return the timestamp of an aware moment; a fraction of a second is cut off (N8)."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")


def moment_of(text: str | None) -> datetime | None:
    """Return the moment of a timestamp; `None` if it is absent or not a timestamp (N8)."""
    found = _TIMESTAMP.fullmatch(text or "")
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def check_moment(owner: object, name: str, moment: object) -> None:
    """Raise unless `moment` is an aware `datetime` from 2007 to 9998 in UTC (domain.md, A7).

    Raises `TypeError` for a naive one. Raises `ValueError` for an earlier one, as `deadline` has no
    rule for it, and for a later one, as the deadline might not be a `datetime`.
    """
    if not isinstance(moment, datetime):
        refuse_type(owner, name, "of type datetime", moment)
    if moment.utcoffset() is None:
        refuse_type(owner, name, "an aware datetime", moment, "it has no time zone")
    if not _FIRST <= moment < _END:
        refuse(owner, name, "must be from 2007 to 9998 in UTC")
