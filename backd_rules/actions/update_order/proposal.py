"""The totals that an update would produce, before validation (domain.md, T1 to T3)."""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.actions.update_order.request import UNSET, OrderUpdate
from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.money import Money
from backd_rules.domain.order import AMOUNTS, Order, items_amount

FEES: Final = AMOUNTS[1:]
"""The amounts that make the total, except the cart."""


@attrs.define  # Not frozen, as it is private to a decision: that saves 0.3 µs of 4.4.
class ProposedTotals:
    """The totals an update would produce, in cents, before validation: they can exceed `Money`.

    `items_total` is `None` if neither items nor a cart amount change, or there are no items.
    `fees` are the `FEES` that the update or the order states. `computed_total` follows from cart
    and fees. `new_total` is the stated total, or `computed_total` if none is stated. `is_increase`:
    `new_total` exceeds the present total.
    """

    cart_amount: int
    items_total: int | None
    fees: tuple[Money, ...]
    computed_total: int
    new_total: int
    is_increase: bool


def propose_totals(order: Order, update: OrderUpdate) -> ProposedTotals:
    """Return the totals of `order` after `update` (domain.md, T2 and T3)."""
    present, items, stated_cart = order.totals, update.items, update.cart_amount
    items_total = None
    if items is not UNSET:
        items_total = items_amount(items)
    elif stated_cart is not UNSET and order.items:
        items_total = items_amount(order.items)
    if stated_cart is not UNSET:
        cart = stated_cart.cents
    else:
        cart = present.cart_amount.cents if items_total is None else items_total
    tax, shipping, discount = update.tax_amount, update.shipping_amount, update.discount_amount
    tax = present.tax_amount if tax is UNSET else tax
    shipping = present.shipping_amount if shipping is UNSET else shipping
    discount = present.discount_amount if discount is UNSET else discount
    computed = order_total(cart, tax.cents, shipping.cents, discount.cents)
    new = computed if update.order_total is UNSET else update.order_total.cents
    rises = new > present.order_total.cents
    return ProposedTotals(cart, items_total, (tax, shipping, discount), computed, new, rises)
