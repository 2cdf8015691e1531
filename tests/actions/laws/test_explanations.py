"""Laws of explanations: they agree with the decision (domain.md, V2 and V5)."""

import json
from typing import Any

from hypothesis import given
from support.laws import Case, cases, law, updates_of_every_kind
from support.oracle import CODES
from support.random_cases import RandomCases
from support.refusals import violations

from backd_rules import (
    MerchantLimit,
    Order,
    OrderUpdate,
    Outcome,
    ViolationCode,
    decide_update,
    explain,
    wire,
)
from backd_rules.testing import orders

AS_FACTS = {
    ViolationCode.STATUS_FORBIDS_ACTION,
    ViolationCode.CART_AMOUNT_MISMATCH,
    ViolationCode.ORDER_TOTAL_MISMATCH,
    ViolationCode.HISTORY_UNKNOWN,
    ViolationCode.INCREASE_EXCEEDS_LIMIT,
    ViolationCode.TOO_MANY_INCREASES,
}
"""The codes whose violation has the facts of the rule."""


def assert_agrees_with_the_decision(
    order: Order, update: OrderUpdate, limit: MerchantLimit
) -> None:
    """Assert what is true of every explanation."""
    found = explain(order, update, limit)
    decision = decide_update(order, update, limit)
    assert [one for rule in found for one in rule.violations] == violations(decision)
    assert [rule.code for rule in found] == [code for code in ViolationCode if code in CODES]
    for rule in found:
        assert (rule.outcome is Outcome.FAILED) is bool(rule.violations)
        assert rule.facts == {} or rule.outcome is not Outcome.NOT_APPLICABLE
        assert json.loads(json.dumps(rule.facts, allow_nan=False)) == rule.facts
        for violation in rule.violations:
            if rule.code in AS_FACTS:
                assert rule.facts == violation.facts
            if rule.code is ViolationCode.AMOUNT_OUT_OF_RANGE:
                assert rule.facts[violation.path[1:]] == violation.facts["amount"]
            if rule.code is ViolationCode.CONTACT_INCOMPLETE:
                contacts: Any = rule.facts["contacts"]
                assert violation.path.split("/")[1] in contacts


@law
@given(cases(updates_of_every_kind, orders()))
def test_an_explanation_agrees_with_the_decision(case: Case) -> None:
    """V2: "Otherwise every rule is applied, and all violations are reported, in this order and,
    within one code, in the order of the request's fields."
    """
    order, limit, update = case
    assert_agrees_with_the_decision(order, update, limit)


def test_explanations_of_random_cases_agree_with_the_decisions() -> None:
    random = RandomCases(seed=5)
    for _ in range(1000):
        order, limit = random.order(), random.limit()
        update = random.update(order, limit)
        assert_agrees_with_the_decision(
            wire.parse_order(order), wire.parse_update(update), wire.parse_limit(limit)
        )
