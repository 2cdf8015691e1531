"""One target under atheris, in a process of its own: `python -m fuzz` starts it."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["backd_rules"]):
    from fuzz import planted
    from fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Fuzz a target: its name, the name of a planted bug or `-`, and arguments of libFuzzer."""
    target, plant, *flags = arguments
    if plant != "-":
        planted.BUGS[plant]()
    atheris.Setup([sys.argv[0], *flags], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
