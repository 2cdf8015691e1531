"""Conformance cases for orders with an unknown history, and for adjustments and fees.

Source: domain.md, F5, F7, T1, T5 and L8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.cases import MAX, UNLIMITED, Case, Json, an_order, an_update, without_history

_HISTORIES: Final[Mapping[str, Json]] = {
    "no-history": {},
    "null-history": {"placed_total": None, "increase_count": None},
    "total-only": {"placed_total": 100},
    "null-count": {"placed_total": 100, "increase_count": None},
    "count-only": {"increase_count": 1},
    "null-total": {"placed_total": None, "increase_count": 1},
}
"""The history that the order, whose total is 110, states. `null` states nothing."""

_FROM_ORDER_TOTAL: Final[Json] = {"measured_from": "order_total"}
_LIMITS: Final[Mapping[str, Json]] = {
    "amount": {"max_increase": 15},
    "percent": {"max_increase_percent": 15},
    "both": {"max_increase": 15, "max_increase_percent": 20},
    "higher": {"max_increase": 15, "max_increase_percent": 20, "combine": "higher"},
    "total": {"max_order_total": 115},
    "amount-capped": {"max_increase": 15, "max_order_total": 115},
    "amount-from-order-total": {"max_increase": 5, **_FROM_ORDER_TOTAL},
    "percent-from-order-total": {"max_increase_percent": 5, **_FROM_ORDER_TOTAL},
    "total-from-order-total": {"max_order_total": 115, **_FROM_ORDER_TOTAL},
    "amount-twice": {"max_increase": 15, "max_increases": 2},
    "amount-once": {"max_increase": 15, "max_increases": 1},
    "total-twice": {"max_order_total": 115, "max_increases": 2},
    "total-never": {"max_order_total": 115, "max_increases": 0},
    "amount-from-order-total-twice": {"max_increase": 5, "max_increases": 2, **_FROM_ORDER_TOTAL},
}
_UPDATES: Final[Mapping[str, Json]] = {
    "falls": {"tax_amount": 0.99},
    "stays": {"merchant_order_status": "packed", "order_total": 110},
    "rises": {"tax_amount": 1.01},
    "rises-too-far": {"tax_amount": 1000},
}


def history_cases() -> Iterator[Case]:
    """Yield each history under each kind of limit, with totals that fall, stay and rise."""
    for history, fields in _HISTORIES.items():
        order = without_history(109, tax_amount=1, order_total=110, **fields)
        for name, limit in _LIMITS.items():
            for change, update in _UPDATES.items():
                case = f"history/{history}/{name}/{change}"
                if name == "amount-twice" or ("null" not in history and "rises" in change):
                    yield Case(case, order, limit, an_update(**update))
    unknown = without_history(100)
    for limit_name, limit in (("amount", {"max_increase": 15}), ("unlimited", UNLIMITED)):
        claim = an_update(tax_amount=1, order_total=102)
        yield Case(f"history/no-history/{limit_name}/wrong-total", unknown, limit, claim)
        lower_claim = an_update(tax_amount=1, order_total=100)
        yield Case(f"history/no-history/{limit_name}/unraised-claim", unknown, limit, lower_claim)


_ADJUSTED: Final[Mapping[str, Json]] = {
    "fee": an_order(100, tax_amount=5, order_total=115),
    "credit": an_order(100, tax_amount=5, order_total=95),
    "fee-from-lower": an_order(100, tax_amount=5, order_total=115, placed_total=110),
}
"""Orders with an adjustment of 10, -10 and 10."""
_WHOLE: Final[Json] = {
    "cart_amount": 100,
    "tax_amount": 5,
    "shipping_amount": 0,
    "discount_amount": 0,
}
_ADJUSTED_UPDATES: Final[Mapping[str, Json]] = {
    "text": {"merchant_order_status": "packed"},
    "whole-without-total": _WHOLE,
    "whole-of-the-fee": {**_WHOLE, "order_total": 115},
    "whole-of-the-credit": {**_WHOLE, "order_total": 95},
    "whole-without-adjustment": {**_WHOLE, "order_total": 105},
    "tax-of-the-fee": {"tax_amount": 6, "order_total": 116},
    "tax-of-the-credit": {"tax_amount": 6, "order_total": 96},
    "tax-without-adjustment": {"tax_amount": 6, "order_total": 106},
    "tax": {"tax_amount": 6},
    "at-the-lower-limit": {"tax_amount": 10},
    "at-the-limit": {"tax_amount": 15},
    "above-the-limit": {"tax_amount": 15.01},
    "a-cent-left": {"cart_amount": 5.01},
    "to-zero": {"cart_amount": 5},
    "below-zero": {"cart_amount": 4.99},
}


def adjustment_cases() -> Iterator[Case]:
    """Yield orders whose total is not that of its four amounts, and updates of them."""
    for order_name, order in _ADJUSTED.items():
        for name, fields in _ADJUSTED_UPDATES.items():
            if order_name == "fee-from-lower" and "limit" not in name:
                continue
            case = f"adjustment/{order_name}/{name}"
            yield Case(case, order, {"max_increase": 10}, an_update(**fields))
    highest = an_order(MAX, discount_amount=1, order_total=MAX)
    for name, discount in (("stays", 1), ("above-highest", 0.99), ("falls", 1.01)):
        update = an_update(discount_amount=discount)
        yield Case(f"adjustment/highest/{name}", highest, UNLIMITED, update)


_FEES: Final = ("tax_amount", "shipping_amount", "discount_amount")
_STATED_FEES: Final[Mapping[str, Json]] = {
    "nothing": {},
    "total": {"order_total": 100},
    "zeros": dict.fromkeys(_FEES, 0),
    "all": {"tax_amount": 3, "shipping_amount": 2, "discount_amount": 1, "order_total": 104},
    "discount": {"discount_amount": 100},
    "discount-too-high": {"discount_amount": 100.01},
}


def fee_cases() -> Iterator[Case]:
    """Yield orders without tax, shipping and discount, or with `null` there."""
    placed = an_order(100)
    for how, present in (("absent", {}), ("null", None)):
        for fee in (*_FEES, "all"):
            names = _FEES if fee == "all" else (fee,)
            order = {name: value for name, value in placed.items() if name not in names}
            order |= {} if present is not None else dict.fromkeys(names)
            for name, fields in _STATED_FEES.items():
                if fee == "all" or name == "all":
                    case = f"fees/{fee}/{how}/{name}"
                    yield Case(case, order, {"max_increase": 10}, an_update(**fields))
    adjusted = {name: value for name, value in an_order(100).items() if name not in _FEES}
    adjusted |= {"order_total": 108, "placed_total": 108}
    for name, fields in (("tax", {"tax_amount": 8}), ("stated", {"order_total": 100})):
        yield Case(f"fees/none-but-a-total/{name}", adjusted, UNLIMITED, an_update(**fields))
