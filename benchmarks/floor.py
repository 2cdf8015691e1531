"""The floor: every rule as arithmetic and comparisons on local values.

It looks nothing up, builds no order and explains nothing. Python code that decides the same can
hardly be faster. The servers that have no rules of their own call it too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from benchmarks.payloads import Json

_MOST: Final = 10**15 - 1
_REQUIRED: Final = {
    "name": ("first", "last"),
    "address": ("line1", "city", "state", "zipcode", "country"),
}

Facts = dict[str, Any]
"""The values that the rules read, in the order of the floor's parameters.

Amounts are cents, quantities thousandths, percentages hundredths. An absent value is `None`.
"""


def facts(order: Json, update: Json, limit: Json) -> Facts:
    """Return the facts of three payloads."""
    total = order["order_total"]
    return {
        "backd_order_id": update["backd_order_id"],
        "merchant_order_id": update["merchant_order_id"],
        "cart": _cents(update.get("cart_amount")),
        "tax": _cents(update.get("tax_amount")),
        "shipping": _cents(update.get("shipping_amount")),
        "discount": _cents(update.get("discount_amount")),
        "total": _cents(update.get("order_total")),
        "items": _lines(update.get("items")),
        "old_backd_order_id": order["backd_order_id"],
        "old_merchant_order_id": order["merchant_order_id"],
        "status": order["status"],
        "old_cart": _cents(order["cart_amount"]),
        "old_tax": _cents(order["tax_amount"]),
        "old_shipping": _cents(order["shipping_amount"]),
        "old_discount": _cents(order["discount_amount"]),
        "old_total": _cents(total),
        "old_items": _lines(order["items"]),
        "placed_total": _cents(order.get("placed_total", total)),
        "increase_count": order.get("increase_count", 0),
        "max_increase": _cents(limit.get("max_increase")),
        "max_increase_percent": _cents(limit.get("max_increase_percent")),
        "max_order_total": _cents(limit.get("max_order_total")),
        "max_increases": limit.get("max_increases"),
        "combine": limit.get("combine", "lower"),
        "measured_from": limit.get("measured_from", "placed_total"),
        "new_shipping": _required_texts(order, update, "shipping"),
        "new_billing": _required_texts(order, update, "billing"),
    }


def _cents(number: float | Decimal | None) -> int | None:
    return None if number is None else round(number * 100)


def _lines(items: list[Json] | None) -> list[list[int]] | None:
    if items is None:
        return None
    return [[round(item["unit_price"] * 100), round(item["qty"] * 1000)] for item in items]


def _required_texts(order: Json, update: Json, name: str) -> list[str | None] | None:
    """Return the required texts of a contact that is new, `None` for each that is missing."""
    patch = update.get(name)
    if patch is None or order.get(name) is not None:
        return None
    texts = [patch.get(part, {}).get(text) for part, names in _REQUIRED.items() for text in names]
    return [*texts, patch.get("phone_number"), patch.get("email")]


def floor(
    backd_order_id: str,
    merchant_order_id: str,
    cart: int | None,
    tax: int | None,
    shipping: int | None,
    discount: int | None,
    total: int | None,
    items: list[list[int]] | None,
    old_backd_order_id: str,
    old_merchant_order_id: str,
    status: str,
    old_cart: int,
    old_tax: int,
    old_shipping: int,
    old_discount: int,
    old_total: int,
    old_items: list[list[int]],
    placed_total: int,
    increase_count: int,
    max_increase: int | None,
    max_increase_percent: int | None,
    max_order_total: int | None,
    max_increases: int | None,
    combine: str,
    measured_from: str,
    new_shipping: list[str | None] | None,
    new_billing: list[str | None] | None,
) -> tuple[list[str], int, int]:
    """Return the codes of the rules that refuse the update, the new cart and the new total."""
    refused = []
    if backd_order_id != old_backd_order_id:
        refused.append("backd_order_id_mismatch")
    if merchant_order_id != old_merchant_order_id:
        refused.append("merchant_order_id_mismatch")
    if status != "order_placed":
        refused.append("status_forbids_update")
    if (new_shipping is not None and None in new_shipping) or (
        new_billing is not None and None in new_billing
    ):
        refused.append("contact_incomplete")

    mismatch = False
    if items is not None or cart is not None:
        in_items = 0
        lines = old_items if items is None else items
        for unit_price, qty in lines:
            in_items += (unit_price * qty + 500) // 1000
        if cart is None:
            cart = in_items
        mismatch = bool(lines) and cart != in_items
    else:
        cart = old_cart
    if tax is None:
        tax = old_tax
    if shipping is None:
        shipping = old_shipping
    if discount is None:
        discount = old_discount
    computed = cart + tax + shipping - discount
    if total is None:
        total = computed

    if not 0 <= computed <= _MOST or cart > _MOST:
        refused.append("amount_out_of_range")
    if mismatch:
        refused.append("cart_amount_mismatch")
    if total != computed:
        refused.append("order_total_mismatch")
    if total > old_total:
        base = old_total if measured_from == "order_total" else placed_total
        ceiling = None if max_increase is None else base + max_increase
        if max_increase_percent is not None:
            by_percent = base + base * max_increase_percent // 10_000
            if ceiling is None or (by_percent > ceiling) == (combine == "higher"):
                ceiling = by_percent
        if max_order_total is not None and (ceiling is None or max_order_total < ceiling):
            ceiling = max_order_total
        if ceiling is not None and total > ceiling:
            refused.append("increase_exceeds_limit")
        if increase_count >= (_MOST if max_increases is None else max_increases):
            refused.append("too_many_increases")
    return refused, cart, total
