"""Other interpreters, without the modules that coverage would load into them."""

import os
import subprocess
import sys


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
