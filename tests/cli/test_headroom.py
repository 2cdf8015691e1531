"""The command `headroom`."""

from pathlib import Path
from typing import Any

import pytest
from support.command_line import Capture, error_lines, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER


def headroom(*more: str) -> list[str]:
    """Return the arguments of the command `headroom`."""
    return ["headroom", "--order", "order.json", "--limit", "limit.json", *more]


@pytest.mark.parametrize(
    ("order", "limit", "out"),
    [
        (
            {"placed_total": 9150},
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
            {},
            {"max_increase": 75, "measured_from": "order_total"},
            "75.00 may still be added to the total of 9150.00.\n"
            "  The limit allows a total of up to 9225.00 (max_increase).\n",
        ),
        (
            {},
            {"max_order_total": 9000},
            "0.00 may still be added to the total of 9150.00.\n"
            "  The limit allows a total of up to 9000.00 (max_order_total).\n",
        ),
    ],
)
def test_headroom_prints_what_may_be_added(
    folder: Path, capsys: Capture, order: dict[str, Any], limit: dict[str, Any], out: str
) -> None:
    write(folder, "order", {**ORDER, **order})
    write(folder, "limit", limit)
    assert main(headroom()) == 0
    assert capsys.readouterr() == (out, "")


@pytest.mark.parametrize("status", ["terms_selected", "order_confirmed", "order_canceled"])
@pytest.mark.parametrize("limit", [{"max_order_total": 9999}, {"max_increase": 1}])
@pytest.mark.parametrize("more", [[], ["--as-placed"]])
def test_an_order_that_cannot_be_updated_has_no_headroom(
    folder: Path, capsys: Capture, status: str, limit: dict[str, Any], more: list[str]
) -> None:
    """It is zero where the status forbids updates, whatever the history (domain.md, L10)."""
    write(folder, "order", {**ORDER, "status": status})
    write(folder, "limit", limit)
    assert main(headroom(*more)) == 0
    expected = f"0.00 may be added: an order with status {status} cannot be updated.\n"
    assert capsys.readouterr() == (expected, "")


UNKNOWN: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {"max_increase": 75}, "placed_total"),
    ({"increase_count": 0}, {"max_increase_percent": 15, "max_increases": 1}, "placed_total"),
    ({}, {"max_order_total": 9999, "max_increases": 1}, "increase_count"),
    ({}, {"max_increase": 75, "max_increases": 1}, "placed_total and increase_count"),
]


@pytest.mark.parametrize(("order", "limit", "missing"), UNKNOWN)
def test_an_unknown_history_is_an_error_that_says_what_is_missing(
    folder: Path, capsys: Capture, order: dict[str, Any], limit: dict[str, Any], missing: str
) -> None:
    """Ceiling and headroom of an unknown history are an error (domain.md, L10)."""
    write(folder, "order", {**ORDER, **order})
    write(folder, "limit", limit)
    assert error_lines(headroom(), capsys) == [
        f"The limit needs {missing}, which the order does not state. "
        "Use --as-placed if the order has never been updated."
    ]


def test_an_order_as_placed_has_its_present_total_as_the_original(
    folder: Path, capsys: Capture
) -> None:
    write(folder, "limit", {"max_increase": 75, "max_increases": 2})
    assert main(headroom("--as-placed")) == 0
    assert capsys.readouterr() == (
        "75.00 may still be added to the total of 9150.00.\n"
        "  The limit allows a total of up to 9225.00 (max_increase). Increases left: 2.\n",
        "",
    )


@pytest.mark.parametrize("history", [{"placed_total": 9150}, {"increase_count": 0}])
def test_as_placed_does_not_forget_a_stated_history(
    folder: Path, capsys: Capture, history: dict[str, Any]
) -> None:
    write(folder, "order", {**ORDER, **history})
    assert error_lines(headroom("--as-placed"), capsys) == [
        "BO-20260416-0001 states placed_total or increase_count, which --as-placed would forget"
    ]
