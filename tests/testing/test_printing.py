"""Hypothesis shows a value of the package as an expression that evaluates to it."""

import datetime
import inspect
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.control import current_build_context
from hypothesis.vendor.pretty import RepresentationPrinter, pretty
from support import examples
from support.draws import CENT, quick
from support.processes import printed

import backd_rules
import backd_rules.testing as kit
from backd_rules import (
    UNSET,
    AddressUpdate,
    Basis,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
    Totals,
    ViolationCode,
)
from backd_rules.domain.money import WideMoney, money_or_wide
from backd_rules.testing import hook
from backd_rules.wire import ProblemCode

NAMES: dict[str, Any] = {
    **{name: getattr(backd_rules, name) for name in dir(backd_rules)},
    **{cls.__name__: cls for cls in (WideMoney, ProblemCode, kit.Malformed)},
    "datetime": datetime,
}
"""What the expressions need: the names of the package, two of its modules, and `datetime`."""


def evaluated(text: str) -> Any:
    return eval(text, NAMES)  # noqa: S307


def shown(strategy: st.SearchStrategy[Any], count: int) -> list[tuple[Any, str]]:
    """Return values that the strategy generates, as a failing example would show them."""
    found: list[tuple[Any, str]] = []

    @settings(quick, max_examples=count)
    @given(strategy)
    def draw(value: Any) -> None:
        # The context knows how each value was made. `pretty` alone does not.
        printer = RepresentationPrinter(context=current_build_context())
        printer.pretty(value)
        found.append((value, printer.getvalue()))

    draw()
    return found


@pytest.mark.parametrize("name", hook.TYPES)
def test_every_type_is_shown_as_an_expression(name: str) -> None:
    cls = getattr(backd_rules, name)
    for value, text in shown(st.from_type(cls), 100):
        assert evaluated(text) == value
        assert text == pretty(value)
        assert "=UNSET" not in text
    assert not hasattr(cls, "_repr_pretty_")  # IPython would show personal data by it.


ORDER, LIMIT = examples.ORDER, MerchantLimit(max_increase=Money.of(75))
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(["allowed_updates", "denied_updates"], (ORDER, LIMIT)),
    **dict.fromkeys(["updates_for", "refund_requests_for"], (ORDER,)),
    "payloads": (kit.updates(),),
}
STRATEGIES = [name for name in kit.__all__ if inspect.isfunction(getattr(kit, name))]


@pytest.mark.parametrize("name", [name for name in STRATEGIES if name != "order_machine"])
def test_what_every_strategy_generates_is_shown_as_an_expression(name: str) -> None:
    """Also inside tuples and lists. A NaN is equal to none, so the reprs are compared."""
    strategy = getattr(kit, name)(*ARGUMENTS.get(name, ()))
    for value, text in shown(st.tuples(st.lists(strategy, min_size=1, max_size=2)), 20):
        assert repr(evaluated(text)) == repr(value)


UPDATE = OrderUpdate(
    "BO-1",
    "M-1",
    tax_amount=CENT,
    shipping=ContactUpdate(company_name=None, address=AddressUpdate()),
    billing=ContactUpdate(name=PersonNameUpdate(first="Joe")),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            UPDATE,
            "OrderUpdate('BO-1', 'M-1', tax_amount=Money(cents=1), shipping=ContactUpdate("
            "company_name=None, address=AddressUpdate()), "
            "billing=ContactUpdate(name=PersonNameUpdate(first='Joe')))",
        ),
        (Contact(name=PersonName("Joe")), "Contact(name=PersonName(first='Joe'))"),
        (UNSET, "UNSET"),
        (Basis.PLACED_TOTAL, "Basis.PLACED_TOTAL"),
        (ViolationCode.UNKNOWN_ORDER, "ViolationCode.UNKNOWN_ORDER"),
        (
            (examples.order(shipping=None).items, [Money.ZERO]),
            "((LineItem('MacBook Pro', 'ABC-123', UnitPrice(millionths=3000000000), "
            "Quantity(thousandths=3000)),), [Money(cents=0)])",
        ),
        (
            Totals(Money.MAX, Money.MAX, Money.MAX, adjustment=money_or_wide(-3 * 10**15 + 3)),
            "Totals(Money(cents=999999999999999), tax_amount=Money(cents=999999999999999), "
            "shipping_amount=Money(cents=999999999999999), "
            "adjustment=WideMoney(cents=-2999999999999997))",
        ),
        (
            kit.Malformed({"items": [], "tax_amount": -math.inf}, ProblemCode.NOT_FINITE, "/a"),
            "Malformed({'items': [], 'tax_amount': float('-inf')}, ProblemCode.NOT_FINITE, '/a')",
        ),
    ],
)
def test_values_are_shown_without_their_defaults(value: object, text: str) -> None:
    assert " ".join(pretty(value).split()).replace("( ", "(").replace("{ ", "{") == text
    assert evaluated(text) == value


def test_a_long_expression_is_split_at_its_fields() -> None:
    assert pretty(UPDATE).splitlines() == [
        "OrderUpdate(",
        "    'BO-1',",
        "    'M-1',",
        "    tax_amount=Money(cents=1),",
        "    shipping=ContactUpdate(company_name=None, address=AddressUpdate()),",
        "    billing=ContactUpdate(name=PersonNameUpdate(first='Joe')))",
    ]


FAILING = """
from hypothesis import example, given, settings, strategies as st
from backd_rules import UNSET, Money, OrderUpdate
from backd_rules.testing import contacts, person_name_updates, updates

profile = settings(derandomize=True, database=None, deadline=None, print_blob=False)

@profile
@given(updates())
def test_given(update):
    assert update.tax_amount is UNSET or update.shipping is UNSET

@profile
@given(st.data())
def test_data(data):
    names, amount = data.draw(st.tuples(st.lists(person_name_updates()), st.from_type(Money)))
    assert not names or names[0].last is UNSET or not amount

@profile
@given(st.lists(updates(), max_size=0))
@example([OrderUpdate("0", "0", tax_amount=Money(cents=1))])
def test_example(updates):
    assert not updates

for test in (test_given, test_data, test_example):
    try:
        test()
    except AssertionError as error:
        print(*error.__notes__, sep="\\n")
"""


def test_a_failing_example_is_printed_as_expressions() -> None:
    """In a process of its own: a plugin of pytest, such as schemathesis's, may hide arguments."""
    notes = printed(FAILING)
    given_update = re.search(r"test_given\(\s+update=(.*?),?\n\)", notes, re.DOTALL)
    assert given_update is not None, notes
    update = evaluated(given_update[1])
    assert update.tax_amount == Money.ZERO
    assert update.shipping == ContactUpdate()
    drawn = re.search(r"Draw 1: (.*?)\nF", notes, re.DOTALL)
    assert drawn is not None, notes
    assert evaluated(drawn[1]) == ([PersonNameUpdate(last="0")], CENT)
    assert "    updates=[OrderUpdate('0', '0', tax_amount=Money(cents=1))],\n" in notes
