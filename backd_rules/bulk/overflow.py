"""Money maths within 64 bits: the forms of `domain.arithmetic` whose products cannot overflow.

A product of two fifteen-digit numbers has thirty digits; an int64 has eighteen. Each form splits
both factors at the unit of the division. Then one product alone can overflow, and where it would,
the result is `BEYOND`, which is more than any total. Everything takes `int` or arrays of int64.

The `pre` and `post` lines are contracts (PEP 316) on `int`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from backd_rules.domain.arithmetic import (
    LINE_UNIT,
    PERCENT_UNIT,
    line_amount,
    line_amount_down,
    line_amount_up,
    percent_ceiling,
)
from backd_rules.domain.numbers import MAX_SCALED

Int = Any
"""An `int`, or an array of int64."""
Mask = Any
"""A `bool`, or an array of them."""

BEYOND: Final = 10**18
"""More cents than any total: a larger amount counts as this one."""

_INT64: Final = 2**63 - 1
_SAFE: Final = 4 * BEYOND
"""A product up to this does not overflow, with all that is added to it; half of it is `BEYOND`."""


def negate(mask: Mask) -> Mask:
    """Return the opposite of `mask`, of a `bool` too."""
    return mask ^ True


def shared(mask: Mask) -> Mask:
    """Return one `bool` for a mask whose flags are all the same, so that fewer are computed."""
    if isinstance(mask, bool) or mask.all():
        return mask if isinstance(mask, bool) else True
    return mask if mask.any() else False


def select(mask: Mask, chosen: Int, other: Int) -> Int:
    """Return `chosen` where `mask` is true, else `other`.

    On arrays `np.where` takes three times as long, because a random mask mispredicts the branch.
    This is exact modulo 2**64.
    """
    if mask is True:
        return chosen
    if mask is False:
        return other
    selected = chosen - other
    selected *= mask
    selected += other
    return selected


def at_most(amount: Int, most: int) -> Int:
    """Return `amount`, or `most` where that is less."""
    return amount - (amount - most) * (amount > most)


def highest(amount: Int) -> int:
    """Return the highest number of an array, or the number itself."""
    return amount if isinstance(amount, int) else int(amount.max())


def percent_ceiling_for(base: int, percent: int) -> Callable[[Int, Int], Int]:
    """Return the form of `percent_ceiling` for numbers up to `base` and `percent`."""
    return percent_ceiling if base * percent < _INT64 - MAX_SCALED else far_percent_ceiling


def far_percent_ceiling(base: Int, percent: Int) -> Int:
    """Return `percent_ceiling`, or `BEYOND` if that is less.

    pre: 0 <= base <= MAX_SCALED
    pre: 0 <= percent <= MAX_SCALED
    post: __return__ == min(percent_ceiling(base, percent), BEYOND)
    """
    high, low = base // PERCENT_UNIT, base % PERCENT_UNIT
    whole, rest = percent // PERCENT_UNIT, percent % PERCENT_UNIT
    exact = high * PERCENT_UNIT + high * percent + low * whole + percent_ceiling(low, rest)
    return select(_overflows(high, percent), BEYOND, at_most(exact, BEYOND))


def line_forms_for(price: int, qty: int) -> tuple[Callable[[Int, Int], Int], ...]:
    """Return the three roundings of a line, lowest first, for numbers up to `price` and `qty`."""
    if price * qty < _INT64 - LINE_UNIT:
        return line_amount_down, line_amount, line_amount_up
    return far_line_amount_down, far_line_amount, far_line_amount_up


def far_line_amount(unit_price: Int, qty: Int) -> Int:
    """Return `line_amount`, or `BEYOND` if that is less.

    pre: 0 <= unit_price <= MAX_SCALED
    pre: 0 <= qty <= MAX_SCALED
    post: __return__ == min(line_amount(unit_price, qty), BEYOND)
    """
    return _far_line(line_amount, unit_price, qty)


def far_line_amount_down(unit_price: Int, qty: Int) -> Int:
    """Return `line_amount_down`, or `BEYOND` if that is less.

    pre: 0 <= unit_price <= MAX_SCALED
    pre: 0 <= qty <= MAX_SCALED
    post: __return__ == min(line_amount_down(unit_price, qty), BEYOND)
    """
    return _far_line(line_amount_down, unit_price, qty)


def far_line_amount_up(unit_price: Int, qty: Int) -> Int:
    """Return `line_amount_up`, or `BEYOND` if that is less.

    pre: 0 <= unit_price <= MAX_SCALED
    pre: 0 <= qty <= MAX_SCALED
    post: __return__ == min(line_amount_up(unit_price, qty), BEYOND)
    """
    return _far_line(line_amount_up, unit_price, qty)


def _far_line(rounded: Callable[[Int, Int], Int], unit_price: Int, qty: Int) -> Int:
    high, low = unit_price // LINE_UNIT, unit_price % LINE_UNIT
    whole, rest = qty // LINE_UNIT, qty % LINE_UNIT
    exact = high * qty + low * whole + rounded(low, rest)
    return select(_overflows(high, qty), BEYOND, at_most(exact, BEYOND))


def _overflows(high: Int, factor: Int) -> Mask:
    """Return whether `high * factor` may overflow. Otherwise it has room for what is added to it.

    The divisor is odd, because a row that is wrong may have any `factor`, and none must be zero.
    """
    return high > _SAFE // (factor | 1)


def bounded_sums(lowest: int, half_up: int, highest: int) -> tuple[int, int, int]:
    """Return three sums of items as int64 columns have them.

    Where the half up one is `BEYOND` or more, it is given as `BEYOND`, and the bounds as two parts
    of its number. They are still bounds, and no amount of an order is between them.
    """
    if half_up < BEYOND:
        return lowest, half_up, highest
    return BEYOND - half_up // BEYOND, BEYOND, BEYOND + half_up % BEYOND


def exact_sum(lowest: int, half_up: int, highest: int) -> int:
    """Return the half up sum of which `bounded_sums` made these numbers."""
    return half_up if half_up < BEYOND else (BEYOND - lowest) * BEYOND + highest - BEYOND
