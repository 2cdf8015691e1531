"""The types as mypy and pyright see them: one file passes, every marked line of another fails."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support.processes import python
from support.reference import TESTS

PASS = TESTS / "typing" / "must_pass.py"
FAIL = PASS.with_name("must_fail.py")


def marked(path: Path, mark: str) -> set[int]:
    """Return the numbers of the lines that end with the comment `mark`."""
    lines = path.read_text().splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith(f"  # {mark}")}


Refused = dict[str, set[int]]
"""The refused lines of each file, by the name of the file."""


@cache
def refused_by_mypy() -> Refused:
    done = python("-m", "mypy", "--strict", "--no-incremental", str(PASS), str(FAIL), timeout=180)
    assert done.returncode == 1, done.stdout + done.stderr
    refused: Refused = {PASS.name: set(), FAIL.name: set()}
    for path, line, severity, *_ in (line.split(":", 3) for line in done.stdout.splitlines()[:-1]):
        if severity == " error":
            refused[Path(path).name].add(int(line))
    return refused


@cache
def refused_by_pyright() -> Refused:
    done = python("-m", "pyright", "--outputjson", str(PASS), str(FAIL), timeout=180)
    if done.returncode != 1:  # pyright needs Node.js, and may have to download it.
        pytest.skip(f"pyright does not run here: {(done.stderr or done.stdout)[-200:]}")
    refused: Refused = {PASS.name: set(), FAIL.name: set()}
    for one in json.loads(done.stdout)["generalDiagnostics"]:
        if one["severity"] == "error":
            refused[Path(one["file"]).name].add(one["range"]["start"]["line"] + 1)
    return refused


def test_every_line_of_one_file_passes() -> None:
    assert refused_by_mypy()[PASS.name] == set()
    assert refused_by_pyright()[PASS.name] == marked(PASS, "mypy alone")


@pytest.mark.parametrize("refused_by", [refused_by_mypy, refused_by_pyright])
def test_every_marked_line_of_the_other_file_fails(refused_by: Callable[[], Refused]) -> None:
    refused = marked(FAIL, "refused")
    assert len(refused) > 30
    assert refused_by()[FAIL.name] == refused
