"""The worst times of hostile texts of the largest size, by family, beside their bound.

The families are those of the budget tests, which hold that nothing grows faster than its text. Here
a text is read, and parsed by the parser that takes longest. Python's own reader shows how much of
the time is left to save.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import groupby
from statistics import median
from typing import Any, Final, NamedTuple

from support.pathological import PARSERS, TEXTS

from backd_rules import wire

BOUND: Final = 0.3
"""Seconds in which a hostile text must be refused or parsed."""


class Worst(NamedTuple):
    """The text of a family that takes longest: the seconds to read and to parse it."""

    family: str
    text: str
    loads: float
    parse: float
    parser: str
    json_loads: float

    @property
    def total(self) -> float:
        """The seconds of both steps."""
        return self.loads + self.parse


def measure(rounds: int, size: int = wire.MAX_BYTES) -> Iterator[Worst]:
    """Yield the worst text of each family. A time is the median of `rounds`."""
    for _, names in groupby(sorted(TEXTS), _family):
        yield max((_of_text(name, rounds, size) for name in names), key=lambda worst: worst.total)


def _family(name: str) -> str:
    return name.partition(": ")[0]


def _of_text(name: str, rounds: int, size: int) -> Worst:
    gc.collect()
    content = TEXTS[name](size).encode("utf-8", "surrogatepass")
    loads, document = _timed(wire.loads, content, rounds), None
    with suppress(wire.InvalidPayload):
        document = wire.loads(content)
    parsed = {parse.__name__: _timed(parse, document, rounds) for parse in PARSERS}
    parser = max(parsed, key=lambda name: parsed[name])
    if document is None:
        parsed, parser = {"": 0.0}, ""
    return Worst(
        *(_family(name), name.partition(": ")[2], loads, parsed[parser], parser),
        _timed(json.loads, content, rounds),
    )


def _timed(read: Callable[[Any], object], payload: Any, rounds: int) -> float:
    """Return the median of the CPU time to read `payload`, whether it is accepted or refused."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        # Python's reader knows no bound of depth, and one of the digits of an integer.
        with suppress(wire.InvalidPayload, ValueError, RecursionError):
            read(payload)
        times.append(time.process_time() - start)
    return median(times)
