"""The shipped strategies draw what they say, and shrink to what they say; types resolve."""

import inspect
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import strategies as st
from support import examples
from support.draws import CENT, drawn, smallest
from support.processes import printed

import backd_rules
from backd_rules import (
    Basis,
    Combine,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    ViolationCode,
    ceiling,
    decide_update,
)
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.order import items_amount
from backd_rules.testing import hook
from backd_rules.testing import registry as kit
from backd_rules.wire.problems import ProblemCode

# Numbers.


@pytest.mark.parametrize(
    ("strategy", "low", "high"),
    [
        (kit.amounts(), Money.of("-9999999999999.99"), Money.MAX),
        (kit.amounts(min_value=Money.of(5)), Money.of(5), Money.MAX),
        (kit.amounts(min_value=Money.of(-9), max_value=Money.of(-5)), Money.of(-9), Money.of(-5)),
        (kit.quantities(), Quantity.of("0.001"), Quantity.of("999999999999.999")),
        (kit.quantities(max_value=Quantity.of("0.5")), Quantity.of("0.001"), Quantity.of("0.5")),
        (kit.percentages(), Percent.of(0), Percent.of("9999999999999.99")),
        (kit.percentages(min_value=Percent.of(15)), Percent.of(15), Percent.of("9999999999999.99")),
    ],
)
def test_numbers_lie_between_their_bounds(strategy: Any, low: Any, high: Any) -> None:
    found = drawn(strategy, 200)
    assert all(type(one) is type(low) and low <= one <= high for one in found)
    assert len(set(found)) > 50


def test_both_bounds_are_drawn() -> None:
    found = drawn(kit.amounts(min_value=Money.ZERO, max_value=CENT), 20)
    assert set(found) == {Money.ZERO, CENT}


def test_whole_quantities_and_percentages_are_drawn_often() -> None:
    assert sum(one.thousandths % 1000 == 0 for one in drawn(kit.quantities(), 200)) >= 60
    assert sum(one.hundredths % 100 == 0 for one in drawn(kit.percentages(), 200)) >= 60


def test_lines_often_end_on_half_a_cent() -> None:
    found = drawn(kit.items(), 300)
    on_half = sum(one.unit_price.cents * one.qty.thousandths % 1000 == 500 for one in found)
    assert on_half >= 15


def test_totals_lie_between_their_bounds() -> None:
    found = drawn(kit.totals(min_value=Money.of(5), max_value=Money.of(6)), 100)
    assert {one.order_total.cents for one in found} <= set(range(500, 601))
    assert sum(one.discount_amount > Money.ZERO for one in found) >= 8
    assert all(one.order_total >= Money.ZERO for one in drawn(kit.totals(), 50))


def test_items_are_within_their_amount() -> None:
    found = drawn(kit.items(max_amount=Money.of(7)), 200)
    assert all(items_amount((item,)) <= 700 for item in found)
    assert sum(items_amount((item,)) > 0 for item in found) >= 4
    assert all(items_amount((item,)) == 0 for item in drawn(kit.items(max_amount=Money.ZERO), 50))
    assert any(items_amount((item,)) > Money.MAX.cents for item in drawn(kit.items(), 50))


# What they shrink to, and how they are called.

STRATEGIES = {name: getattr(kit, name) for name in kit.__all__ if name.islower()}


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_docstring_says_what_a_strategy_shrinks_to(name: str) -> None:
    assert re.search(r"\b[Ss]hrinks (to|as) ", STRATEGIES[name].__doc__)


@pytest.mark.parametrize("name", STRATEGIES)
def test_options_are_keywords(name: str) -> None:
    every = inspect.signature(STRATEGIES[name]).parameters.values()
    options = [one for one in every if one.default is not inspect.Parameter.empty]
    assert all(option.kind is inspect.Parameter.KEYWORD_ONLY for option in options)


def test_the_smallest_examples_are_the_plainest() -> None:
    one = Quantity.of(1)
    assert smallest(kit.amounts()) == Money.ZERO
    assert smallest(kit.amounts(min_value=Money.of(3))) == Money.of(3)
    assert smallest(kit.amounts(max_value=Money.of(-3))) == Money.of(-3)
    assert smallest(kit.quantities()) == one
    assert smallest(kit.quantities(max_value=Quantity.of("0.9"))) == Quantity.of("0.001")
    assert smallest(kit.percentages()) == Percent.of(0)
    assert smallest(kit.totals()) == examples.totals("0")
    assert smallest(kit.totals(min_value=CENT)) == examples.totals("0.01")
    assert smallest(kit.items()) == backd_rules.LineItem("0", "0", Money.ZERO, one)
    assert smallest(kit.person_names()) == backd_rules.PersonName("0", "0")
    assert smallest(kit.limits()) == MerchantLimit.NO_INCREASE
    assert smallest(kit.ceilings()) == backd_rules.Ceiling(Money.ZERO, "max_increase")
    assert smallest(kit.updates()) == OrderUpdate("0", "0")
    assert smallest(kit.contact_updates()) == backd_rules.ContactUpdate()
    assert smallest(kit.person_name_updates()) == backd_rules.PersonNameUpdate()
    assert smallest(kit.address_updates()) == backd_rules.AddressUpdate()
    ids = {"backd_order_id": "0", "merchant_order_id": "0"}
    assert smallest(kit.payloads(kit.updates())) == ids
    assert smallest(kit.refunds()) == backd_rules.Refund(amount=Money.ZERO, status="draft")
    order = Order("0", "0", OrderStatus.ORDER_PLACED, examples.totals("0"), ())
    assert smallest(kit.orders()) == order
    assert smallest(kit.updates_for(order)) == OrderUpdate("0", "0")
    assert smallest(kit.allowed_updates(order, MerchantLimit.UNLIMITED)) == OrderUpdate("0", "0")


def test_a_contact_shrinks_to_noughts_without_what_may_be_left_out() -> None:
    contact = smallest(kit.contacts())
    assert (contact.name.first, contact.email, contact.company_name) == ("0", "0", None)
    assert (contact.address.line1, contact.address.line2) == ("0", None)
    assert smallest(kit.addresses()) == contact.address


def test_updates_of_an_order_shrink_to_one_that_changes_nothing() -> None:
    order, limit = examples.ORDER, MerchantLimit(max_order_total=Money.of(9000))
    assert ceiling(order, limit).total < order.order_total
    for strategy in (
        kit.updates_for(order),
        kit.updates_for(order, limit=limit),
        kit.allowed_updates(order, limit),
    ):
        assert smallest(strategy) == examples.update()


def test_what_is_malformed_shrinks_to_something_small() -> None:
    payload, code, path = smallest(kit.malformed_payloads(code=ProblemCode.MISSING))
    assert (payload, code, path) == ({"merchant_order_id": "0"}, "missing", "/backd_order_id")
    assert smallest(kit.malformed_texts()).code is ProblemCode.BAD_JSON


def test_a_denial_shrinks_to_the_least_that_earns_it() -> None:
    dearer = kit.denied_updates(
        examples.ORDER, MerchantLimit.NO_INCREASE, code=ViolationCode.INCREASE_EXCEEDS_LIMIT
    )
    decision = decide_update(examples.ORDER, smallest(dearer), MerchantLimit.NO_INCREASE)
    assert isinstance(decision, Denied)
    (violation,) = decision.violations
    assert violation.message.count("9150.01") == 1


# Orders and limits.


def test_orders_have_the_statuses_asked_for_and_all_by_default() -> None:
    for status in OrderStatus:
        assert {order.status for order in drawn(kit.orders(statuses=[status]), 3)} == {status}
    seen = {order.status for order in drawn(kit.orders(), 40)}
    assert OrderStatus.ORDER_PLACED in seen
    assert len(seen) >= 3


def test_orders_are_of_every_kind() -> None:
    found = drawn(kit.orders(), 100)
    kinds = {
        "cart fits the items": sum(o.cart_amount.cents == items_amount(o.items) for o in found),
        "cart never did": sum(o.cart_amount.cents != items_amount(o.items) for o in found),
        "raised since": sum(o.placed_total < o.order_total for o in found),
        "as placed": sum(o.placed_total == o.order_total for o in found),
        "without items": sum(not o.items for o in found),
        "with refunds": sum(bool(o.refunds) for o in found),
        "with contacts": sum(o.shipping is not None and o.billing is not None for o in found),
        "without": sum(o.shipping is None and o.billing is None for o in found),
    }
    assert min(kinds.values()) >= 2, kinds


def test_limits_are_of_every_kind() -> None:
    found = drawn(kit.limits(), 300)
    caps = Counter(
        tuple(
            name
            for name in ("max_increase", "max_increase_percent", "max_order_total")
            if getattr(limit, name) is not None
        )
        for limit in found
    )
    assert len(caps) == 7
    assert min(caps.values()) >= 6, caps
    assert {(limit.combine, limit.measured_from) for limit in found} == {
        (combine, basis) for combine in Combine for basis in Basis
    }
    assert {limit.max_increases for limit in found} >= {None, 0, 1, 2, 3}


# Types.

PUBLIC_TYPES = [thing for thing in vars(backd_rules).values() if isinstance(thing, type)]


@pytest.mark.parametrize("cls", PUBLIC_TYPES)
def test_from_type_resolves_every_public_type(cls: type[Any]) -> None:
    found = drawn(st.from_type(cls), 5)
    assert found
    assert all(isinstance(one, cls) for one in found)


def test_from_type_resolves_every_reason() -> None:
    codes = {drawn(st.from_type(reason), 1)[0].code for reason in VIOLATIONS}
    assert codes == set(ViolationCode)


def test_the_hook_names_the_types_that_the_strategies_are_for() -> None:
    assert list(hook.TYPES) == sorted(cls.__name__ for cls in kit.BY_TYPE)


def test_nothing_needs_registering() -> None:
    source = """
from hypothesis import find, strategies as st
from backd_rules import Money, PersonName
print(*(find(st.from_type(cls), lambda _: True) for cls in (Money, PersonName)))
"""
    assert printed(source) == "0.00 PersonName()"


def test_the_hook_imports_next_to_nothing() -> None:
    source = """
import sys
import backd_rules
core = set(sys.modules)
import hypothesis
mine = {name for name in sys.modules if name.startswith("backd_rules")} - core
print(*sorted(mine))
"""
    assert printed(source) == "backd_rules.testing backd_rules.testing.hook"
