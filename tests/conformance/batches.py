"""Conformance cases for batches: several updates of several orders under one limit.

Source: domain.md, U5, L3, L8 and L9.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from conformance.cases import (
    CONTACT,
    UNLIMITED,
    Batch,
    Json,
    an_item,
    an_order,
    without_history,
)


def _for_order(number: int, **fields: Any) -> Json:
    """Return `fields` with the ids of the order with that number."""
    return {"backd_order_id": f"B-{number}", "merchant_order_id": f"M-{number}", **fields}


_ORDER_1: Final = an_order(100)
_ORDER_2: Final[Json] = {**an_order(200), **_for_order(2)}
_UNKNOWN: Final = without_history(100)
_ADJUSTED: Final = an_order(100, order_total=120)
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
    Batch("an-unknown-count-stays-unknown", [_UNKNOWN], UNLIMITED, _taxes(6, 10)),
    Batch("an-unknown-history-fails-closed", [_UNKNOWN], _LIMIT, _taxes(0.01, 0)),
    Batch(
        "an-unknown-history-is-not-made-up",
        [_UNKNOWN],
        _LIMIT,
        [_for_order(1, cart_amount=50), _for_order(1, cart_amount=100)],
    ),
    Batch("adjustments-stay", [_ADJUSTED], _LIMIT, _taxes(5, 10, 10.01)),
    Batch(
        "items-are-there-for-the-next",
        [_ORDER_1],
        _LIMIT,
        [
            _for_order(1, items=[an_item(109.995, 1)]),
            _for_order(1, cart_amount=109.99),
            _for_order(1, cart_amount=109.98),
        ],
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
