"""Standard streams: closed, full, interrupted, coloured, or with another encoding."""

import os
import pty
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.command_line import Capture, check, check_as_placed, error_lines, run, write

from backd_rules.cli.command import main
from backd_rules.schema.example import LIMIT, ORDER, UPDATE


@pytest.mark.usefixtures("folder")
def test_closed_and_interrupted_streams(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert error_lines(check("-"), capsys) == ["backd_rules: -: standard input is closed"]

    def interrupted(_: int) -> bytes:
        raise KeyboardInterrupt

    buffer = SimpleNamespace(read=interrupted)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=buffer))
    assert main(check("-")) == 130
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["diagram"]) == 2
    assert capsys.readouterr().err == ("backd_rules: cannot write: standard output is closed\n")


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


def test_a_large_output_to_a_closed_pipe_is_one_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("vectors", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (2, b"backd_rules: cannot write: Broken pipe\n")


def test_help_to_a_full_disk_is_one_error() -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with open("/dev/full", "wb") as full:
        done = run("--help", stdout=full, env=environment)
    assert (done.returncode, done.stderr) == (
        2,
        b"backd_rules: cannot write: No space left on device\n",
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_and_a_full_disk_are_one_line(unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    reader, writer = os.pipe()
    os.close(reader)
    closed = run("rules", stdout=writer, env=environment)
    os.close(writer)
    assert (closed.returncode, closed.stderr) == (2, b"backd_rules: cannot write: Broken pipe\n")
    with open("/dev/full", "wb") as full:
        done = run("rules", stdout=full, env=environment)
    assert (done.returncode, done.stderr) == (
        2,
        b"backd_rules: cannot write: No space left on device\n",
    )


def test_a_character_that_the_encoding_lacks_is_escaped(tmp_path: Path) -> None:
    write(tmp_path, "order", {**ORDER, "merchant_order_status": "envoyé"})
    write(tmp_path, "limit", LIMIT)
    write(tmp_path, "update", {**UPDATE, "merchant_order_status": "livré"})
    done = run(
        *check_as_placed("update.json"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.getcwd()},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"/merchant_order_status: envoy\xe9 -> livr\xe9" in done.stdout


@pytest.mark.parametrize(
    ("no_colour", "verdict"), [("", b"\033[32mALLOWED\033[0m  BO"), ("1", b"ALLOWED  BO")]
)
def test_colour_only_on_a_terminal_without_no_color(no_colour: str, verdict: bytes) -> None:
    terminal, screen = pty.openpty()
    done = run(stdout=screen, env={**os.environ, "NO_COLOR": no_colour})
    os.close(screen)
    shown = os.read(terminal, 4096)
    os.close(terminal)
    assert done.returncode == 0
    assert shown.startswith(verdict)
