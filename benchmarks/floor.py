"""The floor: every rule as arithmetic and comparisons in one function, on dicts of integers.

It builds no order and explains nothing. Python code that decides the same can hardly be faster. The
servers that have no rules of their own call it too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from benchmarks.payloads import Json

_MOST: Final = 10**15 - 1
Facts = dict[str, Any]
"""The values that the rules read, of `order`, `update` and `limit`, and the `new_texts`.

Amounts are cents, quantities thousandths, percentages hundredths. An absent value is `None`.
"""


_AMOUNTS: Final = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
_REQUIRED: Final = {
    "name": ("first", "last"),
    "address": ("line1", "city", "state", "zipcode", "country"),
}


def facts(order: Json, update: Json, limit: Facts) -> Facts:
    """Return the facts of two payloads and of the `limit_facts`."""
    return {
        "order": {
            **{name: round(order[name] * 100) for name in _AMOUNTS},
            "placed_total": _cents(order.get("placed_total", order["order_total"])),
            "increase_count": order.get("increase_count", 0),
            "backd_order_id": order["backd_order_id"],
            "merchant_order_id": order["merchant_order_id"],
            "status": order["status"],
            "items": _lines(order["items"]),
        },
        "update": {
            **{name: _cents(update.get(name)) for name in _AMOUNTS},
            "backd_order_id": update["backd_order_id"],
            "merchant_order_id": update["merchant_order_id"],
            "items": _lines(update.get("items")),
        },
        "limit": limit,
        "new_texts": [
            text
            for contact in ("shipping", "billing")
            if contact in update and order.get(contact) is None
            for text in _required_texts(update[contact])
        ],
    }


def limit_facts(limit: Json) -> Facts:
    """Return the facts of a limit."""
    amounts = ("max_increase", "max_increase_percent", "max_order_total")
    return {
        **{name: _cents(limit.get(name)) for name in amounts},
        "max_increases": limit.get("max_increases"),
        "combine": limit.get("combine", "lower"),
        "measured_from": limit.get("measured_from", "placed_total"),
    }


def _cents(number: float | Decimal | None) -> int | None:
    return None if number is None else round(number * 100)


def _lines(items: list[Json] | None) -> list[list[int]] | None:
    if items is None:
        return None
    return [[round(item["unit_price"] * 100), round(item["qty"] * 1000)] for item in items]


def _required_texts(patch: Json) -> list[str | None]:
    texts = [patch.get(part, {}).get(text) for part, names in _REQUIRED.items() for text in names]
    return [*texts, patch.get("phone_number"), patch.get("email")]


def floor(given: Facts) -> tuple[list[str], int, int]:
    """Return the codes of the rules that refuse the update, the new cart and the new total."""
    order, update, limit = given["order"], given["update"], given["limit"]
    refused = []
    if update["backd_order_id"] != order["backd_order_id"]:
        refused.append("backd_order_id_mismatch")
    if update["merchant_order_id"] != order["merchant_order_id"]:
        refused.append("merchant_order_id_mismatch")
    if order["status"] != "order_placed":
        refused.append("status_forbids_update")
    if None in given["new_texts"]:
        refused.append("contact_incomplete")

    tax, shipping = update["tax_amount"], update["shipping_amount"]
    discount = update["discount_amount"]
    if tax is None:
        tax = order["tax_amount"]
    if shipping is None:
        shipping = order["shipping_amount"]
    if discount is None:
        discount = order["discount_amount"]
    cart, items, mismatch = update["cart_amount"], update["items"], False
    if items is not None or cart is not None:
        in_items = 0
        lines = order["items"] if items is None else items
        for unit_price, qty in lines:
            in_items += (unit_price * qty + 500) // 1000
        if cart is None:
            cart = in_items
        mismatch = bool(lines) and cart != in_items
    else:
        cart = order["cart_amount"]
    computed = cart + tax + shipping - discount
    total = update["order_total"]
    if total is None:
        total = computed
    if not 0 <= computed <= _MOST or cart > _MOST:
        refused.append("amount_out_of_range")
    if mismatch:
        refused.append("cart_amount_mismatch")
    if total != computed:
        refused.append("order_total_mismatch")

    if total > order["order_total"]:
        base = order[limit["measured_from"]]
        increase, percent, ceiling = limit["max_increase"], limit["max_increase_percent"], None
        if increase is not None:
            ceiling = base + increase
        if percent is not None:
            by_percent = base + base * percent // 10_000
            if ceiling is None or (by_percent > ceiling) == (limit["combine"] == "higher"):
                ceiling = by_percent
        cap, count = limit["max_order_total"], limit["max_increases"]
        if cap is not None and (ceiling is None or cap < ceiling):
            ceiling = cap
        if ceiling is not None and total > ceiling:
            refused.append("increase_exceeds_limit")
        if order["increase_count"] >= (_MOST if count is None else count):
            refused.append("too_many_increases")
    return refused, cart, total
