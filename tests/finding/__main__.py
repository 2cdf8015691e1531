"""Print which seeded faults each strategy finds: `PYTHONPATH=tests python -m finding`.

Each run draws 100 examples, which every fault answers. The default is 20 runs, of every strategy
and of the state machine: ten minutes on two cores.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from finding.faults import ALL
from finding.measure import STRATEGIES, found, found_by_machine

MACHINE = "machine"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of the faults by strategy: in how many runs each was found."""
    parser = argparse.ArgumentParser(prog="python -m finding", description=__doc__)
    add = parser.add_argument
    add("--runs", type=int, default=20, help="how many seeds (20)")
    add("--examples", type=int, default=100, help="the examples of a run (100)")
    add("--only", action="append", choices=[*STRATEGIES, MACHINE], help="one column; repeatable")
    add("--processes", type=int, default=2, help="how many at once (2)")
    options = parser.parse_args(arguments)
    names = options.only or [*STRATEGIES, MACHINE]
    jobs = [(name, number, options.examples) for name in names for number in range(options.runs)]
    with ProcessPoolExecutor(options.processes) as pool:
        runs = pool.map(_names_found, *zip(*jobs, strict=True))
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        for (name, _, _), faults in zip(jobs, runs, strict=True):
            counts[name].update(faults)
    sys.stdout.writelines(f"{line.strip()}\n" for line in _table(counts))
    return 0


def _names_found(name: str, number: int, examples: int) -> list[str]:
    if name == MACHINE:
        return [fault.__name__ for fault in found_by_machine(number, ALL, examples)]
    return [fault.__name__ for fault in found(name, number, examples)]


def _table(counts: dict[str, Counter[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; a fault that a strategy cannot meet has no number."""
    yield " | ".join(["| fault", *counts, ""])
    yield "| --- |" + " ---: |" * len(counts)
    for fault in ALL:
        cells = [
            str(found_of[fault.__name__])
            if name == MACHINE or fault in STRATEGIES[name].faults
            else ""
            for name, found_of in counts.items()
        ]
        if any(cells):
            yield " | ".join([f"| `{fault.__name__}`", *cells, ""])


if __name__ == "__main__":
    sys.exit(main())
