"""The violations of the actions on refunds (domain.md, A3 to A6)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from backd_rules.actions.violation_base import BaseViolation, ViolationCode
from backd_rules.domain.fields import cents, documented, moment
from backd_rules.domain.money import dollars
from backd_rules.domain.timestamps import TIMESTAMP_FORMAT


@documented
@attrs.frozen(getstate_setstate=False)
class RefundExceedsTotal(BaseViolation):
    """Refusal of a refund of more than the order's total (domain.md, A3).

    The amounts are in cents; `facts` has them in dollars. Raises `TypeError` or `ValueError` that
    names the field.

    >>> from backd_rules import RefundExceedsTotal
    >>> RefundExceedsTotal(refund_amount=5100, order_total=5050).facts
    {'refund_amount': 51, 'order_total': 50.5}
    """

    code: ClassVar[ViolationCode] = ViolationCode.REFUND_EXCEEDS_TOTAL
    path: ClassVar[str] = "/refund_amount"
    meaning: ClassVar[str] = "The refund is more than the order's total."
    refund_amount: int = attrs.field(metadata=cents("The requested refund, in cents."))
    order_total: int = attrs.field(metadata=cents("The total of the order, in cents."))

    def _sentence(self) -> str:
        amount, total = dollars(self.refund_amount), dollars(self.order_total)
        return f"refund_amount is {amount}, the order's total is {total}"


@documented
@attrs.frozen(getstate_setstate=False)
class NoActiveRefund(BaseViolation):
    """Refusal to delete a refund request where none is active (domain.md, A6).

    Never raises.

    >>> from backd_rules import NoActiveRefund
    >>> NoActiveRefund().facts
    {}
    """

    code: ClassVar[ViolationCode] = ViolationCode.NO_ACTIVE_REFUND
    path: ClassVar[str] = ""
    meaning: ClassVar[str] = "The order has no refund request that is a `draft` or `approved`."

    def _sentence(self) -> str:
        return "the order has no active refund request"


@documented
@attrs.frozen(getstate_setstate=False)
class RefundLocked(BaseViolation):
    """Refusal to replace or delete a refund request that is locked (domain.md, A4 to A6).

    Raises `TypeError` or `ValueError` that names the field.

    >>> from backd_rules import RefundLocked
    >>> RefundLocked("2026-04-15 22:00:00").facts
    {'locked_at': '2026-04-15 22:00:00'}
    """

    code: ClassVar[ViolationCode] = ViolationCode.REFUND_LOCKED
    path: ClassVar[str] = ""
    meaning: ClassVar[str] = "The active refund request is locked: nothing may change it."
    locked_at: str | None = attrs.field(
        metadata=moment(f"{TIMESTAMP_FORMAT}; `None` if the record has no such timestamp.")
    )

    def _sentence(self) -> str:
        if self.locked_at is None:
            return "the active refund request is locked, as its deadline is unknown"
        return f"the active refund request is locked since {self.locked_at} UTC"
