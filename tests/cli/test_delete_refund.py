"""The command `delete-refund`. The tests of its option `--at` are in `test_refund.py`."""

from pathlib import Path
from typing import Any

import pytest
from support.command_line import AT, IDS, Capture, action, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER

CONFIRMED = {**ORDER, "status": "order_confirmed"}
REQUEST = {"backd_order_id": IDS["backd_order_id"]}


def test_the_active_refund_request_is_deleted(folder: Path, capsys: Capture) -> None:
    """It becomes `declined` (domain.md, A6)."""
    approved = {**ORDER["refunds"][0], "status": "approved"}
    write(folder, "order", {**CONFIRMED, "refunds": [{"amount": 7, "status": "paid"}, approved]})
    write(folder, "request", REQUEST)
    assert main(action("delete-refund", *AT)) == 0
    assert capsys.readouterr() == (
        """\
ALLOWED  BO-20260416-0001

  Changed:
    /refunds: 2 refunds -> 2 refunds
      7.00 paid
      50.00 declined
""",
        "",
    )


@pytest.mark.parametrize(
    ("refunds", "line"),
    [
        ([], "the order has no active refund request [no_active_refund]"),
        (
            [{"amount": 5, "status": "draft", "locked_at": "2026-04-15 12:49:46"}],
            "the active refund request is locked since 2026-04-15 12:49:46 UTC [refund_locked]",
        ),
        (
            [{"amount": 5, "status": "draft", "locked_at": "\033[2J"}],
            "the active refund request is locked, as its deadline is unknown [refund_locked]",
        ),
    ],
)
def test_a_refund_request_that_cannot_be_deleted(
    folder: Path, capsys: Capture, refunds: list[dict[str, Any]], line: str
) -> None:
    write(folder, "order", {**CONFIRMED, "refunds": refunds})
    write(folder, "request", REQUEST)
    assert main(action("delete-refund", *AT)) == 1
    assert capsys.readouterr() == (f"DENIED  BO-20260416-0001\n  {line}\n", "")
