"""`POST /refund`: the merchant requests a refund of a confirmed order.

The law of this file (domain.md, A3 and A4): "`refund` requires both ids and `refund_amount`, which
is positive and at most the order's total." "One refund request is active (`draft` or `approved`) at
a time. A new one replaces an active one that is not locked: that one becomes `declined`, and the
new one is a `draft`. An active locked one cannot be replaced."
"""

from __future__ import annotations

from datetime import datetime

import attrs

from backd_rules.actions.decision import Allowed, Decision, Denied
from backd_rules.actions.requests import RefundRequest
from backd_rules.actions.rules import (
    Violations,
    means_this_order,
    no_active_refund_is_locked,
    status_allows,
)
from backd_rules.actions.violations import RefundExceedsTotal
from backd_rules.domain.deadline import refund_lock_time
from backd_rules.domain.money import Money
from backd_rules.domain.order import Order
from backd_rules.domain.refund import DRAFT, Refund, declined
from backd_rules.domain.status import OrderAction
from backd_rules.domain.timestamps import check_moment, timestamp
from backd_rules.domain.values import check_type


def request_refund(order: Order, request: RefundRequest, at: datetime) -> Decision:
    """Return whether a refund may be requested at a time, and the order with the new request.

    It may while the status is `order_confirmed`. The new request is the last of `refunds`. Raises
    `TypeError` for arguments of other types and for a naive `datetime`, and `ValueError` for a time
    outside of the years 2007 to 9998 in UTC (domain.md, A3 to A5 and A7).

    >>> from datetime import UTC, datetime
    >>> from backd_rules import Money, Order, OrderStatus, RefundRequest, Totals, request_refund
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_CONFIRMED, Totals(Money.of(100)))
    >>> at = datetime(2026, 4, 15, 12, tzinfo=UTC)
    >>> decision = request_refund(order, RefundRequest("BO-1", "M-1", Money.of(50)), at)
    >>> decision.allowed and decision.order.refunds[-1].locked_at
    '2026-04-15 22:00:00'
    """
    check_type(request_refund, "order", order, Order)
    check_type(request_refund, "request", request, RefundRequest)
    check_moment(request_refund, "at", at)
    violations = means_this_order(order, request) or (
        status_allows(order.status, OrderAction.REFUND)
        + refund_is_within_total(order.order_total, request.refund_amount)
        + no_active_refund_is_locked(order.refunds, at)
    )
    if violations:
        return Denied(violations)
    requested = Refund(
        amount=request.refund_amount,
        create_date=timestamp(at),
        status=DRAFT,
        locked_at=timestamp(refund_lock_time(at)),
    )
    return Allowed(attrs.evolve(order, refunds=(*declined(order.refunds), requested)))


def refund_is_within_total(total: Money, amount: Money) -> Violations:
    """Refuse a refund of more than the order's total (domain.md, A3)."""
    return () if amount <= total else (RefundExceedsTotal(amount.cents, total.cents),)
