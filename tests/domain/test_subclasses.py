"""Numbers of subclasses whose methods answer wrongly: they count as what they hold (N9)."""

from decimal import Decimal
from typing import Any

import pytest

from backd_rules import Money
from backd_rules.domain.numbers import scale_number, scale_recorded
from backd_rules.domain.values import Fault

CENTS = 2


class LyingInt(int):
    """An `int` whose methods answer wrongly."""

    def __int__(self) -> int:
        return 99

    def __hash__(self) -> int:
        return 99

    __index__ = __abs__ = __trunc__ = __int__

    def __eq__(self, other: object) -> bool:
        return True

    def __lt__(self, other: object) -> bool:
        return True

    def __mul__(self, other: object) -> int:
        return 99

    __le__ = __gt__ = __ge__ = __lt__
    __rmul__ = __add__ = __radd__ = __mul__


class LyingFloat(float):
    """A `float` whose methods answer wrongly."""

    def __float__(self) -> float:
        return 99.0

    def __repr__(self) -> str:
        return "99.0"

    def __abs__(self) -> float:
        return 0.0

    def __eq__(self, other: object) -> bool:
        return True

    def __lt__(self, other: object) -> bool:
        return True

    def __mul__(self, other: object) -> float:
        return 99.0

    __hash__ = None  # type: ignore[assignment]
    __rmul__ = __mul__


class LyingDecimal(Decimal):
    """A `Decimal` whose methods answer wrongly."""

    def __float__(self) -> float:
        return 99.0

    def __str__(self) -> str:
        return "99"

    def __bool__(self) -> bool:
        return False

    def as_tuple(self) -> Any:
        return Decimal(99).as_tuple()

    def is_finite(self) -> Any:
        return True

    def is_nan(self) -> Any:
        return False

    def adjusted(self) -> int:
        return 0


class LyingStr(str):
    """A `str` whose methods answer wrongly."""

    __slots__ = ()

    def __str__(self) -> str:
        return "99"


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        (LyingInt(5), 500),
        (LyingInt(10**13), Fault.OUT_OF_RANGE),
        (LyingFloat("5.25"), 525),
        (LyingFloat("5.255"), Fault.TOO_PRECISE),
        (LyingFloat("1e13"), Fault.OUT_OF_RANGE),
        (LyingFloat("nan"), Fault.NOT_FINITE),
        (LyingDecimal("5.25"), 525),
        (LyingDecimal("5.255"), Fault.TOO_PRECISE),
        (LyingDecimal("1E+13"), Fault.OUT_OF_RANGE),
        (LyingDecimal("NaN"), Fault.NOT_FINITE),
        (LyingDecimal("sNaN"), Fault.NOT_FINITE),
        (LyingStr("5"), Fault.WRONG_TYPE),
    ],
)
def test_a_number_of_a_subclass_counts_as_what_it_holds(number: object, cents: int | Fault) -> None:
    """N9: subclasses count as what they hold."""
    scaled = scale_number(number, CENTS)
    assert (type(scaled), scaled) == (type(cents), cents)


def test_a_recorded_number_of_a_subclass_counts_as_what_it_holds() -> None:
    """N9: subclasses count as what they hold."""
    assert scale_recorded(LyingFloat("5.255"), CENTS) == 526
    assert scale_recorded(LyingDecimal("5.255"), CENTS) == 526


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        (LyingInt(5), 500),
        (LyingDecimal("5.25"), 525),
        (LyingStr("5.25"), 525),
    ],
)
def test_python_code_may_pass_subclasses_too(number: Any, cents: int) -> None:
    """N9: subclasses count as what they hold."""
    assert Money.of(number) == Money(cents=cents)
    assert type(Money.of(number).cents) is int


def test_the_constructor_keeps_a_plain_int() -> None:
    """N9: subclasses count as what they hold."""
    money = Money(cents=LyingInt(5))
    assert (type(money.cents), money.cents) == (int, 5)
    with pytest.raises(
        ValueError, match=r"^Money.cents must be from -999999999999999 to 999999999999999$"
    ):
        Money(cents=LyingInt(10**15))
