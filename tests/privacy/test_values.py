"""No text that a log makes of a value, a decision or an audit record has personal data."""

import json
from collections.abc import Iterator, Set
from datetime import datetime
from typing import Any, NamedTuple

import attrs
import pytest
from support.order_life import AT, LOCKS_AT, decide
from support.private_data import MARK, NOT_PERSONAL, private, shown, value_classes
from support.value_parts import parts

from backd_rules import (
    UNSET,
    Contact,
    ContactUpdate,
    Decision,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    Refund,
    RefundRequest,
    audit_differences,
    audit_record,
    ceiling,
    changes,
    explain,
    headroom,
    update_between,
    wire,
)
from backd_rules.actions.update_order.decide import replay
from backd_rules.actions.update_order.proposal import propose_totals
from backd_rules.domain.values import Record

LIMIT = MerchantLimit(Money.of(1), max_increases=0)
UNSTATED = dict.fromkeys(
    ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount", "items"),
    UNSET,
)
OF_REFUNDS = (OrderAction.REFUND, OrderAction.DELETE_REFUND)
ABSURD = wire.parse_order(
    {
        "backd_order_id": "BO-1",
        "merchant_order_id": "M-1",
        "status": "order_placed",
        **dict.fromkeys(("order_total", "discount_amount"), 9999999999999.99),
        "cart_amount": 0,
    }
)
"""Its adjustment exceeds `Money`."""


class Step(NamedTuple):
    """A request, and all that is decided about it."""

    action: OrderAction
    order: Order
    request: Any
    decision: Decision

    @property
    def at(self) -> datetime | None:
        return AT if self.action in OF_REFUNDS else None


def orders(plain: Set[str]) -> Iterator[Order]:
    locked = private(Refund, plain, status="draft")
    active = attrs.evolve(locked, locked_at=LOCKS_AT)
    for status in OrderStatus:
        order: Order = private(Order, plain, status=status)
        yield order
        yield attrs.evolve(order, refunds=(locked,), placed_total=None, increase_count=None)
        yield attrs.evolve(order, shipping=None, billing=None, items=(), refunds=(active,))


def updates(plain: Set[str]) -> Iterator[OrderUpdate]:
    texts = private(OrderUpdate, plain, **UNSTATED)
    yield texts
    yield private(OrderUpdate, plain)
    yield attrs.evolve(texts, billing=ContactUpdate(email=f"{MARK}@example.com"))
    yield attrs.evolve(texts, tax_amount=Money.of(100))
    yield attrs.evolve(texts, discount_amount=Money.of(100))
    yield attrs.evolve(texts, cart_amount=Money.of(1), order_total=Money.of(1))
    yield attrs.evolve(texts, backd_order_id="other")
    yield attrs.evolve(texts, merchant_order_id="other")


def steps(plain: Set[str] = NOT_PERSONAL) -> Iterator[Step]:
    for order in orders(plain):
        for update in updates(plain):
            yield from step(OrderAction.UPDATE_ORDER, order, update)
        for action in (action for action in OrderAction if action != "update_order"):
            cls = RefundRequest if action is OrderAction.REFUND else OrderIds
            request = private(cls, plain, merchant_order_id=order.merchant_order_id)
            yield from step(action, order, request)
            yield from step(action, order, attrs.evolve(request, merchant_order_id="other"))
            if cls is RefundRequest:
                more = attrs.evolve(request, refund_amount=Money.of(1000))
                yield from step(action, order, more)


def step(action: OrderAction, order: Order, request: Any) -> Iterator[Step]:
    yield Step(action, order, request, decide(str(action), order, request, AT, LIMIT))


def results(one: Step) -> Iterator[object]:
    """Yield all that a program can log of a decision."""
    action, order, request, decision = one
    yield from one
    if action is OrderAction.UPDATE_ORDER:
        yield from replay([order], [request], LIMIT)
        yield from replay([], [request], LIMIT)
        yield from explain(order, request, LIMIT)
        yield [rule.facts for rule in explain(order, request, LIMIT)]
        yield propose_totals(order, request)
    if isinstance(decision, Denied):
        yield wire.response(decision)
        yield [(violation.message, violation.facts) for violation in decision.violations]
    else:
        yield decision.totals
        yield from changes(order, decision.order)
    if decision.allowed and action is OrderAction.UPDATE_ORDER:
        yield update_between(order, decision.order)


def test_no_text_of_a_value_is_personal() -> None:
    """Also where a field is new: the texts come from the declarations. Other texts are shown."""
    classes = [Order, OrderUpdate]
    for cls in classes:
        for part in parts(private(cls)):
            if not isinstance(part, str):
                assert MARK not in shown(part)
    texts = [part for cls in classes for part in parts(private(cls)) if isinstance(part, str)]
    assert sum(MARK in text for text in texts) == 2 * (2 * 11 + 3)
    for name in NOT_PERSONAL - {"status"}:  # An enum in an order, and a text in a refund.
        assert f"{name} 1" in repr(private(Order))
    assert "status='status 1'" in repr(private(Refund))


def test_no_decision_and_nothing_that_follows_is_personal() -> None:
    for one in steps():
        for result in results(one):
            assert MARK not in shown(result)


def test_every_class_of_values_is_among_those_that_are_shown() -> None:
    order: Order = private(Order, status=OrderStatus.ORDER_PLACED)
    limits = [
        LIMIT,
        MerchantLimit(max_increase_percent=private(MerchantLimit).max_increase_percent),
    ]
    more = [ceiling(order, limits[1]), headroom(order, limits[1]), ABSURD, *limits]
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_order({})
    values = [*more, *caught.value.problems, *(r for one in steps() for r in results(one))]
    found = {type(part) for value in values for part in parts(value)}
    assert set(value_classes()) - found == {Record}
    assert MARK not in "".join(map(shown, [*more, *caught.value.problems]))


@pytest.mark.parametrize("action", OrderAction)
def test_an_audit_record_has_one_text_of_the_order(action: OrderAction) -> None:
    """The `backd_order_id`: the other texts are marked here, personal or not."""
    plain = {"backd_order_id"}
    marked = [one for one in steps(plain) if one.action is action]
    limit = LIMIT if action is OrderAction.UPDATE_ORDER else None
    for one in marked:
        order, request = one.order, one.request
        record = audit_record(order, request, limit, one.decision, action=action, at=one.at)
        assert MARK not in json.dumps(record)
        other = attrs.evolve(order, shipping=Contact(email=f"{MARK}@example.org"))
        differences = audit_differences(record, other, request)
        assert "order_before" in differences
        assert MARK not in shown(differences)
    assert {one.decision.allowed for one in marked} == {True, False}
