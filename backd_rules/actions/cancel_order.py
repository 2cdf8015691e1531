"""`POST /cancel_order`: the merchant cancels the order.

The law of this file (domain.md, A2): "`confirm_order` and `cancel_order` change the status and
nothing else."
"""

from __future__ import annotations

from backd_rules.actions.decision import Decision
from backd_rules.actions.requests import OrderIds
from backd_rules.actions.status_change import decide_status_change
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction
from backd_rules.domain.values import check_type


def cancel(order: Order, request: OrderIds) -> Decision:
    """Return whether `order` may be canceled, and the canceled order.

    It may while the status is `order_placed`. Raises `TypeError` for arguments of other types, and
    nothing else (domain.md, A2).

    >>> from backd_rules import Money, Order, OrderIds, OrderStatus, Totals, cancel
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> decision = cancel(order, OrderIds("BO-1"))
    >>> decision.allowed and decision.order.status
    <OrderStatus.ORDER_CANCELED: 'order_canceled'>
    """
    check_type(cancel, "order", order, Order)
    check_type(cancel, "request", request, OrderIds)
    return decide_status_change(order, request, OrderAction.CANCEL_ORDER)
