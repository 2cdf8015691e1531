"""Cases for the laws: orders and limits with updates of them, and what an update leads to."""

from collections.abc import Callable
from typing import Any, Final

import attrs
from hypothesis import settings
from hypothesis import strategies as st

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    decide_update,
)
from backd_rules.testing import allowed_updates, denied_updates, limits, orders, updates_for
from backd_rules.testing.requests import updates_reaching_total

Case = tuple[Order, MerchantLimit, OrderUpdate]
Path = tuple[str, ...]
IDS: Final[list[Path]] = [("backd_order_id",), ("merchant_order_id",)]
"""The paths that every update states."""

law = settings(max_examples=40, deadline=None)
placed_orders = orders(statuses=[OrderStatus.ORDER_PLACED])
never_raised = placed_orders.map(lambda order: attrs.evolve(order, increase_count=0))


def with_known_history(order: Order) -> Order:
    """Return `order` with what is unknown of its history as if it had never been raised."""
    placed = order.order_total if order.placed_total is None else order.placed_total
    return attrs.evolve(order, placed_total=placed, increase_count=order.increase_count or 0)


known_orders = placed_orders.map(with_known_history)


def without_history(order: Order) -> Order:
    """Return `order` as a response of Backd states it."""
    return attrs.evolve(order, placed_total=None, increase_count=None)


def cases(
    updates_of: Callable[[Order, MerchantLimit], st.SearchStrategy[OrderUpdate]],
    of: st.SearchStrategy[Order] = placed_orders,
) -> st.SearchStrategy[Case]:
    """Generate orders with a limit and one of the updates that `updates_of` generates for both."""
    return st.tuples(of, limits()).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), updates_of(*pair))
    )


def any_updates(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order`, allowed or not."""
    return updates_for(order, limit=limit)


def updates_of_every_kind(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates that are allowed, updates that are denied, and others."""
    other = denied_updates(order, limit) | any_updates(order, limit)
    placed = order.status is OrderStatus.ORDER_PLACED
    return allowed_updates(order, limit) | other if placed else other


def after(order: Order, limit: MerchantLimit, update: OrderUpdate) -> Order:
    """Return the order after an update that must be allowed."""
    decision = decide_update(order, update, limit)
    assert decision.allowed
    return decision.order


def empty_patch(order: Order) -> OrderUpdate:
    """Return an update of `order` that states no field."""
    return OrderUpdate(order.backd_order_id, order.merchant_order_id)


def with_total(order: Order, total: Money) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order` that lead to `total`."""
    return updates_reaching_total(order, total.cents)


def leaves(payload: dict[str, Any], *parents: str) -> list[Path]:
    """Return the path of each value of a payload that is no object; an array is one value."""
    found: list[Path] = []
    for name, value in payload.items():
        if isinstance(value, dict):
            found += leaves(value, *parents, name)
        else:
            found.append((*parents, name))
    return found


def only(payload: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """Return a copy of `payload` with all its objects, and the values at `paths` alone."""
    kept: dict[str, Any] = {}
    for name, value in payload.items():
        if isinstance(value, dict):
            kept[name] = only(value, [path[1:] for path in paths if path[0] == name])
        elif (name,) in paths:
            kept[name] = value
    return kept
