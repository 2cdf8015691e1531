"""Placing an order: its merchant order id, its history, and what stays (domain.md, A1)."""

import attrs
import pytest
from support.examples import ORDER, UNKNOWN_HISTORY, order, totals
from support.json_values import written_back
from support.odd_records import ODD_RECORDS
from support.order_life import BOTH_IDS
from support.value_parts import changed_fields

from backd_rules import (
    Allowed,
    BackdOrderIdMismatch,
    Change,
    Denied,
    IncreaseExceedsLimit,
    MerchantLimit,
    Money,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    StatusForbidsAction,
    changes,
    decide_update,
    place,
    wire,
)

PLACING_CHANGES = {"merchant_order_id", "status", "placed_total", "increase_count"}
SELECTED = attrs.evolve(UNKNOWN_HISTORY, status=OrderStatus.TERMS_SELECTED)


def test_the_placed_order_has_its_present_total_as_the_original() -> None:
    """A1: the placed order has its present total as `placed_total` and an `increase_count` of 0."""
    assert place(SELECTED, BOTH_IDS) == Allowed(ORDER)
    assert (ORDER.placed_total, ORDER.increase_count) == (Money.of(9150), 0)


def test_a_recorded_history_is_overwritten() -> None:
    recorded = attrs.evolve(SELECTED, placed_total=Money.of(1), increase_count=7)
    assert place(recorded, BOTH_IDS) == Allowed(ORDER)


def test_the_original_includes_the_adjustment() -> None:
    """F7: the difference is part of the recorded total."""
    adjusted = attrs.evolve(SELECTED, totals=totals("9000", "100", adjustment="-9000"))
    decision = place(adjusted, BOTH_IDS)
    assert decision.allowed
    assert decision.order.placed_total == Money.of(100)


def test_the_merchant_order_id_becomes_that_of_the_order() -> None:
    """A1: the merchant order id becomes the order's."""
    request = OrderIds("BO-1", "shop 7/2026 é")
    assert place(SELECTED, request) == Allowed(order(merchant_order_id="shop 7/2026 é"))


@pytest.mark.parametrize("name", ODD_RECORDS)
def test_nothing_else_of_any_record_changes(name: str) -> None:
    payload = {**ODD_RECORDS[name], "status": "terms_selected"}
    before = wire.parse_order(payload)
    decision = place(before, OrderIds("BO-1", "M-2"))
    assert decision.allowed
    assert {*changed_fields(before, decision.order)} <= PLACING_CHANGES
    stored = wire.dump_stored_order(decision.order)
    assert wire.parse_order(stored) == decision.order
    assert stored == {
        **written_back(payload),
        "status": "order_placed",
        "merchant_order_id": "M-2",
        "placed_total": payload["order_total"],
        "increase_count": 0,
    }
    assert before == wire.parse_order(payload)


def test_placing_shows_in_the_changes() -> None:
    decision = place(SELECTED, OrderIds("BO-1", "M-2"))
    assert decision.allowed
    assert changes(SELECTED, decision.order) == (
        Change("/merchant_order_id", "M-1", "M-2"),
        Change("/status", OrderStatus.TERMS_SELECTED, OrderStatus.ORDER_PLACED),
    )


def test_later_increases_are_measured_from_the_placed_total() -> None:
    """L3: the base is the total at which the order was placed."""
    decision = place(attrs.evolve(SELECTED, placed_total=Money.MAX), BOTH_IDS)
    assert decision.allowed
    limit = MerchantLimit(max_increase=Money.of(75))
    within, above = (
        decide_update(decision.order, OrderUpdate("BO-1", "M-1", tax_amount=Money.of(tax)), limit)
        for tax in ("175", "175.01")
    )
    assert within.allowed
    assert above == Denied((IncreaseExceedsLimit(922_501, 922_500, "max_increase"),))


def test_another_order_cannot_be_placed_and_nothing_else_is_said_about_it() -> None:
    """V1: a request that means another order is not judged further."""
    for status in OrderStatus:
        decision = place(order(status=status), OrderIds("BO-2", "M-1"))
        assert decision == Denied((BackdOrderIdMismatch(),))


def test_a_placed_order_is_not_placed_again() -> None:
    refusal = StatusForbidsAction(OrderStatus.ORDER_PLACED, OrderAction.ORDER_PLACED)
    assert place(ORDER, OrderIds("BO-1", "M-2")) == Denied((refusal,))


@pytest.mark.parametrize("backd_order_id", ["BO-1", "BO-2"])
@pytest.mark.parametrize("status", OrderStatus)
def test_a_request_without_the_merchant_order_id_is_a_value_error(
    backd_order_id: str, status: OrderStatus
) -> None:
    """A1: `order_placed` requires both ids."""
    message = r"^place\.request must state merchant_order_id$"
    with pytest.raises(ValueError, match=message):
        place(order(status=status), OrderIds(backd_order_id))
