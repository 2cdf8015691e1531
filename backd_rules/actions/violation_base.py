"""The codes of the violations, and what all violations have in common (domain.md, V2 and V5)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from backd_rules.domain.fact_kinds import Cents
from backd_rules.domain.fields import check_request, declarations
from backd_rules.domain.money import Money
from backd_rules.domain.numbers import json_number
from backd_rules.domain.values import Value, plain_str


class ViolationCode(StrEnum):
    """Why a request is refused, in order of precedence.

    A code is never renamed or reused. `meaning` of the violation's class says what it means. Raises
    `ValueError` for any other word (domain.md, V2).

    >>> from backd_rules import ViolationCode
    >>> ViolationCode("refund_locked")
    <ViolationCode.REFUND_LOCKED: 'refund_locked'>
    """

    UNKNOWN_ORDER = "unknown_order"
    BACKD_ORDER_ID_MISMATCH = "backd_order_id_mismatch"
    MERCHANT_ORDER_ID_MISMATCH = "merchant_order_id_mismatch"
    STATUS_FORBIDS_ACTION = "status_forbids_action"
    CONTACT_INCOMPLETE = "contact_incomplete"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    CART_AMOUNT_MISMATCH = "cart_amount_mismatch"
    ORDER_TOTAL_MISMATCH = "order_total_mismatch"
    HISTORY_UNKNOWN = "history_unknown"
    INCREASE_EXCEEDS_LIMIT = "increase_exceeds_limit"
    TOO_MANY_INCREASES = "too_many_increases"
    REFUND_EXCEEDS_TOTAL = "refund_exceeds_total"
    NO_ACTIVE_REFUND = "no_active_refund"
    REFUND_LOCKED = "refund_locked"


class BaseViolation(Value):
    """Base of the violations (domain.md, V2 and V5)."""

    __slots__ = ()

    code: ClassVar[ViolationCode]
    """The code, for programs."""
    meaning: ClassVar[str]
    """The meaning of the code, for people who look it up."""

    __attrs_post_init__ = check_request

    @property
    def message(self) -> str:
        """The violation as a sentence, with amounts in dollars.

        >>> from backd_rules import RefundExceedsTotal
        >>> RefundExceedsTotal(refund_amount=5100, order_total=5050).message
        "refund_amount is 51.00, the order's total is 50.50"
        """
        return self._sentence()

    def _sentence(self) -> str:
        raise NotImplementedError

    @property
    def facts(self) -> dict[str, object]:
        """The facts by name, in JSON types, with amounts in dollars (domain.md, V5).

        >>> from backd_rules import RefundExceedsTotal
        >>> RefundExceedsTotal(refund_amount=5100, order_total=5050).facts
        {'refund_amount': 51, 'order_total': 50.5}
        """
        return {
            name: _fact(getattr(self, name), in_cents=isinstance(declared.kind, Cents))
            for name, declared in declarations(type(self)).items()
            if name != "path"
        }


def _fact(value: Any, *, in_cents: bool) -> object:
    if in_cents:
        return json_number(value, Money.PLACES)
    if isinstance(value, tuple):
        return [*value]
    text = plain_str(value)  # A member of an enum, as the text that it is.
    return value if text is None else text
