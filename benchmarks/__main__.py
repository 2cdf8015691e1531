"""`python -m benchmarks`: hold everyone to the same work, time them, print the tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyperf

from benchmarks import (
    decide,
    end_to_end,
    footprint,
    growth,
    parse,
    readme,
    record,
    report,
    status_guard,
)
from benchmarks.harness import Contest, Pace, Result, race

GROUPS: Final[Mapping[str, Callable[[], Iterator[Contest]]]] = {
    "decide": decide.contests,
    "status": status_guard.contests,
    "parse": parse.contests,
    "end-to-end": end_to_end.contests,
    "import": footprint.import_contests,
    "memory": footprint.memory_contests,
    "growth": growth.contests,
}
QUICK: Final = Pace(rounds=7, turn=0.002)
THOROUGH: Final = Pace(rounds=51, turn=0.01)


def main(arguments: Sequence[str] | None = None, recorded: Path = record.RECORDED) -> int:
    """Run the command; 1 where a ratio has regressed, which only `--check` looks for."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.record and options.only:
        parser.error("--record is of all groups: it goes without --only")
    pace = QUICK if options.quick else THOROUGH
    results: list[Result] = []
    for group in options.only or GROUPS:
        found = [race(contest, pace) for contest in GROUPS[group]()]
        for title, text in report.tables(found).items():
            print(f"\n## {title}\n\n{text}", flush=True)
        results += found
    print(f"\n## targets\n\n{report.targets(results)}")
    if options.output:
        benchmarks = [one for result in results for one in result.benchmarks()]
        pyperf.BenchmarkSuite(benchmarks).dump(str(options.output), replace=True)
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
    parser.add_argument("--quick", action="store_true", help="about half a minute, and rougher")
    parser.add_argument("--only", action="append", choices=GROUPS, help="this group; repeatable")
    parser.add_argument("--output", type=Path, help="write what was measured, as pyperf's JSON")
    parser.add_argument(
        "--check", action="store_true", help="exit 1 if a ratio is half above its recorded value"
    )
    parser.add_argument(
        "--record", action="store_true", help="write recorded.json, README.md and results.svg"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
