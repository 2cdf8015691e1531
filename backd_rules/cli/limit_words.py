"""Render a limit in words: its terms, which of them binds, and what remains of it.

Pure functions, which compute nothing that `domain.limit` does not. Amounts are US dollars with
thousands separators.
"""

from __future__ import annotations

from typing import Final

from backd_rules.cli.report import can_be_updated, counted
from backd_rules.domain.limit import (
    Basis,
    Combine,
    MerchantLimit,
    binding_cap,
    headroom,
    increases_left,
    unknown_history,
)
from backd_rules.domain.money import Money, Percent
from backd_rules.domain.numbers import MAX_SCALED, json_number
from backd_rules.domain.order import Order

_NO_INCREASE: Final = "no increase"
_TERMS: Final = {
    "max_increase": "the amount",
    "max_increase_percent": "the percentage",
    "max_order_total": "the highest total",
}


def terms_in_words(order: Order, limit: MerchantLimit) -> str:
    """Return the terms of the limit, with the ceiling where it takes a computation."""
    increase, highest = _increase_words(limit), limit.max_order_total
    terms = [f"{increase} above {_base_words(order, limit)}"] if increase else []
    if highest is not None and not _is_unlimited(limit):
        terms.append(f"never a total above {highest:,.2f}")
    words = ", and ".join(terms) or "unlimited"
    cap = binding_cap(order, limit)
    if cap and (len(terms) > 1 or increase not in ("", _NO_INCREASE)):
        words += f": {Money(cents=min(cap[0], MAX_SCALED)):,.2f}"
    return words + _count_words(order, limit)


def _increase_words(limit: MerchantLimit) -> str:
    """Return the terms that are measured from the base, or an empty text if none is agreed."""
    amount, percent = limit.max_increase, limit.max_increase_percent
    terms = []
    if amount is not None:
        terms.append(f"at most {amount:,.2f}")
    if percent is not None:
        terms.append(f"at most {json_number(percent.hundredths, Percent.PLACES):,} %")
    if terms and not (amount or percent):
        return _NO_INCREASE
    if len(terms) > 1 and limit.combine is Combine.HIGHER:
        return f"{' or '.join(terms)}, whichever is more,"
    return " and ".join(terms)


def _base_words(order: Order, limit: MerchantLimit) -> str:
    if limit.measured_from is Basis.ORDER_TOTAL:
        return f"{order.order_total:,.2f}, the present total"
    original = "the total at which it was placed"
    if order.placed_total is None:
        return f"{original}, which the order does not state"
    return f"{order.placed_total:,.2f}, {original}"


def _count_words(order: Order, limit: MerchantLimit) -> str:
    if limit.max_increases is None:
        return ""
    words = f". And at most {counted(limit.max_increases, 'increase')}"
    used = order.increase_count
    if used is None:
        return f"{words}; the order does not state how many are used"
    return f"{words}, of which {used} {'is' if used == 1 else 'are'} used"


def _is_unlimited(limit: MerchantLimit) -> bool:
    return limit.max_order_total == Money.MAX and not _increase_words(limit)


def binding_in_words(order: Order, limit: MerchantLimit) -> str:
    """Return what stops an increase first: the status, the count or a term of the limit."""
    if not can_be_updated(order):
        return f"the status {order.status}, which allows no update"
    cap = binding_cap(order, limit)
    if cap is None or unknown_history(order, limit):
        return "unknown"
    if not increases_left(order, limit):
        return "the number of increases (max_increases)"
    return "nothing" if _is_unlimited(limit) else f"{_TERMS[cap[1]]} ({cap[1]})"


def remaining_in_words(order: Order, limit: MerchantLimit) -> str:
    """Return how far the total of `order` may increase, and how often where that is agreed.

    Raises `ValueError` if the limit needs a history that is unknown (domain.md, L10).
    """
    remaining = headroom(order, limit)
    words = "any amount" if remaining and _is_unlimited(limit) else f"{remaining:,.2f}"
    if limit.max_increases is None or not can_be_updated(order):
        return f"{words} of increase"
    left = counted(increases_left(order, limit), "increase")
    return f"{words} of increase in at most {left}"
