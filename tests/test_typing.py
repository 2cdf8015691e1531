"""What mypy and pyright make of a user's code: all of one file passes, every marked line fails."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import python

FOLDER = Path(__file__).parent / "typing"


def marked(path: Path, mark: str) -> set[int]:
    lines = path.read_text().splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith(f"  # {mark}")}


def refused_by_mypy(path: Path) -> set[int]:
    done = python("-m", "mypy", "--strict", "--no-incremental", str(path), timeout=180)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error: " in line}


def refused_by_pyright(path: Path) -> set[int]:
    done = python("-m", "pyright", "--outputjson", str(path), timeout=180)
    if done.returncode not in (0, 1):  # It is a program of Node.js, which it may have to fetch.
        pytest.skip(f"pyright does not run here: {(done.stderr or done.stdout)[-200:]}")
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {one["range"]["start"]["line"] + 1 for one in found if one["severity"] == "error"}


Checker = Callable[[Path], set[int]]


def test_what_must_pass_mypy() -> None:
    assert refused_by_mypy(FOLDER / "must_pass.py") == set()


def test_what_must_pass_pyright() -> None:
    path = FOLDER / "must_pass.py"
    assert refused_by_pyright(path) == marked(path, "mypy alone")


@pytest.mark.parametrize("refused_by", [refused_by_mypy, refused_by_pyright])
def test_what_must_fail(refused_by: Checker) -> None:
    path = FOLDER / "must_fail.py"
    refused = marked(path, "refused")
    assert len(refused) > 30
    assert refused_by(path) == refused
