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
_STATED: Final = "(update.{0} != null ? update.{0} : order.{0})"
_AMOUNTS: Final = {
    "in_items": "update.items != null ? sum(update.items) : "
    "update.cart_amount != null and len(order.items) > 0 ? sum(order.items) : null",
    "cart": "update.cart_amount != null ? update.cart_amount : "
    "in_items != null ? in_items : order.cart_amount",
    "computed": f"cart + {_STATED.format('tax_amount')} + {_STATED.format('shipping_amount')}"
    f" - {_STATED.format('discount_amount')}",
    "total": "update.order_total != null ? update.order_total : computed",
    "base": "limit.measured_from == 'order_total' ? order.order_total : order.placed_total",
}
"""The amounts that the rules read. Each may use those above it."""

_BY_AMOUNT: Final = "total <= base + limit.max_increase"
_BY_PERCENT: Final = "total <= base + floor(base * limit.max_increase_percent / 10000)"
_EITHER: Final = f"limit.combine == 'higher' and ({_BY_AMOUNT} or {_BY_PERCENT})"
_WITHIN_CAPS: Final = (
    f"(limit.max_increase == null ? limit.max_increase_percent == null or {_BY_PERCENT}"
    f" : limit.max_increase_percent == null ? {_BY_AMOUNT}"
    f" : {_EITHER} or {_BY_AMOUNT} and {_BY_PERCENT})"
    " and (limit.max_order_total == null or total <= limit.max_order_total)"
)
RULES: Final = {
    "backd_order_id_mismatch": "update.backd_order_id == order.backd_order_id",
    "merchant_order_id_mismatch": "update.merchant_order_id == order.merchant_order_id",
    "status_forbids_update": "order.status == 'order_placed'",
    "contact_incomplete": "not(null in new_texts)",
    "amount_out_of_range": f"0 <= computed and computed <= {_MOST} and cart <= {_MOST}",
    "cart_amount_mismatch": "in_items == null or cart == in_items",
    "order_total_mismatch": "total == computed",
    "increase_exceeds_limit": f"total <= order.order_total or {_WITHIN_CAPS}",
    "too_many_increases": "total <= order.order_total or order.increase_count"
    f" < (limit.max_increases == null ? {_MOST} : limit.max_increases)",
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
    for name in ("update.items", "order.items"):
        source = source.replace(f"sum({name})", f"sum(map({name} as line, {line}))")
    return source


def _cel_source() -> str:
    source = _CONDITIONS
    # A list of one element replaces the assignment that CEL does not have.
    for name, value in reversed(_AMOUNTS.items()):
        source = f"[{value}].map({name}, {source})[0]"
    line = "(line[0] * line[1] + 500) / 1000"
    for name in ("update.items", "order.items"):
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
