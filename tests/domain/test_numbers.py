"""Exact numbers: construction, refusals, arithmetic, and conversion to and from text."""

from decimal import Decimal
from typing import Any

import pytest

from backd_rules import Money, Percent, Quantity, UnitPrice
from backd_rules.domain.arithmetic import (
    amount_ceiling,
    line_amount,
    line_amount_down,
    line_amount_up,
    order_total,
    percent_ceiling,
    remaining,
    round_half_up,
    scale_up,
    split,
)


def test_the_arithmetic_agrees_with_results_worked_out_by_hand() -> None:
    assert order_total(9000, 100, 50, 25, -10) == 9115
    assert [round_half_up(n, 10) for n in (-16, -15, -5, -4, 4, 5, 14, 15)] == [
        *(-2, -1, 0, 0),
        *(0, 1, 1, 2),
    ]
    assert amount_ceiling(915_000, 7_500) == 922_500
    assert percent_ceiling(915_000, 1_500) == 1_052_250
    assert percent_ceiling(99, 1_000) == 108  # 108.9
    assert [remaining(5, total) for total in (4, 5, 6)] == [1, 0, 0]
    assert scale_up(-7, 3) == -7000
    assert split(-915_007, 100) == (9150, 7)


@pytest.mark.parametrize(
    ("price", "qty", "down", "half_up", "up"),
    [
        ("3000", "3", 900_000, 900_000, 900_000),
        ("0.01", "0.499", 0, 0, 1),
        ("0.01", "0.5", 0, 1, 1),
        ("0.01", "1.499", 1, 1, 2),
        ("0.01", "1.5", 1, 2, 2),
        ("19.99", "2.125", 4247, 4248, 4248),  # 42.47875
        ("0.0385", "1000", 3850, 3850, 3850),
        ("0.0385", "1", 3, 4, 4),
        ("4.1275", "12", 4953, 4953, 4953),
        ("0.000001", "0.001", 0, 0, 1),
        ("0.004999", "1", 0, 0, 1),
        ("0.005", "1", 0, 1, 1),
        ("0", "999999999999.999", 0, 0, 0),
        ("999999999.999999", "1", 99_999_999_999, 100_000_000_000, 100_000_000_000),
    ],
)
def test_a_line_has_two_roundings_and_half_up(
    price: str, qty: str, down: int, half_up: int, up: int
) -> None:
    """N5: the exact amount of a line is `unit_price x qty`."""
    line = UnitPrice.of(price).millionths, Quantity.of(qty).thousandths
    assert (line_amount_down(*line), line_amount(*line), line_amount_up(*line)) == (
        down,
        half_up,
        up,
    )


@pytest.mark.parametrize(
    ("dollars", "cents"),
    [
        (9150, 915_000),
        ("9150.00", 915_000),
        ("-0.05", -5),
        ("007", 700),
        ("10.500000", 1_050),
        (Decimal("9150.1"), 915_010),
        (Decimal("9150.12000"), 915_012),
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
        (lambda n: UnitPrice(millionths=n), -1, ValueError, "UnitPrice.millionths is out of range"),
        (lambda n: UnitPrice(millionths=n), 10**15, ValueError, "UnitPrice.millionths is out of"),
        (lambda n: UnitPrice(millionths=n), 0.5, TypeError, "UnitPrice.millionths has the wrong"),
        (UnitPrice.of, "0.0000001", ValueError, "UnitPrice.of has too many decimals"),
        (UnitPrice.of, 10**9, ValueError, "UnitPrice.of is out of range"),
        (UnitPrice.of, -1, ValueError, "UnitPrice.millionths is out of range"),
        (UnitPrice.of, 0.0385, TypeError, "UnitPrice.of takes no float"),
        (Quantity.of, 0, ValueError, "Quantity.thousandths is out of range"),
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
    assert [str(Money(cents=cents)) for cents in (915_000, 0, 5, -5, -120)] == [
        "9150.00",
        "0.00",
        "0.05",
        "-0.05",
        "-1.20",
    ]
    assert str(Quantity.of("2.5")) == "2.500"
    assert str(Percent.of("12.5")) == "12.50"
    assert str(UnitPrice.of("0.0385")) == "0.038500"
    assert str(UnitPrice(millionths=999_999_999_999_999)) == "999999999.999999"
    assert repr(Money.of("-0.05").to_decimal()) == "Decimal('-0.05')"
    assert repr(Quantity.of(3).to_decimal()) == "Decimal('3.000')"
    assert repr(Percent.of(15).to_decimal()) == "Decimal('15.00')"


def test_a_format_with_f_takes_the_number_and_another_the_text() -> None:
    assert f"{Money.of(9150):,.2f}" == "9,150.00"
    assert f"{Money.of('0.05'):.1f}" == "0.1"
    assert f"{Money.of(-1):>8}" == "   -1.00"
    assert f"{Money.of(1)}" == "1.00"
    assert f"{UnitPrice.of('0.0385'):.3f}" == "0.039"


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
    assert len({Money.of(1), Percent.of(1), UnitPrice.of(1), Money.of("1.00")}) == 3
