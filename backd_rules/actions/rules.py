"""The rules that all actions share: the request means this order, and its status allows the action.

A rule takes what it needs and returns its violations.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

from backd_rules.actions.requests import UNSET, Unset
from backd_rules.actions.violations import (
    BackdOrderIdMismatch,
    MerchantOrderIdMismatch,
    RefundLocked,
    StatusForbidsAction,
    Violation,
)
from backd_rules.domain.order import Order
from backd_rules.domain.refund import Refund, is_active, is_locked
from backd_rules.domain.status import TRANSITIONS, OrderAction, OrderStatus
from backd_rules.domain.timestamps import moment_of

Violations = tuple[Violation, ...]


class NamesAnOrder(Protocol):
    """A request, by the ids that it states."""

    @property
    def backd_order_id(self) -> str:
        """The id in Backd's system."""
        ...

    @property
    def merchant_order_id(self) -> str | Unset:
        """The id in the merchant's system, if it is stated."""
        ...


def means_this_order(order: Order, request: NamesAnOrder) -> Violations:
    """Refuse a request that means another order (domain.md, V1)."""
    return backd_order_id_matches(order, request) + merchant_order_id_matches(order, request)


def backd_order_id_matches(order: Order, request: NamesAnOrder) -> Violations:
    """Refuse a request that means another order (domain.md, V1)."""
    return () if request.backd_order_id == order.backd_order_id else _OTHER_ORDER


def merchant_order_id_matches(order: Order, request: NamesAnOrder) -> Violations:
    """Refuse a request by which the merchant means another order (domain.md, V1)."""
    stated = request.merchant_order_id
    return () if stated == order.merchant_order_id or stated is UNSET else _OTHER_OF_MERCHANT


_OTHER_ORDER: Final = (BackdOrderIdMismatch(),)
_OTHER_OF_MERCHANT: Final = (MerchantOrderIdMismatch(),)


def status_allows(status: OrderStatus, action: OrderAction) -> Violations:
    """Refuse an action that the table of `domain.status` does not have (domain.md, S1)."""
    return () if action in TRANSITIONS[status] else (StatusForbidsAction(status, action),)


def no_active_refund_is_locked(refunds: tuple[Refund, ...], at: datetime) -> Violations:
    """Refuse to replace or delete a locked request (domain.md, A4 and A6).

    A record can have several active requests. They are all declined, or none of them.
    """
    for refund in refunds:
        if is_active(refund) and is_locked(refund, at):
            return (RefundLocked(refund.locked_at if moment_of(refund.locked_at) else None),)
    return ()
