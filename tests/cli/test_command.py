"""The command line's version, its name in the usage, its codes without docstrings, its bytes."""

import os
import subprocess
import sys
from importlib.resources import files
from typing import Any

import pytest

from backd_rules import RULES_VERSION, __version__
from backd_rules.cli.command import main

Capture = pytest.CaptureFixture[str]
VECTORS = files("backd_rules") / "conformance" / "vectors.json"


def run(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, check=False, **streams)


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"backd-rules {__version__} (rules {RULES_VERSION})\n", "")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("/venv/bin/backd-rules", "backd-rules"),
        (r"backd-rules.exe", "backd-rules"),
        ("/src/backd_rules/__main__.py", "python -m backd_rules"),
    ],
)
def test_usage_names_the_program_as_it_was_called(
    called: str, name: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: {name} [-h] [--version] COMMAND ...\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_vectors_prints_the_file_byte_for_byte(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run("-m", "backd_rules", "vectors", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == VECTORS.read_bytes()


@pytest.mark.parametrize("arguments", [["rules"], ["schema", "openapi"]], ids=" ".join)
def test_the_output_is_the_same_without_docstrings(arguments: list[str]) -> None:
    optimized = run("-OO", "-m", "backd_rules", *arguments)
    assert (optimized.returncode, optimized.stderr) == (0, b"")
    assert "None" not in optimized.stdout.decode().split()
    assert optimized.stdout == run("-m", "backd_rules", *arguments).stdout


def test_a_large_output_to_a_closed_pipe_is_one_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("-m", "backd_rules", "vectors", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (2, b"backd_rules: cannot write: Broken pipe\n")


def test_help_to_a_full_disk_is_one_error() -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with open("/dev/full", "wb") as full:
        done = run("-m", "backd_rules", "--help", stdout=full, env=environment)
    assert (done.returncode, done.stderr) == (
        2,
        b"backd_rules: cannot write: No space left on device\n",
    )


def test_a_closed_standard_output_does_not_hide_another_error(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["headroom", "--order", "none", "--limit", "none"]) == 2
    error = "backd_rules: none: No such file or directory\n"
    assert capsys.readouterr().err == error * 2


def test_help_goes_to_standard_error_if_standard_output_is_closed(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["--help"]) == 0
    assert capsys.readouterr().err.startswith("usage: ")
