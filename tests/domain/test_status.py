"""The table of statuses: every pair of status and action against a hand-written matrix."""

from typing import Any

import pytest
from support.order_life import ACTIONS, MATRIX, PAIRS, led_to

from backd_rules import OrderAction, OrderStatus
from backd_rules.domain.status import TRANSITIONS, diagram, next_status


@pytest.mark.parametrize(("status", "action"), PAIRS)
def test_where_an_action_leads(status: str, action: str) -> None:
    assert next_status(OrderStatus(status), OrderAction(action)) == led_to(status, action)


def test_the_matrix_has_every_status_and_action() -> None:
    assert list(MATRIX) == list(OrderStatus) == list(TRANSITIONS)
    assert list(ACTIONS) == list(OrderAction)


def test_both_spellings_of_canceled_are_one_status_and_unknown_words_are_refused() -> None:
    assert OrderStatus("order_cancelled") is OrderStatus.ORDER_CANCELED
    unknowns: tuple[Any, ...] = ("", "ORDER_PLACED", "order_placed ", None, 1, [])
    for unknown in unknowns:
        with pytest.raises(ValueError, match=r"is not a valid OrderStatus$"):
            OrderStatus(unknown)


def test_the_table_cannot_be_changed() -> None:
    table: Any = TRANSITIONS
    with pytest.raises(TypeError):
        table[OrderStatus.REFUND] = {}
    with pytest.raises(TypeError):
        table[OrderStatus.REFUND][OrderAction.REFUND] = OrderStatus.REFUND


def test_the_diagram_has_one_arrow_for_each_allowed_pair() -> None:
    arrows = {line.strip() for line in diagram().splitlines()}
    allowed = {
        f"{status} --> {target}: {action}"
        for status, targets in MATRIX.items()
        for action, target in zip(ACTIONS, targets, strict=True)
        if target
    }
    assert arrows - allowed == {
        "stateDiagram-v2",
        "[*] --> terms_selected: buyer selects terms",
        "order_confirmed --> refund: Backd carries out the refund",
        "order_canceled --> [*]",
        "refund --> [*]",
    }
    assert allowed <= arrows
