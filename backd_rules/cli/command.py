"""The entry point.

Exit status: 0 allowed, 1 denied, 2 no decision (invalid input or usage, unwritable output), 130
interrupted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb

from backd_rules.cli.arguments import parsed
from backd_rules.cli.commands import FAILED, INTERRUPTED, OK
from backd_rules.cli.terminal import CommandError, flush, print_error, print_json


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        status = _run(argv)
        flush()
    except CommandError as error:
        print_error(error)
        status = FAILED
    except KeyboardInterrupt:
        status = INTERRUPTED
    except Exception as error:  # The interpreter would exit with 1, which means denied.
        print_error(CommandError(f"internal error: {_place_of(error)}"))
        status = FAILED
    return status


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = parsed(argv)
    except SystemExit:  # argparse has printed its help or the version.
        return OK
    try:
        status: int = arguments.run(arguments)
    except CommandError as error:
        print_error(error)
        if arguments.json and error.response is not None:
            print_json(error.response)
        status = FAILED
    return status


def _place_of(error: Exception) -> str:
    """Return the type of an error and where it was raised. Its message may have personal data."""
    *_, frame = extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
