"""Write to standard output and standard error.

Every failure of a command is a `CommandError`. Its lines go to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from backd_rules.cli.report import ALLOWED, DENIED, printable

_COLOURS = {ALLOWED: "\033[32m", DENIED: "\033[31m"}
_RESET = "\033[0m"


class CommandError(Exception):
    """An error that ends the command. `lines` describe the error."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


def print_lines(lines: Iterable[str]) -> None:
    """Print text, with coloured verdicts if standard output is a terminal."""
    text = "\n".join(lines)
    with _writing():
        if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
            for verdict, colour in _COLOURS.items():
                text = text.replace(f"{verdict}  ", f"{colour}{verdict}{_RESET}  ")
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


def print_errors(lines: Iterable[str]) -> None:
    """Print each line to standard error."""
    for line in lines:
        print(f"backd_rules: {printable(line)}", file=sys.stderr)


@contextmanager
def _writing() -> Iterator[None]:
    """Raise `CommandError` if standard output is closed or a write fails."""
    if sys.stdout is None:
        raise CommandError("cannot write: standard output is closed")
    try:
        yield
    except OSError as error:
        # The interpreter flushes the buffer again at exit, which must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(f"cannot write: {error.strerror}") from None
