"""`DELETE /refund`: the merchant withdraws the active refund request.

The law of this file (domain.md, A6): "`delete_refund` makes the active request `declined`; without
one, or if it is locked, it is refused. An active request whose recorded `locked_at` is absent or
unreadable counts as locked."
"""

from __future__ import annotations

from datetime import datetime

import attrs

from backd_rules.actions.decision import Allowed, Decision, Denied
from backd_rules.actions.requests import OrderIds
from backd_rules.actions.rules import (
    Violations,
    means_this_order,
    no_active_refund_is_locked,
    status_allows,
)
from backd_rules.actions.violations import NoActiveRefund
from backd_rules.domain.order import Order
from backd_rules.domain.refund import Refund, declined, is_active
from backd_rules.domain.status import OrderAction
from backd_rules.domain.timestamps import check_moment
from backd_rules.domain.values import check_type


def delete_refund(order: Order, request: OrderIds, at: datetime) -> Decision:
    """Return whether the active refund request may be deleted at a time, and the order after that.

    It may while the request is not locked. Raises `TypeError` for arguments of other types and for
    a naive `datetime`, and `ValueError` for a time outside of the years 2007 to 9998 in UTC
    (domain.md, A6 and A7).

    >>> from datetime import UTC, datetime
    >>> from backd_rules import Money, Order, OrderIds, OrderStatus, Refund, Totals, delete_refund
    >>> refunds = (Refund(amount=Money.of(50), status="draft", locked_at="2026-04-15 22:00:00"),)
    >>> totals = Totals(Money.of(100))
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_CONFIRMED, totals, refunds=refunds)
    >>> delete_refund(order, OrderIds("BO-1"), datetime(2026, 4, 15, 12, tzinfo=UTC)).allowed
    True
    """
    check_type(delete_refund, "order", order, Order)
    check_type(delete_refund, "request", request, OrderIds)
    check_moment(delete_refund, "at", at)
    violations = means_this_order(order, request) or (
        status_allows(order.status, OrderAction.DELETE_REFUND)
        + a_refund_is_active(order.refunds)
        + no_active_refund_is_locked(order.refunds, at)
    )
    if violations:
        return Denied(violations)
    return Allowed(attrs.evolve(order, refunds=declined(order.refunds)))


def a_refund_is_active(refunds: tuple[Refund, ...]) -> Violations:
    """Refuse where there is no active request to delete (domain.md, A6)."""
    return () if any(map(is_active, refunds)) else (NoActiveRefund(),)
