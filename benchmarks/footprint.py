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
from benchmarks import payloads
from benchmarks.harness import OURS, Candidate, Comparison
from benchmarks.pydantic_models import Order

IMPORT: Final = "import"

_IMPORTS: Final = {
    OURS: "import backd_rules; from backd_rules import wire",
    "pydantic": "import benchmarks.pydantic_models",
}
_TIMED: Final = "import time; t = time.process_time(); {}; print(time.process_time() - t)"


def imports() -> Iterator[Comparison]:
    """Compare imports in fresh interpreters that find bytecode, as after an installation."""
    with TemporaryDirectory() as bytecode:
        measures = {name: _import(text, bytecode) for name, text in _IMPORTS.items()}
        for measure in measures.values():
            measure(1)
        candidates = tuple(Candidate(name, measure) for name, measure in measures.items())
        yield Comparison(IMPORT, "a fresh interpreter", candidates, loops=1)


def _import(statement: str, bytecode: str) -> Callable[[int], float]:
    command = [sys.executable, "-c", _TIMED.format(statement)]
    environment = os.environ | {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    root = Path(__file__).parent.parent
    run = partial(subprocess.run, command, cwd=root, env=environment, check=True)
    return lambda loops: sum(float(run(capture_output=True).stdout) for _ in range(loops))


def memory() -> Iterator[Comparison]:
    """Compare what an order of five items with both contacts holds, its strings included."""
    text = payloads.text(payloads.order(5))
    makes: dict[str, Callable[[], object]] = {
        OURS: lambda: wire.parse_order(wire.loads(text)),
        "pydantic": lambda: Order.model_validate(wire.loads(text)),
        "dict": lambda: json.loads(text),
    }
    candidates = tuple(Candidate(name, partial(_size, make)) for name, make in makes.items())
    yield Comparison("memory", "an order of 5 items", candidates, unit="byte", loops=50)


def _size(make: Callable[[], object], count: int) -> float:
    make()
    gc.collect()
    tracemalloc.start()
    held = [make() for _ in range(count)]
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del held
    return float(size)
