"""What domain.md says, once more, and independently: fractions of dollars on plain dicts.

It imports nothing of the package, shares no shape with it and takes no short way. Orders, updates
and limits are JSON-shaped dicts whose numbers are `int` or `Decimal`.
"""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

LARGEST = Fraction("9999999999999.99")
CENT = Fraction(1, 100)
MOST_INCREASES = 10**15 - 1  # Fifteen digits, as everywhere; more cannot be counted.
REQUIRED = (
    ("name", "first"),
    ("name", "last"),
    ("address", "line1"),
    ("address", "city"),
    ("address", "state"),
    ("address", "zipcode"),
    ("address", "country"),
    ("phone_number",),
    ("email",),
)
Json = dict[str, Any]


class Verdict(NamedTuple):
    """The reasons against an update, as (code, path), and what the amounts would be."""

    reasons: list[tuple[str, str]]
    cart: Fraction
    total: Fraction


def exact(number: int | Decimal) -> Fraction:
    return Fraction(number)


def cart_of(items: list[Json]) -> Fraction:
    """The sum of `unit_price x qty`; "a line's amount is rounded half up to the cent"."""
    lines = (exact(item["unit_price"]) * exact(item["qty"]) for item in items)
    return sum((math.floor(line / CENT + Fraction(1, 2)) * CENT for line in lines), Fraction(0))


def total_of(order: Json) -> Fraction:
    return sum(
        (exact(order[name]) for name in ("cart_amount", "tax_amount", "shipping_amount")),
        -exact(order["discount_amount"]),
    )


def caps(order: Json, limit: Json) -> dict[str, Fraction]:
    """By term, the exact total up to which it lets the order rise."""
    basis = total_of(order)
    if limit.get("measured_from", "placed_total") == "placed_total":
        basis = exact(order.get("placed_total", basis))
    found = {}
    if "max_increase" in limit:
        found["max_increase"] = basis + exact(limit["max_increase"])
    if "max_increase_percent" in limit:
        found["max_increase_percent"] = basis * (1 + exact(limit["max_increase_percent"]) / 100)
    if "max_order_total" in limit:
        found["max_order_total"] = exact(limit["max_order_total"])
    return found


def cap_of(order: Json, limit: Json) -> Fraction:
    """ "The lower one counts, unless the agreement says the higher one"; the third caps either."""
    found = caps(order, limit)
    absolute = found.pop("max_order_total", None)
    choose = max if limit.get("combine") == "higher" else min
    terms = [choose(found.values())] if found else []
    return min(terms if absolute is None else [*terms, absolute])


def headroom_of(order: Json, limit: Json) -> Fraction:
    if order.get("increase_count", 0) >= limit.get("max_increases", MOST_INCREASES):
        return Fraction(0)
    reach = math.floor(min(cap_of(order, limit), LARGEST) / CENT) * CENT
    return max(Fraction(0), reach - total_of(order))


def missing(order: Json, update: Json) -> list[str]:
    """ "A contact that the order did not have must arrive complete." """
    paths = []
    for contact in ("shipping", "billing"):
        if contact in update and contact not in order:
            for leaf in REQUIRED:
                node: Any = update[contact]
                for step in leaf:
                    node = node.get(step, {})
                if node == {}:
                    paths.append("/".join(("", contact, *leaf)))
    return paths


def judge(order: Json, update: Json, limit: Json) -> Verdict:
    """Every reason, in order of precedence."""
    reasons: list[tuple[str, str]] = []

    def unless(holds: bool, code: str, path: str) -> None:
        if not holds:
            reasons.append((code, path))

    # "Each amount is the update's if it states one, else the order's; a cart_amount that is not
    # stated follows from the update's items, if it brings any."
    amounts = {**order, **{name: update[name] for name in update if name.endswith("_amount")}}
    if "items" in update and "cart_amount" not in update:
        cart = cart_of(update["items"])
    else:
        cart = exact(amounts["cart_amount"])
    follows = total_of({**amounts, "cart_amount": 0}) + cart
    total = exact(update.get("order_total", follows))
    items = update["items"] if "items" in update else order.get("items", [])
    raised = total > total_of(order)

    for name in ("backd_order_id", "merchant_order_id"):
        unless(update[name] == order[name], f"{name}_mismatch", f"/{name}")
    unless(order["status"] == "order_placed", "status_forbids_update", "")
    reasons += [("contact_incomplete", path) for path in missing(order, update)]
    unless(0 <= follows <= LARGEST, "amount_out_of_range", "/order_total")
    unless(0 <= cart <= LARGEST, "amount_out_of_range", "/cart_amount")
    compared = "cart_amount" in update and items
    unless(not compared or cart == cart_of(items), "cart_amount_mismatch", "/cart_amount")
    unless(total == follows, "order_total_mismatch", "/order_total")
    # "A total that stays or falls is never refused by a limit." "The boundary is inside."
    within = not raised or total <= cap_of(order, limit)
    unless(within, "increase_exceeds_limit", "/order_total")
    left = order.get("increase_count", 0) < limit.get("max_increases", MOST_INCREASES)
    unless(not raised or left, "too_many_increases", "/order_total")
    return Verdict(reasons, cart, follows)
