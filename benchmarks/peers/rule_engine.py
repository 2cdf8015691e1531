"""The rules for rule-engine."""

from __future__ import annotations

from typing import Any, Final

import rule_engine

from benchmarks.facts import Facts
from benchmarks.peers.peer import Peer, as_dict, refusing

_MOST: Final = 10**15 - 1
_LINE: Final = rule_engine.Rule("(unit_price * qty + 500) // 1000")
_AMOUNTS: Final = {
    "new_cart": "cart != null ? cart : (in_items != null ? in_items : own_cart)",
    "following": "new_cart + (tax != null ? tax : own_tax)"
    " + (shipping != null ? shipping : own_shipping)"
    " - (discount != null ? discount : own_discount)",
    "new_total": "total != null ? total : following",
    "base": "from_present ? own_total : placed_total",
}
"""What the rules look at, each by those above it."""

_BY_AMOUNT: Final = "new_total <= base + max_increase"
_BY_PERCENT: Final = "new_total <= base + base * max_increase_percent // 10000"
_WITHIN: Final = (
    f"(max_increase == null ? (max_increase_percent == null or {_BY_PERCENT}) :"
    f" (max_increase_percent == null ? ({_BY_AMOUNT}) :"
    f" (higher ? ({_BY_AMOUNT} or {_BY_PERCENT}) : ({_BY_AMOUNT} and {_BY_PERCENT}))))"
    " and (max_order_total == null or new_total <= max_order_total)"
)
_HOLDS: Final = (
    "backd_order_id == own_backd_order_id",
    "merchant_order_id == own_merchant_order_id",
    "status == 'order_placed'",
    "(new_shipping == null or not (null in new_shipping))"
    " and (new_billing == null or not (null in new_billing))",
    f"0 <= following and following <= {_MOST} and new_cart <= {_MOST}",
    "cart == null or in_items == null or cart == in_items",
    "new_total == following",
    f"new_total <= own_total or ({_WITHIN})",
    f"new_total <= own_total or increase_count < (max_increases == null ? {_MOST} : max_increases)",
)


_STEPS: Final = [(name, rule_engine.Rule(value)) for name, value in _AMOUNTS.items()]
_RULES: Final = [rule_engine.Rule(holds) for holds in _HOLDS]


def _judge(facts: dict[str, Any], lines: list[dict[str, int]] | None) -> list[bool]:
    in_items = None if lines is None else sum(_LINE.evaluate(line) for line in lines)
    known = {**facts, "in_items": in_items}
    for name, step in _STEPS:
        known[name] = step.evaluate(known)
    return [rule.matches(known) for rule in _RULES]


def _prepare(facts: Facts) -> tuple[dict[str, Any], list[dict[str, int]] | None]:
    known = as_dict(facts)
    items, own_items = known.pop("items"), known.pop("own_items")
    compared = own_items if facts.cart is not None and own_items else None
    return known, compared if items is None else items


PEERS: Final = (
    Peer(
        "rule-engine",
        "rule-engine",
        "a compiled rule for a line, for each amount and for each rule",
        "Python adds up the lines and hands the amounts from one rule to the next (timed): it "
        "has sums and can nest its expressions, which takes it many times as long",
        _prepare,
        _judge,
        refusing,
    ),
)
