"""Laws of an update (domain.md, F3, U1 to U6 and T1 to T6)."""

import copy
import pickle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support import oracle
from support.exact_numbers import as_decimals
from support.laws import (
    Case,
    after,
    any_updates,
    cases,
    empty_patch,
    law,
    never_raised,
    placed_orders,
)

from backd_rules import (
    UNSET,
    LineItem,
    MerchantLimit,
    Order,
    OrderStatus,
    OrderUpdate,
    Quantity,
    ceiling,
    decide_update,
    wire,
)
from backd_rules.testing import allowed_updates, denied_updates, limits, orders


@law
@given(cases(any_updates, orders()))
def test_deciding_is_deterministic_and_changes_no_argument(case: Case) -> None:
    """A7: "The rules read no clock."

    The same arguments give the same decision, and no argument changes.
    """
    order, limit, update = case
    before = pickle.dumps(case)
    decision = decide_update(order, update, limit)
    assert decide_update(*copy.deepcopy((order, update, limit))) == decision
    assert pickle.dumps(case) == before


@law
@given(placed_orders, limits())
def test_an_empty_patch_is_the_identity(order: Order, limit: MerchantLimit) -> None:
    """U1: "An update is a patch: an absent field stays as it is." """
    assert after(order, limit, empty_patch(order)) is order


@law
@given(st.data())
def test_updating_up_and_back_leaves_the_totals_as_they_were(data: st.DataObject) -> None:
    """T2: "Each of the four amounts is the update's if it states one, else the order's."

    The second update may increase the total, which the first limit need not allow.
    """
    order, limit, update = data.draw(cases(allowed_updates, never_raised))
    there = after(order, limit, update)
    back = OrderUpdate(
        order.backd_order_id,
        order.merchant_order_id,
        tax_amount=order.totals.tax_amount,
        shipping_amount=order.totals.shipping_amount,
        discount_amount=order.totals.discount_amount,
        **_cart_of(order, there),
    )
    if there.order_total < order.order_total:
        limit = MerchantLimit.UNLIMITED
    assert after(there, limit, back).totals == order.totals


def _cart_of(order: Order, there: Order) -> dict[str, Any]:
    """Return one item of the order's cart amount, which sets the cart whatever the items are."""
    if there.totals.cart_amount == order.totals.cart_amount:
        return {}
    return {"items": [LineItem("0", "0", order.totals.cart_amount, Quantity.of(1))]}


def updates_of_every_kind(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates that are allowed, updates that are denied, and others."""
    other = denied_updates(order, limit) | any_updates(order, limit)
    placed = order.status is OrderStatus.ORDER_PLACED
    return allowed_updates(order, limit) | other if placed else other


@settings(law, max_examples=100)  # Few updates break only one rule.
@given(cases(updates_of_every_kind, placed_orders | orders()))
def test_an_order_after_an_allowed_update_satisfies_every_rule(case: Case) -> None:
    """F3: "A well-formed request that restates what is recorded is never refused for what it
    restates."

    L9: "An allowed update that increases the total increases a known `increase_count` by one."

    The new order satisfies every rule. The same update again is allowed and changes nothing.
    """
    order, limit, update = case
    decision = decide_update(order, update, limit)
    if not decision.allowed:
        return
    new = decision.order
    assert new.status is OrderStatus.ORDER_PLACED
    assert update.backd_order_id == new.backd_order_id
    assert update.merchant_order_id == new.merchant_order_id
    assert update.order_total in (UNSET, new.order_total)
    if new.order_total > order.order_total:
        assert new.order_total <= ceiling(order, limit).total
        assert limit.max_increases is None or new.increase_count <= limit.max_increases
    if new.items and (update.cart_amount, update.items) != (UNSET, UNSET):
        items = as_decimals(wire.dump_order(new)["items"])
        assert new.cart_amount.to_decimal() == oracle.cart_of(items)
    assert after(new, limit, empty_patch(new)) is new
    assert after(new, limit, update) is new
    assert new.placed_total == order.placed_total
    assert new.increase_count - order.increase_count == (new.order_total > order.order_total)
