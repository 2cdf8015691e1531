"""The ratios that were recorded, and the guard that holds a new run to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from benchmarks.harness import Result

RECORDED: Final = Path(__file__).with_name("recorded.json")
SLACK: Final = 1.5
"""A ratio that is more than half above its recorded value has regressed."""


def ratios(results: Iterable[Result]) -> dict[str, float]:
    """Every ratio of a run, by what it is of."""
    return {
        f"{result.contest.group}: {result.contest.case}: to {other}": round(result.ratio(other), 4)
        for result in results
        for other in result.others
    }


def read(path: Path) -> dict[str, float]:
    """The recorded ratios."""
    recorded: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return recorded


def write(measured: Mapping[str, float], path: Path) -> None:
    """Record ratios."""
    path.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def regressions(measured: Mapping[str, float], recorded: Mapping[str, float]) -> list[str]:
    """A line for each ratio that is more than half above its recorded value."""
    return [
        f"{name}: {ratio:.3g}, recorded {recorded[name]:.3g}"
        for name, ratio in measured.items()
        if name in recorded and ratio > SLACK * recorded[name]
    ]
