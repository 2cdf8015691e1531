"""The refund requests of an order, as recorded (domain.md, A4 to A6).

The law of this file: only `draft` and `approved` are active, and an active request without a
readable deadline counts as locked. A record may hold any other text as a status.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import attrs

from backd_rules.domain.fields import check_record, documented, number, text
from backd_rules.domain.money import Money
from backd_rules.domain.timestamps import TIMESTAMP_FORMAT, moment_of
from backd_rules.domain.values import Record

DRAFT: Final = "draft"
APPROVED: Final = "approved"
DECLINED: Final = "declined"
_ACTIVE: Final = (DRAFT, APPROVED)


@documented
@attrs.frozen(kw_only=True, getstate_setstate=False)
class Refund(Record):
    """A refund request of an order, as recorded.

    A request is active while its status is `draft` or `approved`. The amount is in dollars. Raises
    `TypeError` or `ValueError` that names the field (domain.md, F4 and A4 to A6).

    >>> from backd_rules import Money, Refund
    >>> Refund(amount=Money.of(50), status="draft", locked_at="2026-04-15 22:00:00").status
    'draft'
    """

    amount: Money = attrs.field(metadata=number("The amount of the refund, in dollars.", Money))
    create_date: str | None = attrs.field(
        default=None, metadata=text(f"When the refund was requested: {TIMESTAMP_FORMAT}.")
    )
    status: str | None = attrs.field(default=None, metadata=text("Status of the refund."))
    locked_at: str | None = attrs.field(
        default=None, metadata=text(f"When the refund was locked, or will be: {TIMESTAMP_FORMAT}.")
    )

    __attrs_post_init__ = check_record


def is_active(refund: Refund) -> bool:
    """Return whether the request may still be carried out (domain.md, A4)."""
    return refund.status in _ACTIVE


def is_locked(refund: Refund, at: datetime) -> bool:
    """Return whether the request is locked at a time: from `locked_at` on (domain.md, A5 and A6).

    It is, if `locked_at` is absent or not a timestamp.
    """
    locked_at = moment_of(refund.locked_at)
    return locked_at is None or at >= locked_at


def declined(refunds: Iterable[Refund]) -> tuple[Refund, ...]:
    """Return the requests with each active one declined (domain.md, A4 and A6)."""
    return tuple(attrs.evolve(r, status=DECLINED) if is_active(r) else r for r in refunds)
