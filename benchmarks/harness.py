"""Contestants that do the same work, timed turn by turn in one process.

pyperf tells what is known of the machine, and keeps what was measured in a file that `python -m
pyperf stats` and `compare_to` read. Only the loop is ours: pyperf's own runner gives each
benchmark processes of its own, one benchmark after the other, and so compares times that were
taken minutes apart. Here every contestant has one turn in every round, and a ratio is taken within
its round. The clock is the time that the process computes, in all its threads: what else the
machine does does not count.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from itertools import repeat
from statistics import median
from typing import Any, Final, NamedTuple

import pyperf

OURS: Final = "backd_rules"


class Contestant(NamedTuple):
    """Who does the work: `measure` does it so many times and says what that took in all.

    Work of several `pieces`, such as items, is told per piece.
    """

    name: str
    measure: Callable[[int], float]
    pieces: int = 1


def calls(name: str, function: Callable[..., object], *args: object) -> Contestant:
    """A contestant whose work is `function(*args)`, in seconds."""

    def measure(loops: int) -> float:
        start = time.process_time()
        for _ in repeat(None, loops):
            function(*args)
        return float(time.process_time() - start)

    return Contestant(name, measure)


class Contest(NamedTuple):
    """One piece of work and those who do it; ratios are those of `subject` to each other one.

    How often a turn does the work is calibrated, unless `loops` says it.
    """

    group: str
    case: str
    contestants: tuple[Contestant, ...]
    subject: str = OURS
    unit: str = "second"
    loops: int | None = None


class Pace(NamedTuple):
    """How many rounds there are, and how many seconds a turn takes at the least."""

    rounds: int
    turn: float


class Result(NamedTuple):
    """What one piece of work took in each round, by contestant."""

    contest: Contest
    taken: dict[str, tuple[float, ...]]

    def median(self, name: str) -> float:
        """The median of what `name` took."""
        return median(self.taken[name])

    def ratio(self, other: str) -> float:
        """How many times what `other` took the subject did: the median of the rounds' ratios."""
        pairs = zip(self.taken[self.contest.subject], self.taken[other], strict=True)
        return median(one / two for one, two in pairs)

    @property
    def others(self) -> tuple[str, ...]:
        """All contestants but the subject."""
        return tuple(name for name in self.taken if name != self.contest.subject)

    def benchmarks(self) -> Iterator[pyperf.Benchmark]:
        """The same as pyperf keeps it."""
        for name, taken in self.taken.items():
            title = f"{self.contest.group}: {self.contest.case}: {name}"
            about = {**machine(), "name": title, "unit": self.contest.unit}
            yield pyperf.Benchmark([pyperf.Run(taken, metadata=about, collect_metadata=False)])


def race(contest: Contest, pace: Pace) -> Result:
    """Give every contestant one turn in every round."""
    loops = [contest.loops or _calibrated(one, pace.turn) for one in contest.contestants]
    taken: dict[str, list[float]] = {one.name: [] for one in contest.contestants}
    # What was made until now is nobody's garbage: a collection in a turn minds the turn's alone.
    gc.collect()
    gc.freeze()
    for _ in range(pace.rounds):
        for one, count in zip(contest.contestants, loops, strict=True):
            taken[one.name].append(one.measure(count) / (count * one.pieces))
    gc.unfreeze()
    return Result(contest, {name: tuple(values) for name, values in taken.items()})


def _calibrated(contestant: Contestant, turn: float) -> int:
    """How often the work must be done for a turn to take so long; warms up on the way.

    Doubling, as pyperf calibrates; its own way to is part of the runner.
    """
    loops = 1
    while contestant.measure(loops) < turn:
        loops *= 2
    return loops


_TOLD: Final = ("cpu_model_name", "cpu_count", "python_implementation", "python_version")


def machine() -> dict[str, Any]:
    """What pyperf knows of the machine, without what would name it or its folders."""
    if not _MACHINE:
        known = pyperf.Run([1.0]).get_metadata()
        _MACHINE.update({name: known[name] for name in _TOLD if name in known})
        _MACHINE["timer"] = "process_time"
    return dict(_MACHINE)


_MACHINE: Final[dict[str, Any]] = {}
