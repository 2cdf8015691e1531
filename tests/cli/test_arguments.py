"""The arguments: usage, version and help."""

import re
import sys
from pathlib import Path

import pytest
from support.command_line import Capture, check, error_lines, run

from backd_rules import RULES_VERSION, __version__
from backd_rules.cli.command import main

FILES = ("--order", "order.json", "--limit", "limit.json", "update.json")
COMMANDS = (
    *("check", "place", "confirm", "cancel", "refund", "delete-refund"),
    *("headroom", "what-if", "diagram", "rules", "schema", "vectors"),
)


def test_every_command_is_listed_and_has_a_test_file(capsys: Capture) -> None:
    assert main(["--help"]) == 0
    listed = re.findall(r"^    ([a-z-]+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
    assert tuple(listed) == COMMANDS
    names = [f"test_{command.replace('-', '_')}.py" for command in COMMANDS]
    assert [name for name in names if not Path(__file__).with_name(name).is_file()] == []


@pytest.mark.parametrize(
    ("command", "usage", "request_help"),
    [
        (
            "check",
            "[-h] --order FILE --limit FILE [--as-placed] [--json | --explain] UPDATE",
            "UPDATE JSON file of the update or the updates; - reads standard input ",
        ),
        (
            "place",
            "[-h] --order FILE [--json] REQUEST",
            "REQUEST JSON file that states backd_order_id and merchant_order_id; - reads standard "
            "input ",
        ),
        (
            "confirm",
            "[-h] --order FILE [--json] REQUEST",
            "REQUEST JSON file that states backd_order_id and optionally merchant_order_id; - "
            "reads standard input ",
        ),
        (
            "cancel",
            "[-h] --order FILE [--json] REQUEST",
            "REQUEST JSON file that states backd_order_id and optionally merchant_order_id; - "
            "reads standard input ",
        ),
        (
            "refund",
            '[-h] --order FILE --at "YYYY-MM-DD HH:MM:SS" [--json] REQUEST',
            "REQUEST JSON file that states backd_order_id, merchant_order_id and refund_amount; - "
            "reads standard input ",
        ),
        (
            "delete-refund",
            '[-h] --order FILE --at "YYYY-MM-DD HH:MM:SS" [--json] REQUEST',
            "REQUEST JSON file that states backd_order_id and optionally merchant_order_id; - "
            "reads standard input ",
        ),
    ],
)
def test_the_help_of_a_command_names_its_options_and_what_the_request_states(
    command: str, usage: str, request_help: str, capsys: Capture
) -> None:
    assert main([command, "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split()) + " "
    assert out.startswith(f"usage: python -m backd_rules {command} {usage} ")
    assert request_help in out
    assert " --order FILE JSON file of the order " in out
    assert (
        " --json print the response envelope, also that of a malformed request; other errors have "
        "none " in out
    )
    assert (' --at "YYYY-MM-DD HH:MM:SS" when the request arrives, in UTC ' in out) == (
        "--at" in usage
    )
    explain = (
        " --explain print every rule with its outcome, and the limit in words; not with --json "
    )
    assert (explain in out) == (command == "check")


def test_json_and_explain_exclude_each_other(capsys: Capture) -> None:
    assert error_lines(["check", "--json", "--explain", *FILES], capsys)[-1] == (
        "argument --explain: not allowed with argument --json"
    )


@pytest.mark.parametrize("option", ["--as-place", "--as", "--js"])
def test_an_option_is_not_completed(option: str, capsys: Capture) -> None:
    """A misspelt `--as-placed` must not say that there were no updates (domain.md, L8)."""
    assert main(["check", option, *FILES]) == 2
    assert f"unrecognized arguments: {option}" in capsys.readouterr().err


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


def test_a_usage_error_prints_the_usage(capsys: Capture) -> None:
    for wrong in (["chekc"], ["check", "update.json"], ["headroom", "--ordr", "x"], ["--x"]):
        assert error_lines(wrong, capsys)[0].startswith("usage: python -m backd_rules")
    assert main(["--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert " Decide what a merchant may do to a Backd order: place, update, confirm, " in out


@pytest.mark.parametrize("arguments", [["rules"], ["schema", "openapi"]], ids=" ".join)
def test_the_output_is_the_same_without_docstrings(arguments: list[str]) -> None:
    optimized = run(*arguments, python=["-OO"])
    assert (optimized.returncode, optimized.stderr) == (0, b"")
    assert "None" not in optimized.stdout.decode().split()
    assert optimized.stdout == run(*arguments).stdout


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["--\033[31m"], r"unrecognized arguments: --\x1b[31m"),
        (["check", *FILES, "--x\r\ny", "--\u202e"], r"unrecognized arguments: --x\r\ny --\u202e"),
        (["check", *FILES, "--\udcff"], r"unrecognized arguments: --\udcff"),
        (["rules", "\x9b2J"], r"unrecognized arguments: \x9b2J"),
        (["check", *FILES, "--json=\033"], r"argument --json: ignored explicit argument '\x1b'"),
        (["check", *FILES, "--as-placed", "--order"], "argument --order: expected one argument"),
        (["schema"], "the following arguments are required: NAME"),
    ],
)
def test_an_argument_cannot_control_the_terminal(
    words: list[str], error: str, capsys: Capture
) -> None:
    """Control characters and undecodable bytes are escaped, and the error is one line."""
    assert error_lines(words, capsys)[-1] == error


@pytest.mark.parametrize("words", [["chekc\033"], ["schema", "o\033"], ["vectors", "\udc80"]])
def test_a_choice_cannot_control_the_terminal(words: list[str], capsys: Capture) -> None:
    error = error_lines(words, capsys)[-1]
    assert repr(words[-1]) in error
    assert error.isprintable()


def test_undecodable_bytes_of_an_argument_are_escaped() -> None:
    done = run("rules", b"\xff\x1b")  # type: ignore[arg-type] # What a shell may pass.
    assert done.returncode == 2
    assert done.stderr.endswith(rb"python -m backd_rules: unrecognized arguments: \udcff\x1b" b"\n")


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (["--x"], "usage: python -m backd_rules [-h] [--version] COMMAND ..."),
        (["rules", "--x"], "usage: python -m backd_rules rules [-h]"),
        (["rules", "x"], "usage: python -m backd_rules rules [-h]"),
        (["schema", "order", "x"], "usage: python -m backd_rules schema [-h] NAME"),
    ],
)
def test_an_unknown_argument_prints_the_usage_of_its_command(
    words: list[str], usage: str, capsys: Capture
) -> None:
    assert error_lines(words, capsys) == [usage, f"unrecognized arguments: {words[-1]}"]


@pytest.mark.parametrize("words", [["--x"], ["rules", "--x"], ["schema"], check("none")])
def test_every_error_begins_with_the_program_as_it_was_called(
    words: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/venv/bin/backd-rules"])
    assert main(words) == 2
    lines = capsys.readouterr().err.splitlines()
    begins = [line.partition(" ")[0] for line in lines]
    assert begins == (
        ["backd-rules:"] * 3 if words == check("none") else ["usage:", "backd-rules:"]
    )
