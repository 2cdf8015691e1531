"""Render why an update is allowed or denied, in plain words: every rule, and the limit.

Pure functions, which judge nothing: `explain` has the outcomes. Amounts are US dollars with
thousands separators, because people read them to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from backd_rules.actions.decision import Allowed
from backd_rules.actions.update_order.decide import BatchStep
from backd_rules.actions.update_order.explanation import Outcome, RuleOutcome, explain
from backd_rules.actions.violations import ViolationCode
from backd_rules.cli.limit_words import binding_in_words, remaining_in_words, terms_in_words
from backd_rules.cli.report import (
    decision_lines,
    is_headroom_known,
    means_another_order,
    unknown_line,
    verdict_line,
)
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.money import Money
from backd_rules.domain.numbers import MAX_SCALED, json_number

_SENTENCES: Final[Mapping[ViolationCode, tuple[str, str]]] = {
    ViolationCode.BACKD_ORDER_ID_MISMATCH: (
        "The update has the Backd order id of this order.",
        "The update has another Backd order id.",
    ),
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH: (
        "The update has the merchant order id of this order.",
        "The update has another merchant order id.",
    ),
    ViolationCode.STATUS_FORBIDS_ACTION: (
        "An order with status {status} can be updated.",
        "An order with status {status} cannot be updated.",
    ),
    ViolationCode.CONTACT_INCOMPLETE: (
        "Each new contact is complete: {contacts}.",
        "A new contact must be complete. Missing: {paths}.",
    ),
    ViolationCode.AMOUNT_OUT_OF_RANGE: (
        "The amounts are in range: cart {cart_amount:,.2f}, total {order_total:,.2f}.",
        "An amount is negative or too large: cart {cart_amount:,.2f}, total {order_total:,.2f}.",
    ),
    ViolationCode.CART_AMOUNT_MISMATCH: (
        "The cart is {cart_amount:,.2f}, and the items add up to {items}.",
        "The cart is {cart_amount:,.2f}, but the items add up to {items}.",
    ),
    ViolationCode.ORDER_TOTAL_MISMATCH: (
        "The stated total is {stated:,.2f}, and the amounts add up to {expected:,.2f}.",
        "The stated total is {stated:,.2f}, but the amounts add up to {expected:,.2f}.",
    ),
    ViolationCode.HISTORY_UNKNOWN: (
        "The order states all that the limit needs.",
        "The order does not state {unknown}, which the limit needs.",
    ),
    ViolationCode.INCREASE_EXCEEDS_LIMIT: (
        "The new total is {order_total:,.2f}, and the limit allows {ceiling:,.2f} ({bound_by}).",
        "The new total is {order_total:,.2f}, but the limit allows {ceiling:,.2f} ({bound_by}).",
    ),
    ViolationCode.TOO_MANY_INCREASES: (
        "An increase is left. Used: {increase_count}. Agreed: {agreed}.",
        "No increase is left. Used: {increase_count}. Agreed: {agreed}.",
    ),
}
"""For each rule that `explain` reports: what to say if it passed, and if it failed."""

_NOT_APPLICABLE: Final[Mapping[ViolationCode, str]] = {
    ViolationCode.CONTACT_INCOMPLETE: "No contact is new.",
    ViolationCode.CART_AMOUNT_MISMATCH: (
        "The cart and the sum of the items stay the same, or there are no items."
    ),
    ViolationCode.ORDER_TOTAL_MISMATCH: "The update states no total.",
    ViolationCode.INCREASE_EXCEEDS_LIMIT: "The order does not state placed_total.",
    ViolationCode.TOO_MANY_INCREASES: "The number of earlier increases is unknown.",
}
"""Why a rule is not applicable to an update of this order."""

_OF_INCREASES: Final = (
    ViolationCode.HISTORY_UNKNOWN,
    ViolationCode.INCREASE_EXCEEDS_LIMIT,
    ViolationCode.TOO_MANY_INCREASES,
)
"""The rules that judge only increases of the total. The first judges every increase."""


_WIDTH: Final = len(Outcome.NOT_APPLICABLE)


def explanation_lines(step: BatchStep, limit: MerchantLimit) -> Iterator[str]:
    """Yield the verdict, every rule in order of precedence, and the limit in words."""
    order, update, decision = step
    if order is None:
        yield from decision_lines(step, limit)
        return
    yield verdict_line(update, decision)
    yield ""
    is_other = means_another_order(decision)
    for rule, sentence in _sentences(explain(order, update, limit), is_other=is_other):
        yield f"  {rule.outcome.replace('_', ' '):{_WIDTH}}  {sentence} [{rule.code}]"
    if is_other:
        return
    yield ""
    yield f"  The limit: {terms_in_words(order, limit)}."
    yield f"  What binds: {binding_in_words(order, limit)}."
    if not is_headroom_known(order, limit):
        yield "  What remains: unknown."
        yield f"  {unknown_line(order, limit)}"
    elif isinstance(decision, Allowed):
        yield f"  What remains: {remaining_in_words(decision.order, limit)} after this update."
    else:
        yield f"  What remains: {remaining_in_words(order, limit)} before this update."


def _sentences(
    rules: tuple[RuleOutcome, ...], *, is_other: bool
) -> Iterator[tuple[RuleOutcome, str]]:
    not_applicable = {rule.code for rule in rules if rule.outcome is Outcome.NOT_APPLICABLE}
    is_increase = _OF_INCREASES[0] not in not_applicable
    for rule in rules:
        if rule.code not in not_applicable:
            sentence = _SENTENCES[rule.code][rule.outcome is Outcome.FAILED]
            yield rule, sentence.format_map(_words(rule))
        elif is_other:
            yield rule, "The update means another order."
        elif rule.code in _OF_INCREASES and not is_increase:
            yield rule, "The total does not increase."
        else:
            yield rule, _NOT_APPLICABLE[rule.code]


def _words(rule: RuleOutcome) -> dict[str, Any]:
    """Return the facts of a rule, and what follows from them for the sentences."""
    facts: dict[str, Any] = {
        name: " and ".join(fact) if isinstance(fact, list) else fact
        for name, fact in rule.facts.items()
    }
    facts["paths"] = ", ".join(violation.path for violation in rule.violations)
    if "lowest" in facts:
        lowest, highest = f"{facts['lowest']:,.2f}", f"{facts['highest']:,.2f}"
        facts["items"] = lowest if lowest == highest else f"between {lowest} and {highest}"
    if "ceiling" in facts:  # As `Ceiling` has it: no total can be larger.
        facts["ceiling"] = min(facts["ceiling"], json_number(MAX_SCALED, Money.PLACES))
    if "max_increases" in facts:
        most = facts["max_increases"]
        facts["agreed"] = "any number" if most == MAX_SCALED else most
    return facts
