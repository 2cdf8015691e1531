"""Strategies for orders and their parts, as recorded (domain.md, F1 to F7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    Address,
    Contact,
    LineItem,
    Money,
    Order,
    OrderStatus,
    PersonName,
    Quantity,
    Refund,
    Totals,
    UnitPrice,
    refund_lock_time,
)
from backd_rules.domain.arithmetic import LINE_UNIT, PRICE_UNIT, QUANTITY_UNIT
from backd_rules.domain.item import items_amount, items_range
from backd_rules.domain.refund import APPROVED, DECLINED, DRAFT
from backd_rules.domain.timestamps import timestamp
from backd_rules.testing.numbers import (
    MAX,
    amounts,
    draw_totals,
    mapped,
    quantities,
    unit_prices,
    weighted,
)
from backd_rules.testing.texts import (
    optional_texts,
    record_texts,
    recorded_texts,
    required_texts,
    texts,
)
from backd_rules.testing.times import moments

_Fields = st.SearchStrategy[dict[str, Any]]

_TIMESTAMPS: Final = mapped(st.datetimes(), lambda moment: moment.isoformat(" ", "seconds"))
"""Timestamps as `YYYY-MM-DD HH:MM:SS`; shrinks to 2000-01-01 00:00:00."""


def _record(cls: type[Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Generate instances of `cls`."""
    return mapped(st.fixed_dictionaries(fields), lambda drawn: cls(**drawn))


def person_names() -> st.SearchStrategy[PersonName]:
    """Generate recorded names of persons. Shrinks to `PersonName()`.

    Each text is any that a record may hold: `None`, blank ones and long ones included.

        person_names().filter(lambda name: name != PersonName())
    """
    return _record(PersonName, **record_texts(PersonName))


def addresses() -> st.SearchStrategy[Address]:
    """Generate recorded postal addresses. Shrinks to `Address()`.

    Each text is any that a record may hold: `None`, blank ones and long ones included.

        addresses().filter(lambda address: address != Address())
    """
    return _record(Address, **record_texts(Address))


def contacts() -> st.SearchStrategy[Contact]:
    """Generate recorded contacts: empty ones, complete ones, and ones with any texts or none.

    Shrinks to `Contact()`.

        st.none() | contacts()  # what an order records as shipping or billing
    """
    return weighted(_EMPTY, _COMPLETE, _COMPLETE, _ANY_CONTACT)


_EMPTY: Final = st.just(Contact())
_COMPLETE: Final = _record(
    Contact,
    name=_record(PersonName, **required_texts(PersonName)),
    address=_record(Address, **required_texts(Address), **optional_texts(Address)),
    **required_texts(Contact),
    **optional_texts(Contact),
)
_ANY_CONTACT: Final = _record(
    Contact,
    name=st.none() | person_names(),
    address=st.none() | addresses(),
    **record_texts(Contact),
)


def items(*, max_amount: Money | None = None) -> st.SearchStrategy[LineItem]:
    """Generate recorded line items whose amount is at most `max_amount`, a `Money`.

    Name, SKU and URLs may be absent, or any text. By default the amount of a line can exceed the
    highest cart amount of an order. Amounts often end on half a cent before rounding. Shrinks to a
    quantity of 1 at a unit price of 0, without texts. Raises `InvalidArgument` if `max_amount` is
    negative or not a `Money`.

        items(max_amount=Money.of(100))  # a quantity times a unit price, at most 100.00 dollars
    """
    if max_amount is not None and (type(max_amount) is not Money or max_amount < Money.ZERO):
        raise InvalidArgument("max_amount must be a Money that is not negative, or None")
    return _items(None if max_amount is None else max_amount.cents, _RECORDED_TEXTS | REQUEST_TEXTS)


_RECORDED_TEXTS: Final[_Fields] = st.fixed_dictionaries(record_texts(LineItem))
REQUEST_TEXTS: Final[_Fields] = st.fixed_dictionaries(
    required_texts(LineItem) | optional_texts(LineItem)
)
# Small integers are drawn most. Only the largest make a line that exceeds the highest amount.
_QUANTITIES: Final = weighted(quantities(), quantities(), st.just(Quantity(thousandths=MAX)))
_UNIT_PRICES: Final = weighted(unit_prices(), unit_prices(), st.just(UnitPrice(millionths=MAX)))
_IS_ON_HALF: Final = st.sampled_from([False, True])


def _draw_line(draw: st.DrawFn) -> tuple[Quantity, UnitPrice]:
    """Draw a quantity and a price; half of the lines end on half a cent before rounding."""
    qty, price = draw(_QUANTITIES), draw(_UNIT_PRICES)
    if draw(_IS_ON_HALF):  # Half a unit at an odd number of cents, which `round` rounds down.
        half = qty.thousandths - qty.thousandths % QUANTITY_UNIT + QUANTITY_UNIT // 2
        odd = price.millionths - price.millionths % (2 * PRICE_UNIT) + PRICE_UNIT
        if half * odd // LINE_UNIT % 2:
            odd += 2 * PRICE_UNIT if odd + 2 * PRICE_UNIT <= MAX else -2 * PRICE_UNIT
        return Quantity(thousandths=half), UnitPrice(millionths=odd)
    return qty, price


@st.composite
def _items(draw: st.DrawFn, most: int | None, item_texts: _Fields) -> LineItem:
    qty, price = _draw_line(draw)
    if most is not None:
        highest = _highest_price(most, qty.thousandths)
        price = UnitPrice(millionths=price.millionths % (highest + 1))
    return LineItem(unit_price=price, qty=qty, **draw(item_texts))


def _highest_price(most: int, qty: int) -> int:
    """Return the highest unit price at which a line of `qty` thousandths is at most `most` cents.

    A line is rounded half up, so its exact amount must be less than `most` and a half.
    """
    return min(MAX, (most * LINE_UNIT + LINE_UNIT // 2 - 1) // qty)


@st.composite
def carts(draw: st.DrawFn, *, min_size: int = 0) -> tuple[LineItem, ...]:
    """Generate up to four items that a request may state, whose sum an order can hold.

    Shrinks to `min_size` items.
    """
    return _draw_cart(draw, min_size, REQUEST_TEXTS, MAX)


def _draw_cart(
    draw: st.DrawFn, min_size: int, item_texts: _Fields, most: int | None
) -> tuple[LineItem, ...]:
    """Draw up to four items, whose sum is at most `most` cents if that is a number."""
    cart: list[LineItem] = []
    for _ in range(draw(st.integers(min_size, 4))):
        cart.append(draw(_items(most, item_texts)))
        most = None if most is None else most - cart[-1].amount_cents
    return tuple(cart)


def refunds() -> st.SearchStrategy[Refund]:
    """Generate recorded refund requests of any amount; half are active.

    Half of `locked_at` are deadlines of requests between 2007 and 2040. The others are any
    timestamps, texts that are almost timestamps, other texts, and absent. Shrinks to one of 0
    dollars without other fields.

        st.lists(refunds(), max_size=3)
    """
    return _record(
        Refund,
        amount=amounts(min_value=Money.ZERO),
        create_date=_recorded_times(Refund, "create_date"),
        status=weighted(_KNOWN_STATUSES, _ACTIVE, recorded_texts(Refund, "status")),
        locked_at=weighted(
            _recorded_times(Refund, "locked_at"), _LOCK_TIMES, _LOCK_TIMES, _ALMOST_TIMESTAMPS
        ),
    )


def _recorded_times(cls: type, field: str) -> st.SearchStrategy[str | None]:
    """Generate timestamps in UTC, and any other text that a record may hold instead."""
    return recorded_texts(cls, field) | _TIMESTAMPS


_ACTIVE: Final = st.sampled_from([DRAFT, APPROVED])
_KNOWN_STATUSES: Final = st.sampled_from([None, DRAFT, APPROVED, DECLINED])
_LOCK_TIMES: Final = mapped(moments(), lambda moment: timestamp(refund_lock_time(moment)))
_ALMOST_TIMESTAMPS: Final = st.sampled_from(
    [
        "2026-04-15",
        "2026-04-15T22:00:00",
        "2026-04-15 22:00:00Z",
        "2026-04-15 22:00:00.5",
        "2026-04-15 24:00:00",
        "2026-02-29 22:00:00",
    ]
)
"""Texts that are no timestamps, although some libraries read them (domain.md, N8)."""


_MOSTLY_PLACED: Final = (*[OrderStatus.ORDER_PLACED] * 5, *OrderStatus)
"""Half of the orders are placed: no other status allows an update."""


def orders(*, statuses: Sequence[OrderStatus] = _MOSTLY_PLACED) -> st.SearchStrategy[Order]:
    """Generate orders as recorded, with one of `statuses`, a sequence of `OrderStatus`.

    By default every status is drawn, `ORDER_PLACED` in half of the orders. A request may state both
    ids. Any other text may be absent, or one that no request may state. The cart amount is mostly
    the sum of the items, rounded in any way. `placed_total` is often the current total, or more,
    and the history is sometimes unknown. Most confirmed orders have refund requests, often active
    ones. Shrinks to the first status, and to an order of 0 dollars without items, contacts and
    history. Raises `InvalidArgument` if `statuses` is empty, not a sequence, or has other elements.

        orders(statuses=[OrderStatus.ORDER_PLACED])  # orders that can be updated
    """
    # Reject sets: their order varies between processes, which makes examples irreproducible.
    is_sequence = isinstance(statuses, Sequence) and len(statuses) > 0
    if not is_sequence or not all(type(status) is OrderStatus for status in statuses):
        raise InvalidArgument("statuses must be a sequence of one OrderStatus or more")
    return _orders(tuple(statuses))


_CONTACTS: Final = weighted(st.none(), contacts(), contacts(), contacts())
_ORDER_FIELDS: Final[_Fields] = st.fixed_dictionaries(
    {
        "backd_order_id": texts(Order, "backd_order_id"),
        "merchant_order_id": texts(Order, "merchant_order_id"),
        "merchant_order_status": recorded_texts(Order, "merchant_order_status"),
        "shipping": _CONTACTS,
        "billing": _CONTACTS,
        "create_date": _recorded_times(Order, "create_date"),
    }
)
_NO_REFUNDS: Final = st.just(())
_SOME_REFUNDS: Final = mapped(st.lists(refunds(), min_size=1, max_size=3), tuple)
_MANY: Final = weighted(_NO_REFUNDS, _SOME_REFUNDS, _SOME_REFUNDS, _SOME_REFUNDS)
_FEW: Final = weighted(_NO_REFUNDS, _NO_REFUNDS, _NO_REFUNDS, _SOME_REFUNDS)
_REFUNDS: Final = dict.fromkeys(OrderStatus, _FEW) | {
    OrderStatus.ORDER_CONFIRMED: _MANY,
    OrderStatus.REFUND: _MANY,
}
"""The refund requests of an order by its status. A record can have them in any status."""


@st.composite
def _orders(draw: st.DrawFn, statuses: tuple[OrderStatus, ...]) -> Order:
    status = draw(st.sampled_from(statuses))
    # The sum of recorded items may exceed what a cart can be: nobody has judged them.
    cart = _draw_cart(draw, 0, draw(_TEXTS_OF_ITEMS), draw(_HIGHEST_SUMS))
    totals = _draw_totals_of(draw, cart)
    history = _draw_history(draw, totals.order_total)
    requested, fields = draw(_REFUNDS[status]), draw(_ORDER_FIELDS)
    return Order(status=status, totals=totals, items=cart, refunds=requested, **history, **fields)


_TEXTS_OF_ITEMS: Final = st.sampled_from([_RECORDED_TEXTS, REQUEST_TEXTS])
_HIGHEST_SUMS: Final = st.sampled_from([MAX, MAX, None])
_CENTS: Final = st.integers(0, MAX)
_CART_SUMS: Final = st.sampled_from(["half up", "half up", "down", "up", "another amount"])
_IS_ANOTHER_TOTAL: Final = st.booleans()


def _draw_totals_of(draw: st.DrawFn, cart: tuple[LineItem, ...]) -> Totals:
    """Draw totals whose cart amount is mostly the sum of `cart`, in any rounding."""
    down, up = items_range(cart)
    sums = {"half up": items_amount(cart), "down": down, "up": up}
    cents = sums.get(draw(_CART_SUMS), MAX + 1)
    if cents > MAX:
        cents = draw(_CENTS)
    total = draw(_CENTS) if draw(_IS_ANOTHER_TOTAL) else cents
    return draw_totals(draw, cents, total)


def _draw_history(draw: st.DrawFn, total: Money) -> dict[str, Any]:
    """Draw an unknown, a partly known or a known history of an order of this `total`."""
    history: dict[str, Any] = {}
    known = draw(_KNOWN)
    if "placed_total" in known:
        amount = draw(_AMOUNTS)
        above = Money(cents=min(total.cents + amount.cents, MAX))
        history["placed_total"] = draw(st.sampled_from([total, total, amount, above]))
    if "increase_count" in known:
        history["increase_count"] = draw(_COUNTS)
    return history


_BOTH: Final = ("placed_total", "increase_count")
_KNOWN: Final = st.sampled_from([(), *[_BOTH] * 7, *((name,) for name in _BOTH)])
_AMOUNTS: Final = amounts(min_value=Money.ZERO)
_COUNTS: Final = weighted(*[st.integers(0, 3)] * 3, st.integers(0, MAX))
