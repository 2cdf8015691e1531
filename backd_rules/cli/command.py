"""The entry point. Exit status: 0 allowed, 1 denied, 2 invalid input or usage, 130 interrupted."""

from __future__ import annotations

from collections.abc import Sequence

from backd_rules.cli.arguments import parser
from backd_rules.cli.commands import FAILED, INTERRUPTED, OK
from backd_rules.cli.terminal import CommandError, flush, print_errors


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        status = _run(argv)
        flush()
    except CommandError as error:
        print_errors(error.lines)
        status = FAILED
    except KeyboardInterrupt:
        status = INTERRUPTED
    return status


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:  # argparse has printed its help, the version or an error.
        return FAILED if stop.code else OK
    status: int = arguments.run(arguments)
    return status
