"""One target under atheris, in a process of its own: `python -m fuzz` starts it."""

from __future__ import annotations

import sys
from functools import cache

import atheris

with atheris.instrument_imports(include=["backd_rules"]):
    from backd_rules.cli import arguments as cli_arguments
    from fuzz.planted import plant
    from fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Fuzz a target: its name, the name of a planted bug or `-`, and arguments of libFuzzer."""
    target, bug, *flags = arguments
    if bug != "-":
        plant(bug)
    # To build the parser takes longer than all else that a run of the command line does.
    if build := getattr(cli_arguments, "_parser", None):
        setattr(cli_arguments, "_parser", cache(build))  # noqa: B010
    atheris.Setup([sys.argv[0], *flags], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
