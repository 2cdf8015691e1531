"""Small orders and limits for the state machine, made of few draws of few values.

An order of `orders()` takes a hundred draws, and a small one fifteen. A step is then ten times as
fast, and shrinking has less to try. A text is named after its field, such as "city A".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from backd_rules import (
    Contact,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    Percent,
    Quantity,
    Refund,
    Totals,
    UnitPrice,
    wire,
)
from backd_rules.actions.update_order.request import (
    CONTACT_PATHS,
    CONTACTS,
    REQUIRED_CONTACT_PATHS,
)
from backd_rules.domain.fields import declarations
from backd_rules.domain.item import items_amount, items_range
from backd_rules.domain.kinds import Text
from backd_rules.domain.limit import CAPS, Basis, Combine
from backd_rules.domain.money import money_or_wide
from backd_rules.domain.refund import APPROVED, DECLINED, DRAFT
from backd_rules.testing.adapter import Json

_T = TypeVar("_T")
Path = tuple[str, ...]
ENDINGS: Final = ("A", "B", "é😀 ")
"""How texts end: a space at the end and a character of four bytes must be stored too."""
OPTIONAL_PATHS: Final = tuple(path for path in CONTACT_PATHS if path not in REQUIRED_CONTACT_PATHS)


def contact_of(paths: Iterable[Path], ending: str) -> Json:
    """Return a contact with a text at each of `paths`, as JSON."""
    contact: Json = {}
    for path in paths:
        put_text(contact, path, f"{path[-1]} {ending}")
    return contact


def put_text(contact: Json, path: Path, text: str | None) -> None:
    """Put `text` at `path` in the JSON of a contact."""
    *outer, last = path
    for name in outer:
        contact = contact.setdefault(name, {})
    contact[last] = text


def _recorded(contact: Json) -> Contact | None:
    minimal = {"backd_order_id": "0", "merchant_order_id": "0", "status": "order_placed"}
    totals = {"order_total": 0, "cart_amount": 0, "items": []}
    return wire.parse_order({**minimal, **totals, "shipping": contact}).shipping


def _without(path: Path) -> list[Path]:
    return [other for other in CONTACT_PATHS if other != path]


_PATHS_OF_RECORDS: Final = [
    *(CONTACT_PATHS, REQUIRED_CONTACT_PATHS, ()),
    *map(_without, OPTIONAL_PATHS),
    *(_without(REQUIRED_CONTACT_PATHS[index]) for index in (0, -1)),
    *(CONTACT_PATHS[:2], CONTACT_PATHS[2:]),
]
_CONTACTS: Final = [
    None,
    *(_recorded(contact_of(paths, end)) for end in ENDINGS for paths in _PATHS_OF_RECORDS),
]


def _texts_of_item(ending: str, *, optional: bool) -> dict[str, Any]:
    declared = declarations(LineItem).items()
    return {
        name: f"{name} {ending}"
        for name, one in declared
        if isinstance(one.kind, Text) and (optional or not one.kind.optional)
    }


ITEM_TEXTS: Final = st.sampled_from(
    [
        _texts_of_item("A", optional=False),
        _texts_of_item("A", optional=True),
        _texts_of_item("é😀 ", optional=True),
    ]
)
# Lines on half a cent, next to it, and beyond the cents. A double holds 1.005 as less than that.
_PRICES: Final = st.sampled_from(
    [UnitPrice.of(text) for text in ("1", "0.005", "0.025", "1.005", "0.01", "9.99", "0.0385", "0")]
)
_QUANTITIES: Final = st.sampled_from([Quantity.of(text) for text in ("1", "2", "3", "0.5", "1.5")])
_NUMBERS_OF_ITEMS: Final = st.sampled_from([1, 0, 2])


_INDEXES: Final = [st.integers(0, last) for last in range(64)]


def draw_one(draw: st.DrawFn, options: Sequence[_T]) -> _T:
    """Draw one of the first 64 `options`; shrinks to the first.

    `sampled_from` takes ten times as long to make as this draw, for it hashes each option.
    """
    return options[draw(_INDEXES[min(len(options), len(_INDEXES)) - 1])]


def draw_items(draw: st.DrawFn, number: int) -> tuple[LineItem, ...]:
    """Draw so many items that a request may state."""
    return tuple(
        LineItem(unit_price=draw(_PRICES), qty=draw(_QUANTITIES), **draw(ITEM_TEXTS))
        for _ in range(number)
    )


_AMOUNTS: Final = st.sampled_from([0, 1, 250, 1000])
_ADJUSTMENTS: Final = st.sampled_from([0, 0, 0, 150, -1])
_ROUNDINGS: Final = st.sampled_from([None, None, 0, 1, 777])


def _draw_totals(draw: st.DrawFn, items: tuple[LineItem, ...]) -> Totals:
    """Draw totals of a cart that is mostly the sum of `items`, in any rounding."""
    off, cart = draw(_ROUNDINGS), items_amount(items)
    if off is not None:  # Rounded down or up, or another amount.
        down, up = items_range(items)
        cart = (down, up)[off] if off < 2 else cart + off
    tax, shipping, discount = draw(_AMOUNTS), draw(_AMOUNTS), draw(_AMOUNTS)
    adjustment = max(draw(_ADJUSTMENTS), -cart)
    fees = {"tax_amount": tax, "shipping_amount": shipping}
    fees["discount_amount"] = min(discount, cart + adjustment)
    amounts = {name: Money(cents=cents) for name, cents in fees.items()}
    return Totals(Money(cents=cart), **amounts, adjustment=money_or_wide(adjustment))


_LOCK_TIMES: Final = (
    "2026-04-15 22:00:00",
    "2026-03-09 22:00:00",
    "2026-11-02 23:00:00",
)
_UNREADABLE: Final = (None, "", "2026-04-15", "2026-04-15T22:00:00", "2026-04-15 22:00:00Z")
_REFUND_AMOUNTS: Final = st.sampled_from([Money(cents=1), Money(cents=500)])
_REFUND_STATUSES: Final = st.sampled_from([DRAFT, APPROVED, DRAFT, DRAFT, DECLINED, None])
_LOCKS: Final = st.sampled_from([*_LOCK_TIMES * 3, *_UNREADABLE])
_DATE: Final = "2026-04-01 12:00:00"
_NUMBERS_OF_REFUNDS: Final = st.sampled_from([1, 2, 0, 2])
_FIELDS: Final = {
    "merchant_order_id": st.sampled_from(["M-1", "M-2"]),
    "merchant_order_status": st.sampled_from([None, "status A"]),
    **dict.fromkeys(CONTACTS, st.sampled_from(_CONTACTS)),
}


def _draw_refund(draw: st.DrawFn) -> Refund:
    return Refund(
        amount=draw(_REFUND_AMOUNTS),
        status=draw(_REFUND_STATUSES),
        locked_at=draw(_LOCKS),
        create_date=_DATE,
    )


def draw_order(draw: st.DrawFn, status: OrderStatus) -> Order:
    """Draw an order of this `status`, of at most two items and two refund requests.

    Shrinks to an order of one item for one dollar. Only confirmed orders have refund requests.
    """
    items = draw_items(draw, draw(_NUMBERS_OF_ITEMS))
    totals = _draw_totals(draw, items)
    fields: dict[str, Any] = {name: draw(values) for name, values in _FIELDS.items()}
    number = draw(_NUMBERS_OF_REFUNDS) if status is OrderStatus.ORDER_CONFIRMED else 0
    refunds = tuple(_draw_refund(draw) for _ in range(number))
    return Order(
        "0", status=status, totals=totals, items=items, refunds=refunds, create_date=_DATE, **fields
    )


_CAP_SETS: Final = st.sampled_from(
    [
        tuple(cap for bit, cap in enumerate(CAPS) if chosen >> bit & 1)
        for chosen in (1, 2, 3, 2, 4, 3, 6, 5, 7)
    ]
)
_CAP_VALUES: Final[dict[str, st.SearchStrategy[Any]]] = {
    "max_increase": st.sampled_from([Money(cents=cents) for cents in (0, 1, 500, 7500)]),
    # A third of a small total is mostly no whole cent, so that rounding can be wrong.
    "max_increase_percent": st.sampled_from(
        [Percent.of(text) for text in ("15", "33.33", "0", "33.33")]
    ),
    "max_order_total": st.sampled_from([Money(cents=1000), Money.ZERO, Money.MAX]),
}
_MOST_INCREASES: Final = st.sampled_from([None, None, 1, 2, 0])
_COMBINATIONS: Final = st.sampled_from(Combine)
_BASES: Final = st.sampled_from(Basis)


def draw_limit(draw: st.DrawFn) -> MerchantLimit:
    """Draw a limit with any combination of caps; shrinks to `MerchantLimit.NO_INCREASE`."""
    caps = draw(_CAP_SETS)
    return MerchantLimit(
        max_increases=draw(_MOST_INCREASES),
        combine=draw(_COMBINATIONS),
        measured_from=draw(_BASES),
        **{cap: draw(_CAP_VALUES[cap]) for cap in caps},
    )
