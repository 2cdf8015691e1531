"""Conformance cases of the limit: every kind of it, at its boundary and a cent to each side.

Source: domain.md, The limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.limit import ceiling
from backd_rules.domain.money import Money
from backd_rules.wire import dump_update, parse_limit, parse_order
from conformance.cases import IDS, MAX, MOST, UNLIMITED, Case, Json, an_order

_LIMITED: Final[Mapping[str, Json]] = {
    "fresh": an_order(100),
    "raised": an_order(110, placed_total=100, increase_count=1),
    "lowered": an_order(90, placed_total=100),
    "odd": an_order(33.33),
    "large": an_order(1000),
    "cent": an_order(0.01),
    "zero": an_order(0),
    "highest-but-one": an_order(9999999999999.98, placed_total=MAX, increase_count=MOST - 1),
}
"""Orders for which the limit is reached and passed."""
_MOVED: Final = ("raised", "lowered")
"""Those whose present total is not the original one."""
_MEASURED: Final = (
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
"""The limits that are also measured from there."""

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
    "count-highest": {"max_order_total": MAX, "max_increases": MOST},
}


def limit_cases() -> Iterator[Case]:
    """Every limit with every order, and measured from the present total where that matters."""
    for name, limit in _LIMITS.items():
        for which, order in _LIMITED.items():
            yield from _around(f"limit/{name}/{which}", order, limit)
        for which in _MOVED if name in _MEASURED else ():
            measured = {**limit, "measured_from": "order_total"}
            yield from _around(f"limit/{name}/{which}/from-order-total", _LIMITED[which], measured)
    counted_out = an_order(100, increase_count=MOST)
    yield from _around("limit/unlimited/counted-out", counted_out, UNLIMITED)


def _around(name: str, order: Json, limit: Json) -> Iterator[Case]:
    """The total goes to the boundary and a cent to each side of it.

    Where no raise is allowed, it goes a cent to each side of the present total too, and stays.
    """
    before = parse_order(order)
    reach, stays = ceiling(before, parse_limit(limit)).total.cents, before.order_total.cents
    goals = {reach - 1: "a-cent-below", reach: "at-the-boundary", reach + 1: "a-cent-above"}
    if reach <= stays or "max_increases" in limit:
        goals = {stays - 1: "falls-a-cent", stays: "stays", stays + 1: "rises-a-cent"} | goals
    for cents, goal in goals.items():
        if 0 <= cents <= Money.MAX.cents:
            update = dump_update(OrderUpdate(**IDS, cart_amount=Money(cents=cents)))
            yield Case(f"{name}/{goal}", order, limit, update)
