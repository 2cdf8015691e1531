"""A progress bar on standard error, only if that is a terminal."""

from __future__ import annotations

import sys
import time
from typing import Final, Self

from backd_rules.domain.arithmetic import split

_WIDTH: Final = 30
_INTERVAL: Final = 0.2
"""Seconds between two drawings."""


class Progress:
    """The progress of reading rows. `total` is how many there are, if that is known.

    It is drawn once in an `interval` of seconds.
    """

    def __init__(self, total: int | None, interval: float = _INTERVAL) -> None:
        self._interval = interval
        self._total = total
        self._rows = 0
        self._drawn = 0
        self._next = time.monotonic()
        self._shows = sys.stderr is not None and sys.stderr.isatty()

    def add(self, rows: int) -> None:
        """Count rows that are decided."""
        self._rows += rows
        if self._shows and time.monotonic() >= self._next:
            self._draw(_bar(self._rows, self._total))
            self._next = time.monotonic() + self._interval

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the bar."""
        if self._drawn:
            self._draw("")
            self._write("\r")

    def _draw(self, text: str) -> None:
        self._write("\r" + text.ljust(self._drawn))
        self._drawn = len(text)

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._shows = False


def _bar(rows: int, total: int | None) -> str:
    if not total:
        return f"{rows:,} rows"
    done, _ = split(rows * _WIDTH, total)
    percent, _ = split(rows * 100, total)
    return f"[{'#' * done}{'.' * (_WIDTH - done)}] {percent} %  {rows:,} of {total:,} rows"
