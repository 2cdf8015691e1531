"""The rules in two rules engines: GoRules' ZEN and Google's CEL.

The expressions stand here once, in the words of ZEN. CEL needs other spellings of some words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import cel
import zen

from benchmarks.floor import Facts

_MOST: Final = 10**15 - 1
_AMOUNTS: Final = {
    "in_items": "items != null ? sum(items) : "
    "cart != null and len(old_items) > 0 ? sum(old_items) : null",
    "new_cart": "cart != null ? cart : in_items != null ? in_items : old_cart",
    "computed": "new_cart + (tax != null ? tax : old_tax)"
    " + (shipping != null ? shipping : old_shipping)"
    " - (discount != null ? discount : old_discount)",
    "new_total": "total != null ? total : computed",
    "base": "measured_from == 'order_total' ? old_total : placed_total",
}
"""The amounts that the rules read. Each may use those above it."""

_BY_AMOUNT: Final = "new_total <= base + max_increase"
_BY_PERCENT: Final = "new_total <= base + floor(base * max_increase_percent / 10000)"
_WITHIN_CAPS: Final = (
    f"(max_increase == null ? max_increase_percent == null or {_BY_PERCENT}"
    f" : max_increase_percent == null ? {_BY_AMOUNT}"
    f" : combine == 'higher' ? {_BY_AMOUNT} or {_BY_PERCENT} : {_BY_AMOUNT} and {_BY_PERCENT})"
    " and (max_order_total == null or new_total <= max_order_total)"
)
RULES: Final = {
    "backd_order_id_mismatch": "backd_order_id == old_backd_order_id",
    "merchant_order_id_mismatch": "merchant_order_id == old_merchant_order_id",
    "status_forbids_update": "status == 'order_placed'",
    "contact_incomplete": "(new_shipping == null or not(null in new_shipping))"
    " and (new_billing == null or not(null in new_billing))",
    "amount_out_of_range": f"0 <= computed and computed <= {_MOST} and new_cart <= {_MOST}",
    "cart_amount_mismatch": "cart == null or in_items == null or cart == in_items",
    "order_total_mismatch": "new_total == computed",
    "increase_exceeds_limit": f"new_total <= old_total or {_WITHIN_CAPS}",
    "too_many_increases": "new_total <= old_total"
    f" or increase_count < (max_increases == null ? {_MOST} : max_increases)",
}
"""The condition of each rule, by the code of its violation."""

_CONDITIONS: Final = f"[{', '.join(RULES.values())}]"


class Engine(NamedTuple):
    """A rules engine: `prepare` returns its input, untimed; `judge` is timed.

    `judge` returns a bool for each of `RULES`, which is false if the rule refuses.
    """

    name: str
    package: str
    idiom: str
    prepare: Callable[[Facts], Any]
    judge: Callable[[Any], list[bool]]


def _zen_source() -> str:
    source = "; ".join([*(f"{name} = {value}" for name, value in _AMOUNTS.items()), _CONDITIONS])
    line = "floor((line[0] * line[1] + 500) / 1000)"
    for name in ("items", "old_items"):
        source = source.replace(f"sum({name})", f"sum(map({name} as line, {line}))")
    return source


def _cel_source() -> str:
    source = _CONDITIONS
    # A list of one element replaces the assignment that CEL does not have.
    for name, value in reversed(_AMOUNTS.items()):
        source = f"[{value}].map({name}, {source})[0]"
    line = "(line[0] * line[1] + 500) / 1000"
    for name in ("items", "old_items"):
        source = source.replace(f"sum({name})", f"sum({name}.map(line, {line}))")
    spellings = {" and ": " && ", " or ": " || ", "not(": "!(", "len(": "size(", "floor(": "("}
    for ours, theirs in spellings.items():
        source = source.replace(ours, theirs)
    return source


ENGINES: Final = (
    Engine(
        "zen",
        "zen-engine",
        "one compiled expression with assignments; it reads a JSON text, faster than a dict",
        json.dumps,
        zen.compile_expression(_zen_source()).evaluate,
    ),
    Engine(
        "CEL",
        "common-expression-language",
        "one compiled program; its context is prepared, untimed; it has no `sum`, so Python's is "
        "registered",
        lambda facts: cel.Context(facts, {"sum": sum}),
        cel.compile(_cel_source()).execute,
    ),
)
