"""The fixture that the tests of commands share."""

from pathlib import Path

import pytest
from support.command_line import write_example


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which has the files of the built-in example."""
    monkeypatch.chdir(tmp_path)
    write_example(tmp_path)
    return tmp_path
