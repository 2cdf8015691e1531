"""Strategies for exact numbers and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import permutations
from typing import Final, TypeVar

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import Money, Percent, Quantity, Totals, UnitPrice
from backd_rules.domain.arithmetic import PERCENT_UNIT, PRICE_UNIT, QUANTITY_UNIT
from backd_rules.domain.money import money_or_wide

MAX: Final = Money.MAX.cents
_WHOLE_PERCENT: Final = PERCENT_UNIT // 100

_T = TypeVar("_T")
_Result = TypeVar("_Result")
_Number = TypeVar("_Number", Money, UnitPrice, Quantity, Percent)


@st.composite
def mapped(
    draw: st.DrawFn, values: st.SearchStrategy[_T], function: Callable[[_T], _Result]
) -> _Result:
    """Generate `function(value)` of what `values` generates; shrinks as `values` does.

    Hypothesis shows what `values.map(function)` generates as the call, such as `_money(0)`.
    """
    return function(draw(values))


def _bound(name: str, bound: _Number | None, default: _Number) -> _Number:
    if bound is not None and type(bound) is not type(default):
        raise InvalidArgument(f"{name} must be a {type(default).__name__} or None")
    return default if bound is None else bound


def _bounds(
    min_value: _Number | None, max_value: _Number | None, lowest: _Number, highest: _Number
) -> tuple[_Number, _Number]:
    """Return both bounds, with defaults for `None`.

    Raises `InvalidArgument` if a bound has another type or if `min_value` exceeds `max_value`.
    """
    low = _bound("min_value", min_value, lowest)
    high = _bound("max_value", max_value, highest)
    if low > high:
        raise InvalidArgument(f"min_value {low} is greater than max_value {high}")
    return low, high


def multiples(low: int, high: int, unit: int) -> st.SearchStrategy[int]:
    """Generate integers from `low` to `high`; about half are multiples of `unit`."""
    every = st.integers(low, high)
    first, last = -(-low // unit), high // unit
    return mapped(st.integers(first, last), unit.__mul__) | every if first <= last else every


def amounts(
    *, min_value: Money | None = None, max_value: Money | None = None
) -> st.SearchStrategy[Money]:
    """Generate amounts of dollars, including negative ones.

    Both bounds are inclusive. By default they are the lowest and the highest `Money`.
    Shrinks to zero, or to the bound nearest to zero. Raises `InvalidArgument` if a bound is not a
    `Money`, or if `min_value` exceeds `max_value`.

        amounts(min_value=Money.ZERO, max_value=Money.of(100))  # 0.00 to 100.00 dollars
    """
    low, high = _bounds(min_value, max_value, Money(cents=-MAX), Money.MAX)
    return mapped(st.integers(low.cents, high.cents), _money)


def quantities(
    *, min_value: Quantity | None = None, max_value: Quantity | None = None
) -> st.SearchStrategy[Quantity]:
    """Generate quantities of a line item, in pieces; about half of the draws are whole numbers.

    Both bounds are inclusive. By default they are 0.001 and the highest `Quantity`. Shrinks to the
    smallest whole quantity within the bounds, or to `min_value` if there is none. Raises
    `InvalidArgument` if a bound is not a `Quantity`, or if `min_value` exceeds `max_value`.

        quantities(max_value=Quantity.of("2.5"))  # 0.001 to 2.500 pieces
    """
    most = Quantity(thousandths=MAX)
    low, high = _bounds(min_value, max_value, Quantity(thousandths=1), most)
    return mapped(multiples(low.thousandths, high.thousandths, QUANTITY_UNIT), _quantity)


def unit_prices(
    *, min_value: UnitPrice | None = None, max_value: UnitPrice | None = None
) -> st.SearchStrategy[UnitPrice]:
    """Generate unit prices of a line item, in dollars; about half of the draws are whole cents.

    Both bounds are inclusive. By default they are 0 and the highest `UnitPrice`. Shrinks to the
    smallest whole cent within the bounds, or to `min_value` if there is none. Raises
    `InvalidArgument` if a bound is not a `UnitPrice`, or if `min_value` exceeds `max_value`.

        unit_prices(max_value=UnitPrice.of("9.99"))  # 0.000000 to 9.990000 dollars a piece
    """
    most = UnitPrice(millionths=MAX)
    low, high = _bounds(min_value, max_value, UnitPrice(millionths=0), most)
    return mapped(multiples(low.millionths, high.millionths, PRICE_UNIT), _unit_price)


def percentages(
    *, min_value: Percent | None = None, max_value: Percent | None = None
) -> st.SearchStrategy[Percent]:
    """Generate percentages; about half of the draws are whole numbers of percent.

    Both bounds are inclusive. By default they are 0 and the highest `Percent`, which is far above
    100 %. Shrinks to the smallest whole percentage within the bounds, or to `min_value` if there
    is none. Raises `InvalidArgument` if a bound is not a `Percent`, or if `min_value` exceeds
    `max_value`.

        percentages(max_value=Percent.of(100))  # 0.00 to 100.00 %
    """
    most = Percent(hundredths=MAX)
    low, high = _bounds(min_value, max_value, Percent(hundredths=0), most)
    return mapped(multiples(low.hundredths, high.hundredths, _WHOLE_PERCENT), _percent)


def _money(cents: int) -> Money:
    return Money(cents=cents)


def _quantity(thousandths: int) -> Quantity:
    return Quantity(thousandths=thousandths)


def _unit_price(millionths: int) -> UnitPrice:
    return UnitPrice(millionths=millionths)


def _percent(hundredths: int) -> Percent:
    return Percent(hundredths=hundredths)


def weighted(*strategies: st.SearchStrategy[_T]) -> st.SearchStrategy[_T]:
    """Generate what one of `strategies` generates: twice as often what one named twice does.

    `one_of` ignores that a strategy is named twice. Shrinks to the first one.
    """
    return st.sampled_from(strategies).flatmap(lambda strategy: strategy)


def near_boundaries(boundaries: Iterable[int], low: int, high: int) -> st.SearchStrategy[int]:
    """Generate integers from `low` to `high`, mostly at most 1 away from a boundary.

    Boundaries outside of that range are ignored. Shrinks to the first boundary within the range,
    or to the integer nearest to zero.
    """
    near = dict.fromkeys(boundary + off for off in (0, 1, -1) for boundary in boundaries)
    within = [cents for cents in near if low <= cents <= high]
    every = st.integers(low, high)
    return st.sampled_from(within) | st.sampled_from(within) | every if within else every


def often(
    values: Iterable[int], others: st.SearchStrategy[int], low: int, high: int
) -> st.SearchStrategy[int]:
    """Generate `others`, and one of `values` in half of the draws if it is within the range.

    Shrinks as `others` does.
    """
    within = [value for value in values if low <= value <= high]
    return weighted(others, st.sampled_from(within)) if within else others


FEES: Final[Mapping[str, int]] = {"tax_amount": 1, "shipping_amount": 1, "discount_amount": -1}
"""The sign of each fee in the order total."""


def split_fees(draw: st.DrawFn, rest: int, kept: Mapping[str, int]) -> dict[str, int]:
    """Draw tax, shipping and discount in cents, so that they change a cart by `rest` cents.

    `rest` must be from -MAX to 2 * MAX. Fees are drawn one at a time, each within the range that
    the remaining fees can still balance. Fees often keep their value from `kept`.
    """
    fees: dict[str, int] = {}
    remaining = list(draw(_ORDERS_OF_FEES))
    while remaining:
        name = remaining.pop()
        low, high = _fee_range(FEES[name], rest, remaining)
        if low <= kept[name] <= high and not draw(_CHANGED):
            fees[name] = kept[name]
        else:
            fees[name] = draw(st.integers(low, high))
        rest -= FEES[name] * fees[name]
    return fees


_ORDERS_OF_FEES: Final = st.sampled_from([*permutations(FEES)])
_CHANGED: Final = st.booleans()


def _fee_range(sign: int, rest: int, others: list[str]) -> tuple[int, int]:
    """Return the lowest and the highest value of a fee that `others` can balance to `rest`."""
    least = -MAX * sum(FEES[other] < 0 for other in others)
    most = MAX * sum(FEES[other] > 0 for other in others)
    ends = sorted((sign * (rest - most), sign * (rest - least)))
    return max(0, ends[0]), min(MAX, ends[1])


_NO_FEES: Final = dict.fromkeys(FEES, 0)


def totals(
    *, min_value: Money | None = None, max_value: Money | None = None
) -> st.SearchStrategy[Totals]:
    """Generate `Totals` whose `order_total` lies between the bounds; most have no adjustment.

    Both bounds are `Money`, inclusive; by default 0 and the highest `Money`. Shrinks to zero in
    every amount, or to an `order_total` of `min_value`. Raises `InvalidArgument` if a bound is not
    a `Money`, if `min_value` exceeds `max_value`, or if `max_value` is negative.

        totals(max_value=Money.of(100))  # the order_total is 0.00 to 100.00 dollars
    """
    low, high = _bounds(min_value, max_value, Money.ZERO, Money.MAX)
    if high < Money.ZERO:
        raise InvalidArgument(f"max_value {high} is negative, and an order_total never is")
    return _totals(max(0, low.cents), high.cents)


@st.composite
def _totals(draw: st.DrawFn, low: int, high: int) -> Totals:
    total = draw(st.integers(low, high))
    cart = draw(st.just(total) | st.integers(0, MAX))
    return draw_totals(draw, cart, total)


def draw_totals(draw: st.DrawFn, cart: int, total: int) -> Totals:
    """Draw `Totals` with this cart and total in cents; a quarter have an adjustment."""
    rest = total - cart
    adjustment = 0
    if draw(_IS_ADJUSTED):  # The fees can add up to 2 * MAX, and take away up to MAX.
        adjustment = draw(st.integers(rest - 2 * MAX, rest + MAX))
    fees = split_fees(draw, rest - adjustment, _NO_FEES)
    amounts = {name: _money(cents) for name, cents in fees.items()}
    return Totals(_money(cart), **amounts, adjustment=money_or_wide(adjustment))


_IS_ADJUSTED: Final = st.sampled_from([False, False, False, True])
