"""The decision: `Allowed` with the new order and its totals, or `Denied` with every violation.

Refusal is a value: nothing here raises on well-typed values, and the same inputs give the same
decision everywhere. Knows nothing of how payloads look. Source: domain.md, What happens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final, Literal

import attrs

from backd_rules.actions.update_order.apply import apply_update, propose
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.actions.update_order.rules import RULES, Violations
from backd_rules.actions.violations import VIOLATIONS, UnknownOrder, Violation
from backd_rules.domain.checks import check_type, keep_tuple
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order, Totals
from backd_rules.domain.values import Fault, Value, refuse, unchecked


@attrs.frozen(getstate_setstate=False)
class Allowed(Value):
    """The update is allowed: the new order (the same object where nothing changes), its totals."""

    allowed: ClassVar[Literal[True]] = True
    order: Order
    totals: Totals

    def __attrs_post_init__(self) -> None:
        check_type(self, "order", self.order, Order)
        check_type(self, "totals", self.totals, Totals)
        if self.totals != self.order.totals:
            refuse(self, "totals", Fault.OUT_OF_RANGE, "are not the order's")


_allowed: Final = unchecked(Allowed)


@attrs.frozen(getstate_setstate=False)
class Denied(Value):
    """The update is refused: every violation, in order of precedence; never empty."""

    allowed: ClassVar[Literal[False]] = False
    violations: tuple[Violation, ...]

    def __attrs_post_init__(self) -> None:
        keep_tuple(self, "violations", *VIOLATIONS)
        if not self.violations:
            refuse(self, "violations", Fault.OUT_OF_RANGE, "is empty")


_denied: Final = unchecked(Denied)


Decision = Allowed | Denied


def decide_update(order: Order, update: OrderUpdate, limit: MerchantLimit) -> Decision:
    """Whether `update` of `order` is allowed under `limit`, and what the new totals are.

    Never raises on well-typed values; raises `TypeError` on any other. Source: domain.md.
    """
    if not (type(order) is Order and type(update) is OrderUpdate and type(limit) is MerchantLimit):
        _refuse_arguments(order, update, limit)
    proposal = propose(order, update)
    violations: Violations = ()
    for rule in RULES:
        violations += rule(order, update, limit, proposal)
    if violations:
        return _denied(violations)
    after = apply_update(order, update, proposal)
    return _allowed(after, after.totals)


def _refuse_arguments(order: object, update: object, limit: object) -> None:
    check_type(decide_update, "order", order, Order)
    check_type(decide_update, "update", update, OrderUpdate)
    check_type(decide_update, "limit", limit, MerchantLimit)


def decide_updates(
    orders: Iterable[Order], updates: Iterable[OrderUpdate], limit: MerchantLimit
) -> tuple[Decision, ...]:
    """Decide a batch in order: each update meets its order as the earlier ones left it.

    One refused update does not refuse the others; an unknown `backd_order_id` is `Denied`. Raises
    `ValueError` where two of `orders` have one `backd_order_id`. Source: domain.md, The request.
    """
    check_type(decide_updates, "limit", limit, MerchantLimit)
    present: dict[str, Order] = {}
    for order in orders:
        check_type(decide_updates, "orders", order, Order)
        if order.backd_order_id in present:
            refuse(decide_updates, "orders", Fault.OUT_OF_RANGE, "has one backd_order_id twice")
        present[order.backd_order_id] = order
    return tuple(_decide_next(present, update, limit) for update in updates)


def _decide_next(present: dict[str, Order], update: OrderUpdate, limit: MerchantLimit) -> Decision:
    """Decide one update and, where it is allowed, leave its order in `present` changed."""
    check_type(decide_updates, "updates", update, OrderUpdate)
    order = present.get(update.backd_order_id)
    if order is None:
        return Denied((UnknownOrder(),))
    decision = decide_update(order, update, limit)
    if decision.allowed:
        present[update.backd_order_id] = decision.order
    return decision
