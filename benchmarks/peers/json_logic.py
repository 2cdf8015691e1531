"""The rules for JsonLogic, as panzi-json-logic reads it."""

from __future__ import annotations

from typing import Any, Final

from json_logic import jsonLogic

from benchmarks.facts import Facts
from benchmarks.peers.peer import Peer, as_dict, refusing

_MOST: Final = 10**15 - 1
Logic = dict[str, Any]


def _var(name: str) -> Logic:
    return {"var": name}


def _absent(name: str) -> Logic:
    return {"===": [_var(name), None]}


def _if_stated(name: str, otherwise: Any) -> Logic:
    return {"if": [_absent(name), otherwise, _var(name)]}


def _whole(number: Logic, unit: int) -> Logic:
    """`number // unit`: there is no whole division."""
    return {"/": [{"-": [number, {"%": [number, unit]}]}, unit]}


def _sum(lines: str) -> Logic:
    scaled = {"*": [_var("current.unit_price"), _var("current.qty")]}
    line = _whole({"+": [scaled, 500]}, 1000)
    return {"reduce": [_var(lines), {"+": [_var("accumulator"), line]}, 0]}


def _either(one: str, two: str, both: Logic) -> Logic:
    """Whichever of two is there, or what is to be had of both."""
    return {"if": [_absent(one), _var(two), _absent(two), _var(one), both]}


_BOTH: Final = [_var("by_amount"), _var("by_percent")]
_AMOUNTS: Final[dict[str, Logic]] = {
    "in_items": {
        "if": [
            {"!": [_absent("items")]},
            _sum("items"),
            {"and": [{"!": [_absent("cart")]}, {"!!": [_var("own_items.0")]}]},
            _sum("own_items"),
            None,
        ]
    },
    "new_cart": _if_stated("cart", _if_stated("in_items", _var("own_cart"))),
    "following": {
        "-": [
            {
                "+": [
                    _var("new_cart"),
                    _if_stated("tax", _var("own_tax")),
                    _if_stated("shipping", _var("own_shipping")),
                ]
            },
            _if_stated("discount", _var("own_discount")),
        ]
    },
    "new_total": _if_stated("total", _var("following")),
    "raised": {">": [_var("new_total"), _var("own_total")]},
    "base": {"if": [_var("from_present"), _var("own_total"), _var("placed_total")]},
    "by_amount": {
        "if": [_absent("max_increase"), None, {"+": [_var("base"), _var("max_increase")]}]
    },
    "by_percent": {
        "if": [
            _absent("max_increase_percent"),
            None,
            {
                "+": [
                    _var("base"),
                    _whole({"*": [_var("base"), _var("max_increase_percent")]}, 10_000),
                ]
            },
        ]
    },
    "increased": _either(
        "by_amount", "by_percent", {"if": [_var("higher"), {"max": _BOTH}, {"min": _BOTH}]}
    ),
    "ceiling": _either(
        "max_order_total", "increased", {"min": [_var("increased"), _var("max_order_total")]}
    ),
}
"""What the rules look at, each by those above it."""


def _complete(contact: str) -> Logic:
    nothing_lacking = {"!": [{"in": [None, _var(contact)]}]}
    return {"or": [_absent(contact), nothing_lacking]}


def _unless_raised(holds: Logic) -> Logic:
    return {"or": [{"!": [_var("raised")]}, holds]}


_RULES: Final[list[Logic]] = [
    {"===": [_var("backd_order_id"), _var("own_backd_order_id")]},
    {"===": [_var("merchant_order_id"), _var("own_merchant_order_id")]},
    {"===": [_var("status"), "order_placed"]},
    {"and": [_complete("new_shipping"), _complete("new_billing")]},
    {"and": [{"<=": [0, _var("following"), _MOST]}, {"<=": [_var("new_cart"), _MOST]}]},
    {"or": [_absent("cart"), _absent("in_items"), {"==": [_var("cart"), _var("in_items")]}]},
    {"==": [_var("new_total"), _var("following")]},
    _unless_raised({"<=": [_var("new_total"), _var("ceiling")]}),
    _unless_raised({"<": [_var("increase_count"), _if_stated("max_increases", _MOST)]}),
]


def _judge(facts: dict[str, Any]) -> Any:
    data = dict(facts)
    for name, logic in _AMOUNTS.items():
        data[name] = jsonLogic(logic, data)
    return jsonLogic(_RULES, data)


def _prepare(facts: Facts) -> tuple[dict[str, Any]]:
    return (as_dict(facts),)


PEERS: Final = (
    Peer(
        "json-logic",
        "panzi-json-logic",
        "a logic for each amount, and a list of one logic for each rule",
        "Python hands the amounts from one logic to the next (timed): it has no variables",
        _prepare,
        _judge,
        refusing,
    ),
)
