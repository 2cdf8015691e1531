"""Render the figures of `what-if` as tables for people.

Pure functions: `terminal` prints the lines. Amounts are US dollars. A share is of all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from backd_rules.actions.possible_codes import POSSIBLE_CODES
from backd_rules.actions.violations import ViolationCode
from backd_rules.cli.report import counted, printable
from backd_rules.cli.what_if.figures import Difference, Figures, Tally
from backd_rules.cli.what_if.sweep import Sweep
from backd_rules.domain.arithmetic import round_half_up, split
from backd_rules.domain.status import OrderAction

_NUMBER: Final = 18
_SHARE: Final = 9
_COLUMN: Final = 2 + _NUMBER + _SHARE
_BESIDE: Final = 3
"""Limits beside each other in one table."""
_NAME: Final = _COLUMN - 3

_Line = tuple[str, list[tuple[str, str]]]
"""A label, and for each column a number with its share or nothing."""

_NOTES: Final = (
    "Shares are of all rows. A refused update counts once, under its first violation.",
    "At the ceiling: the status allows updates, but the headroom after the decision is 0.00.",
    "Not measurable: the limit needs a placed_total or an increase_count that is unknown.",
    "Each row counts as an order of its own, also where an order has several.",
)


def figures_lines(figures: Figures, names: Sequence[str]) -> Iterator[str]:
    """Yield the tables of all limits, and what changes from the first to each other one."""
    yield f"{counted_rows(figures.rows)}, each decided by itself. Amounts are US dollars."
    for start in range(0, len(names), _BESIDE):
        yield ""
        beside = slice(start, start + _BESIDE)
        yield from _tallies_table(names[beside], figures.tallies[beside], figures)
    if figures.rows:
        yield ""
        yield from _NOTES
    for name, difference in zip(names[1:], figures.differences, strict=True):
        yield ""
        yield from _difference_lines(names[0], name, difference, figures.rows)


def curve_lines(figures: Figures, sweep: Sweep) -> Iterator[str]:
    """Yield the table of a sweep: a line for each point."""
    size = len(sweep.values)
    values = [sweep.shown(point) for point in range(size)]
    width = max(len(sweep.term), *map(len, values))
    yield _rendered((f"{sweep.term:>{width}}", [("allowed", ""), ("increase", "")]), width)
    for value, (allowed, increase) in zip(values, figures.curve.points(size), strict=True):
        cells = [_count(allowed, figures.rows), (dollars(increase), "")]
        yield _rendered((f"{value:>{width}}", cells), width)


def bad_rows_line(figures: Figures) -> str:
    """Return how many rows are bad."""
    return f"{figures.bad:,} of {counted_rows(figures.rows)} cannot be decided (bad rows)"


def counted_rows(rows: int) -> str:
    """Return the number of rows in words: `counted_rows(1200)` is "1,200 rows"."""
    return counted(rows, "row").replace(str(rows), f"{rows:,}")


def dollars(cents: int) -> str:
    """Return cents of any size as dollars: `dollars(915000)` is "9,150.00"."""
    whole, rest = split(cents, 100)
    return f"{whole:,}.{rest:02}"


def share(count: int, rows: int) -> str:
    """Return a share in percent with one decimal, rounded half up, or nothing of no rows."""
    if not rows:
        return ""
    whole, rest = split(round_half_up(count * 1000, rows), 10)
    return f"{whole}.{rest} %"


def _tallies_table(
    names: Sequence[str], tallies: Sequence[Tally], figures: Figures
) -> Iterator[str]:
    def counts(label: str, numbers: Iterable[int]) -> _Line:
        return label, [_count(number, figures.rows) for number in numbers]

    def amounts(label: str, numbers: Iterable[int]) -> _Line:
        return label, [(dollars(number), "") for number in numbers]

    faults = sorted({fault for tally in tallies for fault in tally.faults})
    lines = [
        counts("rows", (tally.rows for tally in tallies)),
        counts("allowed", (tally.allowed for tally in tallies)),
        counts("  of these, raising the total", (tally.raises for tally in tallies)),
        counts("refused", (tally.refused.total() for tally in tallies)),
        *(counts(f"  {code}", (t.refused[code] for t in tallies)) for code in _codes(tallies)),
        counts("bad rows", (tally.bad for tally in tallies)),
        *(counts(f"  {fault}", (tally.faults[fault] for tally in tallies)) for fault in faults),
        ("", []),
        amounts("increase by allowed updates", (tally.increase for tally in tallies)),
        amounts("headroom left", (tally.headroom for tally in tallies)),
        counts("orders at their ceiling", (tally.at_ceiling for tally in tallies)),
        counts("orders not measurable", (tally.unmeasured for tally in tallies)),
    ]
    width = max(len(label) for label, _ in lines)
    yield f"{'':{width}}{''.join(f'{_shortened(name):>{_COLUMN}}' for name in names)}".rstrip()
    for line in lines:
        yield _rendered(line, width)


def _codes(tallies: Sequence[Tally]) -> list[ViolationCode]:
    """Return the codes that are counted, in order of precedence."""
    possible = POSSIBLE_CODES[OrderAction.UPDATE_ORDER]
    return [
        code
        for code in ViolationCode
        if code in possible and any(tally.refused[code] for tally in tallies)
    ]


def _difference_lines(first: str, name: str, difference: Difference, rows: int) -> Iterator[str]:
    net = difference.more - difference.less
    sign = "-" if net < 0 else "+"
    lines: list[_Line] = [
        (
            "newly allowed",
            [_count(difference.newly_allowed, rows), (f"+{dollars(difference.more)}", "")],
        ),
        (
            "newly refused",
            [_count(difference.newly_refused, rows), (f"-{dollars(difference.less)}", "")],
        ),
        ("increase by allowed updates", [("", ""), (f"{sign}{dollars(abs(net))}", "")]),
    ]
    yield f"From {printable(first)} to {printable(name)}:"
    for line in lines:
        yield _rendered(line, max(len(label) for label, _ in lines))


def _rendered(line: _Line, width: int) -> str:
    label, cells = line
    shown = "".join(f"  {number:>{_NUMBER}}{part:>{_SHARE}}" for number, part in cells)
    return f"{label:{width}}{shown}".rstrip()


def _count(number: int, rows: int) -> tuple[str, str]:
    return f"{number:,}", share(number, rows)


def _shortened(name: str) -> str:
    shown = printable(name)
    return shown if len(shown) <= _NAME else f"...{shown[3 - _NAME :]}"
