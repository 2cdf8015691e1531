"""`Money`, `UnitPrice`, `Quantity` and `Percent`: exact numbers, as scaled integers (N1 to N4)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any, ClassVar, NoReturn, Self

import attrs

from backd_rules.domain.fields import described, documented
from backd_rules.domain.numbers import MAX_SCALED, plain, scale_written
from backd_rules.domain.values import Fault, Value, float_advice, plain_int, refuse, refuse_type


class ScaledNumber(Value):
    """Base of the exact numbers: the field `UNIT` holds a whole number of `10**-PLACES`."""

    __slots__ = ()

    UNIT: ClassVar[str]
    """The name of the field, which is the unit that it counts."""
    PLACES: ClassVar[int]
    """The highest number of decimals."""
    LOWEST: ClassVar[int]
    """The lowest value of the field, in its unit."""
    HIGHEST: ClassVar[int] = MAX_SCALED
    """The highest value of the field, in its unit."""

    @property
    def scaled(self) -> int:
        """The value of the field, in its unit: cents for `Money`.

        >>> from backd_rules import Money, Percent
        >>> Money.of(75).scaled, Percent.of(15).scaled
        (7500, 1500)
        """
        scaled: int = getattr(self, self.UNIT)
        return scaled

    def __attrs_post_init__(self) -> None:
        scaled = plain_int(self.scaled)
        if scaled is None:
            refuse_type(self, self.UNIT, "of type int", self.scaled)
        object.__setattr__(self, self.UNIT, scaled)
        if not self.LOWEST <= scaled <= self.HIGHEST:
            refuse(self, self.UNIT, f"must be from {self.LOWEST} to {self.HIGHEST}")

    @classmethod
    def of(cls, number: int | str | Decimal) -> Self:
        """Return an exact number from `9150`, `"9150.00"` or `Decimal("9150.00")` (domain.md, N2).

        The argument is in dollars, pieces or percent, never in cents. Raises `TypeError` for any
        other type, `bool` and `float` included. Raises `ValueError` for text that is not plain
        digits, and for a number that is not finite, has too many decimals or is out of range.

        >>> from backd_rules import Money, Percent
        >>> Money.of("91.5"), Percent.of(15)
        (Money(cents=9150), Percent(hundredths=1500))
        >>> Money.of("0.001")
        Traceback (most recent call last):
            ...
        ValueError: Money.of must be given at most 2 decimals
        """
        scaled = scale_written(number, cls.PLACES)
        if isinstance(scaled, Fault):
            cls._refuse(scaled, number)
        if not cls.LOWEST <= scaled <= cls.HIGHEST:
            cls._refuse(Fault.OUT_OF_RANGE, number)
        fields: dict[str, Any] = {cls.UNIT: scaled}
        return cls(**fields)

    @classmethod
    def _refuse(cls, fault: Fault, number: object) -> NoReturn:
        if fault is Fault.WRONG_TYPE:
            expected = "given an int, a str or a Decimal"
            refuse_type(cls, "of", expected, number, float_advice(cls, number))
        lowest, highest = plain(cls.LOWEST, cls.PLACES), plain(cls.HIGHEST, cls.PLACES)
        reasons = {
            Fault.NOT_FINITE: "must be given a finite number",
            Fault.TOO_PRECISE: f"must be given at most {cls.PLACES} decimals",
            Fault.OUT_OF_RANGE: f"must be given a number from {lowest} to {highest}",
            Fault.BAD_FORMAT: 'must be given plain digits, as in "12.5"',
        }
        refuse(cls, "of", reasons[fault])

    def to_decimal(self) -> Decimal:
        """Return the number in dollars, pieces or percent, with all its decimals (domain.md, N3).

        Never raises.

        >>> from backd_rules import Money
        >>> Money(cents=915000).to_decimal()
        Decimal('9150.00')
        """
        return Decimal(str(self))

    def __str__(self) -> str:
        return plain(self.scaled, self.PLACES)

    def __format__(self, spec: str) -> str:
        if not spec.endswith("f"):  # A width such as ">16" is for text.
            return format(str(self), spec)
        with localcontext(Context(rounding=ROUND_HALF_UP)):  # not the ambient rounding
            return format(self.to_decimal(), spec)

    def __bool__(self) -> bool:
        return self.scaled != 0


@documented
@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class Money(ScaledNumber):
    """An amount of US dollars, as a whole number of cents (domain.md, N1 to N3).

    From -9999999999999.99 to 9999999999999.99 dollars. It is ordered, hashable, and false if zero.
    `+` and `-` take another `Money` only. `Money.of` takes dollars. Raises `TypeError` unless
    `cents` is an `int`, `ValueError` if it is out of range.

    >>> from backd_rules import Money
    >>> price = Money.of("9150.00")
    >>> price + Money(cents=5), str(price), f"{price:,.2f}"
    (Money(cents=915005), '9150.00', '9,150.00')
    """

    cents: int = attrs.field(metadata=described("A whole number of cents, which may be negative."))

    UNIT: ClassVar[str] = "cents"
    PLACES: ClassVar[int] = 2
    LOWEST: ClassVar[int] = -MAX_SCALED
    ZERO: ClassVar[Money]
    """0.00 dollars."""
    MAX: ClassVar[Money]
    """The largest amount: 9999999999999.99 dollars."""

    def __add__(self, other: Money) -> Money:
        return Money(cents=self.cents + other.cents) if type(other) is Money else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(cents=self.cents - other.cents) if type(other) is Money else NotImplemented


Money.ZERO = Money(cents=0)
Money.MAX = Money(cents=MAX_SCALED)


@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class WideMoney(Money):
    """A difference of several amounts that exceeds `Money`: see `money_or_wide`."""

    LOWEST: ClassVar[int] = -3 * MAX_SCALED
    HIGHEST: ClassVar[int] = 2 * MAX_SCALED


def money_or_wide(cents: int) -> Money:
    """Return the difference of a total and its four amounts, each in range (domain.md, F7).

    A record may hold any five amounts. Where they are absurd, their difference exceeds `Money`.
    """
    if not cents:  # Nearly every order.
        return Money.ZERO
    return Money(cents=cents) if abs(cents) <= MAX_SCALED else WideMoney(cents=cents)


def dollars(cents: int) -> str:
    """Return cents, which can exceed `Money`, as dollars: `dollars(915000)` is "9150.00"."""
    return plain(cents, Money.PLACES)


@documented
@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class UnitPrice(ScaledNumber):
    """The price of one piece in US dollars, as a whole number of millionths (domain.md, N4).

    From 0 to 999999999.999999 dollars. `UnitPrice.of` takes dollars. Raises `TypeError` unless
    `millionths` is an `int`, `ValueError` if it is out of range.

    >>> from backd_rules import UnitPrice
    >>> UnitPrice.of("0.0385")
    UnitPrice(millionths=38500)
    """

    millionths: int = attrs.field(metadata=described("Millionths of a dollar, at least 0."))

    UNIT: ClassVar[str] = "millionths"
    PLACES: ClassVar[int] = 6
    LOWEST: ClassVar[int] = 0


@documented
@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class Quantity(ScaledNumber):
    """The ordered quantity of an item, as a whole number of thousandths (domain.md, N4).

    Positive, up to 999999999999.999. `Quantity.of` takes pieces. Raises `TypeError` unless
    `thousandths` is an `int`, `ValueError` if it is out of range.

    >>> from backd_rules import Quantity
    >>> Quantity.of("2.5")
    Quantity(thousandths=2500)
    """

    thousandths: int = attrs.field(metadata=described("Thousandths of a piece, at least 1."))

    UNIT: ClassVar[str] = "thousandths"
    PLACES: ClassVar[int] = 3
    LOWEST: ClassVar[int] = 1


@documented
@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class Percent(ScaledNumber):
    """A percentage, as a whole number of hundredths of a percent (domain.md, L1).

    From 0 to 9999999999999.99 %. `Percent.of` takes percent. Raises `TypeError` unless `hundredths`
    is an `int`, `ValueError` if it is out of range.

    >>> from backd_rules import Percent
    >>> Percent.of("12.5")
    Percent(hundredths=1250)
    """

    hundredths: int = attrs.field(metadata=described("Hundredths of a percent, at least 0."))

    UNIT: ClassVar[str] = "hundredths"
    PLACES: ClassVar[int] = 2
    LOWEST: ClassVar[int] = 0
