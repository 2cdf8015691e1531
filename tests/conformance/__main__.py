"""Regenerate the files of the conformance vectors: `PYTHONPATH=tests python -m conformance`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from conformance.vectors import FILES, lines

FOLDER: Final = Path(__file__).parents[2] / "backd_rules" / "conformance"


def main() -> None:
    """Write the files, with the decisions of the `backd_rules` that is imported."""
    for name in FILES:
        text = "\n".join([*lines(name), ""])
        (FOLDER / name).write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
