"""The floor: every rule as arithmetic and comparisons in one function, on dicts of integers.

It builds no order and no messages. Python code that decides the same can hardly be faster. The
servers that have no rules of their own call it too.
"""

from __future__ import annotations

from typing import Any, Final

from benchmarks.payloads import Json

_MOST: Final = 10**15 - 1
_LINE: Final = 10_000_000
"""Millionths times thousandths in a cent."""
Facts = dict[str, Any]
"""The values that the rules read, of `order`, `update` and `limit`, and the `new_texts`.

Amounts are cents, unit prices millionths, quantities thousandths, percentages hundredths. An absent
value is `None`. The order has its `adjustment`, and the sum of its items as `in_items`.
"""


_FEES: Final = ("tax_amount", "shipping_amount", "discount_amount")
_AMOUNTS: Final = ("order_total", "cart_amount", *_FEES)
_REQUIRED: Final = {
    "name": ("first", "last"),
    "address": ("line1", "city", "state", "zipcode", "country"),
}


def facts(order: Json, update: Json, limit: Facts) -> Facts:
    """Return the facts of the payloads of a record and an update, and of the `limit_facts`."""
    present = {name: round(order[name] * 100) for name in _AMOUNTS}
    total, cart, tax, shipping, discount = present.values()
    lines = _lines(order.get("items")) or []
    return {
        "order": {
            **present,
            "adjustment": total - (cart + tax + shipping - discount),
            "placed_total": _cents(order.get("placed_total")),
            "increase_count": order.get("increase_count"),
            "backd_order_id": order["backd_order_id"],
            "merchant_order_id": order["merchant_order_id"],
            "status": order["status"],
            "items": lines,
            "in_items": sum([(price * qty + _LINE // 2) // _LINE for price, qty in lines]),
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
            if order.get(contact) is None and not states_nothing(update.get(contact, {}))
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


def states_nothing(patch: object) -> bool:
    """Return whether `patch` is an object that states no field, not even in an object inside."""
    return isinstance(patch, dict) and all(map(states_nothing, patch.values()))


def _cents(number: float | None) -> int | None:
    return None if number is None else round(number * 100)


def _lines(items: list[Json] | None) -> list[list[int]] | None:
    if items is None:
        return None
    return [[round(item["unit_price"] * 1_000_000), round(item["qty"] * 1000)] for item in items]


def _required_texts(patch: Json) -> list[str | None]:
    texts = [patch.get(part, {}).get(text) for part, names in _REQUIRED.items() for text in names]
    return [*texts, patch.get("phone_number"), patch.get("email")]


Refusals = dict[str, dict[str, object]]
"""The facts of the first violation of each code, with dollars as in a response."""


def floor(given: Facts) -> tuple[Refusals, int, int]:
    """Return why the update is refused, the new cart and the new total."""
    order, update, limit = given["order"], given["update"], given["limit"]
    refused: Refusals = {}
    if update["backd_order_id"] != order["backd_order_id"]:
        refused["backd_order_id_mismatch"] = {}
    if update["merchant_order_id"] != order["merchant_order_id"]:
        refused["merchant_order_id_mismatch"] = {}
    if refused:
        return refused, 0, 0
    if order["status"] != "order_placed":
        refused["status_forbids_action"] = {"status": order["status"], "action": "update_order"}
    if None in given["new_texts"]:
        refused["contact_incomplete"] = {}

    tax, shipping = update["tax_amount"], update["shipping_amount"]
    discount = update["discount_amount"]
    if tax is None:
        tax = order["tax_amount"]
    if shipping is None:
        shipping = order["shipping_amount"]
    if discount is None:
        discount = order["discount_amount"]
    lines, in_items, changed = order["items"], order["in_items"], False
    if update["items"] is not None:
        had_none, lines, in_items = not lines, update["items"], 0
        for unit_price, qty in lines:
            in_items += (unit_price * qty + _LINE // 2) // _LINE
        changed = had_none or in_items != order["in_items"]
    cart = update["cart_amount"]
    if cart is None:
        cart = in_items if changed else order["cart_amount"]
    computed = cart + tax + shipping - discount + order["adjustment"]
    total = update["order_total"]
    if total is None:
        total = computed
    if not 0 <= computed <= _MOST:
        refused["amount_out_of_range"] = {"amount": computed / 100}
    elif cart > _MOST:
        refused["amount_out_of_range"] = {"amount": cart / 100}
    if cart != in_items and lines and (changed or cart != order["cart_amount"]):
        lowest = highest = 0
        for unit_price, qty in lines:
            lowest += unit_price * qty // _LINE
            highest -= -unit_price * qty // _LINE
        if not lowest <= cart <= highest:
            sums = {"lowest": lowest / 100, "half_up": in_items / 100, "highest": highest / 100}
            refused["cart_amount_mismatch"] = {"cart_amount": cart / 100, **sums}
    if total != computed:
        refused["order_total_mismatch"] = {"stated": total / 100, "expected": computed / 100}

    if total > order["order_total"]:
        base, count = order[limit["measured_from"]], order["increase_count"]
        increase, percent = limit["max_increase"], limit["max_increase_percent"]
        cap, most = limit["max_order_total"], limit["max_increases"]
        unknown = []
        if base is None and (increase is not None or percent is not None):
            unknown.append("placed_total")
        if count is None and most is not None:
            unknown.append("increase_count")
        if unknown:
            refused["history_unknown"] = {"unknown": unknown}
        if "placed_total" not in unknown:
            ceiling, term = None, "max_increase"
            if increase is not None:
                ceiling = base + increase
            if percent is not None:
                by_percent, higher = base + base * percent // 10_000, limit["combine"] == "higher"
                if ceiling is None or (by_percent > ceiling if higher else by_percent < ceiling):
                    ceiling, term = by_percent, "max_increase_percent"
            if cap is not None and (ceiling is None or cap < ceiling):
                ceiling, term = cap, "max_order_total"
            if ceiling is not None and total > ceiling:
                amounts = {"order_total": total / 100, "ceiling": ceiling / 100}
                refused["increase_exceeds_limit"] = {**amounts, "bound_by": term}
        most = _MOST if most is None else most
        if count is not None and count >= most:
            refused["too_many_increases"] = {"increase_count": count, "max_increases": most}
    return refused, cart, total
