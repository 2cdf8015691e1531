"""Cases for the laws: orders and limits with updates of them, and what an update leads to."""

from collections.abc import Callable

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
from backd_rules.testing import limits, orders, updates_for
from backd_rules.testing.requests import updates_reaching_total

Case = tuple[Order, MerchantLimit, OrderUpdate]

law = settings(max_examples=40, deadline=None)
placed_orders = orders(statuses=[OrderStatus.ORDER_PLACED])
never_raised = placed_orders.map(lambda order: attrs.evolve(order, increase_count=0))


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
