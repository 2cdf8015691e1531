"""Write to standard output and standard error.

Every failure of a command is a `CommandError`. Its lines go to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import Any, TextIO

from backd_rules.cli.report import ALLOWED, DENIED, printable

_COLOURS = {ALLOWED: "\033[32m", DENIED: "\033[31m"}
_RESET = "\033[0m"


class CommandError(Exception):
    """An error that ends the command. `lines` describe the error.

    `usage` is printed before them. `response` is the response to a malformed request.
    """

    def __init__(
        self, *lines: str, usage: str = "", response: dict[str, Any] | None = None
    ) -> None:
        super().__init__(*lines)
        self.lines = lines
        self.usage = usage
        self.response = response


def internal_error(error: Exception) -> CommandError:
    """Return an error with the type of another one and where that was raised.

    Its message may have personal data.
    """
    *_, frame = extract_tb(error.__traceback__)
    place = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
    return CommandError(f"internal error: {place}")


def program_name() -> str:
    """Return the name by which the user called the program."""
    installed = "backd-rules"
    return installed if Path(sys.argv[0]).stem == installed else "python -m backd_rules"


def print_reports(reports: Iterable[Iterable[str]]) -> None:
    """Print reports, with an empty line between them. The first line of each is its verdict.

    On a terminal, the verdict is coloured.
    """
    print_lines(["\n\n".join(map(_report, reports))])


def _report(lines: Iterable[str]) -> str:
    first, *others = lines
    verdict, _, subject = first.partition(" ")
    if sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        verdict = f"{_COLOURS[verdict]}{verdict}{_RESET}"
    return "\n".join([f"{verdict} {subject}", *others])


def print_json(document: object) -> None:
    """Print a JSON document."""
    print_lines([json.dumps(document, indent=2)])


def print_lines(lines: Iterable[str]) -> None:
    """Print text. A character that the encoding of standard output lacks is escaped."""
    text = "\n".join(lines)
    with _writing():
        encoding = sys.stdout.encoding or "utf-8"
        print(text.encode(encoding, "backslashreplace").decode(encoding))


def print_bytes(content: bytes) -> None:
    """Write `content` unchanged, whatever the encoding and line ends of standard output."""
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def flush() -> None:
    """Write what standard output still buffers."""
    if sys.stdout is not None:
        with _writing():
            sys.stdout.flush()


def print_error(error: CommandError) -> None:
    """Print an error to standard error, if it can be written to.

    Otherwise the exit status alone says that the command failed.
    """
    if sys.stderr is None:  # `print` would take standard output instead.
        return
    lines = [*error.usage.splitlines(), *(f"{program_name()}: {line}" for line in error.lines)]
    try:
        print(*map(printable, lines), sep="\n", file=sys.stderr, flush=True)
    except (OSError, ValueError):  # A `ValueError` if the encoding can write no text, as `idna`.
        _discard(sys.stderr)


@contextmanager
def _writing() -> Iterator[None]:
    """Raise `CommandError` if standard output is closed or a write fails."""
    if sys.stdout is None:
        raise CommandError("cannot write: standard output is closed")
    try:
        yield
    except OSError as error:
        _discard(sys.stdout)
        raise CommandError(f"cannot write: {error.strerror}") from None


def _discard(stream: TextIO) -> None:
    """Discard what a stream still buffers, and all that is written to it from now on.

    The interpreter flushes the buffer again at exit. A second failure would change the exit status.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
