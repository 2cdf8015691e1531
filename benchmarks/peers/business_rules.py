"""The rules for business-rules: variables in Python, conditions and actions in data."""

from __future__ import annotations

from typing import Any, Final

from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_TEXT
from business_rules.variables import (
    BaseVariables,
    boolean_rule_variable,
    numeric_rule_variable,
)

from benchmarks.facts import Facts
from benchmarks.peers.peer import CODES, Peer

_MOST: Final = 10**15 - 1


class _Amounts(BaseVariables):
    """What conditions compare with constants; the arithmetic is Python's, as it is meant."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.items_amount = self._items_amount()
        cart = facts.own_cart if self.items_amount is None else self.items_amount
        self.new_cart = cart if facts.cart is None else facts.cart
        self.following = (
            self.new_cart
            + (facts.own_tax if facts.tax is None else facts.tax)
            + (facts.own_shipping if facts.shipping is None else facts.shipping)
            - (facts.own_discount if facts.discount is None else facts.discount)
        )
        self.new_total = self.following if facts.total is None else facts.total

    def _items_amount(self) -> int | None:
        facts = self.facts
        if facts.items is None and (facts.cart is None or not facts.own_items):
            return None
        total = 0
        for unit_price, qty in facts.own_items if facts.items is None else facts.items:
            total += (unit_price * qty + 500) // 1000
        return total

    @boolean_rule_variable
    def backd_order_id_matches(self) -> bool:
        return self.facts.backd_order_id == self.facts.own_backd_order_id

    @boolean_rule_variable
    def merchant_order_id_matches(self) -> bool:
        return self.facts.merchant_order_id == self.facts.own_merchant_order_id

    @boolean_rule_variable
    def status_allows(self) -> bool:
        return self.facts.status == "order_placed"

    @boolean_rule_variable
    def contacts_are_complete(self) -> bool:
        contacts = (self.facts.new_shipping, self.facts.new_billing)
        return not any(leaves is not None and None in leaves for leaves in contacts)

    @numeric_rule_variable
    def order_total(self) -> int:
        return self.following

    @numeric_rule_variable
    def cart_amount(self) -> int:
        return self.new_cart

    @boolean_rule_variable
    def cart_matches_items(self) -> bool:
        return self.facts.cart is None or self.items_amount in (None, self.facts.cart)

    @boolean_rule_variable
    def total_follows(self) -> bool:
        return self.new_total == self.following

    @numeric_rule_variable
    def increase(self) -> int:
        return self.new_total - self.facts.own_total

    @numeric_rule_variable
    def total_above_ceiling(self) -> int:
        facts = self.facts
        base = facts.own_total if facts.from_present else facts.placed_total
        terms = []
        if facts.max_increase is not None:
            terms.append(base + facts.max_increase)
        if facts.max_increase_percent is not None:
            terms.append(base + base * facts.max_increase_percent // 10_000)
        if len(terms) > 1:
            terms = [max(terms) if facts.higher else min(terms)]
        if facts.max_order_total is not None:
            terms.append(facts.max_order_total)
        return self.new_total - min(terms)

    @numeric_rule_variable
    def increases_left(self) -> int:
        most = self.facts.max_increases
        return (_MOST if most is None else most) - self.facts.increase_count


class _Refusals(BaseActions):
    """Collects the codes of the rules that are triggered."""

    def __init__(self) -> None:
        self.codes: set[str] = set()

    @rule_action(params={"code": FIELD_TEXT})
    def refuse(self, code: str) -> None:
        self.codes.add(code)


def _when(name: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"name": name, "operator": operator, "value": value}


_RAISED: Final = _when("increase", "greater_than", 0)
_CONDITIONS: Final[tuple[dict[str, Any], ...]] = (
    _when("backd_order_id_matches", "is_false"),
    _when("merchant_order_id_matches", "is_false"),
    _when("status_allows", "is_false"),
    _when("contacts_are_complete", "is_false"),
    {
        "any": [
            _when("order_total", "less_than", 0),
            _when("order_total", "greater_than", _MOST),
            _when("cart_amount", "greater_than", _MOST),
        ]
    },
    _when("cart_matches_items", "is_false"),
    _when("total_follows", "is_false"),
    {"all": [_RAISED, _when("total_above_ceiling", "greater_than", 0)]},
    {"all": [_RAISED, _when("increases_left", "less_than_or_equal_to", 0)]},
)
_RULES: Final = [
    {"conditions": conditions, "actions": [{"name": "refuse", "params": {"code": code}}]}
    for code, conditions in zip(CODES, _CONDITIONS, strict=True)
]


def _judge(facts: Facts) -> set[str]:
    refusals = _Refusals()
    run_all(_RULES, _Amounts(facts), refusals)
    return refusals.codes


def _prepare(facts: Facts) -> tuple[Facts]:
    return (facts,)


PEERS: Final = (
    Peer(
        "business-rules",
        "business-rules",
        "variables in Python; conditions, and the action that collects a code, in data",
        "all arithmetic (timed): conditions compare a variable with a constant",
        _prepare,
        _judge,
        frozenset,
    ),
)
