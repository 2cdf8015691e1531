"""`python -m benchmarks`: check that all candidates agree, time them, print the tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import comparisons, footprint, readme, record, report
from benchmarks.harness import Comparison, Pace, Result, compare

GROUPS: Final[Mapping[str, Callable[[], Iterator[Comparison]]]] = {
    "decide": comparisons.decide,
    "parse": comparisons.parse,
    "end-to-end": comparisons.end_to_end,
    "import": footprint.imports,
    "memory": footprint.memory,
    "growth": comparisons.growth,
}
QUICK: Final = Pace(rounds=7, turn=0.002)
THOROUGH: Final = Pace(rounds=51, turn=0.01)


def main(arguments: Sequence[str] | None = None, recorded: Path = record.RECORDED) -> int:
    """Run the command. Return 1 if `--check` finds a ratio that has regressed."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.record and options.only:
        parser.error("--record needs all groups, so it excludes --only")
    pace = QUICK if options.quick else THOROUGH
    results: list[Result] = []
    for group in options.only or GROUPS:
        found = [compare(one, pace) for one in GROUPS[group]()]
        for title, text in report.tables(found).items():
            print(f"\n## {title}\n\n{text}", flush=True)
        results += found
    print(f"\n## targets\n\n{report.targets(results)}")
    if options.record:
        record.write(record.ratios(results), recorded)
        readme.write(results, pace)
    return _check(results, recorded) if options.check else 0


def _check(results: Sequence[Result], recorded: Path) -> int:
    found = record.regressions(record.ratios(results), record.read(recorded))
    for line in found:
        print(f"slower than recorded: {line}", file=sys.stderr)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less than a minute, and less exact")
    parser.add_argument("--only", action="append", choices=GROUPS, help="this group; repeatable")
    parser.add_argument(
        "--check",
        action="store_true",
        help="exit with 1 if a ratio is 1.5 times the recorded one",
    )
    parser.add_argument(
        "--record", action="store_true", help="write recorded.json, README.md and results.svg"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
