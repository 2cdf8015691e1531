"""Conformance cases for statuses, ids, totals, several violations at once, and batches.

Source: domain.md, S1, U1 to U6, T1 to T6 and V2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.cases import (
    CONTACT,
    FIVE_AMOUNTS,
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
_UPDATES: Final[Mapping[str, Json]] = {
    "nothing": an_update(),
    "text": an_update(merchant_order_status="packed"),
    "stays": an_update(order_total=110),
    "falls": an_update(tax_amount=1),
    "rises": an_update(tax_amount=9),
    "too-high": an_update(tax_amount=1008.01),
    "other-id": {**an_update(tax_amount=9), "merchant_order_id": "M-2"},
}


def status_cases() -> Iterator[Case]:
    """Yield each status with updates that are allowed or denied for a placed order."""
    for status in _STATUSES:
        for name, update in _UPDATES.items():
            order = {**FIVE_AMOUNTS, "status": status}
            yield Case(f"status/{status}/{name}", order, WIDE, update)


_OTHER_IDS: Final[Mapping[str, tuple[str, str]]] = {
    "other": ("X", "Y"),
    "case": ("b-1", "m-1"),
    "blank-after": ("B-1 ", "M-1 "),
    "zero-in-front": ("B-01", "M-01"),
    "swapped": ("M-1", "B-1"),
}


def id_cases() -> Iterator[Case]:
    """Yield updates in which one id, or both, is similar to that of the order."""
    for variant, (backd_order_id, merchant_order_id) in _OTHER_IDS.items():
        backd = {"backd_order_id": backd_order_id}
        merchant = {"merchant_order_id": merchant_order_id}
        for name, ids in (("backd", backd), ("merchant", merchant), ("both", backd | merchant)):
            yield Case(f"id/{name}/{variant}", FIVE_AMOUNTS, WIDE, IDS | ids)


_AMOUNTS: Final = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
_NEW_AMOUNTS: Final[Mapping[str, Json]] = {
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
_STATED_TOTALS: Final = (0, 0.01, 109.99, 110, 110.01, 111, 111.01, 112, 113, MAX)


def total_cases() -> Iterator[Case]:
    """Yield new amounts without `order_total`, and with right and wrong ones."""
    for name, amounts in _NEW_AMOUNTS.items():
        for limit_name, limit in (("wide", WIDE), ("unlimited", UNLIMITED)):
            yield Case(f"total/{name}/{limit_name}", FIVE_AMOUNTS, limit, an_update(**amounts))
        for total in _STATED_TOTALS:
            update = an_update(**amounts, order_total=total)
            yield Case(f"total/{name}/stated-{total}", FIVE_AMOUNTS, WIDE, update)


_WITHOUT_PHONE_NUMBER: Final = {name: CONTACT[name] for name in ("name", "address", "email")}
_VIOLATIONS: Final[Mapping[str, tuple[Json, Json, Json]]] = {
    "backd-id": ({}, {}, {"backd_order_id": "B-2"}),
    "merchant-id": ({}, {}, {"merchant_order_id": "M-2"}),
    "status": ({"status": "order_confirmed"}, {}, {}),
    "contact": ({}, {}, {"billing": _WITHOUT_PHONE_NUMBER}),
    "range": ({}, {}, {"shipping_amount": MAX}),
    "cart": ({}, {}, {"items": [an_item(99, 1)]}),
    "total": ({}, {}, {"order_total": 101.99}),
    "limit": ({}, {"max_increase": 0.5}, {}),
    "count": ({"increase_count": 3}, {}, {}),
}
"""One entry per violation: the fields of order, limit and update that cause it."""


def violation_cases() -> Iterator[Case]:
    """Yield no violation, each one, each pair, and all; then remove one after another."""
    names = [*_VIOLATIONS]
    combinations = [[], *([name] for name in names)]
    combinations += [[one, two] for one in names for two in names[names.index(one) + 1 :]]
    combinations += [names[count:] for count in range(len(names) - 2)]
    for combination in combinations:
        order = an_order(100, items=[an_item(100, 1)])
        limit: Json = {"max_increase": 5, "max_increases": 3}
        update = an_update(cart_amount=100, tax_amount=2)
        for name in combination:
            order_fields, limit_fields, update_fields = _VIOLATIONS[name]
            order, limit, update = (
                order | order_fields,
                limit | limit_fields,
                update | update_fields,
            )
        yield Case(f"faults/{'+'.join(combination) or 'none'}", order, limit, update)


def _for_order(number: int, **fields: Any) -> Json:
    """Return `fields` with the ids of the order with that number."""
    return {"backd_order_id": f"B-{number}", "merchant_order_id": f"M-{number}", **fields}


_ORDER_1: Final = an_order(100)
_ORDER_2: Final[Json] = {**an_order(200), **_for_order(2)}
_LIMIT: Final[Json] = {"max_increase": 10}
_LIMIT_FROM_CURRENT: Final[Json] = {**_LIMIT, "measured_from": "order_total"}


def _taxes(*amounts: float) -> list[Json]:
    """Return updates of order 1, one per tax amount."""
    return [_for_order(1, tax_amount=amount) for amount in amounts]


_BATCHES: Final = (
    Batch("unknown-order", [_ORDER_1], _LIMIT, [_for_order(3)]),
    Batch("no-orders", [], _LIMIT, [_for_order(1), _for_order(2)]),
    Batch(
        "unknown-between",
        [_ORDER_1, _ORDER_2],
        _LIMIT,
        [_for_order(1), _for_order(3), _for_order(2)],
    ),
    Batch("each-meets-what-the-earlier-left", [_ORDER_1], _LIMIT, _taxes(6, 10, 10.01)),
    Batch("a-refused-one-leaves-nothing", [_ORDER_1], _LIMIT, _taxes(10.01, 10)),
    Batch("increases-are-counted", [_ORDER_1], {**_LIMIT, "max_increases": 2}, _taxes(6, 10, 10)),
    Batch("one-too-many", [_ORDER_1], {**_LIMIT, "max_increases": 1}, _taxes(6, 6.01, 5)),
    Batch("many-small-ones", [_ORDER_1], _LIMIT, _taxes(4, 8, 12)),
    Batch(
        "many-small-ones-from-the-present-total",
        [_ORDER_1],
        _LIMIT_FROM_CURRENT,
        _taxes(10, 20, 30.01, 30),
    ),
    Batch(
        "two-orders-are-apart",
        [_ORDER_1, _ORDER_2],
        _LIMIT,
        [*_taxes(10), _for_order(2, tax_amount=10)],
    ),
    Batch(
        "merchant-id-of-the-other",
        [_ORDER_1, _ORDER_2],
        _LIMIT,
        [_for_order(1) | {"merchant_order_id": "M-2"}],
    ),
    Batch(
        "down-and-up",
        [_ORDER_1],
        _LIMIT,
        [_for_order(1, cart_amount=50), _for_order(1, cart_amount=110)],
    ),
    Batch(
        "a-contact-is-there-for-the-next",
        [_ORDER_1],
        _LIMIT,
        [_for_order(1, shipping=CONTACT), _for_order(1, shipping={"email": "x"})],
    ),
)


def batches() -> Iterator[Batch]:
    """Yield all batches in their fixed order."""
    yield from _BATCHES
