"""The arguments: usage, version and help."""

import re
import sys
from pathlib import Path

import pytest
from support.command_line import Capture, error_lines, run

from backd_rules import RULES_VERSION, __version__
from backd_rules.cli.command import main

COMMANDS = ("check", "headroom", "diagram", "rules", "schema", "vectors")


def test_every_command_is_listed_and_has_a_test_file(capsys: Capture) -> None:
    assert main(["--help"]) == 0
    listed = re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE)
    assert tuple(listed) == COMMANDS
    folder = Path(__file__).parent
    assert all((folder / f"test_{command}.py").is_file() for command in COMMANDS)


@pytest.mark.parametrize("option", ["--as-place", "--as", "--js"])
def test_an_option_is_not_completed(option: str, capsys: Capture) -> None:
    """A misspelt `--as-placed` must not say that there were no updates (domain.md, L8)."""
    files = ["--order", "order.json", "--limit", "limit.json", "update.json"]
    assert main(["check", option, *files]) == 2
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
    assert "check" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["rules"], ["schema", "openapi"]], ids=" ".join)
def test_the_output_is_the_same_without_docstrings(arguments: list[str]) -> None:
    optimized = run(*arguments, python=["-OO"])
    assert (optimized.returncode, optimized.stderr) == (0, b"")
    assert "None" not in optimized.stdout.decode().split()
    assert optimized.stdout == run(*arguments).stdout
