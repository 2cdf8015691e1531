"""The command `what-if`: decide a file of recorded updates by other limits.

Numpy and pyarrow (extra `bulk`) are imported only when the command runs.
"""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import Any, Final

from backd_rules import wire
from backd_rules.cli.files import read_files
from backd_rules.cli.terminal import CommandError
from backd_rules.cli.what_if.sweep import Sweep, parse_sweep
from backd_rules.domain.limit import MerchantLimit

OK: Final = 0
BAD_ROWS: Final = 3


def add_arguments(command: Any) -> None:
    """Add the options of the command."""
    command.add_argument(
        "--orders",
        required=True,
        metavar="FILE",
        help="Parquet or CSV file: a row is an order and an update, with the columns of "
        "backd_rules.bulk.ROWS, amounts in cents",
    )
    command.add_argument(
        "--limit",
        required=True,
        action="append",
        metavar="FILE",
        help="JSON file of a limit. If there are several, each is compared with the first",
    )
    command.add_argument(
        "--against", metavar="FILE", help="JSON file of the limit to compare each --limit with"
    )
    command.add_argument(
        "--sweep",
        type=_sweep,
        metavar="TERM=START:STOP:STEP",
        help="vary a term of the limit, as in max_increase_percent=0:50:1",
    )
    command.add_argument(
        "--out", metavar="FILE", help="write the decisions by the limit to a Parquet file"
    )
    command.add_argument("--chart", metavar="FILE", help="draw the sweep to an SVG file")
    command.add_argument(
        "--rejects", metavar="FILE", help="write the bad rows, and why, to a Parquet file"
    )
    command.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help="processes that decide; by default one for a small file, else one for each processor, "
        "4 at most",
    )
    command.epilog = (
        "Exit status: 0 every row is decided, 2 none is (invalid input or usage, or the output "
        "cannot be written), 3 some rows are bad."
    )


def what_if(arguments: Namespace) -> int:
    """Decide each row of a file by each limit, and print what is allowed and how much it adds."""
    _check(arguments)
    names = [*([arguments.against] if arguments.against is not None else []), *arguments.limit]
    limits = _read_limits(names)
    try:
        # Only here: the other commands need no extra.
        from backd_rules.cli.what_if.count import Plan  # noqa: PLC0415
        from backd_rules.cli.what_if.run import decide_file  # noqa: PLC0415
    except ImportError:
        extra = "pip install 'backd-rules[bulk]'"
        raise CommandError(f"what-if needs numpy and pyarrow: {extra}") from None
    has_bad_rows = decide_file(arguments, Plan(limits, arguments.sweep), names)
    return BAD_ROWS if has_bad_rows else OK


def _check(arguments: Namespace) -> None:
    """Raise `CommandError` for options that do not go together."""
    single = len(arguments.limit) == 1
    wrong = ""
    if arguments.sweep is not None and not single:
        wrong = "--sweep varies one limit: state --limit once"
    elif arguments.out is not None and not single:
        wrong = "--out has the decisions by one limit: state --limit once"
    elif arguments.chart is not None and arguments.sweep is None:
        wrong = "--chart draws a sweep: state --sweep"
    if wrong:
        raise CommandError(wrong, usage=arguments.parser.format_usage())


def _read_limits(names: list[str]) -> tuple[MerchantLimit, ...]:
    """Return the limits of files. Raises `CommandError` with the problems of all files."""
    if names.count("-") > 1:
        raise CommandError("only one of the files can be - (standard input)")
    limits: list[MerchantLimit] = []
    errors: dict[str, None] = {}
    for name in names:
        try:
            limits += read_files(limit=(name, wire.parse_limit))
        except CommandError as error:
            errors |= dict.fromkeys(error.lines)
    if errors:
        raise CommandError(*errors)
    return tuple(limits)


def _sweep(text: str) -> Sweep:
    try:
        return parse_sweep(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 <= int(text) <= 64):
        raise ArgumentTypeError("must be a whole number from 0 to 64")
    return int(text)
