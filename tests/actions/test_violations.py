"""Violations: their paths, messages and meanings."""

import pytest
from support.examples import ORDER

from backd_rules import (
    AmountOutOfRange,
    BackdOrderIdMismatch,
    CartAmountMismatch,
    ContactIncomplete,
    IncreaseExceedsLimit,
    MerchantOrderIdMismatch,
    OrderTotalMismatch,
    StatusForbidsUpdate,
    TooManyIncreases,
    UnknownOrder,
    Violation,
)
from backd_rules.actions.violations import VIOLATIONS


@pytest.mark.parametrize(
    ("violation", "path", "message"),
    [
        (UnknownOrder(), "/backd_order_id", "there is no order with this backd_order_id"),
        (BackdOrderIdMismatch(), "/backd_order_id", "backd_order_id is not that of the order"),
        (
            MerchantOrderIdMismatch(),
            "/merchant_order_id",
            "merchant_order_id is not that of the order",
        ),
        (
            StatusForbidsUpdate(ORDER.status),
            "",
            "an order with status order_placed cannot be updated",
        ),
        (
            ContactIncomplete("/billing/email"),
            "/billing/email",
            "a new contact must be complete: /billing/email is missing",
        ),
        (
            AmountOutOfRange("/order_total", -1),
            "/order_total",
            "order_total would be -0.01, which is out of range",
        ),
        (
            CartAmountMismatch(100, 205),
            "/cart_amount",
            "cart_amount is 1.00, the items add up to 2.05",
        ),
        (
            OrderTotalMismatch(100, 205),
            "/order_total",
            "order_total is 1.00, the amounts add up to 2.05",
        ),
        (
            IncreaseExceedsLimit(205, 100, "max_order_total"),
            "/order_total",
            "order_total would be 2.05, max_order_total allows 1.00",
        ),
        (
            TooManyIncreases(3, 2),
            "/order_total",
            "this order has been increased 3 times; the limit is 2",
        ),
        (
            TooManyIncreases(1, 0),
            "/order_total",
            "this order has been increased 1 time; the limit is 0",
        ),
    ],
)
def test_a_violation_has_a_path_and_a_message(
    violation: Violation, path: str, message: str
) -> None:
    assert (violation.path, violation.message) == (path, message)


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: str(violation.code))
def test_a_violation_says_what_its_code_means(violation: type[Violation]) -> None:
    assert violation.meaning.endswith(".")
