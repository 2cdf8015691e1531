"""The entry point.

Exit status: 0 allowed, 1 denied, 2 no decision (invalid input or usage, unwritable output), 3 bad
rows (`what-if`), 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Sequence

from backd_rules.cli.arguments import parsed
from backd_rules.cli.commands import FAILED, INTERRUPTED, OK
from backd_rules.cli.terminal import CommandError, flush, internal_error, print_error, print_json


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
        print_error(internal_error(error))
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
