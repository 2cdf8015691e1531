"""`python -m benchmarks`: check that all candidates agree, time them, print the tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import bulk_report, comparisons, footprint, hostile, record, report
from benchmarks.harness import Comparison, Pace, Result, compare

GROUPS: Final[Mapping[str, Callable[[], Iterator[Comparison]]]] = {
    "decide": comparisons.decide,
    "parse": comparisons.parse,
    "end-to-end": comparisons.end_to_end,
    "parts": comparisons.parts,
    "import": footprint.imports,
    "memory": footprint.memory,
    "growth": comparisons.growth,
}
HOSTILE: Final = "hostile"
"""The group that compares nothing: the worst times of hostile texts, beside their bound."""
BULK: Final = "bulk"
"""The group that has a page of its own, and takes minutes and gigabytes: it must be asked for."""
QUICK: Final = Pace(rounds=7, turn=0.002)
THOROUGH: Final = Pace(rounds=51, turn=0.01)


def main(arguments: Sequence[str] | None = None, folder: Path = record.FOLDER) -> int:
    """Run the command. Return 1 if `--check` finds a ratio that has regressed."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="less than a minute, and less exact")
    add("--only", action="append", choices=[*GROUPS, HOSTILE, BULK], help="this group; repeatable")
    add("--check", action="store_true", help="exit with 1 if a ratio is 1.5 times the recorded one")
    add("--record", action="store_true", help="write recorded.json, README.md and results.svg")
    options = parser.parse_args(arguments)
    if options.record and options.only not in (None, [HOSTILE], [BULK]):
        parser.error("--record needs all groups, or --only hostile, or --only bulk")
    pace = QUICK if options.quick else THOROUGH
    results: list[Result] = []
    groups = options.only or [*GROUPS, HOSTILE]
    for group in filter(GROUPS.__contains__, groups):
        found = [compare(one, pace) for one in GROUPS[group]()]
        print(report.tables(found), end="\n\n", flush=True)
        results += found
    if results:
        print(f"## Targets\n\n{report.targets(results)}")
    worst = [*hostile.measure(1 if options.quick else 5)] if HOSTILE in groups else []
    if worst:
        print(f"## Hostile input\n\n{report.hostile(worst)}")
    bulk = bulk_report.run(quick=options.quick) if BULK in groups else None
    if options.record and bulk:
        bulk_report.write(bulk, folder)
    elif options.record and results:
        record.write(results, pace, worst, folder)
    elif options.record:
        record.write_hostile(worst, folder)
    slower = []
    if options.check:
        slower += record.regressions(record.ratios(results), record.read(folder))
        slower += bulk_report.regressions(bulk, folder) if bulk else []
    for line in slower:
        print(f"slower than recorded: {line}", file=sys.stderr)
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
