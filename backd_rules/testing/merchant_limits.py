"""The strategy for limits."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from backd_rules import Basis, Combine, MerchantLimit, Money, Percent
from backd_rules.domain.limit import CAPS
from backd_rules.testing.numbers import MAX, amounts, mapped, percentages, weighted


def limits() -> st.SearchStrategy[MerchantLimit]:
    """Generate limits with every combination of caps, and often with `max_increases`.

    Amounts are not negative. Percentages are mostly at most 100, often ones that make half a cent
    of a total. Shrinks to `MerchantLimit.NO_INCREASE`.

        st.tuples(orders(), limits())
    """
    return st.sampled_from(_CAP_SETS).flatmap(_limits)


_SUBSETS: Final = [
    tuple(cap for bit, cap in enumerate(CAPS) if chosen >> bit & 1)
    for chosen in range(1, 2 ** len(CAPS))
]
_CAP_SETS: Final = [
    *_SUBSETS,
    ("max_increase_percent",),
    ("max_increase", "max_increase_percent"),
]
"""Every non-empty subset of the caps, and again those with which servers are often wrong."""

_NOT_NEGATIVE: Final = amounts(min_value=Money.ZERO)
_ON_HALF_CENTS: Final = st.sampled_from([*map(Percent.of, ("50", "2.5", "25", "12.5", "150"))])
"""Percentages of which many totals make half a cent: 50 % of each odd number of cents (L4)."""
_CAP_VALUES: Final = {
    "max_increase": _NOT_NEGATIVE,
    "max_increase_percent": weighted(
        percentages(max_value=Percent.of(100)), percentages(), _ON_HALF_CENTS, _ON_HALF_CENTS
    ),
    "max_order_total": st.just(Money.MAX) | _NOT_NEGATIVE,
}
_FEW: Final = st.integers(0, 3)
_MORE: Final = st.integers(2, 9)
"""Most orders that are drawn have fewer increases."""


def _limits(caps: tuple[str, ...]) -> st.SearchStrategy[MerchantLimit]:
    terms = {
        "max_increases": weighted(st.none(), st.none(), _FEW, _MORE, st.integers(0, MAX)),
        "combine": st.sampled_from([Combine.LOWER, Combine.HIGHER, Combine.HIGHER]),
        "measured_from": st.sampled_from(Basis),
        **{cap: _CAP_VALUES[cap] for cap in caps},
    }
    return mapped(st.fixed_dictionaries(terms), lambda drawn: MerchantLimit(**drawn))
