"""Strategies for malformed payloads and texts: each has exactly one problem."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from support.draws import MANY, drawn, shares
from support.refusals import problems

import backd_rules.testing as kit
from backd_rules import MerchantLimit, Order, OrderIds, OrderUpdate, RefundRequest, wire
from backd_rules.wire.problems import ProblemCode

PARSERS: dict[type, Callable[[Any], object]] = {
    Order: wire.parse_order,
    OrderUpdate: wire.parse_update,
    OrderIds: wire.parse_ids,
    RefundRequest: wire.parse_refund_request,
    MerchantLimit: wire.parse_limit,
}
OF_TEXTS_ONLY = {
    ProblemCode.BAD_JSON,
    ProblemCode.DUPLICATE_KEY,
    ProblemCode.TOO_DEEP,
    ProblemCode.TOO_LARGE,
}
OF_NONE = {ProblemCode.TOO_MANY_PROBLEMS}
"""This problem never comes alone."""
"""The problems that only a text can have."""


@pytest.mark.parametrize("of", PARSERS)
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
    of_orders, of_limits = {ProblemCode.UNKNOWN_STATUS}, {ProblemCode.BAD_FORMAT}
    of_updates = set(ProblemCode) - OF_TEXTS_ONLY - OF_NONE - of_orders - of_limits
    for strategy, codes in (
        (kit.malformed_payloads(), of_updates),
        (kit.malformed_payloads(of=Order), of_orders),
        (kit.malformed_payloads(of=MerchantLimit), of_limits),
        (kit.malformed_texts(), OF_TEXTS_ONLY),
    ):
        found = shares(Counter(one.code for one in drawn(strategy, MANY)), codes, MANY)
        assert min(found.values()) >= 1, found


def test_a_record_is_malformed_only_in_what_the_rules_depend_on() -> None:
    """F4: "Everything else may be absent, `null` or any text"; F6: numbers are rounded."""
    found = drawn(kit.malformed_payloads(of=Order), 300)
    codes = {one.code for one in found}
    assert codes == {
        "missing",
        "wrong_type",
        "not_nullable",
        "not_finite",
        "too_precise",
        "out_of_range",
        "blank",
        "bad_characters",
        "unknown_status",
    }
    required = {"/backd_order_id", "/merchant_order_id", "/status", "/order_total", "/cart_amount"}
    of_lists = re.compile("/items/[0-9]+/(unit_price|qty)|/refunds/[0-9]+/amount")
    for code, path in {(one.code, one.path) for one in found}:
        if code in ("missing", "not_nullable"):
            assert path in required or of_lists.fullmatch(path), path
        if code == "blank":
            assert path in ("/backd_order_id", "/merchant_order_id")
        if code == "too_precise":
            assert not path.endswith(("unit_price", "qty"))


def test_a_refund_of_nothing_is_malformed() -> None:
    """A3: the amount "is positive"."""
    chosen = kit.malformed_payloads(of=RefundRequest, code=ProblemCode.OUT_OF_RANGE)
    found = drawn(chosen, 20)
    assert {one.path for one in found} == {"/refund_amount"}
    assert {-1, 0} <= {one.payload["refund_amount"] for one in found}


def test_the_code_can_be_chosen() -> None:
    chosen = kit.malformed_payloads(of=MerchantLimit, code=ProblemCode.MISSING)
    assert {(one.code, one.path) for one in drawn(chosen, 20)} == {("missing", "")}
