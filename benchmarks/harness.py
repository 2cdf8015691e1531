"""Candidates that do the same work, timed in turns in one process.

pyperf's own runner measures one benchmark after the other, so a ratio would compare times taken
minutes apart. Here every candidate has one turn in every round, and a ratio is taken within its
round. The clock is the process's CPU time in all its threads, so other processes do not count.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import repeat
from statistics import median
from typing import Final, NamedTuple

OURS: Final = "backd_rules"


class Disagreement(Exception):
    """A candidate does not do the same work as the others."""


class Candidate(NamedTuple):
    """A candidate: `measure(n)` does the work `n` times and returns the total time or size.

    The result is reported per piece if the work has several `pieces`, such as items.
    """

    name: str
    measure: Callable[[int], float]
    pieces: int = 1


def calls(name: str, function: Callable[..., object], *args: object, pieces: int = 1) -> Candidate:
    """Return a candidate whose work is `function(*args)`, in seconds."""

    def measure(loops: int) -> float:
        start = time.process_time()
        for _ in repeat(None, loops):
            function(*args)
        return float(time.process_time() - start)

    return Candidate(name, measure, pieces)


class Comparison(NamedTuple):
    """Candidates for the same work. The first one is compared with each of the others.

    The number of loops in a turn is calibrated, unless `loops` states it.
    """

    group: str
    case: str
    candidates: tuple[Candidate, ...]
    unit: str = "second"
    loops: int | None = None


class Pace(NamedTuple):
    """The number of rounds, and the least number of seconds in a turn."""

    rounds: int
    turn: float


class Result(NamedTuple):
    """The time or size of each candidate in each round."""

    group: str
    case: str
    unit: str
    taken: dict[str, tuple[float, ...]]

    @property
    def subject(self) -> str:
        """The candidate that is compared with the others."""
        return next(iter(self.taken))

    @property
    def others(self) -> tuple[str, ...]:
        """All candidates but the subject."""
        return tuple(self.taken)[1:]

    def median(self, name: str) -> float:
        """Return the median of a candidate."""
        return median(self.taken[name])

    def ratio(self, other: str) -> float:
        """Return the median of the rounds' ratios of the subject to `other`."""
        pairs = zip(self.taken[self.subject], self.taken[other], strict=True)
        return median(one / two for one, two in pairs)


def compare(comparison: Comparison, pace: Pace) -> Result:
    """Give every candidate one turn in every round."""
    group, case, candidates, unit, _ = comparison
    loops = [comparison.loops or _calibrated(one, pace.turn) for one in candidates]
    taken: dict[str, list[float]] = {one.name: [] for one in candidates}
    # Garbage collections in a turn visit the objects of the turn only.
    gc.collect()
    gc.freeze()
    for _ in range(pace.rounds):
        for one, count in zip(candidates, loops, strict=True):
            taken[one.name].append(one.measure(count) / (count * one.pieces))
    gc.unfreeze()
    return Result(group, case, unit, {name: tuple(values) for name, values in taken.items()})


def _calibrated(candidate: Candidate, turn: float) -> int:
    """Return how many loops take at least `turn` seconds; this also warms up."""
    loops = 1
    while candidate.measure(loops) < turn:
        loops *= 2
    return loops
