"""`python -m benchmarks`: check that all candidates agree, time them, print the tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import comparisons, footprint, record, report
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
QUICK: Final = Pace(rounds=7, turn=0.002)
THOROUGH: Final = Pace(rounds=51, turn=0.01)


def main(arguments: Sequence[str] | None = None, folder: Path = record.FOLDER) -> int:
    """Run the command. Return 1 if `--check` finds a ratio that has regressed."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="less than a minute, and less exact")
    add("--only", action="append", choices=GROUPS, help="this group; repeatable")
    add("--check", action="store_true", help="exit with 1 if a ratio is 1.5 times the recorded one")
    add("--record", action="store_true", help="write recorded.json, README.md and results.svg")
    options = parser.parse_args(arguments)
    if options.record and options.only:
        parser.error("--record needs all groups, so it excludes --only")
    pace = QUICK if options.quick else THOROUGH
    results: list[Result] = []
    for group in options.only or GROUPS:
        found = [compare(one, pace) for one in GROUPS[group]()]
        print(report.tables(found), end="\n\n", flush=True)
        results += found
    print(f"## Targets\n\n{report.targets(results)}")
    if options.record:
        record.write(results, pace, folder)
    slower = (
        record.regressions(record.ratios(results), record.read(folder)) if options.check else []
    )
    for line in slower:
        print(f"slower than recorded: {line}", file=sys.stderr)
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
