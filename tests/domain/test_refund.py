"""Refund requests of a record: which are active, which are locked (domain.md, A4 to A6)."""

from datetime import UTC, datetime, timedelta

import pytest
from support.order_life import LOCK_TIME, refund

from backd_rules import Money, Refund
from backd_rules.domain.refund import declined, is_active, is_locked


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_draft_and_an_approved_request_are_active(status: str) -> None:
    """A4: one refund request is active (`draft` or `approved`) at a time."""
    assert is_active(refund(status))
    assert is_active(Refund(amount=Money.ZERO, status=status))


@pytest.mark.parametrize(
    "status",
    [
        *(None, "", " ", "declined", "carried out", "refund", "Draft", "APPROVED"),
        *(" draft", "draft ", "draft\n", "drafted", "draft,approved", "\u0430pproved"),
    ],
)
def test_a_request_with_any_other_status_is_not_active(status: str | None) -> None:
    assert not is_active(refund(status))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(days=-1000), False),
        (timedelta(seconds=-1), False),
        (timedelta(microseconds=-1), False),
        (timedelta(), True),
        (timedelta(microseconds=1), True),
        (timedelta(days=1000), True),
    ],
)
def test_a_request_is_locked_from_its_deadline_on(after: timedelta, *, expected: bool) -> None:
    """A5: from that second on it is locked."""
    assert is_locked(refund(), LOCK_TIME + after) is expected
    assert is_locked(refund("declined"), LOCK_TIME + after) is expected


@pytest.mark.parametrize("locked_at", [None, "", "soon", "2026-04-31 22:00:00"])
def test_a_request_without_a_readable_deadline_is_locked_at_any_time(
    locked_at: str | None,
) -> None:
    """A6: an active request whose recorded `locked_at` is absent or unreadable counts as locked."""
    for year in (1, 2026, 9999):
        assert is_locked(refund(locked_at=locked_at), datetime(year, 1, 1, tzinfo=UTC))


def test_each_active_request_is_declined_and_the_others_are_the_same() -> None:
    stated = frozenset({("create_date", None)})
    draft = Refund(amount=Money.of(1), status="draft", stated_empty=stated)
    others = (refund("declined"), refund(None), refund("Approved"))
    found = declined([draft, *others, refund("approved", None)])
    assert found == (
        Refund(amount=Money.of(1), status="declined"),
        *others,
        refund("declined", None),
    )
    assert found[0].stated_empty == stated
    assert all(one is other for one, other in zip(found[1:4], others, strict=True))
    assert declined(()) == ()
