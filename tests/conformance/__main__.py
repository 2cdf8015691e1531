"""Write the files of the conformance vectors, or the record of their verdicts.

    PYTHONPATH=tests python -m conformance            # vectors.json and actions.json
    PYTHONPATH=tests python -m conformance verdicts   # tests/conformance/verdicts.txt

The first uses the decisions of the `backd_rules` that is imported. The second refuses to record a
changed verdict of the same `RULES_VERSION`: see `verdicts`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from backd_rules import RULES_VERSION
from conformance import vectors, verdicts

FOLDER: Final = Path(__file__).parents[2] / "backd_rules" / "conformance"


def main(arguments: list[str], record: Path = verdicts.FILE) -> None:
    """Write the two files, or with the argument `verdicts` the record."""
    if arguments == ["verdicts"]:
        try:
            verdicts.write(record, verdicts.published(RULES_VERSION))
        except verdicts.ChangedVerdictsError as error:
            sys.exit(str(error))
    elif arguments:
        sys.exit(f"unknown arguments: {arguments}. The only one is: verdicts")
    else:
        for name in vectors.FILES:
            text = "\n".join([*vectors.lines(name), ""])
            (FOLDER / name).write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
