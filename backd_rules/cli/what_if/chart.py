"""Draw the curve of a sweep as SVG: the share of updates allowed, and the increase.

The picture has its own background, light or dark as the reader's system is. It has a title and a
description, and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from backd_rules.cli.report import printable
from backd_rules.cli.what_if.figures import Figures
from backd_rules.cli.what_if.sweep import Sweep
from backd_rules.cli.what_if.table import counted_rows, dollars, share

_WIDTH: Final = 760
_LEFT: Final = 150
_RIGHT: Final = 730
_PANEL: Final = 160
_TOPS: Final = (70, 280)
_HEIGHT: Final = 490
_TICKS: Final = 4
_STYLE: Final = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .ground { fill: #ffffff; stroke: #d1d9e0; }
  .title { font-weight: 600; }
  .amount { text-anchor: end; }
  .tick { text-anchor: middle; }
  .grid { stroke: #d1d9e0; }
  .curve { fill: none; stroke: #0969da; stroke-width: 2; stroke-linejoin: round; }
  .point { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ground { fill: #0d1117; stroke: #3d444d; }
    .grid { stroke: #2a313c; }
    .curve { stroke: #4493f8; }
    .point { fill: #4493f8; }
  }
"""


class _Panel(NamedTuple):
    """A curve with its scale: the values are from 0 to `highest`."""

    title: str
    values: list[int]
    highest: int
    labels: list[str]
    """The values in words."""
    ticks: list[str]


def chart(figures: Figures, sweep: Sweep, name: str) -> str:
    """Return the picture of a sweep over the limit of this name."""
    size = len(sweep.values)
    points = figures.curve.points(size)
    words = [sweep.shown(point) for point in range(size)]
    allowed = [allowed for allowed, _ in points]
    increases = [increase for _, increase in points]
    most = increases[-1]
    panels = (
        _Panel(
            f"Updates allowed, in percent of {counted_rows(figures.rows)}",
            allowed,
            figures.rows,
            [f"{number:,} allowed, {share(number, figures.rows) or '0.0 %'}" for number in allowed],
            [f"{100 * tick // _TICKS} %" for tick in range(_TICKS + 1)],
        ),
        _Panel(
            "Increase by allowed updates, in US dollars",
            increases,
            most,
            [dollars(cents) for cents in increases],
            [dollars(most * tick // _TICKS) for tick in range(_TICKS + 1)],
        ),
    )
    title = escape(f"What if: {sweep.term} of {printable(name)}")
    description = escape(
        f"From {words[0]} to {words[-1]}, the updates allowed go from {panels[0].labels[0]} to "
        f"{panels[0].labels[-1]}, and the increase from {panels[1].labels[0]} to "
        f"{panels[1].labels[-1]} US dollars."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{title}</title>',
        f'<desc id="description">{description}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{_HEIGHT - 1}" '
        'rx="6"/>',
        _text(12, 26, title, "title"),
    ]
    for top, panel in zip(_TOPS, panels, strict=True):
        parts += _panel(panel, top, words)
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: _Panel, top: int, words: list[str]) -> Iterator[str]:
    bottom = top + _PANEL
    yield _text(12, top - 14, panel.title, "title")
    for tick, label in enumerate(panel.ticks):
        y = bottom - _PANEL * tick / _TICKS
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_RIGHT}" y2="{y:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, label, "amount")
    last = len(words) - 1
    for place in sorted({last * tick // _TICKS for tick in range(_TICKS + 1)}):
        yield _text(_x(place, last), bottom + 18, words[place], "tick")
    places = [(_x(n, last), _y(value, panel, bottom)) for n, value in enumerate(panel.values)]
    yield f'<polyline class="curve" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
    for (x, y), word, label in zip(places, words, panel.labels, strict=True):
        tip = f"<title>{word}: {label}</title>"
        yield f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="2.5">{tip}</circle>'


def _x(place: int, last: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * place / max(last, 1)


def _y(value: int, panel: _Panel, bottom: int) -> float:
    return bottom - _PANEL * value / max(panel.highest, 1)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{text}</text>'
