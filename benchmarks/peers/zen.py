"""The rules for GoRules' ZEN engine: as one compiled expression, and as a decision model.

The decision model (JDM) is drawn as its editor draws one: a node of expressions for the amounts,
and a table that collects the code of every rule that refuses.
"""

from __future__ import annotations

import json
from typing import Any, Final

import zen

from benchmarks.facts import Facts
from benchmarks.peers.peer import CODES, Codes, Peer, as_dict, refusing

_MOST: Final = 10**15 - 1
_SUM: Final = "sum(map({0} as line, floor((line.unit_price * line.qty + 500) / 1000)))"
_AMOUNTS: Final = {
    "in_items": f"items != null ? {_SUM.format('items')} : "
    f"cart != null and len(own_items) > 0 ? {_SUM.format('own_items')} : null",
    "new_cart": "cart ?? {0}in_items ?? own_cart",
    "following": "{0}new_cart + (tax ?? own_tax) + (shipping ?? own_shipping)"
    " - (discount ?? own_discount)",
    "new_total": "total ?? {0}following",
    "raised": "{0}new_total > own_total",
    "base": "from_present ? own_total : placed_total",
    "by_amount": "max_increase == null ? null : {0}base + max_increase",
    "by_percent": "max_increase_percent == null ? null : "
    "{0}base + floor({0}base * max_increase_percent / 10000)",
    "increased": "{0}by_amount == null ? {0}by_percent : {0}by_percent == null ? {0}by_amount : "
    "higher ? max([{0}by_amount, {0}by_percent]) : min([{0}by_amount, {0}by_percent])",
    "ceiling": "max_order_total == null ? {0}increased : {0}increased == null ? max_order_total : "
    "min([{0}increased, max_order_total])",
}
"""What the rules look at, each by those above it, which stand behind `{0}`."""

_HOLDS: Final = dict(
    zip(
        CODES,
        (
            "backd_order_id == own_backd_order_id",
            "merchant_order_id == own_merchant_order_id",
            'status == "order_placed"',
            "(new_shipping == null or all(new_shipping, # != null))"
            " and (new_billing == null or all(new_billing, # != null))",
            f"following >= 0 and following <= {_MOST} and new_cart <= {_MOST}",
            "cart == null or in_items == null or cart == in_items",
            "new_total == following",
            "not(raised) or new_total <= ceiling",
            f"not(raised) or increase_count < (max_increases ?? {_MOST})",
        ),
        strict=True,
    )
)

_EXPRESSION: Final = zen.compile_expression(
    "; ".join(
        [
            *(f"{name} = {value.format('')}" for name, value in _AMOUNTS.items()),
            f"[{', '.join(_HOLDS.values())}]",
        ]
    )
)


def _node(name: str, kind: str, **content: Any) -> dict[str, Any]:
    position = {"x": 0, "y": 0}
    return {"id": name, "name": name, "type": kind, "position": position, "content": content}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}


_MODEL: Final = {
    "contentType": "application/vnd.gorules.decision",
    "nodes": [
        _node("update", "inputNode"),
        _node(
            "amounts",
            "expressionNode",
            expressions=[
                {"id": name, "key": name, "value": value.format("$.")}
                for name, value in _AMOUNTS.items()
            ],
            passThrough=True,
        ),
        _node(
            "rules",
            "decisionTableNode",
            hitPolicy="collect",
            inputs=[{"id": "refused", "name": "refused"}],
            outputs=[{"id": "code", "name": "code", "field": "code"}],
            rules=[
                {"_id": code, "refused": f"not({holds})", "code": f'"{code}"'}
                for code, holds in _HOLDS.items()
            ],
        ),
        _node("refusals", "outputNode"),
    ],
    "edges": [_edge("update", "amounts"), _edge("amounts", "rules"), _edge("rules", "refusals")],
}
_DECISION: Final = zen.ZenEngine().create_decision(json.dumps(_MODEL))


def _prepare(facts: Facts) -> tuple[str]:
    # It takes a dict too, and reads a text faster.
    return (json.dumps(as_dict(facts)),)


def _collected(answer: Any) -> Codes:
    return frozenset(row["code"] for row in answer["result"])


PEERS: Final = (
    Peer(
        "zen expression",
        "zen-engine",
        "one compiled expression with assignments, a list of bools",
        "nothing",
        _prepare,
        _EXPRESSION.evaluate,
        refusing,
    ),
    Peer(
        "zen decision",
        "zen-engine",
        "a decision model: a node of expressions, then a table that collects codes",
        "nothing",
        _prepare,
        _DECISION.evaluate,
        _collected,
    ),
)
