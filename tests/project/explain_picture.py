"""Draw the README's last shell command and what it prints: `explain.svg`.

`PYTHONPATH=tests python -m project.explain_picture` writes the picture again.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from xml.sax.saxutils import escape

from support.readme import blocks, run_shell

PICTURE: Final = Path(__file__).with_name("explain.svg")

_SIZE: Final = 13
_CHARACTER: Final = 7.8
_LINE: Final = 19
_TOP: Final = 60
_LEFT: Final = 20
_COLOURS: Final = {"ALLOWED": "allowed", "DENIED": "denied", "$": "prompt"}
"""By the first word of a line, which the command colours on a terminal too."""


def drawn() -> str:
    """Run the commands, and return the picture."""
    with TemporaryDirectory() as folder:
        output = run_shell(Path(folder)).stdout
    [commands] = blocks("sh")
    return picture([f"$ {commands.splitlines()[-1]}", *output.rstrip().splitlines()])


def picture(lines: list[str]) -> str:
    """Return an SVG of a terminal that shows these lines."""
    width = round(max(map(len, lines)) * _CHARACTER) + 2 * _LEFT
    height = _TOP + _LINE * len(lines)
    texts = "\n".join(_text(number, line) for number, line in enumerate(lines) if line)
    description = "\n".join(map(escape, lines))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" \
aria-labelledby="title description">
<title id="title">A terminal with the command backd-rules check --explain</title>
<desc id="description">{description}</desc>
<style>
  text {{ font: {_SIZE}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
  text {{ fill: #e6edf3; white-space: pre; }}
  .allowed {{ fill: #3fb950; }}
  .denied {{ fill: #ff7b72; }}
  .prompt {{ fill: #8b949e; }}
</style>
<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" fill="#0d1117" \
stroke="#3d444d"/>
<circle cx="22" cy="20" r="6" fill="#ff5f57"/>
<circle cx="42" cy="20" r="6" fill="#febc2e"/>
<circle cx="62" cy="20" r="6" fill="#28c840"/>
{texts}
</svg>
"""


def _text(number: int, line: str) -> str:
    word, space, rest = line.partition(" ")
    content = escape(line)
    if word in _COLOURS:
        content = f'<tspan class="{_COLOURS[word]}">{word}</tspan>{escape(space + rest)}'
    place = f'x="{_LEFT}" y="{_TOP + _LINE * number}"'
    length = f'textLength="{len(line) * _CHARACTER:.1f}" lengthAdjust="spacingAndGlyphs"'
    return f'<text {place} {length} xml:space="preserve">{content}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
