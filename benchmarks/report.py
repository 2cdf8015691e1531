"""Tables of the results, in Markdown that a terminal shows as well, and the page with them."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Final

import pyperf

from benchmarks.comparisons import CASES
from benchmarks.engines import ENGINES
from benchmarks.harness import Pace, Result
from benchmarks.hostile import BOUND, Worst
from benchmarks.parsers import PARSERS
from benchmarks.targets import TARGETS, Target, measured

Row = Sequence[str]


def _table(head: Row, rows: Sequence[Row]) -> str:
    """Return a Markdown table. All columns but the first are aligned to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in (head, rule, *rows))


def _line(row: Row, widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]
    return f"| {' | '.join(cells)} |"


def tables(results: Iterable[Result]) -> str:
    """Return the medians and the ratios of each group."""
    groups = groupby(results, lambda result: result.group)
    return "\n\n".join(_of_group(group, list(found)) for group, found in groups)


def _of_group(group: str, results: Sequence[Result]) -> str:
    first = results[0]
    medians = [[r.case, *(quantity(r.median(name), r.unit) for name in r.taken)] for r in results]
    ratios = [[r.case, *(times(r.ratio(name)) for name in r.others)] for r in results]
    above = _table(["median", *first.taken], medians)
    below = _table([f"{first.subject}, compared with", *first.others], ratios)
    return f"## {group.capitalize()}\n\n{above}\n\n{below}"


_UNITS: Final = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def quantity(value: float, unit: str) -> str:
    """Return a time or a size with three digits and a suitable unit."""
    if unit == "byte":
        return f"{value:,.0f} B"
    name, size = next((n, s) for n, s in _UNITS if value >= s or n == "ns")
    return f"{value / size:.3g} {name}" if value < 1000 * size else f"{value / size:.0f} {name}"


def times(ratio: float) -> str:
    """Return a ratio with two or three digits."""
    if ratio < 0.01:
        return f"{ratio:.4f}x"
    return f"{ratio:.3f}x" if ratio < 0.1 else f"{ratio:.2f}x" if ratio < 10 else f"{ratio:.0f}x"


def targets(results: Iterable[Result], of: Iterable[Target] = TARGETS) -> str:
    """Return a table of the targets and of their worst cases."""
    rows = [
        [t.name, times(t.at_most), times(ratio), "met" if ratio <= t.at_most else "missed", case]
        for t, ratio, case in measured(results, of)
    ]
    return _table(["target", "at most", "measured", "", "worst case"], rows)


def hostile(worst: Iterable[Worst]) -> str:
    """Return a table of the worst text of each family, beside the bound."""
    steps = ("loads", "parse", "together", f"at most {BOUND} s", "json.loads")
    rows = [
        [
            *(w.family, w.text),
            *(quantity(w.loads, "second"), quantity(w.parse, "second") if w.parser else ""),
            *(quantity(w.total, "second"), "met" if w.total <= BOUND else "missed"),
            quantity(w.json_loads, "second"),
        ]
        for w in worst
    ]
    return _table(("family", "worst text", *steps), rows)


TEMPLATE: Final = Path(__file__).with_name("readme_template.md")


def page(results: Sequence[Result], pace: Pace, worst: Iterable[Worst]) -> str:
    """Return the page of a run."""
    packages = {"attrs", "orjson", *(one.package for one in (*ENGINES, *PARSERS))}
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        date=date.today().isoformat(),
        machine=machine(),
        rounds=pace.rounds,
        turn=f"{pace.turn * 1000:g}",
        targets=targets(results),
        results=tables(results),
        hostile=hostile(worst),
        cases=CASES,
        idioms="\n".join(f"- **{one.name}**: {one.idiom}." for one in (*ENGINES, *PARSERS[1:])),
        versions=", ".join(f"{name} {version(name)}" for name in sorted(packages)),
    )


def machine() -> str:
    """Return the processor, the system and the version of Python."""
    known = pyperf.Run([1.0]).get_metadata()
    cpu = known.get("cpu_model_name", platform.processor() or "an unknown CPU")
    system = f"{platform.system()} on {platform.machine()}"
    return f"{cpu}, {known['cpu_count']} cores, {system}, Python {platform.python_version()}"
