"""The command `vectors`."""

import os
from importlib.resources import files

import pytest
from support.command_line import Capture, run

from backd_rules.cli.command import main

VECTORS = files("backd_rules") / "conformance" / "vectors.json"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_file_is_printed_byte_for_byte(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run("vectors", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == VECTORS.read_bytes()


def test_the_file_is_printed(capsys: Capture) -> None:
    assert main(["vectors"]) == 0
    assert capsys.readouterr() == (VECTORS.read_text(encoding="ascii"), "")
