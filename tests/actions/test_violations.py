"""Violations: their paths, messages, facts and meanings."""

import json

import pytest
from support.examples import ORDER

from backd_rules import (
    AmountOutOfRange,
    BackdOrderIdMismatch,
    CartAmountMismatch,
    ContactIncomplete,
    Denied,
    HistoryUnknown,
    IncreaseExceedsLimit,
    MerchantOrderIdMismatch,
    NoActiveRefund,
    OrderAction,
    OrderStatus,
    OrderTotalMismatch,
    RefundExceedsTotal,
    RefundLocked,
    StatusForbidsAction,
    TooManyIncreases,
    UnknownOrder,
    Violation,
    wire,
)
from backd_rules.actions.violations import VIOLATIONS

CASES: list[tuple[Violation, str, str, dict[str, object]]] = [
    (UnknownOrder(), "/backd_order_id", "there is no order with this backd_order_id", {}),
    (BackdOrderIdMismatch(), "/backd_order_id", "backd_order_id is not that of the order", {}),
    (
        MerchantOrderIdMismatch(),
        "/merchant_order_id",
        "merchant_order_id is not that of the order",
        {},
    ),
    (
        StatusForbidsAction(OrderStatus.REFUND, OrderAction.UPDATE_ORDER),
        "",
        "an order with status refund does not allow the action update_order",
        {"status": "refund", "action": "update_order"},
    ),
    (
        StatusForbidsAction(ORDER.status, OrderAction.ORDER_PLACED),
        "",
        "an order with status order_placed does not allow the action order_placed",
        {"status": "order_placed", "action": "order_placed"},
    ),
    (
        ContactIncomplete("/billing/email"),
        "/billing/email",
        "/billing/email must be stated, as a new contact must be complete",
        {},
    ),
    (
        AmountOutOfRange("/order_total", -1),
        "/order_total",
        "order_total would be -0.01, but it must be from 0.00 to 9999999999999.99",
        {"amount": -0.01},
    ),
    (
        AmountOutOfRange("/cart_amount", 10**15),
        "/cart_amount",
        "cart_amount would be 10000000000000.00, but it must be from 0.00 to 9999999999999.99",
        {"amount": 10_000_000_000_000},
    ),
    (
        CartAmountMismatch(100, 205, 205, 205),
        "/cart_amount",
        "cart_amount is 1.00, the items add up to 2.05",
        {"cart_amount": 1, "lowest": 2.05, "half_up": 2.05, "highest": 2.05},
    ),
    (
        CartAmountMismatch(100, 204, 205, 206),
        "/cart_amount",
        "cart_amount is 1.00, the items add up to between 2.04 and 2.06",
        {"cart_amount": 1, "lowest": 2.04, "half_up": 2.05, "highest": 2.06},
    ),
    (
        OrderTotalMismatch(100, -205),
        "/order_total",
        "order_total is 1.00, the amounts add up to -2.05",
        {"stated": 1, "expected": -2.05},
    ),
    (
        HistoryUnknown(("placed_total",)),
        "/order_total",
        "the order does not state placed_total, which the limit needs",
        {"unknown": ["placed_total"]},
    ),
    (
        HistoryUnknown(("placed_total", "increase_count")),
        "/order_total",
        "the order does not state placed_total and increase_count, which the limit needs",
        {"unknown": ["placed_total", "increase_count"]},
    ),
    (
        IncreaseExceedsLimit(205, 100, "max_order_total"),
        "/order_total",
        "order_total would be 2.05, max_order_total allows 1.00",
        {"order_total": 2.05, "ceiling": 1, "bound_by": "max_order_total"},
    ),
    (
        TooManyIncreases(3, 2),
        "/order_total",
        "this order has been increased 3 times; the limit is 2",
        {"increase_count": 3, "max_increases": 2},
    ),
    (
        TooManyIncreases(1, 0),
        "/order_total",
        "this order has been increased 1 time; the limit is 0",
        {"increase_count": 1, "max_increases": 0},
    ),
    (
        RefundExceedsTotal(915001, 915000),
        "/refund_amount",
        "refund_amount is 9150.01, the order's total is 9150.00",
        {"refund_amount": 9150.01, "order_total": 9150},
    ),
    (NoActiveRefund(), "", "the order has no active refund request", {}),
    (
        RefundLocked("2026-04-15 22:00:00"),
        "",
        "the active refund request is locked since 2026-04-15 22:00:00 UTC",
        {"locked_at": "2026-04-15 22:00:00"},
    ),
    (
        RefundLocked(None),
        "",
        "the active refund request is locked, as its deadline is unknown",
        {"locked_at": None},
    ),
]


@pytest.mark.parametrize(("violation", "path", "message", "facts"), CASES)
def test_a_violation_has_a_path_a_message_and_facts(
    violation: Violation, path: str, message: str, facts: dict[str, object]
) -> None:
    """V5: violations carry their facts, amounts in dollars."""
    assert (violation.path, violation.message) == (path, message)
    assert violation.facts == facts
    assert [*violation.facts] == [*facts]
    assert json.loads(json.dumps(violation.facts)) == facts


def test_whole_dollars_are_ints_and_cents_floats() -> None:
    """N1: amounts are JSON numbers in US dollars."""
    facts = IncreaseExceedsLimit(205, 100, "max_increase").facts
    assert (type(facts["order_total"]), type(facts["ceiling"])) == (float, int)


def test_the_facts_are_a_new_dict_each_time() -> None:
    violation = HistoryUnknown(("placed_total",))
    violation.facts.clear()
    assert violation.facts == {"unknown": ["placed_total"]}


def test_every_violation_is_in_the_cases() -> None:
    assert {type(violation) for violation, *_ in CASES} == {*VIOLATIONS}


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: str(violation.code))
def test_a_violation_says_what_its_code_means(violation: type[Violation]) -> None:
    assert violation.meaning.endswith(".")
    assert violation.__doc__


def test_two_violations_are_equal_if_their_facts_are() -> None:
    assert CartAmountMismatch(1, 2, 2, 3) == CartAmountMismatch(1, 2, 2, 3)
    assert CartAmountMismatch(1, 2, 2, 3) != CartAmountMismatch(1, 2, 3, 3)
    assert len({BackdOrderIdMismatch(), BackdOrderIdMismatch(), UnknownOrder()}) == 2


def test_a_response_has_the_facts_too() -> None:
    """V5: facts are in the response too, so that a client can say them in its own language."""
    shown = wire.response(Denied(tuple(violation for violation, *_ in CASES)))["violations"]
    assert shown == [
        {"code": str(violation.code), "path": path, "message": message, "facts": facts}
        for violation, path, message, facts in CASES
    ]
