"""Conformance cases of what is asked first and last: statuses, ids, totals, many faults, batches.

Source: domain.md, Statuses and actions, The request and New totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.cases import (
    CONTACT,
    FIVE,
    IDS,
    MAX,
    UNLIMITED,
    WIDE,
    Batch,
    Case,
    Json,
    an_item,
    an_order,
    an_update,
)

_STATUSES: Final = (
    "terms_selected",
    "order_placed",
    "order_confirmed",
    "order_canceled",
    "order_cancelled",
    "refund",
)
_MOVES: Final[Mapping[str, Json]] = {
    "nothing": an_update(),
    "text": an_update(merchant_order_status="packed"),
    "stays": an_update(order_total=110),
    "falls": an_update(tax_amount=1),
    "rises": an_update(tax_amount=9),
    "too-high": an_update(tax_amount=1008.01),
    "other-id": {**an_update(tax_amount=9), "merchant_order_id": "M-2"},
}


def status_cases() -> Iterator[Case]:
    """Each status, with updates that an order which has been placed would allow or not."""
    for status in _STATUSES:
        for move, update in _MOVES.items():
            yield Case(f"status/{status}/{move}", {**FIVE, "status": status}, WIDE, update)


_OTHER_IDS: Final[Mapping[str, tuple[str, str]]] = {
    "other": ("X", "Y"),
    "case": ("b-1", "m-1"),
    "blank-after": ("B-1 ", "M-1 "),
    "zero-in-front": ("B-01", "M-01"),
    "swapped": ("M-1", "B-1"),
}


def id_cases() -> Iterator[Case]:
    """Either id, or both, is almost that of the order."""
    for how, (backd, merchant) in _OTHER_IDS.items():
        one, other = {"backd_order_id": backd}, {"merchant_order_id": merchant}
        for name, ids in (("backd", one), ("merchant", other), ("both", {**one, **other})):
            yield Case(f"id/{name}/{how}", FIVE, WIDE, {**IDS, **ids})


_AMOUNTS: Final = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
_TOTALS: Final[Mapping[str, Json]] = {
    "cart": {"cart_amount": 101},
    "tax": {"tax_amount": 9},
    "shipping": {"shipping_amount": 6},
    "discount": {"discount_amount": 2},
    "no-discount": {"discount_amount": 0},
    "all-four": {
        "cart_amount": 50.5,
        "tax_amount": 60.25,
        "shipping_amount": 0.27,
        "discount_amount": 0.02,
    },
    "none": {},
    "down": {"cart_amount": 99.99},
    "to-zero": {"discount_amount": 113},
    "to-zero-in-all": dict.fromkeys(_AMOUNTS, 0),
    "below-zero": {"discount_amount": 113.01},
    "highest": {"cart_amount": 9999999999989.99},
    "above-highest": {"cart_amount": 9999999999990},
    "every-amount-highest": dict.fromkeys(_AMOUNTS, MAX),
    "only-discount-highest": {"discount_amount": MAX},
}
_STATED: Final = (0, 0.01, 109.99, 110, 110.01, 111, 111.01, 112, 113, MAX)


def total_cases() -> Iterator[Case]:
    """Amounts alone, and with a stated total that is right or not."""
    for name, fields in _TOTALS.items():
        for limit, its in (("wide", WIDE), ("unlimited", UNLIMITED)):
            yield Case(f"total/{name}/{limit}", FIVE, its, an_update(**fields))
        for stated in _STATED:
            update = an_update(**fields, order_total=stated)
            yield Case(f"total/{name}/stated-{stated}", FIVE, WIDE, update)


_NO_PHONE: Final = {name: CONTACT[name] for name in ("name", "address", "email")}
_FAULTS: Final[Mapping[str, tuple[Json, Json, Json]]] = {
    "backd-id": ({}, {}, {"backd_order_id": "B-2"}),
    "merchant-id": ({}, {}, {"merchant_order_id": "M-2"}),
    "status": ({"status": "order_confirmed"}, {}, {}),
    "contact": ({}, {}, {"billing": _NO_PHONE}),
    "range": ({}, {}, {"shipping_amount": MAX}),
    "cart": ({}, {}, {"items": [an_item(99, 1)]}),
    "total": ({}, {}, {"order_total": 101.99}),
    "limit": ({}, {"max_increase": 0.5}, {}),
    "count": ({"increase_count": 3}, {}, {}),
}
"""What can be wrong, each as fields of the order, the limit and the update."""


def fault_cases() -> Iterator[Case]:
    """No fault, each fault, each pair, all; then one fault after another is repaired."""
    names = [*_FAULTS]
    sets = [[], *([name] for name in names)]
    sets += [[one, two] for one in names for two in names[names.index(one) + 1 :]]
    sets += [names[count:] for count in range(len(names) - 2)]
    for faults in sets:
        order = an_order(100, items=[an_item(100, 1)])
        limit: Json = {"max_increase": 5, "max_increases": 3}
        update = an_update(cart_amount=100, tax_amount=2)
        for fault in faults:
            of_order, of_limit, of_update = _FAULTS[fault]
            order, limit, update = order | of_order, limit | of_limit, update | of_update
        yield Case(f"faults/{'+'.join(faults) or 'none'}", order, limit, update)


def _of(number: int, **fields: Any) -> Json:
    return {"backd_order_id": f"B-{number}", "merchant_order_id": f"M-{number}", **fields}


_ONE: Final = an_order(100)
_TWO: Final[Json] = {**an_order(200), **_of(2)}
_TEN: Final[Json] = {"max_increase": 10}
_PRESENT: Final[Json] = {**_TEN, "measured_from": "order_total"}


def _taxes(*amounts: float) -> list[Json]:
    return [_of(1, tax_amount=amount) for amount in amounts]


_BATCHES: Final = (
    Batch("unknown-order", [_ONE], _TEN, [_of(3)]),
    Batch("no-orders", [], _TEN, [_of(1), _of(2)]),
    Batch("unknown-between", [_ONE, _TWO], _TEN, [_of(1), _of(3), _of(2)]),
    Batch("each-meets-what-the-earlier-left", [_ONE], _TEN, _taxes(6, 10, 10.01)),
    Batch("a-refused-one-leaves-nothing", [_ONE], _TEN, _taxes(10.01, 10)),
    Batch("increases-are-counted", [_ONE], {**_TEN, "max_increases": 2}, _taxes(6, 10, 10)),
    Batch("one-too-many", [_ONE], {**_TEN, "max_increases": 1}, _taxes(6, 6.01, 5)),
    Batch("many-small-ones", [_ONE], _TEN, _taxes(4, 8, 12)),
    Batch("many-small-ones-from-the-present-total", [_ONE], _PRESENT, _taxes(10, 20, 30.01, 30)),
    Batch("two-orders-are-apart", [_ONE, _TWO], _TEN, [*_taxes(10), _of(2, tax_amount=10)]),
    Batch("merchant-id-of-the-other", [_ONE, _TWO], _TEN, [_of(1) | {"merchant_order_id": "M-2"}]),
    Batch("down-and-up", [_ONE], _TEN, [_of(1, cart_amount=50), _of(1, cart_amount=110)]),
    Batch(
        "a-contact-is-there-for-the-next",
        [_ONE],
        _TEN,
        [_of(1, shipping=CONTACT), _of(1, shipping={"email": "x"})],
    ),
)


def batches() -> Iterator[Batch]:
    """All batches, in their stable order."""
    yield from _BATCHES
