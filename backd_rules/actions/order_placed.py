"""`POST /order_placed`: the merchant places the order.

The law of this file (domain.md, A1): "`order_placed` requires both ids; the merchant order id
becomes the order's. The placed order has its present total as `placed_total` and an
`increase_count` of 0."
"""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.actions.decision import Allowed, Decision, Denied
from backd_rules.actions.requests import UNSET, OrderIds
from backd_rules.actions.rules import backd_order_id_matches, status_allows
from backd_rules.domain.order import Order
from backd_rules.domain.status import TRANSITIONS, OrderAction
from backd_rules.domain.values import check_type, refuse

_ACTION: Final = OrderAction.ORDER_PLACED


def place(order: Order, request: OrderIds) -> Decision:
    """Return whether `order` may be placed, and the placed order.

    It may while the status is `terms_selected`. The present total becomes the base from which
    later increases are measured. Raises `TypeError` for arguments of other types, and `ValueError`
    for a request without a merchant order id (domain.md, A1).

    >>> from backd_rules import Money, Order, OrderIds, OrderStatus, Totals, place
    >>> order = Order("BO-1", "M-1", OrderStatus.TERMS_SELECTED, Totals(Money.of(100)))
    >>> decision = place(order, OrderIds("BO-1", "M-1"))
    >>> decision.allowed and decision.order.placed_total
    Money(cents=10000)
    """
    check_type(place, "order", order, Order)
    check_type(place, "request", request, OrderIds)
    if request.merchant_order_id is UNSET:
        refuse(place, "request", "must state merchant_order_id")
    violations = backd_order_id_matches(order, request) or status_allows(order.status, _ACTION)
    if violations:
        return Denied(violations)
    placed = attrs.evolve(
        order.as_placed(),
        merchant_order_id=request.merchant_order_id,
        status=TRANSITIONS[order.status][_ACTION],
    )
    return Allowed(placed)
