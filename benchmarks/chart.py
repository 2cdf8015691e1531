"""The chart of the results as SVG: bars on one logarithmic scale.

It has its own background, light or dark as the reader's system is, so it is readable on any page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from benchmarks.comparisons import DECIDE, END_TO_END, FLOOR, PARSE
from benchmarks.harness import OURS, Result
from benchmarks.payloads import NEW_TOTALS
from benchmarks.report import quantity

PANELS: Final = {
    (DECIDE, f"1 item, {NEW_TOTALS}"): "decide: 1 item",
    (DECIDE, f"50 items, {NEW_TOTALS}"): "decide: 50 items",
    (PARSE, "1 item, valid"): "parse: 1 item",
    (PARSE, "20 items, valid"): "parse: 20 items",
    (f"{END_TO_END}, json", "1 item, both contacts"): "end to end: 1 item, json",
    (f"{END_TO_END}, orjson", "1 item, both contacts"): "end to end: 1 item, orjson",
}
"""The results that are shown, and their titles."""

_WIDTH: Final = 760
_LEFT, _RIGHT = 150, 80
_BAR, _GAP, _TITLE, _TOP = 14, 5, 34, 44

_STYLE: Final = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .ground { fill: #ffffff; stroke: #d1d9e0; }
  .title { font-weight: 600; }
  .name { text-anchor: end; }
  .tick { text-anchor: middle; }
  .tick, .note { fill: #59636e; }
  .grid { stroke: #d1d9e0; }
  .bar { fill: #a8b3be; }
  .ours { fill: #0969da; }
  text.ours { fill: #0969da; font-weight: 600; }
  .floor { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 4 3; }
  text.floor-name { fill: #bc4c00; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ground { fill: #0d1117; stroke: #3d444d; }
    .tick, .note { fill: #9198a1; }
    .grid { stroke: #2a313c; }
    .bar { fill: #59636e; }
    .ours { fill: #4493f8; }
    text.ours { fill: #4493f8; }
    .floor { stroke: #f0883e; }
    text.floor-name { fill: #f0883e; }
  }
"""


class _Scale:
    """A logarithmic axis that begins and ends at whole powers of ten."""

    def __init__(self, seconds: Sequence[float]) -> None:
        self.lowest = math.floor(math.log10(min(seconds)))
        self.highest = math.ceil(math.log10(max(seconds)))

    def place(self, seconds: float) -> float:
        share = (math.log10(seconds) - self.lowest) / (self.highest - self.lowest)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def powers(self) -> list[float]:
        return [float(f"1e{power}") for power in range(self.lowest, self.highest + 1)]


def chart(results: Iterable[Result]) -> str:
    """Return the chart of `results`, as far as `PANELS` names them."""
    found = {(result.group, result.case): result for result in results}
    shown = {title: found[key] for key, title in PANELS.items() if key in found}
    scale = _Scale([result.median(name) for result in shown.values() for name in result.taken])
    heights = [_TITLE + len(_bars(result)) * (_BAR + _GAP) for result in shown.values()]
    height = _TOP + sum(heights) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">',
        "<title>Median times on a logarithmic scale</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="6"/>',
        *_axis(scale, height),
    ]
    top = _TOP
    for (title, result), taken in zip(shown.items(), heights, strict=True):
        lines += _panel(title, result, scale, top)
        top += taken
    return "\n".join([*lines, "</svg>", ""])


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    yield _text(12, 24, "shorter is faster", "note")
    for power in scale.powers():
        x = scale.place(power)
        yield f'<line class="grid" x1="{x:.1f}" y1="32" x2="{x:.1f}" y2="{height - 10}"/>'
        yield _text(x, 24, quantity(power, "second"), "tick")


def _bars(result: Result) -> list[str]:
    """Return the candidates that have a bar, the fastest first. The floor is a line."""
    return sorted((name for name in result.taken if name != FLOOR), key=result.median)


def _panel(title: str, result: Result, scale: _Scale, top: int) -> Iterator[str]:
    yield _text(12, top + 20, title, "title")
    first = top + _TITLE - 6
    for place, name in enumerate(_bars(result)):
        yield from _bar(result, name, scale, first + place * (_BAR + _GAP))
    if FLOOR in result.taken:
        seconds = result.median(FLOOR)
        x, last = scale.place(seconds), first + len(_bars(result)) * (_BAR + _GAP)
        yield f'<line class="floor" x1="{x:.1f}" y1="{first - 4}" x2="{x:.1f}" y2="{last}"/>'
        label = f"floor {quantity(seconds, 'second')}"
        yield _text(x + 5, top + 20, label, "floor-name")


def _bar(result: Result, name: str, scale: _Scale, y: int) -> Iterator[str]:
    seconds = result.median(name)
    kind = "ours" if name == OURS else "bar"
    label = "ours" if name == OURS else ""
    width = max(1.0, scale.place(seconds) - _LEFT)
    yield _text(_LEFT - 8, y + 11, name, f"name {label}")
    yield f'<rect class="{kind}" x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="2"/>'
    yield _text(_LEFT + width + 6, y + 11, quantity(seconds, "second"), label)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind.strip()}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'
