"""Exact numbers: construction, refusals, arithmetic, and conversion to and from text."""

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backd_rules import Money, Percent, Quantity
from backd_rules.domain.arithmetic import (
    amount_ceiling,
    line_amount,
    order_total,
    percent_ceiling,
    remaining,
    scale_up,
    split,
)
from backd_rules.domain.numbers import scale_number
from backd_rules.domain.values import Fault


def test_the_arithmetic_agrees_with_results_worked_out_by_hand() -> None:
    assert order_total(9000, 100, 50, 25) == 9125
    assert [line_amount(1, qty) for qty in (499, 500, 1499, 1500)] == [0, 1, 1, 2]
    assert line_amount(1999, 2125) == 4248  # 42.47875
    assert amount_ceiling(915_000, 7_500) == 922_500
    assert percent_ceiling(915_000, 1_500) == 1_052_250
    assert percent_ceiling(99, 1_000) == 108  # 108.9
    assert [remaining(5, total) for total in (4, 5, 6)] == [1, 0, 0]
    assert scale_up(-7, 3) == -7000
    assert split(-915_007, 100) == (9150, 7)


@pytest.mark.parametrize(
    ("dollars", "cents"),
    [
        (9150, 915_000),
        ("9150.00", 915_000),
        ("-0.05", -5),
        ("007", 700),
        ("10.500000", 1_050),
        (Decimal("9150.1"), 915_010),
        (Decimal("1E+2"), 10_000),
        (Decimal("-0"), 0),
        ("9999999999999.99", 999_999_999_999_999),
        ("-9999999999999.99", -999_999_999_999_999),
    ],
)
def test_money_is_made_from_an_int_a_text_or_a_decimal(dollars: Any, cents: int) -> None:
    assert Money.of(dollars) == Money(cents=cents)


@pytest.mark.parametrize(
    ("dollars", "error", "reason"),
    [
        (True, TypeError, "has the wrong type"),
        (
            1.5,
            TypeError,
            r"takes no float: pass its text, as in of\(str\(number\)\), or round it first",
        ),
        (None, TypeError, "has the wrong type"),
        (Money.ZERO, TypeError, "has the wrong type"),
        ("", ValueError, "has the wrong format"),
        (" 1", ValueError, "has the wrong format"),
        ("1e3", ValueError, "has the wrong format"),
        ("1e1000000", ValueError, "has the wrong format"),
        ("1_0", ValueError, "has the wrong format"),
        ("\uff11", ValueError, "has the wrong format"),
        ("1\n", ValueError, "has the wrong format"),
        (".5", ValueError, "has the wrong format"),
        ("NaN", ValueError, "has the wrong format"),
        ("10.005", ValueError, "has too many decimals"),
        (Decimal("10.005"), ValueError, "has too many decimals"),
        (Decimal("0.0150"), ValueError, "has too many decimals"),
        (Decimal("1E-1000000"), ValueError, "has too many decimals"),
        (Decimal("NaN"), ValueError, "is not a finite number"),
        (Decimal("sNaN"), ValueError, "is not a finite number"),
        (Decimal("-Infinity"), ValueError, "is not a finite number"),
        (Decimal("1E+1000000"), ValueError, "is out of range"),
        (10**13, ValueError, "is out of range"),
        (-(10**13), ValueError, "is out of range"),
        ("9" * 5000, ValueError, "is out of range"),
    ],
)
def test_money_refuses_other_types_and_inexact_numbers(
    dollars: Any, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=f"^Money.of {reason}$"):
        Money.of(dollars)


@pytest.mark.parametrize(
    ("construct", "number", "error", "reason"),
    [
        (lambda n: Money(cents=n), 1.0, TypeError, "Money.cents has the wrong type"),
        (lambda n: Money(cents=n), True, TypeError, "Money.cents has the wrong type"),
        (lambda n: Money(cents=n), 10**15, ValueError, "Money.cents is out of range"),
        (lambda n: Money(cents=n), -(10**15), ValueError, "Money.cents is out of range"),
        (lambda n: Quantity(thousandths=n), 0, ValueError, "Quantity.thousandths is out of"),
        (lambda n: Quantity(thousandths=n), 10**15, ValueError, "Quantity.thousandths is out of"),
        (lambda n: Percent(hundredths=n), -1, ValueError, "Percent.hundredths is out of range"),
        (lambda n: Percent(hundredths=n), "1", TypeError, "Percent.hundredths has the wrong type"),
        (Quantity.of, "1.0005", ValueError, "Quantity.of has too many decimals"),
        (Percent.of, "1.005", ValueError, "Percent.of has too many decimals"),
        (Money.of(9999999999999).__add__, Money.of(1), ValueError, "Money.cents is out of range"),
    ],
)
def test_constructors_refuse_other_types_and_numbers_out_of_range(
    construct: Any, number: Any, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=f"^{reason}"):
        construct(number)


def test_a_number_is_written_with_all_its_decimals() -> None:
    assert [str(Money(cents=cents)) for cents in (915_000, 5, -5, -120)] == [
        "9150.00",
        "0.05",
        "-0.05",
        "-1.20",
    ]
    assert str(Quantity.of("2.5")) == "2.500"
    assert str(Percent.of("12.5")) == "12.50"
    assert repr(Money.of("-0.05").to_decimal()) == "Decimal('-0.05')"
    assert repr(Quantity.of(3).to_decimal()) == "Decimal('3.000')"
    assert repr(Percent.of(15).to_decimal()) == "Decimal('15.00')"


def test_a_format_with_f_takes_the_number_and_another_the_text() -> None:
    assert f"{Money.of(9150):,.2f}" == "9,150.00"
    assert f"{Money.of('0.05'):.1f}" == "0.1"
    assert f"{Money.of(-1):>8}" == "   -1.00"
    assert f"{Money.of(1)}" == "1.00"


def test_only_zero_is_false() -> None:
    assert [bool(Money(cents=cents)) for cents in (-1, 0, 1)] == [True, False, True]


def test_money_is_added_to_money_only() -> None:
    assert sum([Money.of(1), Money.of("0.05")], Money.ZERO) == Money(cents=105)
    assert Money.of(1) - Money.of(3) == Money.of(-2)
    assert sorted([Money.MAX, Money.ZERO, Money.of(-1)]) == [Money.of(-1), Money.ZERO, Money.MAX]
    for other in (1, 1.0, Decimal(1), Percent.of(1)):
        for calculate in (Money.ZERO.__add__, Money.ZERO.__sub__):
            assert calculate(other) is NotImplemented  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        sorted([Money.ZERO, Percent.of(1)])  # type: ignore[type-var]
    assert len({Money.of(1), Percent.of(1), Money.of("1.00")}) == 2


def test_the_ambient_decimal_context_does_not_matter() -> None:
    traps = [decimal.Inexact, decimal.Rounded, decimal.FloatOperation, decimal.InvalidOperation]
    with decimal.localcontext(decimal.Context(prec=1, Emax=1, Emin=-1, traps=traps)) as context:
        assert Money.of(Decimal("9150.07")) == Money(cents=915_007)
        assert Money.of("9150.07").to_decimal() == Decimal("9150.07")
        assert scale_number(Decimal("0.30000000000000004"), 2) is Fault.TOO_PRECISE
        assert not any(context.flags.values())


@given(st.floats() | st.integers(-(10**16), 10**16).map(lambda cents: cents / 100))
def test_a_float_is_the_shortest_decimal_that_reads_back_as_it(number: float) -> None:
    scaled = scale_number(number, 2)
    if isinstance(scaled, Fault):
        assert (
            number - number != 0
            or abs(number) >= 10**13
            or (Fraction(repr(number)) * 100).denominator > 1
        )
    else:
        assert Fraction(scaled, 100) == Fraction(repr(number))


@given(st.integers(-(10**17), 10**17), st.integers(-5, 4))
def test_a_decimal_is_scaled_exactly_or_refused(coefficient: int, exponent: int) -> None:
    exact = Fraction(coefficient) * Fraction(10) ** exponent
    scaled = scale_number(Decimal(coefficient).scaleb(exponent, decimal.Context(prec=40)), 2)
    assert (scaled == exact * 100) == ((exact * 100).denominator == 1 and abs(exact) < 10**13)
