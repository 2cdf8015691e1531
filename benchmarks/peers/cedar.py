"""The rules as policies of Cedar: what nobody forbids is permitted."""

from __future__ import annotations

from typing import Any, Final

import cedarpy

from benchmarks.facts import Facts, Leaves
from benchmarks.peers.peer import CODES, Codes, Peer, as_dict

_MOST: Final = 10**15 - 1
_LEAVES: Final = (
    *("first", "last", "line1", "city", "state", "zipcode", "country"),
    *("phone_number", "email"),
)


def _or_own(name: str) -> str:
    return f"(if context has {name} then context.{name} else context.own_{name})"


def _incomplete(contact: str) -> str:
    complete = " && ".join(f"context.{contact} has {leaf}" for leaf in _LEAVES)
    return f"(context has {contact} && !({complete}))"


_CART: Final = (
    "(if context has cart then context.cart else"
    " if context has in_items then context.in_items else context.own_cart)"
)
_FOLLOWING: Final = f"({_CART} + {_or_own('tax')} + {_or_own('shipping')} - {_or_own('discount')})"
_TOTAL: Final = f"(if context has total then context.total else {_FOLLOWING})"
_RAISED: Final = f"{_TOTAL} > context.own_total"
_BASE: Final = "(if context.from_present then context.own_total else context.placed_total)"
_OVER_AMOUNT: Final = f"{_TOTAL} > {_BASE} + context.max_increase"
_OVER_PERCENT: Final = f"{_TOTAL} > context.by_percent"
_OVER: Final = (
    "((if context has max_increase then (if context has by_percent"
    f" then (if context.higher then {_OVER_AMOUNT} && {_OVER_PERCENT}"
    f" else {_OVER_AMOUNT} || {_OVER_PERCENT}) else {_OVER_AMOUNT})"
    f" else context has by_percent && {_OVER_PERCENT})"
    f" || (context has max_order_total && {_TOTAL} > context.max_order_total))"
)
_REFUSES: Final = dict(
    zip(
        CODES,
        (
            "context.backd_order_id != context.own_backd_order_id",
            "context.merchant_order_id != context.own_merchant_order_id",
            'context.status != "order_placed"',
            f"{_incomplete('new_shipping')} || {_incomplete('new_billing')}",
            f"{_FOLLOWING} < 0 || {_FOLLOWING} > {_MOST} || {_CART} > {_MOST}",
            "context has cart && context has in_items && context.cart != context.in_items",
            f"context has total && context.total != {_FOLLOWING}",
            f"{_RAISED} && {_OVER}",
            f"{_RAISED} && context.increase_count >="
            f" (if context has max_increases then context.max_increases else {_MOST})",
        ),
        strict=True,
    )
)
_POLICIES: Final = cedarpy.PolicySet.from_str(
    "permit(principal, action, resource);\n"
    + "\n".join(
        f'@id("{code}") forbid(principal, action, resource) when {{ {refuses} }};'
        for code, refuses in _REFUSES.items()
    )
)
_NO_ENTITIES: Final = cedarpy.Entities.from_json_str("[]")
_REQUEST: Final = {
    "principal": 'Merchant::"M-1"',
    "action": 'Action::"update_order"',
    "resource": 'Order::"BO-1"',
}


def _judge(facts: Facts, stated: dict[str, Any]) -> cedarpy.AuthzResult:
    context = dict(stated)
    if facts.items is not None or (facts.cart is not None and facts.own_items):
        in_items = 0
        for unit_price, qty in facts.own_items if facts.items is None else facts.items:
            in_items += (unit_price * qty + 500) // 1000
        context["in_items"] = in_items
    if facts.max_increase_percent is not None:
        base = facts.own_total if facts.from_present else facts.placed_total
        context["by_percent"] = base + base * facts.max_increase_percent // 10_000
    return cedarpy.is_authorized({**_REQUEST, "context": context}, _POLICIES, _NO_ENTITIES)


def _prepare(facts: Facts) -> tuple[Facts, dict[str, Any]]:
    """The facts without the items, of which Cedar makes nothing; it knows no `null`."""
    known = {**as_dict(facts), "items": None, "own_items": None}
    for name in ("new_shipping", "new_billing"):
        known[name] = _record(known[name])
    return facts, {name: fact for name, fact in known.items() if fact is not None}


def _record(leaves: Leaves | None) -> dict[str, str] | None:
    if leaves is None:
        return None
    return {name: text for name, text in zip(_LEAVES, leaves, strict=True) if text is not None}


def _reasons(answer: cedarpy.AuthzResult) -> Codes:
    if answer.diagnostics.errors:
        raise ValueError(answer.diagnostics.errors)
    return frozenset() if answer.allowed else _ids(answer)


def _ids(answer: cedarpy.AuthzResult) -> Codes:
    return frozenset(answer.diagnostics.id_annotations_by_reason.values())


PEERS: Final = (
    Peer(
        "Cedar",
        "cedarpy",
        "a parsed set of policies, one `forbid` for each rule",
        "the sum over the items and the percentage (timed): it has neither sums nor division",
        _prepare,
        _judge,
        _reasons,
    ),
)
