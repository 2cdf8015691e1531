"""The rules in two rules engines: GoRules' ZEN and Google's CEL.

The expressions stand here once, in the words of ZEN. CEL needs other spellings of some words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import cel
import zen

from benchmarks.floor import Facts

_MOST: Final = 10**15 - 1
_STATED: Final = "(update.{0} != null ? update.{0} : order.{0})"
_AMOUNTS: Final = {
    "lines": "update.items != null ? update.items : order.items",
    "in_items": "update.items != null ? half_up(update.items) : order.in_items",
    "changed": "update.items != null and (len(order.items) == 0 or in_items != order.in_items)",
    "cart": "update.cart_amount != null ? update.cart_amount : "
    "changed ? in_items : order.cart_amount",
    "judged": "len(lines) > 0 and (changed or cart != order.cart_amount)",
    "computed": f"cart + {_STATED.format('tax_amount')} + {_STATED.format('shipping_amount')}"
    f" - {_STATED.format('discount_amount')} + order.adjustment",
    "total": "update.order_total != null ? update.order_total : computed",
    "base": "limit.measured_from == 'order_total' ? order.order_total : order.placed_total",
    "no_base": "base == null"
    " and (limit.max_increase != null or limit.max_increase_percent != null)",
    "no_count": "order.increase_count == null and limit.max_increases != null",
}
"""The values that the rules read. Each may use those above it."""

_SUMS: Final = {"down": 0, "half_up": 5_000_000, "up": 9_999_999}
"""What is added to a line before it is rounded down to cents, by the name of the sum of lines."""

_BY_AMOUNT: Final = "total <= base + limit.max_increase"
_BY_PERCENT: Final = "total <= base + floor(base * limit.max_increase_percent / 10000)"
_EITHER: Final = f"limit.combine == 'higher' and ({_BY_AMOUNT} or {_BY_PERCENT})"
_WITHIN_CAPS: Final = (
    f"(limit.max_increase == null ? limit.max_increase_percent == null or {_BY_PERCENT}"
    f" : limit.max_increase_percent == null ? {_BY_AMOUNT}"
    f" : {_EITHER} or {_BY_AMOUNT} and {_BY_PERCENT})"
    " and (limit.max_order_total == null or total <= limit.max_order_total)"
)
_IDS: Final = {
    "backd_order_id_mismatch": "update.backd_order_id == order.backd_order_id",
    "merchant_order_id_mismatch": "update.merchant_order_id == order.merchant_order_id",
}
_RULES: Final = {
    "status_forbids_action": "order.status == 'order_placed'",
    "contact_incomplete": "not(null in new_texts)",
    "amount_out_of_range": f"0 <= computed and computed <= {_MOST} and cart <= {_MOST}",
    "cart_amount_mismatch": "not(judged) or cart == in_items"
    " or down(lines) <= cart and cart <= up(lines)",
    "order_total_mismatch": "total == computed",
    "history_unknown": "total <= order.order_total or not(no_base or no_count)",
    "increase_exceeds_limit": f"total <= order.order_total or no_base or {_WITHIN_CAPS}",
    "too_many_increases": "total <= order.order_total or order.increase_count == null"
    f" or order.increase_count < (limit.max_increases == null ? {_MOST} : limit.max_increases)",
}
RULES: Final = {**_IDS, **_RULES}
"""The condition of each rule, by the code of its violation. Without the ids, no other is judged."""

_CONDITIONS: Final = (
    f"{' and '.join(_IDS.values())} ? [{', '.join(['true'] * len(_IDS) + [*_RULES.values()])}]"
    f" : [{', '.join([*_IDS.values()] + ['true'] * len(_RULES))}]"
)


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
    return _with_sums(source, "sum(map({items} as line, floor({line})))")


def _cel_source() -> str:
    source = _CONDITIONS
    # A list of one element replaces the assignment that CEL does not have.
    for name, value in reversed(_AMOUNTS.items()):
        source = f"[{value}].map({name}, {source})[0]"
    source = _with_sums(source, "sum({items}.map(line, {line}))")
    spellings = {" and ": " && ", " or ": " || ", "not(": "!(", "len(": "size(", "floor(": "("}
    for ours, theirs in spellings.items():
        source = source.replace(ours, theirs)
    return source


def _with_sums(source: str, spelling: str) -> str:
    """Return `source` with each of `_SUMS` in the spelling of an engine."""

    def spelled(found: re.Match[str]) -> str:
        line = f"(line[0] * line[1] + {_SUMS[found[1]]}) / 10000000"
        return spelling.format(items=found[2], line=line)

    return re.sub(rf"\b({'|'.join(_SUMS)})\(([a-z.]+)\)", spelled, source)


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
