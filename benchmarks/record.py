"""The recorded ratios, and the check of a new run against them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from benchmarks.harness import Result

RECORDED: Final = Path(__file__).with_name("recorded.json")
SLACK: Final = 1.5
"""A ratio may be this many times its recorded value."""

Ratios = Mapping[str, float]


def ratios(results: Iterable[Result]) -> dict[str, float]:
    """Return every ratio of a run by name."""
    return {
        f"{result.group}: {result.case}: to {other}": round(result.ratio(other), 4)
        for result in results
        for other in result.others
    }


def read(path: Path) -> dict[str, float]:
    """Return the recorded ratios."""
    recorded: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return recorded


def write(measured: Ratios, path: Path) -> None:
    """Record ratios."""
    path.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def regressions(measured: Ratios, recorded: Ratios) -> list[str]:
    """Return a line for each ratio that is too far above its recorded value."""
    return [
        f"{name}: {ratio:.3g}, recorded {recorded[name]:.3g}"
        for name, ratio in measured.items()
        if name in recorded and ratio > SLACK * recorded[name]
    ]
