"""What is to be reached: ratios of medians in one run, and where each of them is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from benchmarks import decide, end_to_end, footprint, growth, parse
from benchmarks.harness import OURS, Result

Ratio = tuple[float, str]
"""A ratio, and the case and the contestant that it is to."""


class Target(NamedTuple):
    """A ratio that is to be at most so high: the highest of all that `ratios` finds counts."""

    what: str
    at_most: float
    ratios: Callable[[Iterable[Result]], Iterator[Ratio]]


class Reached(NamedTuple):
    """A target, and what was measured."""

    target: Target
    ratio: float
    where: str

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.ratio <= self.target.at_most


def _to(
    group: str, other: str, *, start: str = "", end: str = ""
) -> Callable[[Iterable[Result]], Iterator[Ratio]]:
    """Ratios to one contestant, in the cases that start and end so."""

    def ratios(results: Iterable[Result]) -> Iterator[Ratio]:
        for result in results:
            contest = result.contest
            fits = contest.case.startswith(start) and contest.case.endswith(end)
            if contest.group == group and fits and other in result.taken:
                yield result.ratio(other), f"{contest.case}: {other}"

    return ratios


def _rules_peers(result: Result) -> list[Ratio]:
    """The ratios to all rules peers, the fastest peer first."""
    peers = [name for name in result.taken if name not in (OURS, decide.FLOOR)]
    fastest_first = sorted(peers, key=result.median)
    return [(result.ratio(name), f"{result.contest.case}: {name}") for name in fastest_first]


def _fastest_peer(results: Iterable[Result]) -> Iterator[Ratio]:
    for result in results:
        if result.contest.group == decide.GROUP:
            yield from _rules_peers(result)[:1]


def _other_peers(results: Iterable[Result]) -> Iterator[Ratio]:
    for result in results:
        if result.contest.group == decide.GROUP:
            yield from _rules_peers(result)[1:]


TARGETS: Final = (
    Target(
        "decide, allowed, 1 item, to the floor",
        6,
        _to(decide.GROUP, decide.FLOOR, start="1 item, allowed", end="new totals"),
    ),
    Target(
        "decide, allowed, 50 items, to the floor",
        2,
        _to(decide.GROUP, decide.FLOOR, start="50 items, allowed", end="new totals"),
    ),
    Target("decide to the fastest rules peer", 1 / 3, _fastest_peer),
    Target("decide to every other rules peer", 1 / 30, _other_peers),
    Target("parse a valid payload to pydantic", 1.2, _to(parse.GROUP, "pydantic", end=", valid")),
    Target("parse six problems to pydantic", 2, _to(parse.GROUP, "pydantic", end=", six problems")),
    Target("end to end to pydantic", 1.2, _to(end_to_end.GROUP, "pydantic")),
    Target("import to pydantic with equivalent models", 0.4, _to(footprint.IMPORT, "pydantic")),
    Target("an item of 1,000 to one of 100", 1.3, _to(growth.GROUP, growth.HUNDRED)),
    Target("an update of 10,000 to one alone", 1.3, _to(growth.BATCH, growth.ALONE)),
)


def reached(results: Iterable[Result]) -> list[Reached]:
    """What of the targets is reached, as far as `results` tell."""
    found = list(results)
    return [
        Reached(target, *max(ratios))
        for target in TARGETS
        if (ratios := list(target.ratios(found)))
    ]
