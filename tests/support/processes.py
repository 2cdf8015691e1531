"""Other interpreters, free of what coverage would load into them."""

import os
import subprocess
import sys


def python(*arguments: str, timeout: float = 60) -> "subprocess.CompletedProcess[str]":
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, env=bare, text=True, timeout=timeout
    )


def printed(source: str) -> str:
    """What a program prints that must not fail."""
    done = python("-c", source)
    done.check_returncode()
    return done.stdout.strip()
