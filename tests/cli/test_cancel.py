"""The command `cancel`."""

from pathlib import Path

from support.command_line import IDS, Capture, action, write

from backd_rules.cli.command import main


def test_an_order_is_canceled(folder: Path, capsys: Capture) -> None:
    write(folder, "request", {"backd_order_id": IDS["backd_order_id"]})
    assert main(action("cancel")) == 0
    assert capsys.readouterr() == (
        """\
ALLOWED  BO-20260416-0001

  Changed:
    /status: order_placed -> order_canceled
""",
        "",
    )
