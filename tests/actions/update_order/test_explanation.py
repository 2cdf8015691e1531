"""Explaining an update: every rule with its outcome and its facts, worked out by hand."""

from typing import Any

import pytest
from support.counting import calls_of
from support.examples import NEW_CONTACT, ORDER, UNKNOWN_HISTORY, item, order, totals, update

from backd_rules import (
    BackdOrderIdMismatch,
    CartAmountMismatch,
    ContactIncomplete,
    ContactUpdate,
    HistoryUnknown,
    IncreaseExceedsLimit,
    MerchantLimit,
    MerchantOrderIdMismatch,
    Money,
    Order,
    OrderAction,
    OrderStatus,
    OrderTotalMismatch,
    Outcome,
    Percent,
    PersonNameUpdate,
    RuleOutcome,
    StatusForbidsAction,
    TooManyIncreases,
    Violation,
    explain,
)
from backd_rules.domain.item import items_range

Row = tuple[str, dict[str, Any] | None]
"""An outcome and the facts; `None` where the rule is not applicable."""

LIMIT = MerchantLimit(Money.of(75), max_increases=3)
MANY = 10**15 - 1
CODES = (
    "backd_order_id_mismatch",
    "merchant_order_id_mismatch",
    "status_forbids_action",
    "contact_incomplete",
    "amount_out_of_range",
    "cart_amount_mismatch",
    "order_total_mismatch",
    "history_unknown",
    "increase_exceeds_limit",
    "too_many_increases",
)
NOTHING: Row = ("not_applicable", {})
STAYS: dict[str, Row] = {
    "backd_order_id_mismatch": ("passed", {}),
    "merchant_order_id_mismatch": ("passed", {}),
    "status_forbids_action": ("passed", {"status": "order_placed", "action": "update_order"}),
    "contact_incomplete": NOTHING,
    "amount_out_of_range": ("passed", {"order_total": 9150, "cart_amount": 9000}),
    "cart_amount_mismatch": NOTHING,
    "order_total_mismatch": NOTHING,
    "history_unknown": NOTHING,
    "increase_exceeds_limit": NOTHING,
    "too_many_increases": NOTHING,
}
"""The rows of an update of `ORDER` that states nothing."""


def assert_explained(
    found: tuple[RuleOutcome, ...], expected: dict[str, Row], *failed: Violation
) -> None:
    """Assert the rows of all rules, in order, and the violations of those that failed."""
    rows = {str(rule.code): (str(rule.outcome), rule.facts) for rule in found}
    assert rows == expected
    assert [*rows] == [*CODES]
    assert [violation for rule in found for violation in rule.violations] == [*failed]
    for rule in found:
        assert {violation.code for violation in rule.violations} <= {rule.code}


def test_an_update_that_states_nothing() -> None:
    assert_explained(explain(ORDER, update(), LIMIT), STAYS)


def test_an_allowed_raise() -> None:
    """The tax rises by 75.00, to which the limit extends exactly."""
    assert_explained(
        explain(ORDER, update(tax_amount=Money.of(175)), LIMIT),
        {
            **STAYS,
            "amount_out_of_range": ("passed", {"order_total": 9225, "cart_amount": 9000}),
            "history_unknown": ("passed", {"unknown": []}),
            "increase_exceeds_limit": (
                "passed",
                {"order_total": 9225, "ceiling": 9225, "bound_by": "max_increase"},
            ),
            "too_many_increases": ("passed", {"increase_count": 0, "max_increases": 3}),
        },
    )


def test_a_denied_raise() -> None:
    """An item of 75.005 is added, for the fourth time. 0.81 % of 9150.00 is 74.115."""
    raised = update(items=[item(), item("30.002", "2.5")])
    limit = MerchantLimit(Money.of(100), Percent.of("0.81"), max_increases=3)
    assert_explained(
        explain(order(increase_count=3), raised, limit),
        {
            **STAYS,
            "amount_out_of_range": ("passed", {"order_total": 9225.01, "cart_amount": 9075.01}),
            "cart_amount_mismatch": (
                "passed",
                {"cart_amount": 9075.01, "lowest": 9075, "half_up": 9075.01, "highest": 9075.01},
            ),
            "history_unknown": ("passed", {"unknown": []}),
            "increase_exceeds_limit": (
                "failed",
                {"order_total": 9225.01, "ceiling": 9224.11, "bound_by": "max_increase_percent"},
            ),
            "too_many_increases": ("failed", {"increase_count": 3, "max_increases": 3}),
        },
        IncreaseExceedsLimit(922_501, 922_411, "max_increase_percent"),
        TooManyIncreases(3, 3),
    )


def test_a_fall() -> None:
    """L5: a total that falls is never refused by a limit, so that no term is applicable."""
    assert_explained(
        explain(UNKNOWN_HISTORY, update(tax_amount=Money.ZERO), MerchantLimit.NO_INCREASE),
        {**STAYS, "amount_out_of_range": ("passed", {"order_total": 9050, "cart_amount": 9000})},
    )


UNKNOWN_ROWS: dict[str, Row] = {
    **STAYS,
    "amount_out_of_range": ("passed", {"order_total": 9150.01, "cart_amount": 9000}),
}


def test_an_unknown_history() -> None:
    """V2: where the history is needed and unknown, the terms of the limit are not evaluated."""
    cent = update(tax_amount=Money.of("100.01"))
    both = {"unknown": ["placed_total", "increase_count"]}
    assert_explained(
        explain(UNKNOWN_HISTORY, cent, LIMIT),
        {**UNKNOWN_ROWS, "history_unknown": ("failed", both)},
        HistoryUnknown(("placed_total", "increase_count")),
    )
    assert_explained(
        explain(order(placed_total=None), cent, LIMIT),
        {
            **UNKNOWN_ROWS,
            "history_unknown": ("failed", {"unknown": ["placed_total"]}),
            "too_many_increases": ("passed", {"increase_count": 0, "max_increases": 3}),
        },
        HistoryUnknown(("placed_total",)),
    )


def test_an_unknown_history_that_the_limit_does_not_need() -> None:
    """The largest count is the most increases where the limit names none (L9)."""
    cent = update(tax_amount=Money.of("100.01"))
    highest = {"order_total": 9150.01, "ceiling": 9999999999999.99, "bound_by": "max_order_total"}
    rows: dict[str, Row] = {
        **UNKNOWN_ROWS,
        "history_unknown": ("passed", {"unknown": []}),
        "increase_exceeds_limit": ("passed", highest),
    }
    assert_explained(explain(UNKNOWN_HISTORY, cent, MerchantLimit.UNLIMITED), rows)
    counted: Row = ("passed", {"increase_count": 0, "max_increases": MANY})
    assert_explained(
        explain(ORDER, cent, MerchantLimit.UNLIMITED), {**rows, "too_many_increases": counted}
    )


def test_a_stated_total_that_is_wrong() -> None:
    """L7: the limit is checked against the total that the update states."""
    stated = update(order_total=Money.of("9225.01"), tax_amount=Money.of(101))
    assert_explained(
        explain(ORDER, stated, LIMIT),
        {
            **STAYS,
            "amount_out_of_range": ("passed", {"order_total": 9151, "cart_amount": 9000}),
            "order_total_mismatch": ("failed", {"stated": 9225.01, "expected": 9151}),
            "history_unknown": ("passed", {"unknown": []}),
            "increase_exceeds_limit": (
                "failed",
                {"order_total": 9225.01, "ceiling": 9225, "bound_by": "max_increase"},
            ),
            "too_many_increases": ("passed", {"increase_count": 0, "max_increases": 3}),
        },
        OrderTotalMismatch(922_501, 915_100),
        IncreaseExceedsLimit(922_501, 922_500, "max_increase"),
    )


def test_a_stated_total_that_is_right() -> None:
    row: Row = ("passed", {"stated": 9150, "expected": 9150})
    assert_explained(
        explain(ORDER, update(order_total=Money.of(9150)), LIMIT),
        {**STAYS, "order_total_mismatch": row},
    )


def test_a_new_contact_that_is_incomplete() -> None:
    """The facts name the contacts. Each missing field is a violation of its own."""
    billing = ContactUpdate(NEW_CONTACT.name, address=NEW_CONTACT.address)
    row: dict[str, Any] = {"contacts": ["billing"]}
    assert_explained(
        explain(ORDER, update(billing=billing, shipping=ContactUpdate(email="x")), LIMIT),
        {**STAYS, "contact_incomplete": ("failed", row)},
        ContactIncomplete("/billing/phone_number"),
        ContactIncomplete("/billing/email"),
    )
    complete = explain(ORDER, update(billing=NEW_CONTACT), LIMIT)
    assert_explained(complete, {**STAYS, "contact_incomplete": ("passed", row)})


@pytest.mark.parametrize("nothing", [ContactUpdate(), ContactUpdate(PersonNameUpdate())])
def test_a_new_contact_that_states_nothing(nothing: ContactUpdate) -> None:
    """U3: a contact that states nothing changes nothing, so that it is not a new one."""
    assert_explained(explain(ORDER, update(billing=nothing), LIMIT), STAYS)
    present = order(shipping=None)
    row: Row = ("passed", {"contacts": ["shipping"]})
    assert_explained(
        explain(present, update(shipping=NEW_CONTACT, billing=nothing), LIMIT),
        {**STAYS, "contact_incomplete": row},
    )


def test_two_new_contacts() -> None:
    both = update(shipping=NEW_CONTACT, billing=NEW_CONTACT)
    row: Row = ("passed", {"contacts": ["shipping", "billing"]})
    assert_explained(
        explain(order(shipping=None), both, LIMIT), {**STAYS, "contact_incomplete": row}
    )


def test_amounts_that_cannot_be() -> None:
    """T6: both amounts are facts, whichever is out of range."""
    present = order(totals=totals("9000", "100", "50", "9150"))
    lower = update(items=[item("1")])
    found = explain(present, lower, LIMIT)
    [rule] = [rule for rule in found if rule.outcome is Outcome.FAILED]
    assert (rule.code, rule.facts) == (
        "amount_out_of_range",
        {"order_total": -8997, "cart_amount": 3},
    )
    assert [(v.path, v.facts) for v in rule.violations] == [("/order_total", {"amount": -8997})]


def test_a_cart_that_does_not_fit_the_items() -> None:
    found = explain(ORDER, update(cart_amount=Money.of(8999)), LIMIT)
    facts = {"cart_amount": 8999, "lowest": 9000, "half_up": 9000, "highest": 9000}
    assert_explained(
        found,
        {
            **STAYS,
            "amount_out_of_range": ("passed", {"order_total": 9149, "cart_amount": 8999}),
            "cart_amount_mismatch": ("failed", facts),
        },
        CartAmountMismatch(899_900, 900_000, 900_000, 900_000),
    )


def test_a_status_that_forbids_updates_hides_no_other_rule() -> None:
    """V2: every rule is applied."""
    forbidden = order(status=OrderStatus.ORDER_CONFIRMED)
    assert_explained(
        explain(forbidden, update(order_total=Money.of(1)), LIMIT),
        {
            **STAYS,
            "status_forbids_action": (
                "failed",
                {"status": "order_confirmed", "action": "update_order"},
            ),
            "order_total_mismatch": ("failed", {"stated": 1, "expected": 9150}),
        },
        StatusForbidsAction(OrderStatus.ORDER_CONFIRMED, OrderAction.UPDATE_ORDER),
        OrderTotalMismatch(100, 915_000),
    )


@pytest.mark.parametrize("present", [ORDER, UNKNOWN_HISTORY, order(status=OrderStatus.REFUND)])
@pytest.mark.parametrize(
    ("ids", "failed"),
    [
        ({"backd_order_id": "BO-2"}, [BackdOrderIdMismatch()]),
        ({"merchant_order_id": "M-2"}, [MerchantOrderIdMismatch()]),
        (
            {"backd_order_id": "BO-2", "merchant_order_id": "M-2"},
            [BackdOrderIdMismatch(), MerchantOrderIdMismatch()],
        ),
    ],
)
def test_nothing_else_is_said_about_another_order(
    present: Order, ids: dict[str, str], failed: list[Violation]
) -> None:
    """V1: no rule that judges the order has an outcome or facts."""
    wrong = {"order_total": Money.of(1), "billing": ContactUpdate(email="x"), **ids}
    identity: dict[str, Row] = {
        f"{name}_mismatch": ("failed" if name in ids else "passed", {})
        for name in ("backd_order_id", "merchant_order_id")
    }
    expected = {**dict.fromkeys(CODES, NOTHING), **identity}
    assert_explained(explain(present, update(**wrong), LIMIT), expected, *failed)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_arguments_of_other_types_are_type_errors(position: int) -> None:
    arguments: list[Any] = [ORDER, update(), LIMIT]
    arguments[position] = {}
    name = ("order", "update", "limit")[position]
    with pytest.raises(TypeError, match=rf"^explain\.{name} must be of type "):
        explain(*arguments)


def test_the_facts_are_a_new_dict_each_time() -> None:
    rule = explain(UNKNOWN_HISTORY, update(tax_amount=Money.of(101)), LIMIT)[7]
    rule.facts.clear()
    assert rule.facts == {"unknown": ["placed_total", "increase_count"]}
    unknown: Any = rule.facts["unknown"]
    unknown.clear()
    assert rule.facts == {"unknown": ["placed_total", "increase_count"]}


def test_the_items_are_not_added_up_where_the_cart_is_not_judged() -> None:
    with calls_of(items_range) as calls:
        explain(ORDER, update(tax_amount=Money.of(101)), LIMIT)
    assert calls == []
