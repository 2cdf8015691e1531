"""The time of an import and the memory of an order, compared with pydantic's equivalent models."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from backd_rules import wire
from benchmarks import payloads, pydantic_models
from benchmarks.harness import OURS, Candidate, Comparison

IMPORT: Final = "import"

_ROOT: Final = Path(__file__).parent.parent
_TIMED: Final = """
import time
start = time.process_time()
{}
print(time.process_time() - start)
"""
_IMPORTS: Final = {
    OURS: "import backd_rules; from backd_rules import wire",
    "pydantic": "import benchmarks.pydantic_models",
}


def imports() -> Iterator[Comparison]:
    """Import in a fresh interpreter that finds bytecode, as after an installation."""
    with TemporaryDirectory() as bytecode:
        timed = {name: _timed(text, bytecode) for name, text in _IMPORTS.items()}
        for measure in timed.values():
            measure(1)
        candidates = tuple(Candidate(name, measure) for name, measure in timed.items())
        yield Comparison(IMPORT, "a fresh interpreter", candidates, loops=1)


def _timed(statement: str, bytecode: str) -> Callable[[int], float]:
    command = [sys.executable, "-c", _TIMED.format(statement)]
    written = {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    run = partial(subprocess.run, cwd=_ROOT, env=os.environ | written, check=True)

    def measure(loops: int) -> float:
        return sum(float(run(command, capture_output=True).stdout) for _ in range(loops))

    return measure


def memory() -> Iterator[Comparison]:
    """Hold orders of five items with both contacts, each order with strings of its own."""
    text = payloads.text(payloads.order(5))
    makes: dict[str, Callable[[], object]] = {
        OURS: lambda: wire.parse_order(wire.loads(text)),
        "pydantic": lambda: pydantic_models.Order.model_validate(wire.loads(text)),
        "dict": lambda: json.loads(text),
    }
    candidates = tuple(Candidate(name, _held(make)) for name, make in makes.items())
    yield Comparison("memory", "an order of 5 items", candidates, unit="byte", loops=50)


def _held(make: Callable[[], object]) -> Callable[[int], float]:
    def measure(loops: int) -> float:
        make()
        gc.collect()
        tracemalloc.start()
        orders = [make() for _ in range(loops)]
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        del orders
        return float(size)

    return measure
