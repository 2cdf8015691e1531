"""Laws of an update (domain.md, F3, U1 to U6 and T1 to T6)."""

import copy
import pickle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.exact_numbers import as_decimals, line_sums
from support.laws import (
    Case,
    after,
    any_updates,
    cases,
    empty_patch,
    law,
    never_raised,
    placed_orders,
    updates_of_every_kind,
)
from support.refusals import codes

from backd_rules import (
    UNSET,
    LineItem,
    MerchantLimit,
    Order,
    OrderStatus,
    OrderUpdate,
    Quantity,
    ViolationCode,
    ceiling,
    decide_update,
    wire,
)
from backd_rules.testing import allowed_updates, limits, orders


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
    """Return one item of exactly the order's cart amount, and that amount."""
    cart = order.totals.cart_amount
    if there.totals.cart_amount == cart:
        return {}
    qty = Quantity(thousandths=cart.cents or 1)  # At 10.00 each, or at nothing.
    return {"items": [LineItem.of_amount("0", "0", cart, qty)], "cart_amount": cart}


@settings(law, max_examples=100)  # Few updates break only one rule.
@given(cases(updates_of_every_kind, placed_orders | orders()))
def test_an_order_after_an_allowed_update_satisfies_every_rule(case: Case) -> None:
    """F3: "A well-formed request that restates what is recorded is never refused for what it
    restates."

    F7: "It is normally zero, may be negative, and no request changes it."

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
    assert new.totals.adjustment == order.totals.adjustment
    if new.order_total > order.order_total:
        assert new.order_total <= ceiling(order, limit).total
        assert limit.max_increases is None or (new.increase_count or 0) <= limit.max_increases
    assert after(new, limit, empty_patch(new)) is new
    assert after(new, limit, update) is new
    assert new.placed_total == order.placed_total
    if order.increase_count is None:
        assert new.increase_count is None
    else:
        raised = new.order_total > order.order_total
        assert new.increase_count == order.increase_count + raised


@settings(law, max_examples=100)
@given(cases(updates_of_every_kind))
def test_a_new_cart_lies_between_the_roundings_of_the_lines(case: Case) -> None:
    """T4: "If the update changes the cart, or the sum of the items, then the new cart must lie
    between the sum of the lines rounded down and the sum of the lines rounded up: however a shop
    rounds its lines, it is right, and where the lines are whole cents there is no slack."
    "Otherwise the cart is not judged." "An order that has no items after the update has nothing to
    compare."

    T3: "If the update brings items whose half-up sum differs from that of the recorded items (or
    the order had none) and states no `cart_amount`, the cart becomes that sum." "Items with the
    same sum leave the cart as it is: a new image URL moves no money."
    """
    order, limit, update = case
    stated = wire.dump_update(update)
    before, present = wire.dump_order(order), order.cart_amount.cents
    old = before.get("items", [])
    items = stated.get("items", old)
    sums = line_sums(items)
    sum_changes = sums.half_up != line_sums(old).half_up or (items != [] and old == [])
    cart = sums.half_up if sum_changes else present
    if "cart_amount" in stated:
        cart = round(as_decimals(stated["cart_amount"]) * 100)
    judged = items != [] and (sum_changes or cart != present)
    wrong = judged and not sums.down <= cart <= sums.up
    decision = decide_update(order, update, limit)
    if not {*codes(decision)} & IDENTITY:
        assert (ViolationCode.CART_AMOUNT_MISMATCH in codes(decision)) == wrong
    if decision.allowed:
        assert decision.order.cart_amount.cents == cart


IDENTITY = {ViolationCode.BACKD_ORDER_ID_MISMATCH, ViolationCode.MERCHANT_ORDER_ID_MISMATCH}
