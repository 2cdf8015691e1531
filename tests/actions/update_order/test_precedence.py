"""The order of precedence of the rules: the violation reported first, and all of them.

One update is wrong in every way. Each row of the table repairs one more fault.
"""

import pytest
from support.examples import NEW_CONTACT, ORDER, order, update
from support.refusals import codes

from backd_rules import (
    ContactUpdate,
    MerchantLimit,
    Money,
    OrderStatus,
    UnknownOrder,
    ViolationCode,
    decide_update,
    decide_updates,
)
from backd_rules.actions.violations import VIOLATIONS

CODES = list(ViolationCode)
NEVER = MerchantLimit(Money.of(75), max_increases=0)
NO_MORE = MerchantLimit(Money.MAX, max_increases=0)
ONE_MORE = MerchantLimit(Money.MAX, max_increases=1)
WRONG: dict[str, object] = {
    "backd_order_id": "BO-2",
    "merchant_order_id": "M-2",
    "billing": ContactUpdate(),
    "order_total": Money.of(9999),
    "cart_amount": Money.of(1),
    "discount_amount": Money.of(20000),
}
REPAIRS: list[tuple[str, object]] = [
    ("backd_order_id", "BO-1"),
    ("merchant_order_id", "M-1"),
    ("billing", NEW_CONTACT),
    ("discount_amount", Money.ZERO),
    ("cart_amount", Money.of(9000)),
    ("tax_amount", Money.of(949)),
]


@pytest.mark.parametrize(
    ("repaired", "status", "limit", "first"),
    [
        (0, "refund", NEVER, "backd_order_id_mismatch"),
        (1, "refund", NEVER, "merchant_order_id_mismatch"),
        (2, "refund", NEVER, "status_forbids_update"),
        (2, "order_placed", NEVER, "contact_incomplete"),
        (3, "order_placed", NEVER, "amount_out_of_range"),
        (4, "order_placed", NEVER, "cart_amount_mismatch"),
        (5, "order_placed", NEVER, "order_total_mismatch"),
        (6, "order_placed", NEVER, "increase_exceeds_limit"),
        (6, "order_placed", NO_MORE, "too_many_increases"),
        (6, "order_placed", ONE_MORE, None),
    ],
)
def test_repairing_the_first_fault_reveals_the_next(
    repaired: int, status: str, limit: MerchantLimit, first: str | None
) -> None:
    change = update(**{**WRONG, **dict(REPAIRS[:repaired])})
    decision = decide_update(order(status=OrderStatus(status)), change, limit)
    assert next(iter(codes(decision)), None) == first


def test_an_update_wrong_in_every_way_gets_every_violation_in_order() -> None:
    decision = decide_update(order(status=OrderStatus.REFUND), update(**WRONG), NEVER)
    found = codes(decision)
    assert list(dict.fromkeys(found)) == CODES[1:]
    assert found == sorted(found, key=CODES.index)


def test_an_unknown_order_is_the_only_violation() -> None:
    [decision] = decide_updates([ORDER], [update(**WRONG)], NEVER)
    assert decision == decide_updates([], [update()], NEVER)[0]
    assert codes(decision) == [UnknownOrder.code] == CODES[:1]


def test_the_violation_classes_are_in_order_of_precedence() -> None:
    assert [violation.code for violation in VIOLATIONS] == CODES
