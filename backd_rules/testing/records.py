"""Strategies for orders and what they are made of, and for limits."""

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
)
from backd_rules.domain.arithmetic import QUANTITY_UNIT
from backd_rules.domain.checks import CLEARABLE, MAX_LENGTHS
from backd_rules.domain.limit import CAPS
from backd_rules.domain.order import items_amount
from backd_rules.domain.values import BAD_RANGES
from backd_rules.testing.numbers import (
    MAX,
    amounts,
    make_totals,
    percentages,
    quantities,
    split_fees,
)

_Fields = st.SearchStrategy[dict[str, Any]]

_POSITIVE: Final = amounts(min_value=Money.ZERO)

# Of the characters that no text holds, controls and surrogates are whole categories.
_STRANGE: Final = [
    chr(code)
    for low, high in BAD_RANGES
    for code in range(ord(low), ord(high) + 1)
    if "\x9f" < low < "\ud800"
]
_CHARACTERS: Final = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=_STRANGE)


def _not_blank(text: str) -> bool:
    return not text.isspace()


@cache
def texts(field: str) -> st.SearchStrategy[str]:
    """What the text field `field` may hold, seldom as long as it may be; shrinks to "0"."""
    longest = MAX_LENGTHS[field]
    usual = st.text(_CHARACTERS, min_size=1, max_size=longest)
    full = _CHARACTERS.map(lambda character: character * longest)
    return st.one_of(usual, usual, usual, full).filter(_not_blank)


@cache
def optional_texts(field: str) -> st.SearchStrategy[str | None]:
    """What a text field may hold that may be empty; shrinks to `None`."""
    return st.none() | texts(field)


def text_fields(*names: str) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each text field."""
    return {n: optional_texts(n) if n in CLEARABLE else texts(n) for n in names}


timestamps: Final = st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds"))
"""`YYYY-MM-DD HH:MM:SS`; shrinks to 2000-01-01 00:00:00."""


def person_names() -> st.SearchStrategy[PersonName]:
    """Names of persons; shrinks to "0 0"."""
    return st.builds(PersonName, **text_fields("first", "last"))


def addresses() -> st.SearchStrategy[Address]:
    """Postal addresses; shrinks to "0" in every field, without `line2`."""
    names = ("line1", "line2", "city", "state", "zipcode", "country")
    return st.builds(Address, **text_fields(*names))


def contacts() -> st.SearchStrategy[Contact]:
    """Complete contacts; shrinks to "0" in every field, without `company_name`."""
    texts = text_fields("company_name", "phone_number", "email")
    return st.builds(Contact, name=person_names(), address=addresses(), **texts)


def items(*, max_amount: Money | None = None) -> st.SearchStrategy[LineItem]:
    """Line items, each of at most `max_amount`; shrinks to one unit of something free.

    By default the amount of a line can be far more than an order can hold. It often ends on half
    a cent, which is rounded up.
    """
    if max_amount is not None and (type(max_amount) is not Money or max_amount < Money.ZERO):
        raise InvalidArgument("max_amount must be a Money that is not negative, or None")
    return _items(None if max_amount is None else max_amount.cents)


_ITEM_TEXTS: Final[_Fields] = st.fixed_dictionaries(
    text_fields("display_name", "sku", "item_image_url", "item_url")
)
_HALVES: Final = st.integers(0, MAX // QUANTITY_UNIT).map(
    lambda whole: Quantity(thousandths=whole * QUANTITY_UNIT + QUANTITY_UNIT // 2)
)
"""Quantities at which every odd price makes a line that ends on half a cent."""
_QUANTITIES: Final = quantities() | _HALVES


@st.composite
def _items(draw: st.DrawFn, most: int | None) -> LineItem:
    qty = draw(_QUANTITIES)
    price = MAX if most is None else _highest_price(most, qty.thousandths)
    unit_price = Money(cents=draw(st.integers(0, price)))
    return LineItem(unit_price=unit_price, qty=qty, **draw(_ITEM_TEXTS))


def _highest_price(most: int, qty: int) -> int:
    """The highest unit price at which a line of `qty` thousandths is at most `most` cents.

    A line is rounded half up, so it reaches `most` from half a cent below it on.
    """
    return min(MAX, (most * QUANTITY_UNIT + QUANTITY_UNIT // 2 - 1) // qty)


@st.composite
def carts(draw: st.DrawFn, *, min_size: int = 0) -> tuple[LineItem, ...]:
    """Items, at most four, that an order can hold all together; shrinks to as few as allowed."""
    left, cart = MAX, []
    for _ in range(draw(st.integers(min_size, 4))):
        cart.append(draw(_items(left)))
        left -= items_amount((cart[-1],))
    return tuple(cart)


def refunds() -> st.SearchStrategy[Refund]:
    """Refunds of any amount; shrinks to nothing refunded, without timestamps."""
    moments = st.none() | timestamps
    statuses = st.just("draft") | st.just("approved") | texts("status")
    return st.builds(
        Refund, amount=_POSITIVE, create_date=moments, status=statuses, locked_at=moments
    )


def orders(
    *, statuses: Sequence[OrderStatus] = (OrderStatus.ORDER_PLACED, *OrderStatus)
) -> st.SearchStrategy[Order]:
    """Orders with one of `statuses`; most fit their items, some never did.

    `placed_total` is often the present total. Shrinks to the first status, and to an order of
    nothing, without contacts.
    """
    # A set's order is another in every process, and so would be what is drawn from it.
    in_order = isinstance(statuses, Sequence) and len(statuses) > 0
    if not in_order or not all(type(status) is OrderStatus for status in statuses):
        raise InvalidArgument("statuses must be a sequence of one OrderStatus or more")
    return _orders(tuple(statuses))


_ORDER_FIELDS: Final[_Fields] = st.fixed_dictionaries(
    {
        **text_fields("backd_order_id", "merchant_order_id"),
        "merchant_order_status": optional_texts("merchant_order_status"),
        "shipping": st.none() | contacts(),
        "billing": st.none() | contacts(),
        "create_date": st.none() | timestamps,
        "refunds": st.just(()) | st.lists(refunds(), min_size=1, max_size=2).map(tuple),
        "increase_count": st.integers(0, 3) | st.integers(0, MAX),
    }
)


@st.composite
def _orders(draw: st.DrawFn, statuses: tuple[OrderStatus, ...]) -> Order:
    status = draw(st.sampled_from(statuses))
    cart = draw(carts())
    totals = draw(_totals_of(items_amount(cart)))
    present = st.just(totals.order_total)
    placed = draw(st.one_of(present, present, _POSITIVE))
    fields = draw(_ORDER_FIELDS)
    return Order(status=status, totals=totals, items=cart, placed_total=placed, **fields)


@st.composite
def _totals_of(draw: st.DrawFn, in_items: int) -> Totals:
    """Totals around a cart that mostly is that of the items; the total is mostly a small one."""
    fitting = st.just(in_items)
    cart = draw(st.one_of(fitting, fitting, fitting, st.integers(0, MAX)))
    total = draw(st.just(cart) | st.integers(0, MAX))
    return make_totals(cart, split_fees(draw, total - cart, _NO_FEES))


_NO_FEES: Final = {"tax_amount": 0, "shipping_amount": 0, "discount_amount": 0}


def limits() -> st.SearchStrategy[MerchantLimit]:
    """Limits of every kind; shrinks to `MerchantLimit.NO_INCREASE`."""
    return st.sampled_from(_STATED).flatmap(_limits)


_STATED: Final = [
    tuple(cap for bit, cap in enumerate(CAPS) if chosen >> bit & 1)
    for chosen in range(1, 2 ** len(CAPS))
]
"""Every way to state at least one of the caps."""

_TERMS: Final = {
    "max_increase": _POSITIVE,
    "max_increase_percent": percentages(max_value=Percent.of(100)) | percentages(),
    "max_order_total": st.just(Money.MAX) | _POSITIVE,
}


_FEW: Final = st.integers(0, 3)


def _limits(stated: tuple[str, ...]) -> st.SearchStrategy[MerchantLimit]:
    return st.builds(
        MerchantLimit,
        max_increases=st.none() | _FEW | _FEW | st.integers(0, MAX),
        combine=st.sampled_from(Combine),
        measured_from=st.sampled_from(Basis),
        **{cap: _TERMS[cap] for cap in stated},
    )
