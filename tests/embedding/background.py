"""Another Python process beside the tests, which ends when they are done with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent.parent


@contextmanager
def background(*arguments: str, log: Path) -> Iterator[subprocess.Popen[str]]:
    """`python` with these arguments, from `tests/`; what it says of itself goes into `log`."""
    # What coverage would load into it is of no use there.
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, *arguments]
    with (
        log.open("w") as said,
        subprocess.Popen(
            command, cwd=TESTS, env=bare, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()  # It keeps nothing that anybody will read.


def first_line(process: subprocess.Popen[str]) -> str:
    """What the process prints first; empty if it ends before that."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
