"""The command `confirm`."""

from pathlib import Path

import pytest
from support.command_line import IDS, Capture, action, write

from backd_rules.cli.command import main


@pytest.mark.parametrize("names", [["backd_order_id"], ["backd_order_id", "merchant_order_id"]])
def test_an_order_is_confirmed(folder: Path, capsys: Capture, names: list[str]) -> None:
    """The merchant order id may be stated (domain.md, A2)."""
    write(folder, "request", {name: IDS[name] for name in names})
    assert main(action("confirm")) == 0
    assert capsys.readouterr() == (
        """\
ALLOWED  BO-20260416-0001

  Changed:
    /status: order_placed -> order_confirmed
""",
        "",
    )
