"""Confirming and canceling an order: only its status changes (domain.md, A2 and S1)."""

import pytest
from support.examples import ORDER, order
from support.json_values import written_back
from support.odd_records import ODD_RECORDS
from support.order_life import BOTH_IDS, decide
from support.refusals import codes_and_paths
from support.value_parts import changed_fields

from backd_rules import (
    Allowed,
    BackdOrderIdMismatch,
    Change,
    Denied,
    MerchantLimit,
    MerchantOrderIdMismatch,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    StatusForbidsAction,
    Violation,
    changes,
    confirm,
    decide_update,
    wire,
)

LEADS_TO = {
    "confirm_order": OrderStatus.ORDER_CONFIRMED,
    "cancel_order": OrderStatus.ORDER_CANCELED,
}
each_action = pytest.mark.parametrize("action", LEADS_TO)


@each_action
@pytest.mark.parametrize("ids", [OrderIds("BO-1"), BOTH_IDS], ids=["one id", "both ids"])
def test_a_placed_order_gets_the_next_status(action: str, ids: OrderIds) -> None:
    """The merchant order id may be stated. It must then match."""
    assert decide(action, ORDER, ids) == Allowed(order(status=LEADS_TO[action]))


@each_action
@pytest.mark.parametrize("name", ODD_RECORDS)
def test_nothing_else_of_any_record_changes(action: str, name: str) -> None:
    """A2: they change the status and nothing else."""
    payload = {**ODD_RECORDS[name], "status": "order_placed"}
    before = wire.parse_order(payload)
    decision = decide(action, before, OrderIds("BO-1"))
    assert decision.allowed
    assert changed_fields(before, decision.order) == ["status"]
    stored = wire.dump_stored_order(decision.order)
    assert stored == {**written_back(payload), "status": str(LEADS_TO[action])}
    assert wire.parse_order(stored) == decision.order
    assert before == wire.parse_order(payload)


@each_action
def test_the_status_shows_in_the_changes(action: str) -> None:
    decision = decide(action, ORDER, BOTH_IDS)
    assert decision.allowed
    change = Change("/status", OrderStatus.ORDER_PLACED, LEADS_TO[action])
    assert changes(ORDER, decision.order) == (change,)


@each_action
@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (OrderIds("BO-2"), (BackdOrderIdMismatch(),)),
        (OrderIds("BO-2", "M-1"), (BackdOrderIdMismatch(),)),
        (OrderIds("BO-1", "M-2"), (MerchantOrderIdMismatch(),)),
        (OrderIds("BO-2", "M-2"), (BackdOrderIdMismatch(), MerchantOrderIdMismatch())),
        (OrderIds("bo-1", "M-1 "), (BackdOrderIdMismatch(), MerchantOrderIdMismatch())),
    ],
    ids=str,
)
def test_nothing_else_is_said_about_another_order(
    action: str, status: OrderStatus, ids: OrderIds, expected: tuple[Violation, ...]
) -> None:
    """V1: a request that means another order is not judged further."""
    assert decide(action, order(status=status), ids) == Denied(expected)


@each_action
def test_the_next_status_is_final_for_both_actions(action: str) -> None:
    decision = decide(action, ORDER, BOTH_IDS)
    assert decision.allowed
    for again in LEADS_TO:
        refusal = StatusForbidsAction(LEADS_TO[action], OrderAction(again))
        assert decide(again, decision.order, BOTH_IDS) == Denied((refusal,))


def test_once_confirmed_not_even_an_empty_update_is_allowed() -> None:
    """S1: once confirmed, nothing of the order may be updated."""
    decision = confirm(ORDER, BOTH_IDS)
    assert decision.allowed
    update = OrderUpdate("BO-1", "M-1")
    again = decide_update(decision.order, update, MerchantLimit.UNLIMITED)
    assert codes_and_paths(again) == [("status_forbids_action", "")]
