"""Contests in what the package takes without doing anything: time to import, memory to hold.

Both against pydantic with equivalent models. An import is timed in a fresh interpreter, which
has started already when the clock does.
"""

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
from benchmarks.harness import OURS, Contest, Contestant

IMPORT: Final = "import"
MEMORY: Final = "memory"

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


def import_contests() -> Iterator[Contest]:
    """The import of the core and of `wire`, with bytecode, as an installer leaves it."""
    with TemporaryDirectory() as bytecode:
        imports = {name: _timed(text, bytecode) for name, text in _IMPORTS.items()}
        for first in imports.values():
            first(1)
        contestants = tuple(Contestant(name, timed) for name, timed in imports.items())
        yield Contest(IMPORT, "a fresh interpreter", contestants, loops=1)


def _timed(statement: str, bytecode: str) -> Callable[[int], float]:
    command = [sys.executable, "-c", _TIMED.format(statement)]
    written = {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    run = partial(subprocess.run, cwd=_ROOT, env=os.environ | written, check=True)

    def measure(loops: int) -> float:
        return sum(float(run(command, capture_output=True).stdout) for _ in range(loops))

    return measure


_ITEMS: Final = 5
_ORDERS: Final = 50


def memory_contests() -> Iterator[Contest]:
    """An order of five items with both contacts, each with strings of its own."""
    text = payloads.text(payloads.order(_ITEMS))
    makes: dict[str, Callable[[], object]] = {
        OURS: lambda: wire.parse_order(wire.loads(text)),
        "pydantic": lambda: pydantic_models.Order.model_validate(wire.loads(text)),
        "dict": lambda: json.loads(text),
    }
    contestants = tuple(Contestant(name, _held(make)) for name, make in makes.items())
    case = f"an order of {_ITEMS} items"
    yield Contest(MEMORY, case, contestants, unit="byte", loops=_ORDERS)


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
