"""`POST /confirm_order`: the merchant confirms the order.

The law of this file (domain.md, A2 and S1): "`confirm_order` and `cancel_order` change the status
and nothing else." "Once confirmed, nothing of the order may be updated."
"""

from __future__ import annotations

from backd_rules.actions.decision import Decision
from backd_rules.actions.requests import OrderIds
from backd_rules.actions.status_change import decide_status_change
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction
from backd_rules.domain.values import check_type


def confirm(order: Order, request: OrderIds) -> Decision:
    """Return whether `order` may be confirmed, and the confirmed order.

    It may while the status is `order_placed`. Raises `TypeError` for arguments of other types, and
    nothing else (domain.md, A2).

    >>> from backd_rules import Money, Order, OrderIds, OrderStatus, Totals, confirm
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> decision = confirm(order, OrderIds("BO-1"))
    >>> decision.allowed and decision.order.status
    <OrderStatus.ORDER_CONFIRMED: 'order_confirmed'>
    """
    check_type(confirm, "order", order, Order)
    check_type(confirm, "request", request, OrderIds)
    return decide_status_change(order, request, OrderAction.CONFIRM_ORDER)
