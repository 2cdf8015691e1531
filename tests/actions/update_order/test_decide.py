"""Deciding one update and a batch: results, misuse, and the steps of a batch."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.counting import calls_of
from support.examples import ORDER, item, order, totals, update
from support.laws import any_updates, law

from backd_rules import (
    Allowed,
    Denied,
    IncreaseExceedsLimit,
    MerchantLimit,
    Money,
    UnknownOrder,
    decide_update,
    decide_updates,
)
from backd_rules.actions.update_order.decide import replay
from backd_rules.domain.item import items_range
from backd_rules.testing import limits, orders

UNLIMITED = MerchantLimit.UNLIMITED


def test_a_decision_is_allowed_or_denied() -> None:
    assert isinstance(decide_update(ORDER, update(), UNLIMITED), Allowed)
    assert isinstance(decide_update(ORDER, update(backd_order_id="x"), UNLIMITED), Denied)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_arguments_of_other_types_are_type_errors(position: int) -> None:
    arguments: list[Any] = [ORDER, update(), UNLIMITED]
    arguments[position] = {}
    name = ("order", "update", "limit")[position]
    with pytest.raises(TypeError, match=f"^decide_update.{name} must be of type "):
        decide_update(*arguments)


def test_a_batch_meets_each_order_as_the_earlier_updates_left_it() -> None:
    limit = MerchantLimit(Money.of(75))
    other = order(backd_order_id="BO-2")
    decisions = decide_updates(
        [ORDER, other],
        [
            update(tax_amount=Money.of(150)),
            update(tax_amount=Money.of(176)),
            update(backd_order_id="BO-3"),
            update(backd_order_id="BO-2", tax_amount=Money.of(175)),
            update(shipping_amount=Money.of(75)),
        ],
        limit,
    )
    first = order(totals=totals("9000", "150", "50"), increase_count=1, placed_total=Money.of(9150))
    second = attrs.evolve(
        other, totals=totals("9000", "175", "50"), increase_count=1, placed_total=Money.of(9150)
    )
    last = attrs.evolve(first, totals=totals("9000", "150", "75"), increase_count=2)
    assert decisions == (
        Allowed(first),
        Denied((IncreaseExceedsLimit(922_600, 922_500, "max_increase"),)),
        Denied((UnknownOrder(),)),
        Allowed(second),
        Allowed(last),
    )


def test_a_batch_refuses_two_orders_with_one_id_and_other_types() -> None:
    with pytest.raises(
        ValueError, match=r"^decide_updates.orders must not have one backd_order_id twice$"
    ):
        decide_updates([ORDER, ORDER], [], UNLIMITED)
    with pytest.raises(TypeError, match=r"^decide_updates.orders must be of type Order, got \w+$"):
        decide_updates([{}], [], UNLIMITED)  # type: ignore[list-item]
    with pytest.raises(
        TypeError, match=r"^decide_updates.updates must be of type OrderUpdate, got \w+$"
    ):
        decide_updates([ORDER], [{}], UNLIMITED)  # type: ignore[list-item]
    with pytest.raises(
        TypeError, match=r"^decide_updates.limit must be of type MerchantLimit, got \w+$"
    ):
        decide_updates([], [], None)  # type: ignore[arg-type]
    assert decide_updates([ORDER], [], UNLIMITED) == ()


@pytest.mark.parametrize("wrong", [None, ORDER, update(), 5], ids=lambda w: type(w).__name__)
def test_a_batch_that_cannot_be_iterated_is_named(wrong: Any) -> None:
    came = "None" if wrong is None else type(wrong).__name__
    with pytest.raises(TypeError) as caught:
        decide_updates(wrong, [], UNLIMITED)
    assert str(caught.value) == f"decide_updates.orders must be an iterable of Order, got {came}"
    with pytest.raises(TypeError) as caught:
        decide_updates([ORDER], wrong, UNLIMITED)
    assert str(caught.value) == (
        f"decide_updates.updates must be an iterable of OrderUpdate, got {came}"
    )


def test_the_recorded_items_of_each_order_are_added_up_once_per_batch() -> None:
    """T4: an update that moves the cart is judged by the sums of all items, which take long."""
    thirds = tuple(item("0.333333", "1") for _ in range(3))
    first = order(totals=totals("0.99"), items=thirds)
    second = attrs.evolve(first, backd_order_id="BO-2")
    third = order(totals=totals("2"), items=(item("1", "2"),), backd_order_id="BO-3")
    updates = [
        update(backd_order_id=f"BO-{1 + number % 3}", cart_amount=Money(cents=98 + number % 7))
        for number in range(42)
    ]
    with calls_of(items_range) as calls:
        steps = list(replay([first, second, third], updates, UNLIMITED))
    decisions = [step.decision for step in steps]
    assert decisions == [decide_update(s.order, s.update, UNLIMITED) for s in steps if s.order]
    assert {decision.allowed for decision in decisions} == {True, False}
    assert len(calls) == 2


def test_a_step_has_its_update_and_the_order_that_it_met() -> None:
    updates = [
        update(tax_amount=Money.of(150)),
        update(backd_order_id="BO-3"),
        update(tax_amount=Money.of(176)),
    ]
    first, unknown, last = replay([ORDER], updates, UNLIMITED)
    assert [first.update, unknown.update, last.update] == updates
    assert isinstance(first.decision, Allowed)
    assert (first.order, unknown.order, last.order) == (ORDER, None, first.decision.order)
    assert unknown.decision == Denied((UnknownOrder(),))


@law
@given(st.data())
def test_a_replay_has_the_decisions_of_the_batch_and_the_order_that_each_met(
    data: st.DataObject,
) -> None:
    drawn = data.draw(
        st.lists(orders(), min_size=1, max_size=3, unique_by=lambda o: o.backd_order_id)
    )
    limit = data.draw(limits())
    updates = [
        data.draw(any_updates(data.draw(st.sampled_from(drawn)), limit) | st.just(update()))
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    steps = [*replay(drawn, updates, limit)]
    assert tuple(step.decision for step in steps) == decide_updates(drawn, updates, limit)
    assert [step.update for step in steps] == updates
    present = {before.backd_order_id: before for before in drawn}
    for step in steps:
        assert step.order is present.get(step.update.backd_order_id)
        if step.order is None:
            assert step.decision == Denied((UnknownOrder(),))
        else:
            assert step.decision == decide_update(step.order, step.update, limit)
        if step.decision.allowed:
            present[step.update.backd_order_id] = step.decision.order
