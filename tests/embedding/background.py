"""Run a Python program in a second process for as long as a test needs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedding.serving import TESTS, environment_without_coverage


@contextmanager
def background(*arguments: str, log: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `python` with these arguments in `tests/`, with its stderr written to `log`."""
    command = [sys.executable, *arguments]
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            command,
            cwd=TESTS,
            env=environment_without_coverage(),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()  # The process has no data to save.


def first_line(process: subprocess.Popen[str]) -> str:
    """Return the first line that the process prints, or "" if it ends before that."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
