"""The ratios that the package has to reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from benchmarks.comparisons import ALONE, BATCH, DECIDE, END_TO_END, GROWTH, HUNDRED, PARSE
from benchmarks.engines import ENGINES
from benchmarks.footprint import IMPORT
from benchmarks.harness import Result
from benchmarks.payloads import NEW_TOTALS
from benchmarks.servers import OWN_JSON


class Target(NamedTuple):
    """The most that the ratio to any of `others` may be, in each case of `group` that ends so."""

    name: str
    at_most: float
    group: str
    others: tuple[str, ...]
    ending: str = ""


_ENGINES: Final = tuple(engine.name for engine in ENGINES)
_PYDANTIC: Final = ("pydantic", OWN_JSON)
TARGETS: Final = (
    Target("decide, to the fastest engine", 0.45, DECIDE, _ENGINES, f"1 item, {NEW_TOTALS}"),
    Target("parse, to pydantic", 1.25, PARSE, ("pydantic",), ", valid"),
    Target("end to end with json, to pydantic", 1.3, f"{END_TO_END}, json", _PYDANTIC),
    Target("end to end with orjson, to pydantic", 0.8, f"{END_TO_END}, orjson", _PYDANTIC),
    Target("import, to pydantic", 0.45, IMPORT, ("pydantic",)),
    Target("an item of 1,000, to one of 100", 1.3, GROWTH, (HUNDRED,)),
    Target("an update of 10,000, to one alone", 1.3, BATCH, (ALONE,)),
)


def measured(
    results: Iterable[Result], targets: Iterable[Target] = TARGETS
) -> Iterator[tuple[Target, float, str]]:
    """Yield each target that `results` measure, with its highest ratio and the case of that."""
    results = list(results)
    for target in targets:
        ratios = [
            (result.ratio(other), f"{result.case}: {other}")
            for result in results
            if result.group == target.group and result.case.endswith(target.ending)
            for other in target.others
        ]
        if ratios:
            yield target, *max(ratios)
