"""The command `headroom`."""

from pathlib import Path
from typing import Any

import pytest
from support.command_line import Capture, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER


@pytest.mark.parametrize(
    ("order", "limit", "out"),
    [
        (
            {},
            {"max_increase": 75},
            "75.00 may still be added to the total of 9150.00.\n"
            "  The limit allows a total of up to 9225.00 (max_increase).\n",
        ),
        (
            {"increase_count": 2, "placed_total": 9100},
            {"max_increase_percent": 12.5, "max_increases": 2},
            "0.00 may still be added to the total of 9150.00.\n"
            "  The limit allows a total of up to 10237.50 (max_increase_percent). "
            "Increases left: 0.\n",
        ),
        (
            {"status": "order_confirmed"},
            {"max_order_total": 9999},
            "0.00 may be added: an order with status order_confirmed cannot be updated.\n",
        ),
    ],
)
def test_headroom_prints_what_may_be_added(
    folder: Path, capsys: Capture, order: dict[str, Any], limit: dict[str, Any], out: str
) -> None:
    write(folder, "order", {**ORDER, **order})
    write(folder, "limit", limit)
    assert main(["headroom", "--order", "order.json", "--limit", "limit.json"]) == 0
    assert capsys.readouterr() == (out, "")
