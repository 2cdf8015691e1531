"""Standard streams: closed, full, interrupted, coloured, or with another encoding."""

import json
import os
import pty
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.command_line import (
    IDS,
    PROGRAM,
    Capture,
    check,
    check_as_placed,
    error_lines,
    run,
    write,
)

from backd_rules.cli.command import main
from backd_rules.schema.example import LIMIT, ORDER, UPDATE

BROKEN_PIPE = f"{PROGRAM}cannot write: Broken pipe\n".encode()
FULL = f"{PROGRAM}cannot write: No space left on device\n".encode()


def environment(**more: str) -> dict[str, str]:
    """Return an environment for a command that runs in another folder."""
    return {**os.environ, "PYTHONPATH": os.getcwd(), **more}


@pytest.mark.usefixtures("folder")
def test_closed_and_interrupted_streams(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert error_lines(check("-"), capsys) == ["standard input is closed"]

    def interrupted(_: int) -> bytes:
        raise KeyboardInterrupt

    buffer = SimpleNamespace(read=interrupted)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=buffer))
    assert main(check("-")) == 130
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["diagram"]) == 2
    assert capsys.readouterr().err == (
        "python -m backd_rules: cannot write: standard output is closed\n"
    )


def test_a_closed_standard_output_does_not_hide_another_error(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["headroom", "--order", "none", "--limit", "none"]) == 2
    error = f"{PROGRAM}none: No such file or directory\n"
    assert capsys.readouterr().err == error * 2


def test_a_large_output_to_a_closed_pipe_is_one_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("vectors", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (2, BROKEN_PIPE)


@pytest.mark.parametrize(
    ("words", "unbuffered"), [(["--help"], ""), (["check", "--help"], "1"), (["--version"], "1")]
)
def test_help_to_a_full_disk_is_one_error(words: list[str], unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = run(*words, stdout=full, env=environment(PYTHONUNBUFFERED=unbuffered))
    assert (done.returncode, done.stderr) == (2, FULL)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_and_a_full_disk_are_one_line(unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    closed = run("rules", stdout=writer, env=environment(PYTHONUNBUFFERED=unbuffered))
    os.close(writer)
    assert (closed.returncode, closed.stderr) == (2, BROKEN_PIPE)
    with open("/dev/full", "wb") as full:
        done = run("rules", stdout=full, env=environment(PYTHONUNBUFFERED=unbuffered))
    assert (done.returncode, done.stderr) == (2, FULL)


def test_a_character_that_the_encoding_lacks_is_escaped(tmp_path: Path) -> None:
    write(tmp_path, "order", {**ORDER, "merchant_order_status": "envoyé"})
    write(tmp_path, "limit", LIMIT)
    write(tmp_path, "update", {**UPDATE, "merchant_order_status": "livré"})
    done = run(
        *check_as_placed("update.json"),
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING="ascii"),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"/merchant_order_status: envoy\xe9 -> livr\xe9" in done.stdout


def shown_on_a_terminal(*arguments: str, no_colour: str = "", **options: Any) -> bytes:
    terminal, screen = pty.openpty()
    done = run(*arguments, stdout=screen, env=environment(NO_COLOR=no_colour), **options)
    os.close(screen)
    shown = os.read(terminal, 65536)
    os.close(terminal)
    assert (done.returncode in (0, 1), done.stderr) == (True, b"")
    return shown.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    ("no_colour", "verdict"), [("", b"\033[32mALLOWED\033[0m  BO"), ("1", b"ALLOWED  BO")]
)
def test_colour_only_on_a_terminal_without_no_color(no_colour: str, verdict: bytes) -> None:
    assert shown_on_a_terminal(no_colour=no_colour).startswith(verdict)


def test_only_the_verdict_of_each_report_is_coloured(tmp_path: Path) -> None:
    """A merchant may choose a status text, and Backd an id, that look like a verdict."""
    ids = {**IDS, "backd_order_id": "DENIED  x"}
    write(tmp_path, "order", {**ORDER, "backd_order_id": "DENIED  x"})
    write(tmp_path, "limit", LIMIT)
    status = "ALLOWED  BO-1"
    write(
        tmp_path,
        "updates",
        [{**ids, "merchant_order_status": status}, {**ids, "backd_order_id": "ALLOWED  y"}],
    )
    shown = shown_on_a_terminal(*check_as_placed("updates.json"), cwd=tmp_path).decode()
    assert [line for line in shown.splitlines() if "ALLOWED" in line or "DENIED" in line] == [
        "\033[32mALLOWED\033[0m  DENIED  x",
        f"    /merchant_order_status: {ORDER['merchant_order_status']} -> {status}",
        "\033[31mDENIED\033[0m  ALLOWED  y",
    ]
    assert shown.count("\033") == 4
    shown = shown_on_a_terminal(*check_as_placed("--json", "updates.json"), cwd=tmp_path).decode()
    assert json.loads(shown)[0]["status"]["code"] == 200


def test_an_id_that_nobody_can_see_is_escaped(folder: Path, capsys: Capture) -> None:
    """A request may have a zero width space beside visible text (domain.md, N6)."""
    write(folder, "update", {**IDS, "backd_order_id": "BO\u200b-1"})
    assert main(check("update.json")) == 1
    assert capsys.readouterr().out.splitlines()[0] == r"DENIED  BO\u200b-1"
