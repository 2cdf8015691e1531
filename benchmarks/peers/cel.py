"""The rules for Google's CEL, as the binding of its Rust implementation runs it."""

from __future__ import annotations

from typing import Final

import cel

from benchmarks.facts import Facts
from benchmarks.peers.peer import Peer, as_dict, refusing

_MOST: Final = 10**15 - 1
_SUM: Final = "sum({0}.map(line, (line.unit_price * line.qty + 500) / 1000))"
_AMOUNTS: Final = {
    "in_items": f"items != null ? {_SUM.format('items')} : "
    f"cart != null && size(own_items) > 0 ? {_SUM.format('own_items')} : null",
    "new_cart": "cart != null ? cart : in_items != null ? in_items : own_cart",
    "following": "new_cart + (tax != null ? tax : own_tax)"
    " + (shipping != null ? shipping : own_shipping)"
    " - (discount != null ? discount : own_discount)",
    "new_total": "total != null ? total : following",
    "base": "from_present ? own_total : placed_total",
}
"""What the rules look at, each by those above it."""

_BY_AMOUNT: Final = "new_total <= base + max_increase"
_BY_PERCENT: Final = "new_total <= base + base * max_increase_percent / 10000"
_WITHIN: Final = (
    f"(max_increase == null ? max_increase_percent == null || {_BY_PERCENT} :"
    f" max_increase_percent == null ? {_BY_AMOUNT} :"
    f" higher ? {_BY_AMOUNT} || {_BY_PERCENT} : {_BY_AMOUNT} && {_BY_PERCENT})"
    " && (max_order_total == null || new_total <= max_order_total)"
)
_HOLDS: Final = (
    "backd_order_id == own_backd_order_id",
    "merchant_order_id == own_merchant_order_id",
    "status == 'order_placed'",
    "(new_shipping == null || !(null in new_shipping))"
    " && (new_billing == null || !(null in new_billing))",
    f"0 <= following && following <= {_MOST} && new_cart <= {_MOST}",
    "cart == null || in_items == null || cart == in_items",
    "new_total == following",
    f"new_total <= own_total || {_WITHIN}",
    f"new_total <= own_total || increase_count < (max_increases == null ? {_MOST} : max_increases)",
)


def _source() -> str:
    """All in one expression; a list of one stands for the `let` that CEL has not."""
    source = f"[{', '.join(_HOLDS)}]"
    for name, value in reversed(_AMOUNTS.items()):
        source = f"[{value}].map({name}, {source})[0]"
    return source


_PROGRAM: Final = cel.compile(_source())


def _prepare(facts: Facts) -> tuple[cel.Context]:
    return (cel.Context(as_dict(facts), {"sum": sum}),)


PEERS: Final = (
    Peer(
        "CEL",
        "common-expression-language",
        "one compiled program, a list of bools; the context is prepared, not timed",
        "`sum` is Python's, registered as a function (timed): it has none",
        _prepare,
        _PROGRAM.execute,
        refusing,
    ),
)
