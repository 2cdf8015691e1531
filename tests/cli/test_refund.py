"""The command `refund`, and the option `--at` of both refund commands."""

from pathlib import Path

import pytest
from support.command_line import AT, IDS, Capture, action, error_lines, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER

CONFIRMED = {**ORDER, "status": "order_confirmed"}
REQUEST = {**IDS, "refund_amount": 1200.5}


@pytest.mark.parametrize(
    ("at", "locks_at"),
    [
        ("2026-04-15 12:49:46", "2026-04-15 22:00:00"),
        ("2026-04-15 22:00:00", "2026-04-16 22:00:00"),
        ("2026-04-17 22:00:00", "2026-04-20 22:00:00"),
        ("2007-01-01 00:00:00", "2007-01-01 23:00:00"),
        ("9998-12-31 23:59:59", "9999-01-01 23:00:00"),
    ],
)
def test_a_refund_is_requested(folder: Path, capsys: Capture, at: str, locks_at: str) -> None:
    """It locks at 5 PM in Chicago, on a weekday (domain.md, A5)."""
    write(folder, "order", {**CONFIRMED, "refunds": []})
    write(folder, "request", REQUEST)
    assert main(action("refund", "--at", at)) == 0
    assert capsys.readouterr() == (
        f"""\
ALLOWED  BO-20260416-0001

  Changed:
    /refunds: (none) -> 1 refund
      1200.50 draft, locks at {locks_at} UTC
""",
        "",
    )


def test_an_active_request_is_replaced(folder: Path, capsys: Capture) -> None:
    """The active one becomes `declined`; no text of a record controls the terminal (A4, F4)."""
    refunds = [{"amount": 1}, {"amount": 2, "status": "paid\033[2J"}, *ORDER["refunds"]]
    write(folder, "order", {**CONFIRMED, "refunds": refunds})
    write(folder, "request", REQUEST)
    assert main(action("refund", *AT)) == 0
    assert capsys.readouterr() == (
        """\
ALLOWED  BO-20260416-0001

  Changed:
    /refunds: 3 refunds -> 4 refunds
      1.00 (no status)
      2.00 paid\\x1b[2J
      50.00 declined
      1200.50 draft, locks at 2026-04-15 22:00:00 UTC
""",
        "",
    )


def test_every_violation_of_a_refund_is_reported(folder: Path, capsys: Capture) -> None:
    write(folder, "order", {**ORDER, "order_total": 1200, "cart_amount": 1050})
    write(folder, "request", REQUEST)
    assert main(action("refund", "--at", "2026-04-15 22:00:00")) == 1
    assert capsys.readouterr() == (
        """\
DENIED  BO-20260416-0001
  an order with status order_placed does not allow the action refund \
[status_forbids_action]
  refund_amount is 1200.50, the order's total is 1200.00 [refund_exceeds_total]
  the active refund request is locked since 2026-04-15 22:00:00 UTC [refund_locked]
""",
        "",
    )


@pytest.mark.parametrize("command", ["refund", "delete-refund"])
@pytest.mark.parametrize(
    "at",
    [
        "2026-04-15",
        "2026-04-15T12:49:46",
        "2026-04-15 12:49:46Z",
        "2026-04-15 12:49:46+00:00",
        "2026-04-15 12:49:46.5",
        "2026-04-15 24:00:00",
        "2026-02-30 12:00:00",
        "0000-01-01 00:00:00",
        " 2026-04-15 12:49:46",
        "now",
        "",
    ],
)
def test_any_other_time_is_a_usage_error_that_names_the_format(
    command: str, at: str, capsys: Capture
) -> None:
    """A timestamp is in UTC, without a zone (domain.md, N8)."""
    *usage, error = error_lines(action(command, "--at", at), capsys)
    assert usage[0].startswith(f"usage: python -m backd_rules {command} [-h] --order FILE")
    assert error == (
        'argument --at: must be YYYY-MM-DD HH:MM:SS in UTC, as in "2026-04-15 12:49:46"'
    )


@pytest.mark.parametrize("command", ["refund", "delete-refund"])
def test_the_time_is_required(command: str, capsys: Capture) -> None:
    *usage, error = error_lines(action(command), capsys)
    assert '--at "YYYY-MM-DD HH:MM:SS"' in " ".join(" ".join(usage).split())
    assert error == ("the following arguments are required: --at")


@pytest.mark.parametrize("command", ["refund", "delete-refund"])
@pytest.mark.parametrize("at", ["2006-12-31 23:59:59", "9999-01-01 00:00:00"])
def test_a_time_that_no_deadline_is_known_for_is_an_error(
    command: str, at: str, capsys: Capture
) -> None:
    assert error_lines(action(command, "--at", at), capsys)[-1] == (
        "argument --at: must be from 2007 to 9998 in UTC"
    )
