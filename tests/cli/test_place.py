"""The command `place`."""

from pathlib import Path

from support.command_line import IDS, Capture, action, error_lines, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER

SELECTED = {**ORDER, "status": "terms_selected"}


def test_an_order_is_placed(folder: Path, capsys: Capture) -> None:
    """The merchant order id becomes the order's (domain.md, A1)."""
    write(folder, "order", {**SELECTED, "merchant_order_id": "M-0\033"})
    write(folder, "request", {**IDS, "merchant_order_id": "M-1"})
    assert main(action("place")) == 0
    assert capsys.readouterr() == (
        """\
ALLOWED  BO-20260416-0001

  Changed:
    /merchant_order_id: M-0\\x1b -> M-1
    /status: terms_selected -> order_placed
""",
        "",
    )


def test_only_the_status_changes_if_the_order_has_the_merchant_order_id(
    folder: Path, capsys: Capture
) -> None:
    write(folder, "order", SELECTED)
    write(folder, "request", IDS)
    assert main(action("place")) == 0
    assert capsys.readouterr().out == (
        "ALLOWED  BO-20260416-0001\n\n  Changed:\n    /status: terms_selected -> order_placed\n"
    )


def test_both_ids_are_required(folder: Path, capsys: Capture) -> None:
    write(folder, "order", SELECTED)
    write(folder, "request", {"backd_order_id": "BO-20260416-0001"})
    assert error_lines(action("place"), capsys) == [
        "request.json as the request: /merchant_order_id must be stated [missing]"
    ]
