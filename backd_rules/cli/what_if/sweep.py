"""A sweep: one term of a limit, from a start to a stop in equal steps. All numbers are exact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import attrs

from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.money import Money, Percent, ScaledNumber
from backd_rules.domain.numbers import MAX_SCALED

MOST_POINTS: Final = 1_000
"""The most points of a sweep: each one is a line of the table."""

_KINDS: Final[Mapping[str, type[ScaledNumber] | None]] = {
    "max_increase": Money,
    "max_increase_percent": Percent,
    "max_order_total": Money,
    "max_increases": None,
}
"""The terms that can be swept, and the type of each. A count has none."""

_FORM: Final = "must be TERM=START:STOP:STEP, as in max_increase_percent=0:50:1"


class Sweep(NamedTuple):
    """The values of a term, in its unit (cents, hundredths of a percent, or a count)."""

    term: str
    values: range

    def limit(self, base: MerchantLimit, point: int) -> MerchantLimit:
        """Return `base` with the term at a point."""
        value, kind = self.values[point], _KINDS[self.term]
        terms: dict[str, Any] = {self.term: value if kind is None else kind(**{kind.UNIT: value})}
        return attrs.evolve(base, **terms)

    def shown(self, point: int) -> str:
        """Return the value at a point with its unit, for people."""
        value, kind = self.values[point], _KINDS[self.term]
        if kind is None:
            return f"{value:,}"
        number = f"{kind(**{kind.UNIT: value}):,.2f}"
        return f"{number} %" if kind is Percent else number


def parse_sweep(text: str) -> Sweep:
    """Return the sweep that a user writes, such as `max_increase_percent=0:50:1`.

    The stop is a point too if the steps lead to it. Raises `ValueError` with what is expected.

    >>> [*parse_sweep("max_increase_percent=0:1:0.5").values]
    [0, 50, 100]
    """
    term, _, words = text.partition("=")
    numbers = words.split(":")
    if len(numbers) != 3:
        raise ValueError(_FORM)
    if term not in _KINDS:
        raise ValueError(f"must vary one of {', '.join(_KINDS)}")
    start, stop, step = (_scaled(term, number) for number in numbers)
    if step == 0:
        raise ValueError("must have a STEP above 0")
    if stop < start:
        raise ValueError("must have a STOP that is not below START")
    values = range(start, stop + 1, step)
    # A range may have more values than `len` can count.
    if (stop - start) // step >= MOST_POINTS:
        raise ValueError(f"must have at most {MOST_POINTS:,} points: take a larger STEP")
    return Sweep(term, values)


def _scaled(term: str, text: str) -> int:
    kind = _KINDS[term]
    if kind is None:
        if not re.fullmatch("[0-9]{1,15}", text):
            raise ValueError(f"must have whole numbers from 0 to {MAX_SCALED} for {term}")
        return int(text)
    try:
        scaled = kind.of(text).scaled
    except ValueError:
        scaled = -1
    if scaled < 0:
        unit = "percent" if kind is Percent else "dollars"
        raise ValueError(
            f"must have numbers of {unit} for {term}, from 0 and with at most {kind.PLACES} "
            "decimals"
        )
    return scaled
