"""Regenerate `backd_rules/conformance/vectors.json`: `PYTHONPATH=tests python -m conformance`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from conformance.vectors import lines

FILE: Final = Path(__file__).parents[2] / "backd_rules" / "conformance" / "vectors.json"


def main() -> None:
    """Write the file, with the decisions of the `backd_rules` that is imported."""
    text = "\n".join([*lines(), ""])
    FILE.write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
