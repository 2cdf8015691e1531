"""Standard error: closed, full or broken. The exit status never means a decision then."""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.command_line import PROGRAM, Capture, check, redirected, run, write, write_example

from backd_rules.cli.command import main

FAILING = {
    "a missing file": check("none.json"),
    "no command of this name": ["chekc"],
    "an unknown option": ["check", "--x"],
    "a malformed update, as JSON": check("--json", "wrong.json"),
}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    write_example(tmp_path)
    write(tmp_path, "wrong", {"shiping_amount": 1})
    return tmp_path


def environment(unbuffered: str = "") -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONUNBUFFERED": unbuffered}


@pytest.mark.parametrize(
    ("redirection", "unbuffered"), [("2>/dev/full", ""), ("2>/dev/full", "1"), ("2>&-", "")]
)
@pytest.mark.parametrize("arguments", FAILING.values(), ids=FAILING)
def test_an_unwritable_standard_error_changes_nothing_else(
    example: Path, arguments: list[str], redirection: str, unbuffered: str
) -> None:
    """The status is 2, and standard output has the envelope with `--json` and nothing without."""
    done = redirected(redirection, *arguments, cwd=example, env=environment(unbuffered))
    assert (done.returncode, done.stderr) == (2, b"")
    if "--json" in arguments:
        assert json.loads(done.stdout)["status"] == {"type": "error", "code": 400}
    else:
        assert done.stdout == b""


def test_a_broken_pipe_as_standard_error_is_status_2(example: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*check("none.json"), stderr=writer, cwd=example, env=environment())
    os.close(writer)
    assert done.returncode == 2


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_a_decision_needs_no_standard_error(example: Path, redirection: str) -> None:
    for status, more in ((0, ["--as-placed"]), (1, [])):
        words = check("--json", "update.json", *more)
        done = redirected(redirection, *words, cwd=example, env=environment())
        assert done.returncode == status
        assert json.loads(done.stdout)["error"] is (status == 1)


@pytest.mark.parametrize("streams", ["<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize("words", [["rules"], ["--help"], []], ids=" ".join)
def test_no_stream_at_all_is_status_2(words: list[str], streams: str) -> None:
    assert redirected(streams, *words).returncode == 2


@pytest.mark.parametrize("words", [["rules"], ["--x"]], ids=" ".join)
def test_an_encoding_that_can_write_no_text_is_status_2(words: list[str]) -> None:
    done = run(*words, env={**os.environ, "PYTHONIOENCODING": "idna"})
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_a_closed_standard_input_is_an_error(example: Path) -> None:
    done = redirected("<&-", *check("-"), cwd=example, env=environment())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"{PROGRAM}standard input is closed\n"


@pytest.mark.usefixtures("folder")
def test_an_unexpected_error_is_not_a_denial(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names its type and place, not its message, which may have personal data."""

    def read(_: int) -> bytes:
        raise MemoryError("1 Elm St")

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(read=read)))
    assert main(check("-")) == 2
    line = read.__code__.co_firstlineno + 1
    expected = f"{PROGRAM}internal error: MemoryError in test_standard_error.py, line {line}\n"
    assert capsys.readouterr() == ("", expected)
