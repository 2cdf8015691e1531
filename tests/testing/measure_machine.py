"""Measure how long `order_machine` takes to report each wrong server, and how often it finds it.

    PYTHONPATH=tests python -m testing.measure_machine --seeds 5 --only RoundsHalfToEven

A line has the share of the seeds in which the server is found, the median and the longest time of
these runs in seconds of processor time, and medians of the executed examples and of the steps of
the reported one. A right server must pass: its line has the times of all runs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any, Final, NamedTuple

import hypothesis
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support.fake_servers import SUBTLE, WRONG, FakeServer, FullServer

from backd_rules.testing import order_machine

SERVERS: Final = {server.__name__: server for server in (FakeServer, FullServer, *SUBTLE, *WRONG)}


class Run(NamedTuple):
    """One run: the seconds of processor and wall time, and the examples that were executed."""

    found: bool
    processor: float
    wall: float
    examples: int
    steps: int


def run(make_adapter: Callable[[], FakeServer], seed: int, **changed: Any) -> Run:
    """Run the machine as its `TestCase` does, with another seed and without a database."""
    made: list[FakeServer] = []

    def counted() -> FakeServer:
        made.append(make_adapter())
        return made[-1]

    machine = hypothesis.seed(seed)(order_machine(counted))
    chosen = settings(machine.TestCase.settings, database=None, derandomize=False, **changed)
    processor, wall, error = time.process_time(), time.perf_counter(), None
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except AssertionError as caught:
        error = caught
    steps = sum(" state." in f" {note}" for note in getattr(error, "__notes__", ()))
    times = time.process_time() - processor, time.perf_counter() - wall
    return Run(error is not None, *times, len(made), max(0, steps - 1))


def line(name: str, runs: list[Run]) -> str:
    """Return the line of a server in the table."""
    found = [one for one in runs if one.found]
    timed = found or runs
    times = sorted(one.processor for one in timed)
    return (
        f"{name:40} {len(found):3}/{len(runs)} {median(times):7.1f} {times[-1]:7.1f}"
        f" {max(one.wall for one in timed):7.1f} {median(one.examples for one in timed):7.0f}"
        f" {median(one.steps for one in timed):5.0f}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each server; exit with 1 if a right one fails."""
    parser = argparse.ArgumentParser("python -m testing.measure_machine", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="the number of runs of each (5)")
    parser.add_argument("--unshrunk", action="store_true", help="report the first failure")
    parser.add_argument("--steps", type=int, help="steps per example, instead of the default")
    parser.add_argument("--examples", type=int, help="the number of examples (100)")
    parser.add_argument("--only", action="append", choices=SERVERS, help="this one; repeatable")
    options = parser.parse_args(arguments)
    changed = {
        "phases": [Phase.generate] if options.unshrunk else None,
        "stateful_step_count": options.steps,
        "max_examples": options.examples,
    }
    changed = {name: value for name, value in changed.items() if value is not None}
    print(f"{'server':40} found     median     max    wall  examples steps")  # noqa: T201
    wrong = 0
    for name in options.only or SERVERS:
        runs = [run(SERVERS[name], seed, **changed) for seed in range(options.seeds)]
        print(line(name, runs), flush=True)  # noqa: T201
        wrong += name in ("FakeServer", "FullServer") and any(one.found for one in runs)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
