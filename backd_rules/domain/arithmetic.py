"""The money maths, on plain integers.

Functions take cents, millionths of a dollar (a unit price), thousandths (a quantity) and hundredths
of a percent, and return integers. They check no types and no ranges, so that each is small enough
to be proved. The `pre` and `post` lines are contracts (PEP 316) that CrossHair confirms over all
paths.
"""

PERCENT_UNIT = 10_000
"""Hundredths of a percent in the whole: 100 % is `10_000`."""

QUANTITY_UNIT = 1_000
"""Thousandths in one: a `qty` of 1 is `1_000`."""

PRICE_UNIT = 10_000
"""Millionths of a dollar in a cent."""

LINE_UNIT = PRICE_UNIT * QUANTITY_UNIT
"""Price units times quantity units in a cent: what `unit_price * qty` is divided by."""


def order_total(cart: int, tax: int, shipping: int, discount: int, adjustment: int) -> int:
    """Return the total in cents: cart + tax + shipping - discount + adjustment (domain.md, T1).

    post: __return__ + discount - adjustment == cart + tax + shipping
    """
    return cart + tax + shipping - discount + adjustment


def round_half_up(amount: int, unit: int) -> int:
    """Return the whole number of units nearest to `amount`, the higher one if it is halfway.

    pre: unit > 0
    post: 2 * amount - unit < 2 * unit * __return__
    post: 2 * unit * __return__ <= 2 * amount + unit
    """
    return (2 * amount + unit) // (2 * unit)


def line_amount(unit_price: int, qty: int) -> int:
    """Return the cents of `qty` thousandths at `unit_price` millionths, half up (domain.md, N5).

    pre: unit_price >= 0
    pre: qty >= 0
    post: 2 * unit_price * qty - LINE_UNIT < 2 * LINE_UNIT * __return__
    post: 2 * LINE_UNIT * __return__ <= 2 * unit_price * qty + LINE_UNIT
    """
    return (unit_price * qty + LINE_UNIT // 2) // LINE_UNIT


def line_amount_down(unit_price: int, qty: int) -> int:
    """Return the cents of `qty` thousandths at `unit_price` millionths, down (domain.md, N5).

    pre: unit_price >= 0
    pre: qty >= 0
    post: LINE_UNIT * __return__ <= unit_price * qty
    post: unit_price * qty < LINE_UNIT * (__return__ + 1)
    """
    return unit_price * qty // LINE_UNIT


def line_amount_up(unit_price: int, qty: int) -> int:
    """Return the cents of `qty` thousandths at `unit_price` millionths, up (domain.md, N5).

    pre: unit_price >= 0
    pre: qty >= 0
    post: LINE_UNIT * (__return__ - 1) < unit_price * qty
    post: unit_price * qty <= LINE_UNIT * __return__
    """
    return -(-unit_price * qty // LINE_UNIT)


def amount_ceiling(base: int, increase: int) -> int:
    """Return the highest total in cents that is at most `increase` cents above `base`.

    pre: base >= 0
    pre: increase >= 0
    post: __return__ - base == increase
    """
    return base + increase


def percent_ceiling(base: int, percent: int) -> int:
    """Return the highest total in cents at most `percent` hundredths of a percent above `base`.

    It is exact and never rounded up: no cent more than the percentage allows (domain.md, L4).

    pre: base >= 0
    pre: percent >= 0
    post: PERCENT_UNIT * (__return__ - base) <= base * percent
    post: base * percent < PERCENT_UNIT * (__return__ - base + 1)
    """
    return base + base * percent // PERCENT_UNIT


def remaining(ceiling: int, total: int) -> int:
    """Return what may be added to `total` before it passes `ceiling`; never negative.

    post: __return__ >= 0
    post: __return__ == 0 or total + __return__ == ceiling
    post: total + __return__ >= ceiling
    """
    return (ceiling - total) * (ceiling > total)


def scale_up(coefficient: int, zeros: int) -> int:
    """Return `coefficient` with `zeros` more decimal zeros behind it.

    pre: 0 <= zeros <= 15
    post: __return__ % 10**zeros == 0
    post: __return__ // 10**zeros == coefficient
    """
    power: int = 10**zeros
    return coefficient * power


def split(scaled: int, unit: int) -> tuple[int, int]:
    """Return the whole units in `scaled`, without its sign, and the rest.

    pre: unit > 0
    post: 0 <= __return__[1] < unit
    post: __return__[0] * unit + __return__[1] == abs(scaled)
    """
    return divmod(abs(scaled), unit)
