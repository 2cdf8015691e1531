"""The rule of the cart: when it is judged, and the slack that the lines leave (domain.md, T4)."""

import pytest
from support.examples import ORDER, item, order, totals, update
from support.refusals import violations

from backd_rules import (
    CartAmountMismatch,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    Violation,
    decide_update,
)


def violations_of(before: Order, change: OrderUpdate) -> list[Violation]:
    return violations(decide_update(before, change, MerchantLimit.UNLIMITED))


def mismatch(cart: str, lowest: str, half_up: str, highest: str) -> list[Violation]:
    amounts = (Money.of(amount).cents for amount in (cart, lowest, half_up, highest))
    return [CartAmountMismatch(*amounts)]


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (ORDER, update(cart_amount=Money.of(9000)), []),
        (
            ORDER,
            update(cart_amount=Money.of("9000.01")),
            mismatch("9000.01", "9000", "9000", "9000"),
        ),
        (
            ORDER,
            update(cart_amount=Money.of("8999.99")),
            mismatch("8999.99", "9000", "9000", "9000"),
        ),
        (
            ORDER,
            update(cart_amount=Money.of(9000), items=[item(qty="2")]),
            mismatch("9000", "6000", "6000", "6000"),
        ),
        (ORDER, update(cart_amount=Money.of(6000), items=[item(qty="2")]), []),
        (ORDER, update(items=[item(qty="2")]), []),
        (order(items=()), update(cart_amount=Money.of(1)), []),
        (order(items=()), update(cart_amount=Money.of(1), items=[item("1", "1")]), []),
        (
            order(items=()),
            update(cart_amount=Money.of(9000), items=[item("1", "1")]),
            mismatch("9000", "1", "1", "1"),
        ),
    ],
)
def test_a_new_cart_must_be_the_sum_of_the_items(
    before: Order, change: OrderUpdate, expected: list[Violation]
) -> None:
    """T4: where the lines are whole cents there is no slack."""
    assert violations_of(before, change) == expected


THIRDS = (item("0.333", "1"), item("0.335", "1"), item("0.337", "1"))
"""0.99 rounded down, 1.01 half up, 1.02 up."""


@pytest.mark.parametrize(
    ("cart", "expected"),
    [
        ("0.98", mismatch("0.98", "0.99", "1.01", "1.02")),
        ("0.99", []),
        ("1.00", []),
        ("1.01", []),
        ("1.02", []),
        ("1.03", mismatch("1.03", "0.99", "1.01", "1.02")),
    ],
)
@pytest.mark.parametrize("before", [ORDER, order(items=()), order(items=THIRDS)])
def test_a_new_cart_lies_between_the_lines_rounded_down_and_up(
    before: Order, cart: str, expected: list[Violation]
) -> None:
    """T4: however a shop rounds its lines, it is right."""
    change = update(items=THIRDS, cart_amount=Money.of(cart))
    assert violations_of(before, change) == expected


OFF = order(totals=totals("8000", "100", "50"))
"""Its items cost 9000."""


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (OFF, update(merchant_order_status="packed"), []),
        (OFF, update(tax_amount=Money.of(200)), []),
        (OFF, update(cart_amount=Money.of(8000)), []),
        (OFF, update(cart_amount=Money.of(8000), order_total=Money.of(8150)), []),
        (OFF, update(items=[item(sku="other")]), []),
        (OFF, update(items=[item(sku="other")], cart_amount=Money.of(8000)), []),
        (OFF, update(items=[item("4500", "2")]), []),
        (OFF, update(items=[item("3000.001", "3")]), []),  # 9000.003 is half up 9000.00.
        (OFF, update(cart_amount=Money.of(9000)), []),
        (
            OFF,
            update(cart_amount=Money.of(8001)),
            mismatch("8001", "9000", "9000", "9000"),
        ),
        (
            OFF,
            update(items=[item(qty="2")], cart_amount=Money.of(8000)),
            mismatch("8000", "6000", "6000", "6000"),
        ),
        (OFF, update(items=[item(qty="2")]), []),
    ],
)
def test_the_cart_is_judged_only_if_it_or_the_sum_of_the_items_changes(
    before: Order, change: OrderUpdate, expected: list[Violation]
) -> None:
    """T4: otherwise the cart is not judged."""
    assert violations_of(before, change) == expected


@pytest.mark.parametrize(
    ("change", "cart"),
    [
        (update(items=[item(qty="2")]), "6000"),
        (update(items=THIRDS), "1.01"),
        (update(items=THIRDS, cart_amount=Money.of("0.99")), "0.99"),
        (update(items=[item(sku="other")]), "8000"),
        (update(items=[item("4500", "2")]), "8000"),
        (update(tax_amount=Money.of(1)), "8000"),
        (update(cart_amount=Money.of(9000)), "9000"),
    ],
)
def test_items_with_the_same_sum_leave_the_cart_as_it_is(change: OrderUpdate, cart: str) -> None:
    """T3: items with another half-up sum set the cart: a new image URL moves no money."""
    decision = decide_update(OFF, change, MerchantLimit.UNLIMITED)
    assert decision.allowed
    assert decision.order.cart_amount == Money.of(cart)


def test_items_of_an_order_that_had_none_set_the_cart() -> None:
    """T3: or the order had none."""
    for amount in ("9000", "0", "12"):
        before = order(items=(), totals=totals(amount))
        decision = decide_update(before, update(items=[item("0", "1")]), MerchantLimit.UNLIMITED)
        assert decision.allowed
        assert decision.order.cart_amount == Money.ZERO
