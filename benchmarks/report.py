"""Tables of what was measured, in Markdown that a terminal shows as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from benchmarks.harness import Result
from benchmarks.targets import reached

Row = Sequence[str]


def table(head: Row, rows: Sequence[Row]) -> str:
    """A Markdown table; all columns but the first stand to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = [("-" * width)[: -1 if place else None] for place, width in enumerate(widths)]
    rule = [line + ":" if place else line for place, line in enumerate(rule)]
    return "\n".join(_line(row, widths) for row in (head, rule, *rows))


def _line(row: Row, widths: Sequence[int]) -> str:
    first, *others = (
        text.rjust(width) if place else text.ljust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "| " + " | ".join([first, *others]) + " |"


def tables(results: Iterable[Result]) -> dict[str, str]:
    """By group, the medians and the ratios."""
    return {
        group: _of_group(list(found))
        for group, found in groupby(results, key=lambda result: result.contest.group)
    }


def _of_group(results: Sequence[Result]) -> str:
    names = list(dict.fromkeys(name for result in results for name in result.taken))
    medians = [[_case(result), *(_median(result, name) for name in names)] for result in results]
    others = list(dict.fromkeys(name for result in results for name in result.others))
    ratios = [[_case(result), *(_ratio(result, name) for name in others)] for result in results]
    subject = results[0].contest.subject
    return "\n\n".join(
        [
            table(["median", *names], medians),
            table([f"{subject} takes, to", *others], ratios),
        ]
    )


def _case(result: Result) -> str:
    return result.contest.case


def _median(result: Result, name: str) -> str:
    if name not in result.taken:
        return ""
    return quantity(result.median(name), result.contest.unit)


def quantity(value: float, unit: str) -> str:
    """A time or a size, with three digits and a fitting unit."""
    if unit == "byte":
        return f"{value:,.0f} B"
    name, size = next((n, s) for n, s in _UNITS if value >= s or n == "ns")
    return f"{value / size:.3g} {name}" if value < 1000 * size else f"{value / size:.0f} {name}"


_UNITS: Final = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def _ratio(result: Result, name: str) -> str:
    return times(result.ratio(name)) if name in result.taken else ""


def times(ratio: float) -> str:
    """A ratio with two or three digits."""
    return f"{ratio:.3f}x" if ratio < 0.1 else f"{ratio:.2f}x" if ratio < 10 else f"{ratio:.0f}x"


def targets(results: Iterable[Result]) -> str:
    """The targets, what was measured, and whether they are met."""
    rows = [
        [
            one.target.what,
            times(one.target.at_most),
            times(one.ratio),
            "met" if one.met else "missed",
            one.where,
        ]
        for one in reached(results)
    ]
    return table(["target", "at most", "measured", "", "where"], rows)
