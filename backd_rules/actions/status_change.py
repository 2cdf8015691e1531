"""The change of a status, which is all that some actions do.

`confirm_order` and `cancel_order` change the status and nothing else (domain.md, A2).
"""

from __future__ import annotations

import attrs

from backd_rules.actions.decision import Allowed, Decision, Denied
from backd_rules.actions.requests import OrderIds
from backd_rules.actions.rules import means_this_order, status_allows
from backd_rules.domain.order import Order
from backd_rules.domain.status import TRANSITIONS, OrderAction


def decide_status_change(order: Order, request: OrderIds, action: OrderAction) -> Decision:
    """Return whether the status of `order` allows `action`, and the order with the next status."""
    violations = means_this_order(order, request) or status_allows(order.status, action)
    if violations:
        return Denied(violations)
    return Allowed(attrs.evolve(order, status=TRANSITIONS[order.status][action]))
