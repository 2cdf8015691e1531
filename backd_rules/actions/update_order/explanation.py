"""Every rule of an update with its outcome and its facts, for a support desk and an audit.

This module judges nothing: `decide_update` does, and a rule failed if it found a violation.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import attrs

from backd_rules.actions.decision import Denied
from backd_rules.actions.possible_codes import POSSIBLE_CODES
from backd_rules.actions.requests import UNSET
from backd_rules.actions.update_order.decide import decide_update
from backd_rules.actions.update_order.proposal import ProposedTotals, propose_totals
from backd_rules.actions.update_order.request import CONTACTS, OrderUpdate, states_nothing
from backd_rules.actions.violations import (
    VIOLATIONS,
    CartAmountMismatch,
    IncreaseExceedsLimit,
    OrderTotalMismatch,
    StatusForbidsAction,
    TooManyIncreases,
    Violation,
    ViolationCode,
)
from backd_rules.domain.fact_kinds import Fact
from backd_rules.domain.fields import check_request, choice, documented, many, pairs
from backd_rules.domain.item import items_range
from backd_rules.domain.limit import MerchantLimit, binding_cap, most_increases, unknown_history
from backd_rules.domain.money import Money
from backd_rules.domain.numbers import json_number
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction
from backd_rules.domain.values import Value, check_type


class Outcome(StrEnum):
    """The outcome of a rule.

    Raises `ValueError` for any other word (domain.md, V2).

    >>> from backd_rules import Outcome
    >>> Outcome("passed")
    <Outcome.PASSED: 'passed'>

    Members:
        passed: The rule found nothing.
        failed: The rule found a violation.
        not_applicable: The rule has nothing to compare.
    """

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


@documented
@attrs.frozen(getstate_setstate=False)
class RuleOutcome(Value):
    """One rule of an update: whether it passed, and what it compared.

    Raises `TypeError` or `ValueError` that names the field (domain.md, V2 and V5).

    >>> from backd_rules import Outcome, RuleOutcome, ViolationCode
    >>> RuleOutcome(ViolationCode.ORDER_TOTAL_MISMATCH, Outcome.PASSED, (("stated", 9),), ()).facts
    {'stated': 9}
    """

    code: ViolationCode = attrs.field(
        metadata=choice(
            "The code of the violation that the rule reports if it fails.", ViolationCode
        )
    )
    outcome: Outcome = attrs.field(
        metadata=choice(
            "`NOT_APPLICABLE` where there is nothing to compare: a limit judges only increases.",
            Outcome,
        )
    )
    details: tuple[tuple[str, Fact], ...] = attrs.field(
        metadata=pairs("The facts, as pairs of a name and a value.")
    )
    violations: tuple[Violation, ...] = attrs.field(
        metadata=many("Those that the rule reports; empty unless it failed.", *VIOLATIONS)
    )

    __attrs_post_init__ = check_request

    @property
    def facts(self) -> dict[str, object]:
        """The facts by name, in JSON types, with amounts in dollars (domain.md, V5)."""
        return {n: [*fact] if isinstance(fact, tuple) else fact for n, fact in self.details}


def explain(order: Order, update: OrderUpdate, limit: MerchantLimit) -> tuple[RuleOutcome, ...]:
    """Return every rule with its outcome and its facts, passed or not, in order of precedence.

    A rule has the same facts whether it passes or fails. For another order it tells nothing but the
    mismatch. Raises `TypeError` for arguments of other types, and nothing else (domain.md, V1, V2
    and V5).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules import explain
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> update = OrderUpdate("BO-1", "M-1", tax_amount=Money.of(9))
    >>> rules = explain(order, update, MerchantLimit(max_order_total=Money.of(105)))
    >>> [(str(rule.code), rule.facts["ceiling"]) for rule in rules if rule.violations]
    [('increase_exceeds_limit', 105)]
    """
    check_type(explain, "order", order, Order)
    check_type(explain, "update", update, OrderUpdate)
    check_type(explain, "limit", limit, MerchantLimit)
    decision = decide_update(order, update, limit)
    found = decision.violations if isinstance(decision, Denied) else ()
    rules: dict[ViolationCode, _Facts | None] = {code: {} for code in _IDENTITY}
    if any(violation.code in _IDENTITY for violation in found):
        rules |= dict.fromkeys(_JUDGED)
    else:
        rules |= _facts(order, update, limit, propose_totals(order, update))
    return tuple(
        _rule(code, facts, tuple(violation for violation in found if violation.code is code))
        for code, facts in rules.items()
    )


_, *_CODES = POSSIBLE_CODES[OrderAction.UPDATE_ORDER]  # There is an order.
_IDENTITY: Final = _CODES[:2]
_JUDGED: Final = _CODES[2:]
_Facts = Mapping[str, object]


def _rule(
    code: ViolationCode, facts: _Facts | None, violations: tuple[Violation, ...]
) -> RuleOutcome:
    if facts is None:
        return RuleOutcome(code, Outcome.NOT_APPLICABLE, (), violations)
    outcome = Outcome.FAILED if violations else Outcome.PASSED
    details = tuple((name, _as_fact(value)) for name, value in facts.items())
    return RuleOutcome(code, outcome, details, violations)


def _as_fact(value: Any) -> Fact:
    return tuple(value) if isinstance(value, list) else value


def _facts(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposed: ProposedTotals
) -> dict[ViolationCode, _Facts | None]:
    """Return the facts of each rule that judges the order; `None` where it is not applicable."""
    new_contacts = [name for name in CONTACTS if _is_new(order, update, name)]
    total, cart, count = proposed.new_total, proposed.cart_amount, order.increase_count
    cap = binding_cap(order, limit)
    facts: tuple[_Facts | None, ...] = (
        StatusForbidsAction(order.status, OrderAction.UPDATE_ORDER).facts,
        {"contacts": new_contacts} if new_contacts else None,
        {"order_total": _dollars(proposed.computed_total), "cart_amount": _dollars(cart)},
        _cart_facts(proposed) if proposed.is_cart_judged else None,
        None
        if update.order_total is UNSET
        else OrderTotalMismatch(total, proposed.computed_total).facts,
        {"unknown": [*unknown_history(order, limit)]} if proposed.is_increase else None,
        IncreaseExceedsLimit(total, *cap).facts if proposed.is_increase and cap else None,
        None
        if count is None or not proposed.is_increase
        else TooManyIncreases(count, most_increases(limit)).facts,
    )
    return dict(zip(_JUDGED, facts, strict=True))


def _cart_facts(proposed: ProposedTotals) -> _Facts:
    lowest, highest = items_range(proposed.items)
    return CartAmountMismatch(proposed.cart_amount, lowest, proposed.items_total, highest).facts


def _is_new(order: Order, update: OrderUpdate, contact: str) -> bool:
    """Return whether the update states a contact that the order does not have (domain.md, U3)."""
    patch = getattr(update, contact)
    stated = patch is not UNSET and not states_nothing(patch)
    return stated and getattr(order, contact) is None


def _dollars(cents: int) -> object:
    return json_number(cents, Money.PLACES)
