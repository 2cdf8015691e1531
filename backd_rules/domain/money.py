"""`Money`, `Quantity` and `Percent`: exact numbers, kept as scaled integers.

Only here is a number as people and JSON write it turned into an integer, and only if it is that
integer exactly: nothing is ever rounded or coerced (domain.md, Amounts). Knows nothing of orders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

import attrs

from backd_rules.domain.arithmetic import scale_up, split
from backd_rules.domain.values import Fault, Value, refuse, unchecked

MAX_SCALED: Final = 10**15 - 1
"""Fifteen digits: as many as go through a JSON float and back unharmed (domain.md, Amounts)."""

MONEY_PLACES: Final = 2
QUANTITY_PLACES: Final = 3
PERCENT_PLACES: Final = 2

_DIGITS: Final = 15
UNITS: Final = tuple(10**places for places in range(_DIGITS))
_BOUNDS: Final = tuple(10 ** (_DIGITS - places) for places in range(_DIGITS))
"""By the number of decimals: what is kept for one, and the first number that is too large."""

_PLAIN: Final = r"-?[0-9]+(?:\.[0-9]+)?"


def scale_number(number: object, places: int) -> int | Fault:
    """A JSON number times `10**places`, if that is a whole number; else what is wrong with it.

    Takes an `int`, a `float` (which counts as the shortest decimal that reads back as the same
    float) or a `Decimal`; `bool` is no number.
    """
    scale = _JSON_NUMBERS.get(type(number))
    return Fault.WRONG_TYPE if scale is None else scale(number, places)


def _scale_int(number: int, places: int) -> int | Fault:
    bound = _BOUNDS[places]
    return number * UNITS[places] if -bound < number < bound else Fault.OUT_OF_RANGE


def _scale_float(number: float, places: int) -> int | Fault:
    if not abs(number) < _BOUNDS[places]:
        return Fault.OUT_OF_RANGE if abs(number) < float("inf") else Fault.NOT_FINITE
    # At most fifteen digits and their float determine each other, so that this is exact: a number
    # which the nearest multiple of the unit does not give back has more decimals than that.
    unit = UNITS[places]
    scaled = round(number * unit)
    return scaled if scaled / unit == number else Fault.TOO_PRECISE


def _scale_decimal(number: Decimal, places: int) -> int | Fault:
    # Decimal's own arithmetic would ask the ambient context, and to write an exponent out as
    # digits would cost what the exponent says: hence the digits, and a look at the size first.
    whole, _, decimals = str(number).partition(".")
    written = whole + decimals.ljust(places, "0")
    if len(decimals) <= places and len(written) <= _DIGITS and written.isdigit():
        return int(written)  # the common case: plain digits, no more decimals than there may be
    if not number.is_finite():
        return Fault.NOT_FINITE
    if not number:
        return 0
    if number.adjusted() >= _DIGITS - places:
        return Fault.OUT_OF_RANGE
    sign, digits, exponent = number.as_tuple()
    zeros = int(exponent) + places
    if zeros < 0:
        digits, zeros = _without_zeros(digits, -zeros), 0
    if not digits:
        return Fault.TOO_PRECISE
    scaled = scale_up(int("".join(map(str, digits))), zeros)
    return -scaled if sign else scaled


def _without_zeros(digits: tuple[int, ...], count: int) -> tuple[int, ...]:
    """`digits` without the last `count`, or nothing at all where one of those is not zero."""
    return () if any(digits[-count:]) else digits[:-count]


def _scale_text(number: str, places: int) -> int | Fault:
    if not re.fullmatch(_PLAIN, number):
        return Fault.BAD_FORMAT
    return _scale_decimal(Decimal(number), places)


_Scales = Mapping[type, Callable[[Any, int], int | Fault]]
_JSON_NUMBERS: Final[_Scales] = {int: _scale_int, float: _scale_float, Decimal: _scale_decimal}
_WRITTEN: Final[_Scales] = {int: _scale_int, str: _scale_text, Decimal: _scale_decimal}


def _written(owner: type, number: object, places: int) -> int:
    """What `of` takes, scaled; raises as `refuse` does."""
    scale = _WRITTEN.get(type(number))
    scaled = Fault.WRONG_TYPE if scale is None else scale(number, places)
    if isinstance(scaled, Fault):
        refuse(owner, "of", scaled)
    return scaled


def _check(owner: object, field: str, scaled: object, lowest: int) -> None:
    if type(scaled) is not int:
        refuse(owner, field, Fault.WRONG_TYPE)
    if not lowest <= scaled <= MAX_SCALED:
        refuse(owner, field, Fault.OUT_OF_RANGE)


def plain(scaled: int, places: int) -> str:
    """`scaled` over `10**places`, with all its decimals: `plain(915000, 2)` is "9150.00"."""
    whole, rest = split(scaled, 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}}"


@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class Money(Value):
    """An amount of US dollars, as a whole number of cents: `Money(cents=915000)`.

    From -9999999999999.99 to 9999999999999.99 dollars. Ordered and hashable; `+` and `-` take
    another `Money` and nothing else. Raises `TypeError` for cents that are no `int`, `ValueError`
    for cents out of range. Source: domain.md, Amounts.
    """

    cents: int

    ZERO: ClassVar[Money]
    MAX: ClassVar[Money]

    def __attrs_post_init__(self) -> None:
        _check(self, "cents", self.cents, -MAX_SCALED)

    @classmethod
    def of(cls, dollars: int | str | Decimal) -> Money:
        """Dollars as `9150`, `"9150.00"` or `Decimal("9150.00")`: at most two decimals, exact.

        Raises `TypeError` for any other type, `bool` and `float` among them, and `ValueError` for
        what is not written as plain digits, is not finite, too precise or out of range.
        """
        return cls(cents=_written(cls, dollars, MONEY_PLACES))

    def to_decimal(self) -> Decimal:
        """The dollars, with two decimals: `Decimal("9150.00")`."""
        return Decimal(str(self))

    def __str__(self) -> str:
        return plain(self.cents, MONEY_PLACES)

    def __add__(self, other: Money) -> Money:
        return Money(cents=self.cents + other.cents) if type(other) is Money else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(cents=self.cents - other.cents) if type(other) is Money else NotImplemented


Money.ZERO = Money(cents=0)
Money.MAX = Money(cents=MAX_SCALED)
unchecked_money: Final = unchecked(Money)


@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class Quantity(Value):
    """How much of an item is ordered, in thousandths: `Quantity(thousandths=2500)` is 2.5.

    Positive, up to 999999999999.999. Raises `TypeError` for thousandths that are no `int`,
    `ValueError` for thousandths out of range. Source: domain.md, Amounts (`qty`).
    """

    thousandths: int

    def __attrs_post_init__(self) -> None:
        _check(self, "thousandths", self.thousandths, 1)

    @classmethod
    def of(cls, units: int | str | Decimal) -> Quantity:
        """Units as `3`, `"2.5"` or a `Decimal`: at most three decimals; raises as `Money.of`."""
        return cls(thousandths=_written(cls, units, QUANTITY_PLACES))

    def to_decimal(self) -> Decimal:
        """The units, with three decimals: `Decimal("2.500")`."""
        return Decimal(str(self))

    def __str__(self) -> str:
        return plain(self.thousandths, QUANTITY_PLACES)


unchecked_quantity: Final = unchecked(Quantity)


@attrs.frozen(order=True, kw_only=True, getstate_setstate=False)
class Percent(Value):
    """A percentage, in hundredths of a percent: `Percent(hundredths=1250)` is 12.5 %.

    Never negative, up to 9999999999999.99. Raises `TypeError` for hundredths that are no `int`,
    `ValueError` for hundredths out of range. Source: domain.md, The limit.
    """

    hundredths: int

    def __attrs_post_init__(self) -> None:
        _check(self, "hundredths", self.hundredths, 0)

    @classmethod
    def of(cls, percent: int | str | Decimal) -> Percent:
        """Percent as `15`, `"12.5"` or a `Decimal`: at most two decimals; raises as `Money.of`."""
        return cls(hundredths=_written(cls, percent, PERCENT_PLACES))

    def to_decimal(self) -> Decimal:
        """The percentage, with two decimals: `Decimal("12.50")`."""
        return Decimal(str(self))

    def __str__(self) -> str:
        return plain(self.hundredths, PERCENT_PLACES)
