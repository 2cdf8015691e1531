"""An independent model of domain.md: fractions of dollars on plain dicts.

It imports nothing of the package and shares no structure with it. Orders, updates and limits are
JSON-shaped dicts. They must be well-formed: `support.oracle_problems` says which are. A comment or
docstring names the sentence that the code implements.
"""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

CENT = Fraction(1, 100)
MILLIONTH = Fraction(1, 10**6)
THOUSANDTH = Fraction(1, 1000)
LARGEST = Fraction("9999999999999.99")  # N3
LARGEST_COUNT = 999_999_999_999_999  # L9
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
CODES = (
    "backd_order_id_mismatch",
    "merchant_order_id_mismatch",
    "status_forbids_action",
    "contact_incomplete",
    "amount_out_of_range",
    "cart_amount_mismatch",
    "order_total_mismatch",
    "history_unknown",
    "increase_exceeds_limit",
    "too_many_increases",
)
"""The codes of an update's violations, in order of precedence (chapter 8)."""
Json = dict[str, Any]
Number = int | float | Decimal | Fraction


class Verdict(NamedTuple):
    """The reasons against an update, and the order's cart, total and count after it.

    The reasons are pairs of code and path. The count is `None` if it is unknown.
    """

    reasons: list[tuple[str, str]]
    cart: Fraction
    total: Fraction
    increase_count: int | None


# Numbers


def exact(number: Number) -> Fraction:
    """Return the number that a payload means (N2)."""
    if isinstance(number, float | Decimal):
        number = Decimal(repr(float(number)))
    return Fraction(number)


def round_half_up(number: Fraction, unit: Fraction) -> Fraction:
    """Return the nearest multiple of `unit`; the higher one if there are two."""
    return math.floor(number / unit + Fraction(1, 2)) * unit


# Amounts


def amount_of(order: Json, name: str) -> Fraction:
    """Return an amount; one that is absent or null is zero (F5)."""
    return exact(order.get(name) or 0)


def total_of(order: Json) -> Fraction:
    """Return the recorded total."""
    return amount_of(order, "order_total")


def sum_of_amounts(order: Json) -> Fraction:
    """Return what the four amounts of an order make (T1)."""
    added = ("cart_amount", "tax_amount", "shipping_amount")
    return sum((amount_of(order, name) for name in added), -amount_of(order, "discount_amount"))


def adjustment_of(order: Json) -> Fraction:
    """Return the fees or credits that no field holds (F7)."""
    return total_of(order) - sum_of_amounts(order)


def items_of(order: Json) -> list[Json]:
    """Return the recorded items; none if they are absent or null (F4)."""
    return order.get("items") or []


def lines_of(items: list[Json]) -> list[Fraction]:
    """Return the exact amount of each line (N5), with recorded numbers as F6 rounds them."""
    return [
        round_half_up(exact(item["unit_price"]), MILLIONTH)
        * round_half_up(exact(item["qty"]), THOUSANDTH)
        for item in items
    ]


def cart_of(items: list[Json]) -> Fraction:
    """Return the sum of the lines, each rounded half up to the cent (N5)."""
    return sum((round_half_up(line, CENT) for line in lines_of(items)), Fraction(0))


def cart_bounds_of(items: list[Json]) -> tuple[Fraction, Fraction]:
    """Return the sum of the lines rounded down, and the sum of the lines rounded up (T4)."""
    in_cents = [line / CENT for line in lines_of(items)]
    return sum(map(math.floor, in_cents)) * CENT, sum(map(math.ceil, in_cents)) * CENT


# The limit


def needs_unknown_total(order: Json, limit: Json) -> bool:
    """Return whether a term is measured from a `placed_total` that is unknown (L8)."""
    is_relative = "max_increase" in limit or "max_increase_percent" in limit
    from_placed = limit.get("measured_from", "placed_total") == "placed_total"
    return is_relative and from_placed and order.get("placed_total") is None


def needs_unknown_count(order: Json, limit: Json) -> bool:
    """Return whether the limit counts increases and their number is unknown (L8)."""
    return "max_increases" in limit and order.get("increase_count") is None


def caps(order: Json, limit: Json) -> dict[str, Fraction]:
    """Return the exact highest total of each term (L1 and L3)."""
    if needs_unknown_total(order, limit):
        raise ValueError("The limit needs the placed_total, which is unknown.")
    base = total_of(order)
    if limit.get("measured_from") != "order_total":
        base = amount_of(order, "placed_total")
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


def has_increase_left(order: Json, limit: Json) -> bool:
    """Return whether the order may still be increased; an unknown count allows it (L1 and L9)."""
    made = order.get("increase_count")
    return made is None or made < min(limit.get("max_increases", LARGEST_COUNT), LARGEST_COUNT)


def ceiling_of(order: Json, limit: Json) -> Fraction:
    """Return the highest total in whole cents that the terms allow; `ValueError` as in L10."""
    if needs_unknown_count(order, limit):
        raise ValueError("The limit needs the increase_count, which is unknown.")
    return math.floor(min(cap_of(order, limit), LARGEST) / CENT) * CENT


def headroom_of(order: Json, limit: Json) -> Fraction:
    """Return the most that an update may add; `ValueError` as in L10."""
    if order["status"] != "order_placed":
        return Fraction(0)
    room = ceiling_of(order, limit) - total_of(order)
    return max(Fraction(0), room) if has_increase_left(order, limit) else Fraction(0)


# The update


def states_something(patch: Json) -> bool:
    """Return whether a contact states a field; `null` clears one, so that it counts (U3)."""
    return any(
        states_something(value) if isinstance(value, dict) else True for value in patch.values()
    )


def missing(order: Json, update: Json) -> list[str]:
    """Return the path of each field that a new contact does not state (U3)."""
    paths = []
    for contact in ("shipping", "billing"):
        patch = update.get(contact, {})
        if order.get(contact) is None and states_something(patch):
            for path in REQUIRED:
                node: Any = patch
                for step in path:
                    node = node.get(step, {})
                if node == {}:
                    paths.append("/".join(("", contact, *path)))
    return paths


def changes_items_total(order: Json, update: Json) -> bool:
    """Return whether the items of the update have another sum than those of the order (T3)."""
    if "items" not in update:
        return False
    before = items_of(order)
    return not before or cart_of(update["items"]) != cart_of(before)


def amounts_after(order: Json, update: Json) -> Json:
    """Return the four amounts after the update."""
    # T2: "Each of the four amounts is the update's if it states one, else the order's."
    amounts = {**order, **{name: update[name] for name in update if name.endswith("_amount")}}
    if "cart_amount" not in update and changes_items_total(order, update):  # T3
        amounts["cart_amount"] = cart_of(update["items"])
    return amounts


def cart_matches(order: Json, update: Json, cart: Fraction) -> bool:
    """Return whether the cart fits the items, or is not judged (T4)."""
    items = update.get("items", items_of(order))
    is_judged = cart != amount_of(order, "cart_amount") or changes_items_total(order, update)
    if not items or not is_judged:
        return True
    lowest, highest = cart_bounds_of(items)
    return lowest <= cart <= highest


def limit_faults(order: Json, limit: Json, total: Fraction) -> list[tuple[str, str]]:
    """Return the codes of the limit (L4 to L9)."""
    # L5: "A total that stays or falls is never refused by a limit, even if it is still above it."
    if total <= total_of(order):
        return []
    codes = []
    knows_total = not needs_unknown_total(order, limit)
    if not knows_total or needs_unknown_count(order, limit):
        codes.append("history_unknown")
    # L4: "The boundary is inside the limit." V2: without the history, the term is not evaluated.
    if knows_total and total > cap_of(order, limit):
        codes.append("increase_exceeds_limit")
    if not has_increase_left(order, limit):
        codes.append("too_many_increases")
    return [(code, "/order_total") for code in codes]


def judge(order: Json, update: Json, limit: Json) -> Verdict:
    """Return every reason, in order of precedence (V2), and what the update makes of the order."""
    amounts = amounts_after(order, update)
    cart = amount_of(amounts, "cart_amount")
    computed = sum_of_amounts(amounts) + adjustment_of(order)  # T1
    total = exact(update.get("order_total", computed))  # L7
    count = order.get("increase_count")

    others = [
        name for name in ("backd_order_id", "merchant_order_id") if update[name] != order[name]
    ]
    if others:  # V1: it is not judged further.
        return Verdict([(f"{name}_mismatch", f"/{name}") for name in others], cart, computed, count)

    checks = (
        (order["status"] == "order_placed", "status_forbids_action", ""),  # S1
        *((False, "contact_incomplete", path) for path in missing(order, update)),
        (0 <= computed <= LARGEST, "amount_out_of_range", "/order_total"),  # T6
        (0 <= cart <= LARGEST, "amount_out_of_range", "/cart_amount"),  # T6
        (cart_matches(order, update, cart), "cart_amount_mismatch", "/cart_amount"),
        (total == computed, "order_total_mismatch", "/order_total"),  # T5
    )
    reasons = [(code, path) for holds, code, path in checks if not holds]
    reasons += limit_faults(order, limit, total)
    if count is not None and not reasons and total > total_of(order):
        count += 1  # L9
    return Verdict(reasons, cart, computed, count)
