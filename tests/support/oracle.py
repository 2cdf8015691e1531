"""An independent model of domain.md: fractions of dollars on plain dicts.

It imports nothing of the package and shares no structure with it. Orders, updates and limits are
JSON-shaped dicts whose numbers are `int` or `Decimal`. A comment or docstring names the sentence
that the code implements.
"""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

LARGEST = Fraction("9999999999999.99")  # N3
CENT = Fraction(1, 100)
MOST_INCREASES = 10**15 - 1  # L9
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
"""The paths of a contact's required fields."""
Json = dict[str, Any]


class Verdict(NamedTuple):
    """The reasons against an update, as (code, path), and the cart and total after it."""

    reasons: list[tuple[str, str]]
    cart: Fraction
    total: Fraction


def exact(number: int | Decimal) -> Fraction:
    """Return the number as a fraction."""
    return Fraction(number)


def cart_of(items: list[Json]) -> Fraction:
    """Return the sum of the lines, each rounded half up to the cent (N5)."""
    lines = (exact(item["unit_price"]) * exact(item["qty"]) for item in items)
    return sum((math.floor(line / CENT + Fraction(1, 2)) * CENT for line in lines), Fraction(0))


def total_of(order: Json) -> Fraction:
    """Return the total that follows from the four amounts (T1)."""
    return sum(
        (exact(order[name]) for name in ("cart_amount", "tax_amount", "shipping_amount")),
        -exact(order["discount_amount"]),
    )


def caps(order: Json, limit: Json) -> dict[str, Fraction]:
    """Return the exact highest total of each term (L1 and L3)."""
    base = total_of(order)
    if limit.get("measured_from", "placed_total") == "placed_total":
        base = exact(order.get("placed_total", base))
    found = {}
    if "max_increase" in limit:
        found["max_increase"] = base + exact(limit["max_increase"])
    if "max_increase_percent" in limit:
        found["max_increase_percent"] = base * (1 + exact(limit["max_increase_percent"]) / 100)
    if "max_order_total" in limit:
        found["max_order_total"] = exact(limit["max_order_total"])
    return found


def cap_of(order: Json, limit: Json) -> Fraction:
    """Return the highest total that all terms together allow (L2)."""
    found = caps(order, limit)
    absolute = found.pop("max_order_total", None)
    choose = max if limit.get("combine") == "higher" else min
    terms = [choose(found.values())] if found else []
    return min(terms if absolute is None else [*terms, absolute])


def headroom_of(order: Json, limit: Json) -> Fraction:
    """Return the most that an update may add (L10)."""
    if order.get("increase_count", 0) >= limit.get("max_increases", MOST_INCREASES):
        return Fraction(0)
    highest = math.floor(min(cap_of(order, limit), LARGEST) / CENT) * CENT
    return max(Fraction(0), highest - total_of(order))


def missing(order: Json, update: Json) -> list[str]:
    """Return the path of each field that a new contact does not state (U3)."""
    paths = []
    for contact in ("shipping", "billing"):
        if contact in update and contact not in order:
            for path in REQUIRED:
                node: Any = update[contact]
                for step in path:
                    node = node.get(step, {})
                if node == {}:
                    paths.append("/".join(("", contact, *path)))
    return paths


def judge(order: Json, update: Json, limit: Json) -> Verdict:
    """Return every reason, in order of precedence (V2)."""
    reasons: list[tuple[str, str]] = []

    def unless(holds: bool, code: str, path: str) -> None:
        if not holds:
            reasons.append((code, path))

    # T2: "Each of the four amounts is the update's if it states one, else the order's." A
    # cart_amount that is not stated is the sum of the update's items, if it has any.
    amounts = {**order, **{name: update[name] for name in update if name.endswith("_amount")}}
    if "items" in update and "cart_amount" not in update:
        cart = cart_of(update["items"])
    else:
        cart = exact(amounts["cart_amount"])
    computed = total_of({**amounts, "cart_amount": 0}) + cart
    total = exact(update.get("order_total", computed))
    items = update["items"] if "items" in update else order.get("items", [])
    is_increase = total > total_of(order)

    for name in ("backd_order_id", "merchant_order_id"):
        unless(update[name] == order[name], f"{name}_mismatch", f"/{name}")
    unless(order["status"] == "order_placed", "status_forbids_update", "")
    reasons += [("contact_incomplete", path) for path in missing(order, update)]
    unless(0 <= computed <= LARGEST, "amount_out_of_range", "/order_total")
    unless(0 <= cart <= LARGEST, "amount_out_of_range", "/cart_amount")
    compared = "cart_amount" in update and items
    unless(not compared or cart == cart_of(items), "cart_amount_mismatch", "/cart_amount")
    unless(total == computed, "order_total_mismatch", "/order_total")
    # L5: "A total that stays or falls is never refused by a limit, even if it is still above it."
    # L4: "The boundary is inside the limit."
    within = not is_increase or total <= cap_of(order, limit)
    unless(within, "increase_exceeds_limit", "/order_total")
    left = order.get("increase_count", 0) < limit.get("max_increases", MOST_INCREASES)
    unless(not is_increase or left, "too_many_increases", "/order_total")
    return Verdict(reasons, cart, computed)
