"""The floor: all rules as arithmetic and comparisons on local values, and a bool for an answer.

Nothing is looked up, built or explained, and every rule is asked, as the package asks them. No
Python that decides as much can be much faster; what the package takes beyond it is what value
objects, separate rules, reasons and a new order cost.
"""

from __future__ import annotations

from benchmarks.facts import Leaves, Lines

_MOST = 10**15 - 1


def floor(
    backd_order_id: str,
    merchant_order_id: str,
    own_backd_order_id: str,
    own_merchant_order_id: str,
    status: str,
    cart: int | None,
    tax: int | None,
    shipping: int | None,
    discount: int | None,
    total: int | None,
    items: Lines | None,
    own_cart: int,
    own_tax: int,
    own_shipping: int,
    own_discount: int,
    own_total: int,
    own_items: Lines,
    placed_total: int,
    increase_count: int,
    max_increase: int | None,
    max_increase_percent: int | None,
    max_order_total: int | None,
    max_increases: int | None,
    higher: bool,
    from_present: bool,
    new_shipping: Leaves | None,
    new_billing: Leaves | None,
) -> bool:
    """Whether the update is allowed; the parameters are the fields of `Facts`."""
    allowed = True
    if backd_order_id != own_backd_order_id:
        allowed = False
    if merchant_order_id != own_merchant_order_id:
        allowed = False
    if status != "order_placed":
        allowed = False
    if new_shipping is not None and None in new_shipping:
        allowed = False
    if new_billing is not None and None in new_billing:
        allowed = False

    if items is not None or cart is not None:
        in_items = 0
        lines = own_items if items is None else items
        for unit_price, qty in lines:
            in_items += (unit_price * qty + 500) // 1000
        if cart is None:
            cart = in_items
        elif lines and cart != in_items:
            allowed = False
    else:
        cart = own_cart
    if tax is None:
        tax = own_tax
    if shipping is None:
        shipping = own_shipping
    if discount is None:
        discount = own_discount

    following = cart + tax + shipping - discount
    if not 0 <= following <= _MOST or cart > _MOST:
        allowed = False
    if total is None:
        total = following
    elif total != following:
        allowed = False

    if total > own_total:
        base = own_total if from_present else placed_total
        ceiling = None if max_increase is None else base + max_increase
        if max_increase_percent is not None:
            by_percent = base + base * max_increase_percent // 10_000
            if ceiling is None or (by_percent > ceiling) == higher:
                ceiling = by_percent
        if max_order_total is not None and (ceiling is None or max_order_total < ceiling):
            ceiling = max_order_total
        if ceiling is not None and total > ceiling:
            allowed = False
        if increase_count >= (_MOST if max_increases is None else max_increases):
            allowed = False
    return allowed
