"""Conversion of decimal numbers to scaled integers and back.

This is the only module that converts. Conversion is exact: a number that would need rounding is
refused, never rounded or coerced (domain.md, N2 and N3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from backd_rules.domain.arithmetic import scale_up, split
from backd_rules.domain.values import Fault

_DIGITS: Final = 15
MAX_SCALED: Final = 10**_DIGITS - 1
"""Fifteen digits: as many as every double keeps."""

UNITS: Final = tuple(10**places for places in range(_DIGITS))
_BOUNDS: Final = tuple(10 ** (_DIGITS - places) for places in range(_DIGITS))
"""Indexed by the number of decimals: the scale factor, and the exclusive upper bound."""

_PLAIN_DECIMAL: Final = r"-?[0-9]+(?:\.[0-9]+)?"


def scale_number(number: object, places: int) -> int | Fault:
    """Return a JSON number times `10**places` if that is a whole number, else the fault.

    Takes an `int`, a `float` (the shortest decimal that reads back as it) or a `Decimal`. A `bool`
    is no number.
    """
    scale = _JSON_NUMBERS.get(type(number))
    return Fault.WRONG_TYPE if scale is None else scale(number, places)


def scale_written(number: object, places: int) -> int | Fault:
    """Return what a person wrote in code, an `int`, a `str` or a `Decimal`, times `10**places`."""
    scale = _WRITTEN_NUMBERS.get(type(number))
    return Fault.WRONG_TYPE if scale is None else scale(number, places)


def _scale_int(number: int, places: int) -> int | Fault:
    bound = _BOUNDS[places]
    return number * UNITS[places] if -bound < number < bound else Fault.OUT_OF_RANGE


def _scale_float(number: float, places: int) -> int | Fault:
    if not abs(number) < _BOUNDS[places]:
        return Fault.OUT_OF_RANGE if abs(number) < float("inf") else Fault.NOT_FINITE
    # Floats represent up to 15 significant digits uniquely. So if `scaled / unit` does not round
    # trip, the number has too many decimals.
    unit = UNITS[places]
    scaled = round(number * unit)
    return scaled if scaled / unit == number else Fault.TOO_PRECISE


def _scale_decimal(number: Decimal, places: int) -> int | Fault:
    # Avoid Decimal arithmetic: it depends on the ambient context, and expanding a large exponent
    # could use unbounded memory. Work on the digits, after a range check.
    whole, _, decimals = str(number).partition(".")
    written = whole + decimals.ljust(places, "0")
    if len(decimals) <= places and len(written) <= _DIGITS and written.isdigit():
        return int(written)  # the common case: plain digits and few decimals
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


_Scales = Mapping[type, Callable[[Any, int], int | Fault]]
_JSON_NUMBERS: Final[_Scales] = {int: _scale_int, float: _scale_float, Decimal: _scale_decimal}
_WRITTEN_NUMBERS: Final[_Scales] = {int: _scale_int, str: _scale_text, Decimal: _scale_decimal}


def plain(scaled: int, places: int) -> str:
    """Return `scaled` over `10**places` with all its decimals: `plain(915000, 2)` is "9150.00"."""
    whole, rest = split(scaled, 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}}"
