"""The limit in words, as `check --explain` prints it: its terms, what binds and what remains."""

from pathlib import Path
from typing import Any

import pytest
from support.command_line import IDS, Capture, check, check_as_placed, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER

PLACED = "9,150.00, the total at which it was placed"
LIMITS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (
        {},
        {"max_increase": 75},
        [
            f"at most 75.00 above {PLACED}: 9,225.00.",
            "the amount (max_increase).",
            "35.57 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase": 30},
        [
            f"at most 30.00 above {PLACED}: 9,180.00.",
            "the amount (max_increase).",
            "30.00 of increase before this update.",
        ],
    ),
    (
        {"placed_total": 9100},
        {"max_increase": 20},
        [
            "at most 20.00 above 9,100.00, the total at which it was placed: 9,120.00.",
            "the amount (max_increase).",
            "0.00 of increase before this update.",
        ],
    ),
    (
        {},
        {"max_increase_percent": 12.5},
        [
            f"at most 12.5 % above {PLACED}: 10,293.75.",
            "the percentage (max_increase_percent).",
            "1,104.32 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase_percent": 1500},
        [
            f"at most 1,500 % above {PLACED}: 146,400.00.",
            "the percentage (max_increase_percent).",
            "137,210.57 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase_percent": 9999999999999.99},
        [
            f"at most 9,999,999,999,999.99 % above {PLACED}: 9,999,999,999,999.99.",
            "the percentage (max_increase_percent).",
            "9,999,999,990,810.56 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase": 75, "max_increase_percent": 15, "combine": "higher"},
        [
            f"at most 75.00 or at most 15 %, whichever is more, above {PLACED}: 10,522.50.",
            "the percentage (max_increase_percent).",
            "1,333.07 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase": 75, "combine": "higher"},
        [
            f"at most 75.00 above {PLACED}: 9,225.00.",
            "the amount (max_increase).",
            "35.57 of increase after this update.",
        ],
    ),
    (
        {"placed_total": None},
        {"max_increase": 75, "measured_from": "order_total"},
        [
            "at most 75.00 above 9,150.00, the present total: 9,225.00.",
            "the amount (max_increase).",
            "75.00 of increase after this update.",
        ],
    ),
    (
        {"placed_total": None},
        {"max_order_total": 10000},
        [
            "never a total above 10,000.00.",
            "the highest total (max_order_total).",
            "810.57 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase": 75, "max_order_total": 9200},
        [
            f"at most 75.00 above {PLACED}, and never a total above 9,200.00: 9,200.00.",
            "the highest total (max_order_total).",
            "10.57 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase": 75, "max_order_total": 10000},
        [
            f"at most 75.00 above {PLACED}, and never a total above 10,000.00: 9,225.00.",
            "the amount (max_increase).",
            "35.57 of increase after this update.",
        ],
    ),
    (
        {},
        {"max_increase": 0},
        [
            f"no increase above {PLACED}.",
            "the amount (max_increase).",
            "0.00 of increase before this update.",
        ],
    ),
    (
        {},
        {"max_increase": 0, "max_increase_percent": 0, "combine": "higher"},
        [
            f"no increase above {PLACED}.",
            "the amount (max_increase).",
            "0.00 of increase before this update.",
        ],
    ),
    (
        {},
        {"max_increase": 0, "max_increase_percent": 15},
        [
            f"at most 0.00 and at most 15 % above {PLACED}: 9,150.00.",
            "the amount (max_increase).",
            "0.00 of increase before this update.",
        ],
    ),
    (
        {},
        {"max_increase_percent": 0, "max_order_total": 9100},
        [
            f"no increase above {PLACED}, and never a total above 9,100.00: 9,100.00.",
            "the highest total (max_order_total).",
            "0.00 of increase before this update.",
        ],
    ),
    (
        {"placed_total": None},
        {"max_order_total": 9999999999999.99},
        [
            "unlimited.",
            "nothing.",
            "any amount of increase after this update.",
        ],
    ),
    (
        {"increase_count": 1},
        {"max_increase": 75, "max_increases": 3},
        [
            f"at most 75.00 above {PLACED}: 9,225.00. And at most 3 increases, of which 1 is used.",
            "the amount (max_increase).",
            "35.57 of increase in at most 1 increase after this update.",
        ],
    ),
    (
        {},
        {"max_order_total": 9999999999999.99, "max_increases": 1},
        [
            "unlimited. And at most 1 increase, of which 0 are used.",
            "nothing.",
            "0.00 of increase in at most 0 increases after this update.",
        ],
    ),
    (
        {"increase_count": 2},
        {"max_increase": 75, "max_increases": 2},
        [
            f"at most 75.00 above {PLACED}: 9,225.00. And at most 2 increases, of which 2 "
            "are used.",
            "the number of increases (max_increases).",
            "0.00 of increase in at most 0 increases before this update.",
        ],
    ),
    (
        {"increase_count": None},
        {"max_increase": 75, "max_increases": 2},
        [
            f"at most 75.00 above {PLACED}: 9,225.00. And at most 2 increases; the order does not "
            "state how many are used.",
            "unknown.",
            "unknown.",
        ],
    ),
    (
        {"placed_total": None},
        {"max_increase": 0, "max_order_total": 9200},
        [
            "no increase above the total at which it was placed, which the order does not state, "
            "and never a total above 9,200.00.",
            "unknown.",
            "unknown.",
        ],
    ),
    (
        {"status": "order_canceled", "placed_total": None, "increase_count": None},
        {"max_increase": 75, "max_increases": 2},
        [
            "at most 75.00 above the total at which it was placed, which the order does not state. "
            "And at most 2 increases; the order does not state how many are used.",
            "the status order_canceled, which allows no update.",
            "0.00 of increase before this update.",
        ],
    ),
]


@pytest.mark.parametrize(("order", "limit", "words"), LIMITS)
def test_the_limit_in_words(
    folder: Path, capsys: Capture, order: dict[str, Any], limit: dict[str, Any], words: list[str]
) -> None:
    """The update raises the total from 9150.00 to 9189.43."""
    write(folder, "order", {**ORDER, "placed_total": 9150, "increase_count": 0, **order})
    write(folder, "limit", limit)
    main(check("--explain", "update.json"))
    lines = capsys.readouterr().out.split("\n\n")[2].splitlines()
    labels = ("The limit", "What binds", "What remains")
    assert lines[:3] == [f"  {label}: {one}" for label, one in zip(labels, words, strict=True)]
    assert len(lines) == (4 if words[2] == "unknown." else 3)


def test_what_remains_if_the_total_falls(folder: Path, capsys: Capture) -> None:
    write(folder, "update", {**IDS, "tax_amount": 1})
    assert main(check_as_placed("--explain", "update.json")) == 0
    assert capsys.readouterr().out.endswith(
        "  What remains: 174.00 of increase after this update.\n"
    )
