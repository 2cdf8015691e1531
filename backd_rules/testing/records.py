"""Strategies for orders, their parts, and limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    Address,
    Basis,
    Combine,
    Contact,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    Percent,
    PersonName,
    Quantity,
    Refund,
    Totals,
    UnitPrice,
)
from backd_rules.domain.arithmetic import LINE_UNIT, PRICE_UNIT, QUANTITY_UNIT
from backd_rules.domain.fields import Text, declarations
from backd_rules.domain.item import items_amount
from backd_rules.domain.limit import CAPS
from backd_rules.domain.text import BAD_RANGES, is_blank
from backd_rules.testing.numbers import (
    MAX,
    amounts,
    draw_totals,
    multiples,
    percentages,
    quantities,
)

_Fields = st.SearchStrategy[dict[str, Any]]

_NOT_NEGATIVE: Final = amounts(min_value=Money.ZERO)

# Controls and surrogates are Unicode categories; the other forbidden characters are listed.
_FORBIDDEN: Final = [
    chr(code)
    for low, high in BAD_RANGES
    for code in range(ord(low), ord(high) + 1)
    if "\x9f" < low < "\ud800"
]
_CHARACTERS: Final = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=_FORBIDDEN)


def _not_blank(text: str) -> bool:
    return not is_blank(text)


def texts(cls: type, field: str) -> st.SearchStrategy[str]:
    """Generate valid texts of a field of `cls`, a quarter of maximum length; shrinks to "0"."""
    kind = declarations(cls)[field].kind
    if not isinstance(kind, Text):
        raise InvalidArgument(f"{cls.__name__}.{field} is not a text field")
    return _texts(kind.max_length)


@cache
def _texts(max_length: int) -> st.SearchStrategy[str]:
    any_length = st.text(_CHARACTERS, min_size=1, max_size=max_length)
    longest = _CHARACTERS.map(lambda character: character * max_length)
    return st.one_of(any_length, any_length, any_length, longest).filter(_not_blank)


def text_fields(cls: type) -> dict[str, st.SearchStrategy[Any]]:
    """Return a strategy for each text field of `cls`; a nullable one shrinks to `None`."""
    return {
        name: st.none() | texts(cls, name) if declared.is_optional else texts(cls, name)
        for name, declared in declarations(cls).items()
        if isinstance(declared.kind, Text)
    }


timestamps: Final = st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds"))
"""Timestamps as `YYYY-MM-DD HH:MM:SS`; shrinks to 2000-01-01 00:00:00."""


def person_names() -> st.SearchStrategy[PersonName]:
    """Generate names of persons; shrinks to first name "0" and last name "0"."""
    return st.builds(PersonName, **text_fields(PersonName))


def addresses() -> st.SearchStrategy[Address]:
    """Generate postal addresses; shrinks to "0" in every required field, without `line2`."""
    return st.builds(Address, **text_fields(Address))


def contacts() -> st.SearchStrategy[Contact]:
    """Generate complete contacts.

    Shrinks to "0" in every required field, without `company_name` and `line2`.
    """
    return st.builds(Contact, name=person_names(), address=addresses(), **text_fields(Contact))


def items(*, max_amount: Money | None = None) -> st.SearchStrategy[LineItem]:
    """Generate line items whose amount is at most `max_amount`, a `Money`.

    By default the amount of a line can exceed the highest cart amount of an order. Amounts often
    end on half a cent before rounding. Shrinks to a quantity of 1 at a unit price of 0. Raises
    `InvalidArgument` if `max_amount` is negative or not a `Money`.
    """
    if max_amount is not None and (type(max_amount) is not Money or max_amount < Money.ZERO):
        raise InvalidArgument("max_amount must be a Money that is not negative, or None")
    return _items(None if max_amount is None else max_amount.cents)


_ITEM_TEXTS: Final[_Fields] = st.fixed_dictionaries(text_fields(LineItem))
_HALVES: Final = st.integers(0, MAX // QUANTITY_UNIT).map(
    lambda whole: Quantity(thousandths=whole * QUANTITY_UNIT + QUANTITY_UNIT // 2)
)
"""Quantities that end on one half: an odd price in cents then makes half a cent."""
_QUANTITIES: Final = quantities() | _HALVES


@st.composite
def _items(draw: st.DrawFn, most: int | None) -> LineItem:
    qty = draw(_QUANTITIES)
    price = MAX if most is None else _highest_price(most, qty.thousandths)
    unit_price = UnitPrice(millionths=draw(multiples(0, price, PRICE_UNIT)))
    return LineItem(unit_price=unit_price, qty=qty, **draw(_ITEM_TEXTS))


def _highest_price(most: int, qty: int) -> int:
    """Return the highest unit price at which a line of `qty` thousandths is at most `most` cents.

    A line is rounded half up, so its exact amount must be less than `most` and a half.
    """
    return min(MAX, (most * LINE_UNIT + LINE_UNIT // 2 - 1) // qty)


@st.composite
def carts(draw: st.DrawFn, *, min_size: int = 0) -> tuple[LineItem, ...]:
    """Generate up to four items whose sum an order can hold; shrinks to `min_size` items."""
    remaining, cart = MAX, []
    for _ in range(draw(st.integers(min_size, 4))):
        cart.append(draw(_items(remaining)))
        remaining -= items_amount((cart[-1],))
    return tuple(cart)


def refunds() -> st.SearchStrategy[Refund]:
    """Generate refunds of any amount; shrinks to a draft of 0 dollars, without timestamps."""
    moments = st.none() | timestamps
    statuses = st.just("draft") | st.just("approved") | texts(Refund, "status")
    return st.builds(
        Refund, amount=_NOT_NEGATIVE, create_date=moments, status=statuses, locked_at=moments
    )


def orders(
    *, statuses: Sequence[OrderStatus] = (OrderStatus.ORDER_PLACED, *OrderStatus)
) -> st.SearchStrategy[Order]:
    """Generate orders with one of `statuses`, a sequence of `OrderStatus`.

    By default every status is drawn, `ORDER_PLACED` most often. The cart amount is mostly the sum
    of the items. `placed_total` is often the current total. Shrinks to the first status, and to an
    order of 0 dollars without items and contacts. Raises `InvalidArgument` if `statuses` is empty,
    not a sequence, or has other elements.

        orders(statuses=[OrderStatus.ORDER_PLACED])  # orders that can be updated
    """
    # Reject sets: their order varies between processes, which makes examples irreproducible.
    is_sequence = isinstance(statuses, Sequence) and len(statuses) > 0
    if not is_sequence or not all(type(status) is OrderStatus for status in statuses):
        raise InvalidArgument("statuses must be a sequence of one OrderStatus or more")
    return _orders(tuple(statuses))


_ORDER_FIELDS: Final[_Fields] = st.fixed_dictionaries(
    {
        **text_fields(Order),
        "merchant_order_status": st.none() | texts(Order, "merchant_order_status"),
        "shipping": st.none() | contacts(),
        "billing": st.none() | contacts(),
        "create_date": st.none() | timestamps,
        "refunds": st.just(()) | st.lists(refunds(), min_size=1, max_size=2).map(tuple),
        "increase_count": st.none() | st.integers(0, 3) | st.integers(0, MAX),
    }
)


@st.composite
def _orders(draw: st.DrawFn, statuses: tuple[OrderStatus, ...]) -> Order:
    status = draw(st.sampled_from(statuses))
    cart = draw(carts())
    totals = draw(_totals_of(items_amount(cart)))
    current = st.just(totals.order_total)
    placed = draw(st.one_of(st.none(), current, current, _NOT_NEGATIVE))
    fields = draw(_ORDER_FIELDS)
    return Order(status=status, totals=totals, items=cart, placed_total=placed, **fields)


@st.composite
def _totals_of(draw: st.DrawFn, items_total: int) -> Totals:
    """Generate totals whose cart amount is mostly `items_total` cents."""
    matching = st.just(items_total)
    cart = draw(st.one_of(matching, matching, matching, st.integers(0, MAX)))
    total = draw(st.just(cart) | st.integers(0, MAX))
    return draw_totals(draw, cart, total)


def limits() -> st.SearchStrategy[MerchantLimit]:
    """Generate limits with every combination of caps; shrinks to `MerchantLimit.NO_INCREASE`."""
    return st.sampled_from(_CAP_SETS).flatmap(_limits)


_CAP_SETS: Final = [
    tuple(cap for bit, cap in enumerate(CAPS) if chosen >> bit & 1)
    for chosen in range(1, 2 ** len(CAPS))
]
"""Every non-empty subset of the caps."""

_CAP_VALUES: Final = {
    "max_increase": _NOT_NEGATIVE,
    "max_increase_percent": percentages(max_value=Percent.of(100)) | percentages(),
    "max_order_total": st.just(Money.MAX) | _NOT_NEGATIVE,
}
_FEW: Final = st.integers(0, 3)


def _limits(caps: tuple[str, ...]) -> st.SearchStrategy[MerchantLimit]:
    return st.builds(
        MerchantLimit,
        max_increases=st.none() | _FEW | _FEW | st.integers(0, MAX),
        combine=st.sampled_from(Combine),
        measured_from=st.sampled_from(Basis),
        **{cap: _CAP_VALUES[cap] for cap in caps},
    )
