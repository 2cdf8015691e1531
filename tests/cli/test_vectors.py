"""The command `vectors`."""

import os
from importlib.resources import files

import pytest
from support.command_line import Capture, run

from backd_rules.cli.command import main

FOLDER = files("backd_rules") / "conformance"
VECTORS = FOLDER / "vectors.json"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_file_is_printed_byte_for_byte(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run("vectors", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == VECTORS.read_bytes()


@pytest.mark.parametrize("name", ["vectors", "actions"])
def test_each_file_can_be_named(name: str, capsys: Capture) -> None:
    assert main(["vectors", name]) == 0
    assert capsys.readouterr() == ((FOLDER / f"{name}.json").read_text(encoding="ascii"), "")


def test_an_unknown_file_is_an_error(capsys: Capture) -> None:
    assert main(["vectors", "orders"]) == 2
    assert "invalid choice: 'orders'" in capsys.readouterr().err


def test_the_file_is_printed(capsys: Capture) -> None:
    assert main(["vectors"]) == 0
    assert capsys.readouterr() == (VECTORS.read_text(encoding="ascii"), "")
