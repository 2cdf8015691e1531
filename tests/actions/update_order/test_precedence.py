"""The order of precedence of the rules: the violation reported first, and all of them.

One update is wrong in every way. Each row of the table repairs one more fault. Which order is meant
comes first: nothing else is judged where that is wrong (domain.md, V1 and V2).
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
UNKNOWN: dict[str, object] = {"placed_total": None, "increase_count": None}
WRONG: dict[str, object] = {
    "backd_order_id": "BO-2",
    "merchant_order_id": "M-2",
    "billing": ContactUpdate(company_name="Co"),
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
FORBIDDEN: dict[str, object] = {"status": OrderStatus.REFUND}


@pytest.mark.parametrize(
    ("repaired", "fields", "limit", "first"),
    [
        (0, FORBIDDEN | UNKNOWN, NEVER, "backd_order_id_mismatch"),
        (1, FORBIDDEN | UNKNOWN, NEVER, "merchant_order_id_mismatch"),
        (2, FORBIDDEN | UNKNOWN, NEVER, "status_forbids_action"),
        (2, UNKNOWN, NEVER, "contact_incomplete"),
        (3, UNKNOWN, NEVER, "amount_out_of_range"),
        (4, UNKNOWN, NEVER, "cart_amount_mismatch"),
        (5, UNKNOWN, NEVER, "order_total_mismatch"),
        (6, UNKNOWN, NEVER, "history_unknown"),
        (6, {"placed_total": None}, NEVER, "history_unknown"),
        (6, {"increase_count": None}, NEVER, "history_unknown"),
        (6, {}, NEVER, "increase_exceeds_limit"),
        (6, {}, NO_MORE, "too_many_increases"),
        (6, {}, ONE_MORE, None),
    ],
)
def test_repairing_the_first_fault_reveals_the_next(
    repaired: int, fields: dict[str, object], limit: MerchantLimit, first: str | None
) -> None:
    change = update(**{**WRONG, **dict(REPAIRS[:repaired])})
    decision = decide_update(order(**fields), change, limit)
    assert next(iter(codes(decision)), None) == first


@pytest.mark.parametrize(
    ("repaired", "found"),
    [
        ({}, ["backd_order_id_mismatch", "merchant_order_id_mismatch"]),
        ({"backd_order_id": "BO-1"}, ["merchant_order_id_mismatch"]),
        ({"merchant_order_id": "M-1"}, ["backd_order_id_mismatch"]),
    ],
)
def test_an_update_that_means_another_order_is_not_judged_further(
    repaired: dict[str, object], found: list[str]
) -> None:
    """V1: a request that means another order is not judged further."""
    decision = decide_update(order(**FORBIDDEN | UNKNOWN), update(**WRONG | repaired), NEVER)
    assert codes(decision) == found


MEANT: dict[str, object] = {**WRONG, "backd_order_id": "BO-1", "merchant_order_id": "M-1"}
INCOMPLETE = ["contact_incomplete"] * 9
AMOUNTS = ["amount_out_of_range", "cart_amount_mismatch", "order_total_mismatch"]


@pytest.mark.parametrize(
    ("history", "last"),
    [
        ({}, ["increase_exceeds_limit", "too_many_increases"]),
        (UNKNOWN, ["history_unknown"]),
        ({"placed_total": None}, ["history_unknown", "too_many_increases"]),
        ({"increase_count": None}, ["history_unknown", "increase_exceeds_limit"]),
    ],
)
def test_an_update_wrong_in_every_way_gets_every_violation_in_order(
    history: dict[str, object], last: list[str]
) -> None:
    """V2: every rule is applied; what needs an unknown history is not evaluated."""
    decision = decide_update(order(**FORBIDDEN | history), update(**MEANT), NEVER)
    assert codes(decision) == ["status_forbids_action", *INCOMPLETE, *AMOUNTS, *last]


def test_every_code_is_in_one_of_these_tests() -> None:
    seen = {"unknown_order", "backd_order_id_mismatch", "merchant_order_id_mismatch"}
    seen |= {"status_forbids_action", "contact_incomplete", *AMOUNTS}
    seen |= {"history_unknown", "increase_exceeds_limit", "too_many_increases"}
    of_refunds = {"refund_exceeds_total", "no_active_refund", "refund_locked"}
    assert seen | of_refunds == {*CODES}


def test_an_unknown_order_is_the_only_violation() -> None:
    [decision] = decide_updates([ORDER], [update(**WRONG)], NEVER)
    assert decision == decide_updates([], [update()], NEVER)[0]
    assert codes(decision) == [UnknownOrder.code] == CODES[:1]


def test_the_violation_classes_are_in_order_of_precedence() -> None:
    assert [violation.code for violation in VIOLATIONS] == CODES
