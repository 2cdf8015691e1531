"""Deciding an update, or a batch of updates in order.

The list of calls in `decide_update` is the order of precedence (domain.md, V2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from backd_rules.actions.decision import Allowed, Decision, Denied
from backd_rules.actions.rules import means_this_order, status_allows
from backd_rules.actions.update_order.apply import apply_update
from backd_rules.actions.update_order.proposal import propose_totals
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.actions.update_order.rules import (
    Items,
    ItemsRange,
    amounts_are_in_range,
    cart_amount_matches_items,
    history_is_known,
    increase_count_within_limit,
    increase_is_within_limit,
    new_contacts_are_complete,
    order_total_matches_amounts,
)
from backd_rules.actions.violations import UnknownOrder
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.item import items_range
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction
from backd_rules.domain.values import check_iterable, check_type, refuse

_ACTION: Final = OrderAction.UPDATE_ORDER
_allowed: Final = unchecked(Allowed)
_denied: Final = unchecked(Denied)


def decide_update(order: Order, update: OrderUpdate, limit: MerchantLimit) -> Decision:
    """Return whether `limit` allows `update` of `order`, and the order after it.

    The answer is `Allowed` with the new order, or `Denied` with every violation. Raises `TypeError`
    for arguments of other types, and nothing else (domain.md, V1 and V2).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules import decide_update
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
    >>> update = OrderUpdate("BO-1", "M-1", tax_amount=Money.of(9))
    >>> decision = decide_update(order, update, MerchantLimit(max_increase=Money.of(10)))
    >>> decision.allowed and decision.order.order_total
    Money(cents=10900)
    """
    if not (type(order) is Order and type(update) is OrderUpdate and type(limit) is MerchantLimit):
        _refuse_arguments(order, update, limit)
    return _decide(order, update, limit, items_range)


def _decide(
    order: Order, update: OrderUpdate, limit: MerchantLimit, range_of: ItemsRange
) -> Decision:
    other_order = means_this_order(order, update)
    if other_order:
        return _denied(other_order)  # Nothing else is judged of another order (V1).
    proposed = propose_totals(order, update)
    violations = (
        status_allows(order.status, _ACTION)
        + new_contacts_are_complete(order, update)
        + amounts_are_in_range(proposed)
        + cart_amount_matches_items(proposed, range_of)
        + order_total_matches_amounts(proposed)
        + history_is_known(order, limit, proposed)
        + increase_is_within_limit(order, limit, proposed)
        + increase_count_within_limit(order.increase_count, limit, proposed)
    )
    if violations:
        return _denied(violations)
    return _allowed(apply_update(order, update, proposed))


def _refuse_arguments(order: object, update: object, limit: object) -> None:
    check_type(decide_update, "order", order, Order)
    check_type(decide_update, "update", update, OrderUpdate)
    check_type(decide_update, "limit", limit, MerchantLimit)


class BatchStep(NamedTuple):
    """One update of a batch: the order that it met, if there is one, and its decision."""

    order: Order | None
    update: OrderUpdate
    decision: Decision


def decide_updates(
    orders: Iterable[Order], updates: Iterable[OrderUpdate], limit: MerchantLimit
) -> tuple[Decision, ...]:
    """Decide a batch in order: each update meets its order as the earlier ones left it.

    One refused update does not refuse the others. An unknown `backd_order_id` is `Denied`. There
    may be any number of updates: `wire.parse_updates` refuses more than 100. Raises `ValueError` if
    two of `orders` have the same `backd_order_id`, `TypeError` for arguments of other types
    (domain.md, U5).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules import decide_updates
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> updates = [OrderUpdate("BO-1", "M-1", tax_amount=Money.of(tax)) for tax in (9, 11)]
    >>> limit = MerchantLimit(max_order_total=Money.of(110))
    >>> [decision.allowed for decision in decide_updates([order], updates, limit)]
    [True, False]
    """
    return tuple(step.decision for step in replay(orders, updates, limit))


def replay(
    orders: Iterable[Order], updates: Iterable[OrderUpdate], limit: MerchantLimit
) -> Iterator[BatchStep]:
    """Yield each step of a batch, as `decide_updates` decides it."""
    check_iterable(decide_updates, "orders", orders, Order)
    check_iterable(decide_updates, "updates", updates, OrderUpdate)
    check_type(decide_updates, "limit", limit, MerchantLimit)
    present: dict[str, Order] = {}
    for order in orders:
        check_type(decide_updates, "orders", order, Order)
        if order.backd_order_id in present:
            refuse(decide_updates, "orders", "must not have one backd_order_id twice")
        present[order.backd_order_id] = order
    range_of = _remembered_range()
    for update in updates:
        check_type(decide_updates, "updates", update, OrderUpdate)
        met = present.get(update.backd_order_id)
        decision = _UNKNOWN if met is None else _decide(met, update, limit, range_of)
        if isinstance(decision, Allowed):
            present[update.backd_order_id] = decision.order
        yield BatchStep(met, update, decision)


_UNKNOWN: Final = Denied((UnknownOrder(),))


def _remembered_range() -> ItemsRange:
    """Return `items_range` with a memory.

    Otherwise each update of a batch could make the rules add up all recorded items again.
    """
    known: dict[int, tuple[Items, tuple[int, int]]] = {}

    def range_of(items: Items) -> tuple[int, int]:
        if id(items) not in known:  # It keeps the items, so that no others get their id.
            known[id(items)] = (items, items_range(items))
        return known[id(items)][1]

    return range_of
