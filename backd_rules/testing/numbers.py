"""Strategies for exact numbers, and how a total is split into the amounts that make it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import Money, Percent, Quantity, Totals
from backd_rules.domain.arithmetic import PERCENT_UNIT, QUANTITY_UNIT

MAX: Final = Money.MAX.cents
_WHOLE_PERCENT: Final = PERCENT_UNIT // 100

_Number = TypeVar("_Number", Money, Quantity, Percent)


def _bound(name: str, bound: _Number | None, default: _Number) -> _Number:
    if bound is not None and type(bound) is not type(default):
        raise InvalidArgument(f"{name} must be a {type(default).__name__} or None")
    return default if bound is None else bound


def _bounds(
    min_value: _Number | None, max_value: _Number | None, lowest: _Number, highest: _Number
) -> tuple[_Number, _Number]:
    """Both bounds, defaulted; raises `InvalidArgument` where nothing lies between them."""
    low = _bound("min_value", min_value, lowest)
    high = _bound("max_value", max_value, highest)
    if low > high:
        raise InvalidArgument(f"min_value {low} is greater than max_value {high}")
    return low, high


def multiples(low: int, high: int, unit: int) -> st.SearchStrategy[int]:
    """Integers from `low` to `high`, every other one a multiple of `unit` if there are any."""
    every = st.integers(low, high)
    first, last = -(-low // unit), high // unit
    return st.integers(first, last).map(unit.__mul__) | every if first <= last else every


def amounts(
    *, min_value: Money | None = None, max_value: Money | None = None
) -> st.SearchStrategy[Money]:
    """Amounts of dollars, negative ones too; shrinks to zero, or to the bound nearest to it."""
    low, high = _bounds(min_value, max_value, Money(cents=-MAX), Money.MAX)
    return st.integers(low.cents, high.cents).map(_money)


def quantities(
    *, min_value: Quantity | None = None, max_value: Quantity | None = None
) -> st.SearchStrategy[Quantity]:
    """Quantities, whole ones often; shrinks to the smallest whole one, else to the smallest."""
    most = Quantity(thousandths=MAX)
    low, high = _bounds(min_value, max_value, Quantity(thousandths=1), most)
    return multiples(low.thousandths, high.thousandths, QUANTITY_UNIT).map(_quantity)


def percentages(
    *, min_value: Percent | None = None, max_value: Percent | None = None
) -> st.SearchStrategy[Percent]:
    """Percentages, whole ones often; shrinks to zero, or to the smallest."""
    most = Percent(hundredths=MAX)
    low, high = _bounds(min_value, max_value, Percent(hundredths=0), most)
    return multiples(low.hundredths, high.hundredths, _WHOLE_PERCENT).map(_percent)


def _money(cents: int) -> Money:
    return Money(cents=cents)


def _quantity(thousandths: int) -> Quantity:
    return Quantity(thousandths=thousandths)


def _percent(hundredths: int) -> Percent:
    return Percent(hundredths=hundredths)


def near_boundaries(marks: Iterable[int], low: int, high: int) -> st.SearchStrategy[int]:
    """Integers from `low` to `high`: mostly on a mark or a cent beside one, as far as they fit.

    Shrinks to the first mark that fits, or to what is nearest to zero.
    """
    beside = dict.fromkeys(mark + off for off in (0, 1, -1) for mark in marks)
    fitting = [cents for cents in beside if low <= cents <= high]
    every = st.integers(low, high)
    return st.sampled_from(fitting) | st.sampled_from(fitting) | every if fitting else every


FEES: Final[Mapping[str, int]] = {"tax_amount": 1, "shipping_amount": 1, "discount_amount": -1}
"""With which sign each amount but the cart goes into the total."""


def split_fees(draw: st.DrawFn, rest: int, kept: Mapping[str, int]) -> dict[str, int]:
    """Tax, shipping and discount in cents that add `rest` to a cart, from -MAX to 2 * MAX.

    Each in its turn takes a share that the others can still make up to `rest`; a fee that can
    stay as it is in `kept` often does.
    """
    fees: dict[str, int] = {}
    left = draw(st.permutations(list(FEES)))
    while left:
        name = left.pop()
        low, high = _share(FEES[name], rest, left)
        share = st.integers(low, high)
        if low <= kept[name] <= high:
            share = st.just(kept[name]) | share
        fees[name] = draw(share)
        rest -= FEES[name] * fees[name]
    return fees


def _share(sign: int, rest: int, others: list[str]) -> tuple[int, int]:
    """The least and the most that a fee can be, if `others` are to make up the difference."""
    least = -MAX * sum(FEES[other] < 0 for other in others)
    most = MAX * sum(FEES[other] > 0 for other in others)
    ends = sorted((sign * (rest - most), sign * (rest - least)))
    return max(0, ends[0]), min(MAX, ends[1])


_NO_FEES: Final = dict.fromkeys(FEES, 0)


def totals(
    *, min_value: Money | None = None, max_value: Money | None = None
) -> st.SearchStrategy[Totals]:
    """Totals with an `order_total` between the bounds; shrinks to zeros, or to the lower bound."""
    low, high = _bounds(min_value, max_value, Money.ZERO, Money.MAX)
    if high < Money.ZERO:
        raise InvalidArgument(f"max_value {high} is negative, which no order_total is")
    return _totals(max(0, low.cents), high.cents)


@st.composite
def _totals(draw: st.DrawFn, low: int, high: int) -> Totals:
    total = draw(st.integers(low, high))
    cart = draw(st.just(total) | st.integers(0, MAX))
    return make_totals(cart, split_fees(draw, total - cart, _NO_FEES))


def make_totals(cart: int, fees: Mapping[str, Any]) -> Totals:
    """`Totals` of a cart and its fees in cents."""
    return Totals(_money(cart), **{name: _money(cents) for name, cents in fees.items()})
