"""Conversion of decimal numbers to scaled integers and back.

This is the only module that converts. Conversion is exact: a number that would need rounding is
refused, never rounded or coerced (domain.md, N2 and N3). Only records are rounded (F6).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from backd_rules.domain.arithmetic import round_half_up, scale_up, split
from backd_rules.domain.values import Fault, plain_int, plain_str

_DIGITS: Final = 15
MAX_SCALED: Final = 10**_DIGITS - 1
"""Fifteen digits: as many as every double keeps."""

UNITS: Final[tuple[int, ...]] = tuple(10**places for places in range(_DIGITS))
_BOUNDS: Final[tuple[int, ...]] = tuple(10 ** (_DIGITS - places) for places in range(_DIGITS))
"""Indexed by the number of decimals: the scale factor, and the exclusive upper bound."""

_INFINITE: Final = float("inf")
_PLAIN_DECIMAL: Final = r"-?[0-9]+(?:\.[0-9]+)?"


def scale_number(number: object, places: int) -> int | Fault:
    """Return a JSON number times `10**places` if that is a whole number, else the fault.

    A number means the nearest double, and a double the shortest decimal that reads back as it. So
    every JSON decoder leads to one result, whether it returns an `int`, a `float` or a `Decimal`.
    """
    if type(number) is float:
        return _scale_float(number, places)
    bound = _BOUNDS[places]
    if type(number) is int and -bound < number < bound:  # The two common types first.
        return number * UNITS[places]
    double = _nearest_double(number)
    return Fault.WRONG_TYPE if double is None else _scale_float(double, places)


def scale_recorded(number: object, places: int) -> int | Fault:
    """Return a JSON number times `10**places`, rounded half up (domain.md, F6)."""
    scaled = scale_number(number, places)
    return round_recorded(number, places) if scaled is Fault.TOO_PRECISE else scaled


def round_recorded(number: object, places: int) -> int | Fault:
    """Return a finite JSON number times `10**places`, rounded half up (domain.md, F6)."""
    numerator, denominator = Decimal(repr(_nearest_double(number))).as_integer_ratio()
    rounded = round_half_up(numerator * UNITS[places], denominator)
    return rounded if abs(rounded) <= MAX_SCALED else Fault.OUT_OF_RANGE


def scale_written(number: object, places: int) -> int | Fault:
    """Return what a person wrote in code, an `int`, a `str` or a `Decimal`, times `10**places`."""
    if isinstance(number, Decimal):
        return _scale_decimal(Decimal(number), places)
    if (whole := plain_int(number)) is not None:
        return _scale_int(whole, places)
    text = plain_str(number)
    return Fault.WRONG_TYPE if text is None else _scale_text(text, places)


def _nearest_double(number: object) -> float | None:
    if isinstance(number, float):
        return float.__float__(number)
    if (whole := plain_int(number)) is not None:
        return _double_of_int(whole)
    if not isinstance(number, Decimal):
        return None
    number = Decimal(number)  # The value of a subclass, whatever its methods do.
    return float("nan") if number.is_nan() else float(number)


def _double_of_int(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return _INFINITE if number > 0 else -_INFINITE


def _scale_int(number: int, places: int) -> int | Fault:
    bound = _BOUNDS[places]
    return number * UNITS[places] if -bound < number < bound else Fault.OUT_OF_RANGE


def _scale_float(number: float, places: int) -> int | Fault:
    if not abs(number) < _BOUNDS[places]:
        return Fault.OUT_OF_RANGE if abs(number) < _INFINITE else Fault.NOT_FINITE
    # Floats represent up to 15 significant digits uniquely. So if `scaled / unit` does not round
    # trip, the number has too many decimals.
    unit = UNITS[places]
    scaled = round(number * unit)
    return scaled if scaled / unit == number else Fault.TOO_PRECISE


def _scale_decimal(number: Decimal, places: int) -> int | Fault:
    # Avoid Decimal arithmetic: it depends on the ambient context, and expanding a large exponent
    # could use unbounded memory. Work on the digits, after a range check.
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
    """Return `digits` without the last `count`, or nothing if one of these is not zero."""
    return () if any(digits[-count:]) else digits[:-count]


def _scale_text(number: str, places: int) -> int | Fault:
    if not re.fullmatch(_PLAIN_DECIMAL, number):
        return Fault.BAD_FORMAT
    return _scale_decimal(Decimal(number), places)


def plain(scaled: int, places: int) -> str:
    """Return `scaled` over `10**places` with all its decimals: `plain(915000, 2)` is "9150.00"."""
    whole, rest = split(scaled, 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}}"


def json_number(scaled: int, places: int) -> int | float:
    """Return `scaled` over `10**places` as a JSON number: up to fifteen digits, it is exact."""
    unit = UNITS[places]
    return scaled / unit if scaled % unit else scaled // unit
