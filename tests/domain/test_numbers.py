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


TYPES = "must be given an int, a str or a Decimal"
CENTS = "must be from -999999999999999 to 999999999999999"
RANGE = "from -9999999999999.99 to 9999999999999.99"


@pytest.mark.parametrize(
    ("dollars", "error", "reason"),
    [
        (True, TypeError, f"{TYPES}, got bool"),
        (1.5, TypeError, f"{TYPES}, got float; use Money.of(str(x)) or round first"),
        (None, TypeError, f"{TYPES}, got None"),
        (Money.ZERO, TypeError, f"{TYPES}, got Money"),
        ("", ValueError, 'must be given plain digits, as in "12.5"'),
        (" 1", ValueError, 'must be given plain digits, as in "12.5"'),
        ("1e3", ValueError, 'must be given plain digits, as in "12.5"'),
        ("1e1000000", ValueError, 'must be given plain digits, as in "12.5"'),
        ("1_0", ValueError, 'must be given plain digits, as in "12.5"'),
        ("\uff11", ValueError, 'must be given plain digits, as in "12.5"'),
        ("1\n", ValueError, 'must be given plain digits, as in "12.5"'),
        (".5", ValueError, 'must be given plain digits, as in "12.5"'),
        ("NaN", ValueError, 'must be given plain digits, as in "12.5"'),
        ("10.005", ValueError, "must be given at most 2 decimals"),
        (Decimal("10.005"), ValueError, "must be given at most 2 decimals"),
        (Decimal("0.0150"), ValueError, "must be given at most 2 decimals"),
        (Decimal("1E-1000000"), ValueError, "must be given at most 2 decimals"),
        (Decimal("NaN"), ValueError, "must be given a finite number"),
        (Decimal("sNaN"), ValueError, "must be given a finite number"),
        (Decimal("-Infinity"), ValueError, "must be given a finite number"),
        (Decimal("1E+1000000"), ValueError, f"must be given a number {RANGE}"),
        (10**13, ValueError, f"must be given a number {RANGE}"),
        (-(10**13), ValueError, f"must be given a number {RANGE}"),
        ("9" * 5000, ValueError, f"must be given a number {RANGE}"),
    ],
)
def test_money_refuses_other_types_and_inexact_numbers(
    dollars: Any, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error) as caught:
        Money.of(dollars)
    assert str(caught.value) == f"Money.of {reason}"


@pytest.mark.parametrize(
    ("construct", "number", "error", "reason"),
    [
        (lambda n: Money(cents=n), 1.0, TypeError, "Money.cents must be of type int, got float"),
        (lambda n: Money(cents=n), True, TypeError, "Money.cents must be of type int, got bool"),
        (
            lambda n: Money(cents=n),
            10**15,
            ValueError,
            f"Money.cents {CENTS}$",
        ),
        (
            lambda n: Money(cents=n),
            -(10**15),
            ValueError,
            f"Money.cents {CENTS}$",
        ),
        (
            lambda n: Quantity(thousandths=n),
            0,
            ValueError,
            "Quantity.thousandths must be from 1 to",
        ),
        (
            lambda n: Quantity(thousandths=n),
            10**15,
            ValueError,
            "Quantity.thousandths must be from",
        ),
        (lambda n: Percent(hundredths=n), -1, ValueError, "Percent.hundredths must be from 0 to 9"),
        (
            lambda n: Percent(hundredths=n),
            "1",
            TypeError,
            "Percent.hundredths must be of type int, ",
        ),
        (lambda n: UnitPrice(millionths=n), -1, ValueError, "UnitPrice.millionths must be from 0"),
        (
            lambda n: UnitPrice(millionths=n),
            10**15,
            ValueError,
            "UnitPrice.millionths must be from",
        ),
        (lambda n: UnitPrice(millionths=n), 0.5, TypeError, "UnitPrice.millionths must be of ty"),
        (UnitPrice.of, "0.0000001", ValueError, "UnitPrice.of must be given at most 6 decimals$"),
        (
            UnitPrice.of,
            10**9,
            ValueError,
            "UnitPrice.of must be given a number from 0.000000 to 9",
        ),
        (UnitPrice.of, -1, ValueError, "UnitPrice.of must be given a number from 0.000000 to 9"),
        (
            UnitPrice.of,
            0.0385,
            TypeError,
            "UnitPrice.of must be given an int, .* got float; use UnitPr",
        ),
        (
            Quantity.of,
            0,
            ValueError,
            "Quantity.of must be given a number from 0.001 to 9",
        ),
        (Quantity.of, "1.0005", ValueError, "Quantity.of must be given at most 3 decimals$"),
        (Percent.of, "1.005", ValueError, "Percent.of must be given at most 2 decimals$"),
        (
            Money.of(9999999999999).__add__,
            Money.of(1),
            ValueError,
            f"Money.cents {CENTS}$",
        ),
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
