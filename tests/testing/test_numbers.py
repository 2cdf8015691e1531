"""Strategies for numbers and totals: their bounds, and the values that they draw often."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.draws import CENT, drawn, quick

import backd_rules.testing as kit
from backd_rules import Money, Percent, Quantity, UnitPrice
from backd_rules.testing.numbers import near_boundaries

HIGHEST_PRICE = UnitPrice.of("999999999.999999")


@pytest.mark.parametrize(
    ("strategy", "low", "high"),
    [
        (kit.amounts(), Money.of("-9999999999999.99"), Money.MAX),
        (kit.amounts(min_value=Money.of(5)), Money.of(5), Money.MAX),
        (kit.amounts(min_value=Money.of(-9), max_value=Money.of(-5)), Money.of(-9), Money.of(-5)),
        (kit.quantities(), Quantity.of("0.001"), Quantity.of("999999999999.999")),
        (kit.quantities(max_value=Quantity.of("0.5")), Quantity.of("0.001"), Quantity.of("0.5")),
        (kit.unit_prices(), UnitPrice.of(0), HIGHEST_PRICE),
        (kit.unit_prices(min_value=UnitPrice.of("9.5")), UnitPrice.of("9.5"), HIGHEST_PRICE),
        (kit.percentages(), Percent.of(0), Percent.of("9999999999999.99")),
        (kit.percentages(min_value=Percent.of(15)), Percent.of(15), Percent.of("9999999999999.99")),
    ],
)
def test_numbers_are_within_their_bounds(strategy: Any, low: Any, high: Any) -> None:
    found = drawn(strategy, 200)
    assert all(type(one) is type(low) and low <= one <= high for one in found)
    assert len(set(found)) > 50


def test_both_bounds_are_drawn() -> None:
    found = drawn(kit.amounts(min_value=Money.ZERO, max_value=CENT), 20)
    assert set(found) == {Money.ZERO, CENT}


def test_whole_quantities_cents_and_percentages_are_drawn_often() -> None:
    on_cents = sum(one.millionths % 10_000 == 0 for one in drawn(kit.unit_prices(), 200))
    assert 60 <= on_cents <= 180
    assert sum(one.thousandths % 1000 == 0 for one in drawn(kit.quantities(), 200)) >= 60
    assert sum(one.hundredths % 100 == 0 for one in drawn(kit.percentages(), 200)) >= 60


def test_totals_are_within_their_bounds() -> None:
    found = drawn(kit.totals(min_value=Money.of(5), max_value=Money.of(6)), 100)
    assert {one.order_total.cents for one in found} <= set(range(500, 601))
    assert sum(one.discount_amount > Money.ZERO for one in found) >= 8
    assert sum(one.adjustment.cents > 0 for one in found) >= 2
    assert sum(one.adjustment.cents < 0 for one in found) >= 2
    assert sum(one.adjustment.cents == 0 for one in found) >= 50
    assert all(one.order_total >= Money.ZERO for one in drawn(kit.totals(), 50))


@given(st.data())
@settings(quick, max_examples=200)
def test_near_boundaries_stays_within_its_bounds(data: st.DataObject) -> None:
    boundaries = data.draw(st.lists(st.integers(-5, 15), max_size=3))
    assert 0 <= data.draw(near_boundaries(boundaries, 0, 9)) <= 9
