"""The totals that an update would produce, before validation (domain.md, T1 to T4)."""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.actions.requests import UNSET
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.item import LineItem, items_amount
from backd_rules.domain.money import Money
from backd_rules.domain.order import AMOUNTS, Order

FEES: Final = AMOUNTS[1:]
"""The amounts that make the total, except the cart."""


@attrs.define  # Not frozen, as it is private to a decision: that saves 0.3 µs of 4.4.
class ProposedTotals:
    """The totals an update would produce, in cents, before validation: they can exceed `Money`.

    `items` are those after the update, and `items_total` is their sum, each line half up.
    `is_cart_judged`: the cart or that sum changes, and there are items. `fees` are the `FEES` that
    the update or the order states. `computed_total` follows from cart, fees and adjustment.
    `new_total` is the stated total, or `computed_total` if none is stated. `is_increase`:
    `new_total` exceeds the present total.
    """

    cart_amount: int
    items: tuple[LineItem, ...]
    items_total: int
    is_cart_judged: bool
    fees: tuple[Money, ...]
    computed_total: int
    new_total: int
    is_increase: bool


def propose_totals(order: Order, update: OrderUpdate) -> ProposedTotals:
    """Return the totals of `order` after `update` (domain.md, T1 to T4)."""
    present, items, items_total = order.totals, order.items, order.items_cents
    present_cart = cart = present.cart_amount.cents
    is_judged = False
    if update.items is not UNSET:
        had_none, items = not items, update.items
        items_total = items_amount(items)
        if had_none or items_total != order.items_cents:
            cart, is_judged = items_total, True
    if update.cart_amount is not UNSET:
        cart = update.cart_amount.cents
    is_judged = bool(items) and (is_judged or cart != present_cart)
    tax, shipping, discount = update.tax_amount, update.shipping_amount, update.discount_amount
    tax = present.tax_amount if tax is UNSET else tax
    shipping = present.shipping_amount if shipping is UNSET else shipping
    discount = present.discount_amount if discount is UNSET else discount
    computed = order_total(
        cart, tax.cents, shipping.cents, discount.cents, present.adjustment.cents
    )
    new = computed if update.order_total is UNSET else update.order_total.cents
    return ProposedTotals(
        cart,
        items,
        items_total,
        is_judged,
        (tax, shipping, discount),
        computed,
        new,
        new > present.order_total.cents,
    )
