"""Runs of the command line: in this process, or in another one with its own streams."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from backd_rules.cli.command import main
from backd_rules.schema.example import LIMIT, ORDER, UPDATE

Capture = pytest.CaptureFixture[str]
IDS = {name: UPDATE[name] for name in ("backd_order_id", "merchant_order_id")}
"""The ids of the built-in example."""
AT = ("--at", "2026-04-15 12:49:46")
"""The option of the refund commands: a Wednesday, before 5 PM in Chicago."""
PROGRAM = "python -m backd_rules: "
"""What each error begins with."""
EXAMPLE_REPORT = """\
ALLOWED  BO-20260416-0001

                            before            after
  cart_amount              9000.00          9039.00
  tax_amount                100.00           100.43
  shipping_amount            50.00            50.00
  discount_amount             0.00             0.00
  order_total              9150.00          9189.43

  The total increases by 39.43.
  The limit allows a total of up to 9225.00 (max_increase).

  Changed:
    /order_total: 9150.00 -> 9189.43
    /cart_amount: 9000.00 -> 9039.00
    /tax_amount: 100.00 -> 100.43
    /shipping/address/line2: Floor 1 -> Floor 2
    /items: 1 item (9000.00) -> 2 items (9039.00)
"""
"""The report on the built-in example, whose order is taken as placed."""


def write(folder: Path, name: str, document: object) -> None:
    """Write `document` to the file `name`.json of `folder`."""
    folder.joinpath(f"{name}.json").write_text(json.dumps(document), encoding="utf-8")


def write_example(folder: Path) -> None:
    """Write the built-in example to order.json, limit.json and update.json."""
    for name, document in (("order", ORDER), ("limit", LIMIT), ("update", UPDATE)):
        write(folder, name, document)


def check(*more: str, order: str = "order.json", limit: str = "limit.json") -> list[str]:
    """Return the arguments of the command `check`."""
    return ["check", "--order", order, "--limit", limit, *more]


def check_as_placed(*more: str, order: str = "order.json") -> list[str]:
    """Return the arguments of the command `check`, of an order that was never updated."""
    return check("--as-placed", *more, order=order)


def action(command: str, *more: str, order: str = "order.json") -> list[str]:
    """Return the arguments of a command that decides the action that request.json requests."""
    return [command, "--order", order, *more, "request.json"]


def error_lines(arguments: Sequence[str], capsys: Capture) -> list[str]:
    """Run a command that fails, and return its errors, with the usage if it prints that."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return messages(err)


def messages(err: str) -> list[str]:
    """Return the lines of standard error without the name of the program, which errors have."""
    lines = err.splitlines()
    assert [line for line in lines if not line.startswith((PROGRAM, "usage: ", " "))] == []
    return [line.removeprefix(PROGRAM) for line in lines]


def run(
    *arguments: str, python: Sequence[str] = (), **options: Any
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line in another process; `python` has options of the interpreter."""
    command = [sys.executable, *python, "-m", "backd_rules", *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, check=False, **streams)


def redirected(
    redirection: str, *arguments: str, **options: Any
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line in a shell that redirects its streams, as in `2>&-`."""
    command = [sys.executable, "-m", "backd_rules", *arguments]
    shell = ["sh", "-c", f'exec "$@" {redirection}', "sh", *command]
    return subprocess.run(shell, check=False, capture_output=True, **options)
