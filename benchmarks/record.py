"""The recorded run: its ratios, its page and its chart, and the check of a new run against it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.chart import chart
from benchmarks.harness import Pace, Result
from benchmarks.hostile import Worst
from benchmarks.report import hostile, page

FOLDER: Final = Path(__file__).parent
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


def read(folder: Path = FOLDER) -> dict[str, float]:
    """Return the recorded ratios."""
    recorded: dict[str, float] = json.loads((folder / "recorded.json").read_text(encoding="utf-8"))
    return recorded


def write(
    results: Sequence[Result], pace: Pace, worst: Sequence[Worst], folder: Path = FOLDER
) -> None:
    """Record a run."""
    numbers = json.dumps(ratios(results), indent=2, ensure_ascii=False) + "\n"
    (folder / "recorded.json").write_text(numbers, encoding="utf-8")
    (folder / "README.md").write_text(page(results, pace, worst), encoding="utf-8")
    (folder / "results.svg").write_text(chart(results), encoding="utf-8")


def write_hostile(worst: Sequence[Worst], folder: Path = FOLDER) -> None:
    """Record the worst times of hostile texts in the page of an earlier run."""
    file = folder / "README.md"
    before, heading, rest = file.read_text(encoding="utf-8").partition("\n| family ")
    after = rest[rest.index("\n\n") :]
    file.write_text(f"{before}{heading[:1]}{hostile(worst)}{after}", encoding="utf-8")


def regressions(measured: Ratios, recorded: Ratios) -> list[str]:
    """Return a line for each ratio that is too far above its recorded value."""
    return [
        f"{name}: {ratio:.3g}, recorded {recorded[name]:.3g}"
        for name, ratio in measured.items()
        if name in recorded and ratio > SLACK * recorded[name]
    ]
