"""Tables of the results, in Markdown that a terminal shows as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from benchmarks.harness import Result
from benchmarks.targets import measured

Row = Sequence[str]


def table(head: Row, rows: Sequence[Row]) -> str:
    """Return a Markdown table. All columns but the first are aligned to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in (head, rule, *rows))


def _line(row: Row, widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]
    return f"| {' | '.join(cells)} |"


def tables(results: Iterable[Result]) -> dict[str, str]:
    """Return the medians and the ratios of each group."""
    return {
        group: _of_group(list(found)) for group, found in groupby(results, lambda one: one.group)
    }


def _of_group(results: Sequence[Result]) -> str:
    first = results[0]
    medians = [[r.case, *(quantity(r.median(name), r.unit) for name in r.taken)] for r in results]
    ratios = [[r.case, *(times(r.ratio(name)) for name in r.others)] for r in results]
    head = table(["median", *first.taken], medians)
    return f"{head}\n\n{table([f'{first.subject}, compared with', *first.others], ratios)}"


_UNITS: Final = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def quantity(value: float, unit: str) -> str:
    """Return a time or a size with three digits and a suitable unit."""
    if unit == "byte":
        return f"{value:,.0f} B"
    name, size = next((n, s) for n, s in _UNITS if value >= s or n == "ns")
    return f"{value / size:.3g} {name}" if value < 1000 * size else f"{value / size:.0f} {name}"


def times(ratio: float) -> str:
    """Return a ratio with two or three digits."""
    return f"{ratio:.3f}x" if ratio < 0.1 else f"{ratio:.2f}x" if ratio < 10 else f"{ratio:.0f}x"


def targets(results: Iterable[Result]) -> str:
    """Return a table of the targets and of their worst cases."""
    rows = [
        [
            one.target.name,
            times(one.target.at_most),
            times(one.ratio),
            "met" if one.met else "missed",
            one.case,
        ]
        for one in measured(results)
    ]
    return table(["target", "at most", "measured", "", "worst case"], rows)
