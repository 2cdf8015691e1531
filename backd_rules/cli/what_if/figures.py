"""The figures that `what-if` counts. All are plain `int`, so no sum can overflow.

Figures of parts of a file add up to those of the file. Amounts are in cents.
"""

from __future__ import annotations

from collections import Counter
from functools import reduce
from typing import Any, Final, NamedTuple, TypeVar

_T = TypeVar("_T", bound=tuple[Any, ...])


class Tally(NamedTuple):
    """What one limit decides."""

    rows: int
    allowed: int
    raises: int
    """The allowed updates that raise the total."""
    increase: int
    """What the allowed updates that raise the total add to it."""
    refused: Counter[str]
    """The refused updates by the code of their first violation."""
    at_ceiling: int
    headroom: int
    unmeasured: int
    faults: Counter[str]
    """The rows that have a fault. A row can have several."""

    @property
    def bad(self) -> int:
        """The rows that cannot be decided."""
        return self.rows - self.allowed - self.refused.total()


class Difference(NamedTuple):
    """What changes from one limit to another. The two amounts are increases."""

    newly_allowed: int
    more: int
    newly_refused: int
    less: int


class Curve(NamedTuple):
    """What a sweep decides.

    `allowed` updates are allowed at every point. The others of `counts` and `increases` are by the
    first point at which they are allowed.
    """

    allowed: int
    counts: Counter[int]
    increases: Counter[int]

    def points(self, size: int) -> list[tuple[int, int]]:
        """Return the number of allowed updates and their increase at each of `size` points."""
        found: list[tuple[int, int]] = []
        allowed, increase = self.allowed, 0
        for point in range(size):
            allowed += self.counts[point]
            increase += self.increases[point]
            found.append((allowed, increase))
        return found


NO_CURVE: Final = Curve(0, Counter(), Counter())


class Figures(NamedTuple):
    """The figures of each limit, what changes from the first to each other one, and a curve."""

    rows: int
    bad: int
    """The rows that cannot be decided under at least one of the limits."""
    tallies: tuple[Tally, ...]
    differences: tuple[Difference, ...]
    curve: Curve

    def __add__(self, other: Figures) -> Figures:  # type: ignore[override]
        return Figures(
            self.rows + other.rows,
            self.bad + other.bad,
            _each(self.tallies, other.tallies),
            _each(self.differences, other.differences),
            _added(self.curve, other.curve),
        )


def no_figures(limits: int) -> Figures:
    """Return the figures of no rows, for some limits."""
    tally = Tally(0, 0, 0, 0, Counter(), 0, 0, 0, Counter())
    return Figures(0, 0, (tally,) * limits, (Difference(0, 0, 0, 0),) * (limits - 1), NO_CURVE)


def total(figures: Any, limits: int) -> Figures:
    """Return the sum of figures."""
    return reduce(Figures.__add__, figures, no_figures(limits))


def _each(one: tuple[_T, ...], other: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(_added(*both) for both in zip(one, other, strict=True))


def _added(one: _T, other: _T) -> _T:
    return type(one)(*(a + b for a, b in zip(one, other, strict=True)))
