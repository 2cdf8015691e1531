"""Other interpreters, without the modules that coverage would load, and other time zones."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def python(*arguments: str, timeout: float = 60) -> "subprocess.CompletedProcess[str]":
    """Run the interpreter with `arguments`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, env=environment, text=True, timeout=timeout
    )


def printed(source: str) -> str:
    """Run a program that must not fail, and return its output."""
    done = python("-c", source)
    done.check_returncode()
    return done.stdout.strip()


@contextmanager
def system_zone(zone: str) -> Iterator[None]:
    """Give the system another time zone, such as `XXX-14`, where it lets a process choose one."""
    before = os.environ.get("TZ")
    try:
        _set_zone(zone)
        yield
    finally:
        _set_zone(before)


def _set_zone(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    if sys.platform != "win32":
        time.tzset()
