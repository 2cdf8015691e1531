"""The run of the bulk comparisons, its page `bulk.md` and its ratios `recorded_bulk.json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Final, NamedTuple

from benchmarks import record, report
from benchmarks.harness import Pace, Result, compare

TEMPLATE: Final = Path(__file__).with_name("bulk_template.md")
PACKAGES: Final = ("duckdb", "numpy", "polars", "pyarrow")


class Run(NamedTuple):
    """The results of a run, and the number of its rounds."""

    results: Sequence[Result]
    pace: Pace


def run(*, quick: bool) -> Run:
    """Measure everything, and print the tables."""
    # Only here: the other groups need neither numpy nor an engine.
    from benchmarks import bulk  # noqa: PLC0415

    sizes = bulk.QUICK if quick else bulk.THOROUGH
    results = []
    for one in bulk.comparisons(sizes):
        results.append(compare(one, sizes.pace))
        sys.stdout.write(f"{report.tables(results[-1:])}\n\n")
        sys.stdout.flush()
    sys.stdout.write(f"## Targets\n\n{report.targets(results, bulk.TARGETS)}\n\n{rates(results)}\n")
    return Run(results, sizes.pace)


def rates(results: Iterable[Result]) -> str:
    """Return a table of the rows that each candidate decides in a second of processor time."""
    lines = [
        f"| {result.case}: {name} | {1 / result.median(name):,.0f} |"
        for result in results
        if result.group == "bulk"
        for name in result.taken
    ]
    return "\n".join(["| rows per second | one thread |", "| --- | ---: |", *lines])


def write(done: Run, folder: Path = record.FOLDER) -> None:
    """Record a run."""
    numbers = json.dumps(record.ratios(done.results), indent=2) + "\n"
    (folder / "recorded_bulk.json").write_text(numbers, encoding="utf-8")
    (folder / "bulk.md").write_text(page(done), encoding="utf-8")


def regressions(done: Run, folder: Path = record.FOLDER) -> list[str]:
    """Return a line for each ratio that is too far above its recorded value."""
    file = folder / "recorded_bulk.json"
    recorded = json.loads(file.read_text(encoding="utf-8"))
    return record.regressions(record.ratios(done.results), recorded)


def page(done: Run) -> str:
    """Return the page of a run."""
    from benchmarks import bulk  # noqa: PLC0415 (as above)

    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        date=date.today().isoformat(),
        machine=report.machine(),
        rounds=done.pace.rounds,
        targets=report.targets(done.results, bulk.TARGETS),
        results=report.tables(done.results),
        rates=rates(done.results),
        versions=", ".join(f"{name} {version(name)}" for name in PACKAGES),
    )
