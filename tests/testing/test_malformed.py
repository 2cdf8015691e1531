"""Strategies for payloads and texts: valid ones, and malformed ones with exactly one problem."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from support.draws import MANY, drawn, shares
from support.refusals import problems

import backd_rules.testing as kit
from backd_rules import MerchantLimit, Order, OrderUpdate, wire
from backd_rules.wire.problems import ProblemCode


def test_payloads_are_valid() -> None:
    for values, parse in (
        (kit.orders(), wire.parse_order),
        (kit.updates(), wire.parse_update),
        (kit.limits(), wire.parse_limit),
    ):
        for payload in drawn(kit.payloads(values), 50):
            parse(payload)


PARSERS: dict[type, Callable[[Any], object]] = {
    Order: wire.parse_order,
    OrderUpdate: wire.parse_update,
    MerchantLimit: wire.parse_limit,
}
OF_TEXTS_ONLY = {
    ProblemCode.BAD_JSON,
    ProblemCode.DUPLICATE_KEY,
    ProblemCode.TOO_DEEP,
    ProblemCode.TOO_LARGE,
}
"""The problems that only a text can have."""


@pytest.mark.parametrize("of", [OrderUpdate, Order, MerchantLimit])
def test_malformed_payloads_have_the_stated_problem(of: type) -> None:
    found = drawn(kit.malformed_payloads(of=of), 50)
    for payload, code, path in found:
        assert problems(PARSERS[of], payload) == [(code, path)]


def test_malformed_texts_have_the_stated_problem() -> None:
    for text, code, path in drawn(kit.malformed_texts(), 30):
        assert problems(wire.loads, text) == [(code, path)]


@pytest.mark.thorough
def test_every_problem_is_drawn() -> None:
    """Each in at least 1 % of the examples of the strategy that is for it."""
    of_orders = {
        ProblemCode.BAD_FORMAT,
        ProblemCode.UNKNOWN_STATUS,
        ProblemCode.ORDER_TOTAL_MISMATCH,
    }
    for strategy, codes in (
        (kit.malformed_payloads(), set(ProblemCode) - OF_TEXTS_ONLY - of_orders),
        (kit.malformed_payloads(of=Order), of_orders),
        (kit.malformed_texts(), OF_TEXTS_ONLY),
    ):
        found = shares(Counter(one.code for one in drawn(strategy, MANY)), codes, MANY)
        assert min(found.values()) >= 1, found


def test_the_code_can_be_chosen() -> None:
    chosen = kit.malformed_payloads(of=MerchantLimit, code=ProblemCode.MISSING)
    assert {(one.code, one.path) for one in drawn(chosen, 20)} == {("missing", "")}
