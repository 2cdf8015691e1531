"""Conformance cases for statuses, ids, totals, and several violations at once.

Source: domain.md, S1, U1, T1 to T6, V1 and V2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.cases import (
    CONTACT,
    FIVE_AMOUNTS,
    IDS,
    MAX,
    STATUSES,
    UNLIMITED,
    WIDE,
    Case,
    Json,
    an_item,
    an_order,
    an_update,
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
    for status in STATUSES:
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
_STATED_TOTALS: Final = (0, 109.99, 110, 110.01, 111, 112, 113, MAX)


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
    "history": ({"placed_total": None}, {}, {}),
    "limit": ({}, {"max_increase": 0.5}, {}),
    "count": ({"increase_count": 3}, {}, {}),
}
"""The fields of order, limit and update that cause a violation, in order of precedence.

A wrong id hides every other violation, and `history` hides `limit`.
"""


def violation_cases() -> Iterator[Case]:
    """Yield no violation, each one, each pair, and all; then remove one after another.

    The last combinations are repeated with a known history.
    """
    names = [*_VIOLATIONS]
    combinations = [[], *([name] for name in names)]
    combinations += [[one, two] for one in names for two in names[names.index(one) + 1 :]]
    for all_of in (names, [name for name in names if name != "history"]):
        combinations += [all_of[count:] for count in range(len(all_of) - 2)]
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
