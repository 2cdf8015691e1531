"""Every pair of status and action, through the function of the action (domain.md, S1).

In each case the status is all that can be wrong.
"""

import pytest
from support.examples import order
from support.order_life import AT, LOCK_TIME, LOCKS_AT, PAIRS, REQUESTS, decide, led_to, refund
from support.refusals import codes_and_paths

from backd_rules import (
    Allowed,
    Denied,
    Money,
    NoActiveRefund,
    Order,
    OrderAction,
    OrderStatus,
    RefundExceedsTotal,
    RefundLocked,
    RefundRequest,
    StatusForbidsAction,
    wire,
)
from backd_rules.schema.example import ORDER as PAYLOAD


def order_in(status: str) -> Order:
    """Return an order with an active refund request that is not locked at `AT`."""
    return order(status=OrderStatus(status), refunds=(refund(),))


@pytest.mark.parametrize(("status", "action"), PAIRS)
def test_the_status_decides_whether_an_action_is_allowed(status: str, action: str) -> None:
    decision = decide(action, order_in(status), REQUESTS[action])
    expected = led_to(status, action)
    if expected is None:
        refusal = StatusForbidsAction(OrderStatus(status), OrderAction(action))
        assert decision == Denied((refusal,))
        assert codes_and_paths(decision) == [("status_forbids_action", "")]
    else:
        assert isinstance(decision, Allowed)
        assert decision.order.status is OrderStatus(expected)


def test_six_of_the_thirty_pairs_are_allowed() -> None:
    allowed = [pair for pair in PAIRS if led_to(*pair)]
    assert len(PAIRS) == 30
    assert allowed == [
        ("terms_selected", "order_placed"),
        ("order_placed", "update_order"),
        ("order_placed", "confirm_order"),
        ("order_placed", "cancel_order"),
        ("order_confirmed", "refund"),
        ("order_confirmed", "delete_refund"),
    ]


@pytest.mark.parametrize("status", [status for status, _ in PAIRS[::6]])
def test_without_an_active_refund_the_status_is_not_all_that_is_wrong(status: str) -> None:
    """V2: every rule is applied, and all violations are reported."""
    present = order(status=OrderStatus(status))
    found = decide("delete_refund", present, REQUESTS["delete_refund"])
    if led_to(status, "delete_refund"):
        assert found == Denied((NoActiveRefund(),))
    else:
        refusal = StatusForbidsAction(OrderStatus(status), OrderAction.DELETE_REFUND)
        assert found == Denied((refusal, NoActiveRefund()))


@pytest.mark.parametrize("status", [status for status, _ in PAIRS[::6]])
def test_once_the_refund_is_locked_the_status_is_not_all_that_is_wrong(status: str) -> None:
    """V2: every rule is applied, and all violations are reported."""
    present, too_much = order_in(status), RefundRequest("BO-1", "M-1", Money.of("9150.01"))
    found = {
        "delete_refund": decide("delete_refund", present, REQUESTS["delete_refund"], LOCK_TIME),
        "refund": decide("refund", present, too_much, LOCK_TIME),
    }
    locked, exceeds = RefundLocked(LOCKS_AT), RefundExceedsTotal(915_001, 915_000)
    if led_to(status, "refund"):
        assert found == {"delete_refund": Denied((locked,)), "refund": Denied((exceeds, locked))}
    else:
        of_delete = StatusForbidsAction(OrderStatus(status), OrderAction.DELETE_REFUND)
        of_refund = StatusForbidsAction(OrderStatus(status), OrderAction.REFUND)
        assert found == {
            "delete_refund": Denied((of_delete, locked)),
            "refund": Denied((of_refund, exceeds, locked)),
        }


@pytest.mark.parametrize("action", ["order_placed", "confirm_order", "cancel_order"])
def test_the_refunds_of_an_order_do_not_matter_to_other_actions(action: str) -> None:
    statuses = [status for status, each in PAIRS if each == action and led_to(status, action)]
    for refunds in ((), (refund(locked_at=None),), (refund("declined"),)):
        for status in statuses:
            present = order(status=OrderStatus(status), refunds=refunds)
            decision = decide(action, present, REQUESTS[action])
            assert decision.allowed
            assert decision.order.refunds == refunds


@pytest.mark.parametrize("action", [action for _, action in PAIRS[:6]])
def test_both_spellings_of_canceled_forbid_every_action(action: str) -> None:
    ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    payload = {**PAYLOAD, **ids, "status": "order_cancelled"}
    decision = decide(action, wire.parse_order(payload), REQUESTS[action], AT)
    refusal = StatusForbidsAction(OrderStatus.ORDER_CANCELED, OrderAction(action))
    assert decision == Denied((refusal,))
