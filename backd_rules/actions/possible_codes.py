"""The violations that each action can report, of those in chapter 8 of domain.md."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backd_rules.actions.violations import ViolationCode
from backd_rules.domain.status import OrderAction

_COMMON: Final = (
    ViolationCode.UNKNOWN_ORDER,
    ViolationCode.BACKD_ORDER_ID_MISMATCH,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH,
    ViolationCode.STATUS_FORBIDS_ACTION,
)

POSSIBLE_CODES: Final[Mapping[OrderAction, tuple[ViolationCode, ...]]] = MappingProxyType(
    {
        # It states a new merchant order id, so there is no mismatch (domain.md, A1).
        OrderAction.ORDER_PLACED: (
            ViolationCode.UNKNOWN_ORDER,
            ViolationCode.BACKD_ORDER_ID_MISMATCH,
            ViolationCode.STATUS_FORBIDS_ACTION,
        ),
        OrderAction.UPDATE_ORDER: (
            *_COMMON,
            ViolationCode.CONTACT_INCOMPLETE,
            ViolationCode.AMOUNT_OUT_OF_RANGE,
            ViolationCode.CART_AMOUNT_MISMATCH,
            ViolationCode.ORDER_TOTAL_MISMATCH,
            ViolationCode.HISTORY_UNKNOWN,
            ViolationCode.INCREASE_EXCEEDS_LIMIT,
            ViolationCode.TOO_MANY_INCREASES,
        ),
        OrderAction.CONFIRM_ORDER: _COMMON,
        OrderAction.CANCEL_ORDER: _COMMON,
        OrderAction.REFUND: (
            *_COMMON,
            ViolationCode.REFUND_EXCEEDS_TOTAL,
            ViolationCode.REFUND_LOCKED,
        ),
        OrderAction.DELETE_REFUND: (
            *_COMMON,
            ViolationCode.NO_ACTIVE_REFUND,
            ViolationCode.REFUND_LOCKED,
        ),
    }
)
"""The codes of each action, in order of precedence. Only batches and stores report
`unknown_order`."""
