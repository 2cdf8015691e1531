"""The layout of the tests: code that several files use is in `tests/support`."""

import ast
import subprocess
from pathlib import Path

import pytest
from support.reference import ROOT, TESTS

import backd_rules

FILES = sorted(TESTS.rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_no_file_imports_a_test_file(path: Path) -> None:
    parts = {part for name in imported_modules(path) for part in name.split(".")}
    assert not [part for part in parts if part.startswith("test_")]


def test_every_folder_of_the_package_has_a_folder_of_tests() -> None:
    package = Path(backd_rules.__file__).parent
    folders = {path.name for path in package.iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= {path.name for path in TESTS.iterdir()}


def test_no_symbolic_link_is_tracked() -> None:
    """A link to an absolute path is broken on every other machine."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    command = ["git", "ls-files", "--stage"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    files = done.stdout.splitlines()
    assert files
    assert [line for line in files if line.startswith("120000")] == []
