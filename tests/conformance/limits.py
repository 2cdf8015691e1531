"""Conformance cases for every kind of limit: at its boundary, and one cent to each side.

Source: domain.md, L1 to L10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.limit import ceiling
from backd_rules.domain.money import Money
from backd_rules.wire import dump_update, parse_limit, parse_order
from conformance.cases import IDS, MAX, MAX_COUNT, UNLIMITED, Case, Json, an_order

_ORDERS: Final[Mapping[str, Json]] = {
    "fresh": an_order(100),
    "raised": an_order(110, placed_total=100, increase_count=1),
    "lowered": an_order(90, placed_total=100),
    "odd": an_order(33.33),
    "large": an_order(1000),
    "cent": an_order(0.01),
    "zero": an_order(0),
    "highest-but-one": an_order(9999999999999.98, placed_total=MAX, increase_count=MAX_COUNT - 1),
}
_FOR_PERCENTAGES: Final = ("large", "cent", "zero")
"""The orders that are of interest only where a limit has a percentage."""
_CHANGED: Final = ("raised", "lowered")
"""The orders whose current total differs from their placed total."""
_FROM_ORDER_TOTAL: Final = (
    "no-increase",
    "amount",
    "percent",
    "percent-broken",
    "total",
    "lower",
    "higher",
    "amount-capped",
    "higher-capped",
    "never",
    "once",
    "twice",
)
"""The limits that are also tested with `measured_from` set to `order_total`."""

_LIMITS: Final[Mapping[str, Json]] = {
    "no-increase": {"max_increase": 0},
    "amount-cent": {"max_increase": 0.01},
    "amount": {"max_increase": 75},
    "amount-highest": {"max_increase": MAX},
    "percent-none": {"max_increase_percent": 0},
    "percent-least": {"max_increase_percent": 0.01},
    "percent": {"max_increase_percent": 15},
    "percent-broken": {"max_increase_percent": 12.5},
    "percent-third": {"max_increase_percent": 33.33},
    "percent-fivefold": {"max_increase_percent": 400},
    "percent-highest": {"max_increase_percent": MAX},
    "total-none": {"max_order_total": 0},
    "total-passed": {"max_order_total": 50},
    "total": {"max_order_total": 115},
    "unlimited": UNLIMITED,
    "lower": {"max_increase": 75, "max_increase_percent": 15},
    "lower-stated": {"max_increase": 10, "max_increase_percent": 15, "combine": "lower"},
    "higher": {"max_increase": 75, "max_increase_percent": 15, "combine": "higher"},
    "higher-tie": {"max_increase": 15, "max_increase_percent": 15, "combine": "higher"},
    "amount-capped": {"max_increase": 75, "max_order_total": 150},
    "percent-capped": {"max_increase_percent": 15, "max_order_total": 112},
    "lower-capped": {"max_increase": 75, "max_increase_percent": 15, "max_order_total": 1050},
    "higher-capped": {
        "max_increase": 75,
        "max_increase_percent": 15,
        "max_order_total": 170,
        "combine": "higher",
    },
    "never": {"max_increase": 75, "max_increases": 0},
    "once": {"max_increase": 75, "max_increases": 1},
    "twice": {"max_increase_percent": 15, "max_increases": 2},
    "count-highest": {"max_order_total": MAX, "max_increases": MAX_COUNT},
}


def limit_cases() -> Iterator[Case]:
    """Yield cases for every limit with every order."""
    for name, limit in _LIMITS.items():
        for order_name, order in _ORDERS.items():
            if _is_of_interest(order_name, name, limit):
                yield from _near_boundary(f"limit/{name}/{order_name}", order, limit)
        for order_name in _CHANGED if name in _FROM_ORDER_TOTAL else ():
            prefix, order = f"limit/{name}/{order_name}/from-order-total", _ORDERS[order_name]
            yield from _near_boundary(prefix, order, {**limit, "measured_from": "order_total"})
    last_count = an_order(100, increase_count=MAX_COUNT)
    yield from _near_boundary("limit/unlimited/counted-out", last_count, UNLIMITED)


def _is_of_interest(order_name: str, limit_name: str, limit: Json) -> bool:
    if "max_increase_percent" in limit or limit_name == "amount-highest":
        return True
    if order_name == "highest-but-one":
        return MAX in limit.values()
    return order_name not in _FOR_PERCENTAGES


def _near_boundary(prefix: str, order: Json, limit: Json) -> Iterator[Case]:
    """Yield updates to the highest allowed total, and to one cent less and more.

    If no increase may be allowed, also yield updates to the current total, and to one cent less
    and more.
    """
    parsed = parse_order(order)
    highest, current = ceiling(parsed, parse_limit(limit)).total.cents, parsed.order_total.cents
    totals = {highest - 1: "a-cent-below", highest: "at-the-boundary", highest + 1: "a-cent-above"}
    if highest <= current or "max_increases" in limit:
        near_current = {current - 1: "falls-a-cent", current: "stays", current + 1: "rises-a-cent"}
        totals = near_current | totals
    for cents, name in totals.items():
        if 0 <= cents <= Money.MAX.cents:
            update = dump_update(OrderUpdate(**IDS, cart_amount=Money(cents=cents)))
            yield Case(f"{prefix}/{name}", order, limit, update)
