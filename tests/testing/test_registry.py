"""All strategies: their docstrings and options, and the types that `from_type` resolves."""

import inspect
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import strategies as st
from support.draws import drawn, shares
from support.examples import ORDER

import backd_rules
import backd_rules.testing as kit
from backd_rules import Denied, MerchantLimit, ViolationCode
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.wire import ProblemCode

STRATEGIES = {
    name: getattr(kit, name) for name in kit.__all__ if name.islower() and name != "order_machine"
}


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_docstring_of_a_strategy_states_its_smallest_example(name: str) -> None:
    assert re.search(r"\b[Ss]hrinks (to|as) ", STRATEGIES[name].__doc__)


AMOUNTS = {
    "allowed_updates",
    "amounts",
    "ceilings",
    "denied_updates",
    "items",
    "limits",
    "orders",
    "percentages",
    "quantities",
    "refund_requests",
    "refund_requests_for",
    "refunds",
    "totals",
    "unit_prices",
    "updates",
    "updates_for",
}
"""The strategies that generate amounts, percentages or quantities."""


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_docstring_of_a_strategy_states_its_errors_and_units(name: str) -> None:
    docstring = " ".join(str(STRATEGIES[name].__doc__).split())
    if inspect.signature(STRATEGIES[name]).parameters:
        assert "Raises `InvalidArgument`" in docstring
    if name in AMOUNTS:
        assert re.search(r"\b(dollars?|cents?|percent|pieces)\b", docstring)


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_docstring_of_a_strategy_has_an_example_that_runs(name: str) -> None:
    """With the names of the package and the kit, and an order and a limit."""
    lines = str(inspect.getdoc(STRATEGIES[name])).splitlines()
    examples_of_it = [line for line in lines if line.startswith("    ")]
    assert examples_of_it
    for example in examples_of_it:
        assert name in example
        assert isinstance(eval(example.strip(), NAMES), st.SearchStrategy)  # noqa: S307


NAMES = {
    **{name: getattr(backd_rules, name) for name in dir(backd_rules)},
    **{name: getattr(kit, name) for name in kit.__all__},
    "st": st,
    "order": ORDER,
    "limit": MerchantLimit.NO_INCREASE,
    "ProblemCode": ProblemCode,
}


@pytest.mark.parametrize("name", STRATEGIES)
def test_options_are_keyword_only(name: str) -> None:
    every = inspect.signature(STRATEGIES[name]).parameters.values()
    options = [one for one in every if one.default is not inspect.Parameter.empty]
    assert all(option.kind is inspect.Parameter.KEYWORD_ONLY for option in options)


PUBLIC_TYPES = [value for value in vars(backd_rules).values() if isinstance(value, type)]


@pytest.mark.parametrize("cls", PUBLIC_TYPES)
def test_from_type_resolves_every_public_type(cls: type[Any]) -> None:
    found = drawn(st.from_type(cls), 5)
    assert found
    assert all(isinstance(one, cls) for one in found)


def test_from_type_resolves_every_violation() -> None:
    codes = {drawn(st.from_type(violation), 1)[0].code for violation in VIOLATIONS}
    assert codes == set(ViolationCode)


def test_from_type_draws_every_code_in_denials() -> None:
    """Also `unknown_order`, which no `denied_updates` can have."""
    denials = drawn(st.from_type(Denied), 300)
    seen = Counter(violation.code for denied in denials for violation in denied.violations)
    percent = shares(seen, ViolationCode, len(denials))
    assert min(percent.values()) >= 1, percent
