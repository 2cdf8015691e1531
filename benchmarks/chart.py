"""The chart of the results as SVG: bars on one logarithmic scale.

It has its own background, light or dark as the reader's system is, so it is readable on any page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
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
    (f"{END_TO_END}, json", "1 item, both contacts"): "end to end: json",
    (f"{END_TO_END}, orjson", "1 item, both contacts"): "end to end: orjson",
}
"""The results that are shown, and their titles."""

_LEFT, _RIGHT, _WIDTH, _TOP, _TITLE, _ROW = 150, 680, 760, 44, 34, 19
_STYLE: Final = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .ground { fill: #ffffff; stroke: #d1d9e0; }
  .title, .backd_rules { font-weight: 600; }
  .name { text-anchor: end; }
  .tick { text-anchor: middle; }
  .grid { stroke: #d1d9e0; }
  rect { fill: #a8b3be; }
  rect.backd_rules { fill: #0969da; }
  rect.floor { fill: #bc4c00; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ground { fill: #0d1117; stroke: #3d444d; }
    .grid { stroke: #2a313c; }
  }
"""


def chart(results: Iterable[Result]) -> str:
    """Return the chart of `results`, as far as `PANELS` names them."""
    found = {(result.group, result.case): result for result in results}
    shown = {title: found[key] for key, title in PANELS.items() if key in found}
    logs = [math.log10(r.median(name)) for r in shown.values() for name in r.taken]
    low, high = math.floor(min(logs)), math.ceil(max(logs))

    def place(seconds: float) -> float:
        return _LEFT + (math.log10(seconds) - low) / (high - low) * (_RIGHT - _LEFT)

    height = _TOP + 12 + sum(_TITLE + _ROW * len(result.taken) for result in shown.values())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>Median times on a logarithmic scale</title><style>{_STYLE}</style>",
        f'<rect class="ground" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="6"/>',
    ]
    for power in range(low, high + 1):
        x = place(10.0**power)
        parts.append(f'<line class="grid" x1="{x}" y1="32" x2="{x}" y2="{height - 10}"/>')
        parts.append(_text(x, 24, quantity(10.0**power, "second"), "tick"))
    top = _TOP
    for title, result in shown.items():
        parts += _panel(title, result, place, top)
        top += _TITLE + _ROW * len(result.taken)
    return "\n".join([*parts, "</svg>", ""])


def _panel(title: str, result: Result, place: Callable[[float], float], top: int) -> Iterator[str]:
    yield _text(12, top + 20, title, "title")
    for row, name in enumerate(sorted(result.taken, key=result.median)):
        seconds, y = result.median(name), top + 28 + row * _ROW
        kind, width = name if name in (OURS, FLOOR) else "", place(seconds) - _LEFT
        yield _text(_LEFT - 8, y + 11, name, f"name {kind}")
        yield f'<rect class="{kind}" x="{_LEFT}" y="{y}" width="{width:.1f}" height="14" rx="2"/>'
        yield _text(_LEFT + width + 6, y + 11, quantity(seconds, "second"), kind)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}">{escape(text)}</text>'
