"""Deciding an audit record again: nothing differs, or what differs is named exactly."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import attrs
import pytest
from support.examples import ORDER, order, update
from support.order_life import (
    ACTIONS,
    AT,
    BOTH_IDS,
    LOCK_TIME,
    REQUESTS,
    decide,
    led_to,
    refund,
)
from support.random_actions import random_action
from support.random_cases import RandomCases

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    RefundRequest,
    audit_differences,
    audit_record,
    decide_update,
    wire,
)

LIMIT = MerchantLimit(Money.of(75), max_increases=3)
Record = dict[str, Any]
VERDICT = ("allowed", "violations", "order_after")


def stored(record: Record) -> Record:
    """Return a record as a store returns it: its JSON text, decoded again."""
    decoded: Record = json.loads(json.dumps(record))
    assert decoded == record
    return decoded


def of_update(order: Order, request: OrderUpdate, limit: MerchantLimit = LIMIT) -> Record:
    return stored(audit_record(order, request, limit, decide_update(order, request, limit)))


def of_action(action: str, order: Order, request: Any, at: datetime = AT) -> Record:
    """Return the record of an action that takes no limit."""
    time = at if action in ("refund", "delete_refund") else None
    decision = decide(action, order, request, at)
    known = OrderAction(action)
    return stored(audit_record(order, request, None, decision, action=known, at=time))


def order_for(action: str) -> Order:
    """Return an order that allows an action, with a refund request that is active at `AT`."""
    [status] = [status for status in OrderStatus if led_to(status, action)]
    return order(status=status, refunds=(refund(),))


def record_for(action: str) -> Record:
    """Return the record of an allowed action on `order_for` it."""
    present, request = order_for(action), REQUESTS[action]
    if isinstance(request, OrderUpdate):
        return of_update(present, request)
    return of_action(action, present, request)


OTHERS = [action for action in ACTIONS if action != "update_order"]
RAISED = update(tax_amount=Money.of(175))
DENIED = update(tax_amount=Money.of("175.01"))


@pytest.mark.parametrize("request_", [RAISED, DENIED, update(backd_order_id="BO-2")])
def test_the_record_of_an_update_differs_in_nothing(request_: OrderUpdate) -> None:
    assert audit_differences(of_update(ORDER, request_), ORDER, request_) == ()


@pytest.mark.parametrize("action", OTHERS)
@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("at", [AT, LOCK_TIME - timedelta(microseconds=1), LOCK_TIME])
def test_the_record_of_another_action_differs_in_nothing(
    action: str, status: OrderStatus, at: datetime
) -> None:
    present = order(status=status, refunds=(refund(),))
    record = of_action(action, present, REQUESTS[action], at)
    assert audit_differences(record, present, REQUESTS[action]) == ()


def test_the_records_of_random_updates_differ_in_nothing() -> None:
    random = RandomCases(seed=6)
    for _ in range(300):
        before, agreed = random.order(), random.limit()
        request = wire.parse_update(random.update(before, agreed))
        present, limit = wire.parse_order(before), wire.parse_limit(agreed)
        assert audit_differences(of_update(present, request, limit), present, request) == ()


def test_the_records_of_random_actions_differ_in_nothing() -> None:
    """The recorded time has no fraction of a second. That changes no decision."""
    draw, microseconds = Random(6), 0
    for _ in range(600):
        action, before, payload, at = random_action(draw)
        microseconds += at is not None and at.microsecond > 0
        present = wire.parse_order(before)
        parse: Any = wire.parse_refund_request if action == "refund" else wire.parse_ids
        request = parse(payload)
        record = of_action(action, present, request, at or AT)
        assert audit_differences(record, present, request) == ()
    assert microseconds > 50


# Tampering

CHANGED: dict[str, Any] = {
    "backd_order_id": "BO-2",
    "order_before": "0" * 64,
    "request": "0" * 64,
    "allowed": False,
    "violations": [{"code": "refund_locked", "path": "", "facts": {}}],
    "order_after": "0" * 64,
}


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("is_absent", [False, True], ids=["other", "absent"])
def test_a_changed_field_is_named(action: str, name: str, *, is_absent: bool) -> None:
    present, request, record = order_for(action), REQUESTS[action], record_for(action)
    assert record["allowed"]
    if is_absent:
        del record[name]
    else:
        record[name] = CHANGED[name]
    assert audit_differences(record, present, request) == (name,)


def test_every_changed_field_is_named_in_the_order_of_the_record() -> None:
    record = {**of_update(ORDER, RAISED), **CHANGED}
    assert audit_differences(record, ORDER, RAISED) == tuple(CHANGED)


@pytest.mark.parametrize(
    "violations",
    [
        [],
        [{"code": "increase_exceeds_limit", "path": "/order_total"}],
        [{"code": "too_many_increases", "path": "/order_total", "facts": {}}],
        None,
    ],
)
def test_other_violations_are_named(violations: object) -> None:
    record = of_update(ORDER, DENIED)
    [violation] = record["violations"]
    assert audit_differences({**record, "violations": [dict(violation)]}, ORDER, DENIED) == ()
    assert audit_differences({**record, "violations": violations}, ORDER, DENIED) == ("violations",)
    twice = {**record, "violations": [violation, violation]}
    assert audit_differences(twice, ORDER, DENIED) == ("violations",)
    facts = {**violation["facts"], "ceiling": 9225.01}
    other = {**record, "violations": [{**violation, "facts": facts}]}
    assert audit_differences(other, ORDER, DENIED) == ("violations",)


def test_a_false_verdict_is_named() -> None:
    """Somebody who turns a refusal into a permission has to change three fields."""
    record = {**of_update(ORDER, DENIED), "allowed": True, "violations": []}
    assert audit_differences(record, ORDER, DENIED) == ("allowed", "violations")
    after = of_update(ORDER, RAISED)["order_after"]
    forged = {**record, "order_after": after}
    assert audit_differences(forged, ORDER, DENIED) == VERDICT


def test_another_order_is_named() -> None:
    """Its verdict may be the same one. The order after it is not."""
    record = of_update(ORDER, RAISED)
    other = order(merchant_order_status="packed")
    assert audit_differences(record, other, RAISED) == ("order_before", "order_after")
    paid = order(status=OrderStatus.ORDER_CONFIRMED)
    assert audit_differences(record, paid, RAISED) == (
        "order_before",
        *VERDICT,
    )
    renamed = order(backd_order_id="BO-2")
    assert audit_differences(record, renamed, RAISED)[:2] == ("backd_order_id", "order_before")


def test_another_request_is_named() -> None:
    record = of_update(ORDER, RAISED)
    assert audit_differences(record, ORDER, update(tax_amount=Money.of(174))) == (
        "request",
        "order_after",
    )
    assert audit_differences(record, ORDER, DENIED) == (
        "request",
        *VERDICT,
    )
    record = of_action("confirm_order", ORDER, OrderIds("BO-1"))
    assert audit_differences(record, ORDER, BOTH_IDS) == ("request",)


@pytest.mark.parametrize(
    ("limit", "differences"),
    [
        ({"max_increase": 75}, ()),
        ({"max_increase": 74.99, "max_order_total": 9225}, VERDICT),
        ({"max_order_total": 9225.0}, ()),
        ({"max_increase_percent": 0.81}, VERDICT),
        ({"max_increase": 75, "max_increases": 0}, VERDICT),
    ],
)
def test_another_limit_is_named_where_it_changes_the_verdict(
    limit: Record, differences: tuple[str, ...]
) -> None:
    """The record says which limit was applied. So nobody can compare it with another one."""
    complete = {"combine": "lower", "measured_from": "placed_total", **limit}
    record = {**of_update(ORDER, RAISED), "limit": complete}
    assert audit_differences(record, ORDER, RAISED) == differences


@pytest.mark.parametrize(
    ("at", "differences"),
    [
        ("2026-04-15 12:49:47", ("order_after",)),
        ("2026-04-15 21:59:59", ("order_after",)),
        ("2026-04-15 22:00:00", VERDICT),
        ("2026-04-15 12:49:46", ()),
    ],
)
def test_another_time_of_a_refund_is_named(at: str, differences: tuple[str, ...]) -> None:
    """Each second counts, as the new request has its time."""
    record = {**record_for("refund"), "at": at}
    assert audit_differences(record, order_for("refund"), REQUESTS["refund"]) == differences


def test_another_time_of_a_deletion_is_named_where_it_changes_the_verdict() -> None:
    present = order_for("delete_refund")
    record = of_action("delete_refund", present, BOTH_IDS)
    for at, differences in (
        ("2026-04-15 21:59:59", ()),
        ("2026-04-15 22:00:00", VERDICT),
    ):
        assert audit_differences({**record, "at": at}, present, BOTH_IDS) == differences


def test_another_action_is_decided_as_that_action() -> None:
    record = of_action("confirm_order", ORDER, BOTH_IDS)
    canceled = {**record, "action": "cancel_order"}
    assert audit_differences(canceled, ORDER, BOTH_IDS) == ("order_after",)


@pytest.mark.parametrize("action", [action for action in ACTIONS if "refund" not in action])
def test_a_time_that_an_action_does_not_take_is_named(action: str) -> None:
    present, request, record = order_for(action), REQUESTS[action], record_for(action)
    for at in ("2026-04-15 12:49:46", "soon", 0, False):
        assert audit_differences({**record, "at": at}, present, request) == ("at",)


@pytest.mark.parametrize("action", OTHERS)
def test_a_limit_that_an_action_does_not_take_is_named(action: str) -> None:
    present, request, record = order_for(action), REQUESTS[action], record_for(action)
    for limit in ({"max_increase": 75}, {}, "none", 0):
        assert audit_differences({**record, "limit": limit}, present, request) == ("limit",)


def test_the_version_and_unknown_fields_are_not_compared() -> None:
    record = of_update(ORDER, RAISED)
    for version in ("1", "3", None, 2):
        older = {**record, "rules_version": version, "decided_by": "somebody"}
        assert audit_differences(older, ORDER, RAISED) == ()
    del record["rules_version"]
    assert audit_differences(record, ORDER, RAISED) == ()


def test_what_does_not_count_in_comparisons_is_no_difference() -> None:
    """An order is read from a store, where a field may be `null` that was absent."""
    record = of_update(ORDER, RAISED)
    payload = {**wire.dump_stored_order(ORDER), "create_date": None, "refunds": []}
    assert audit_differences(record, wire.parse_order(payload), RAISED) == ()
    kept = attrs.evolve(RAISED)
    assert audit_differences(record, ORDER, kept) == ()


def test_a_decision_that_was_never_made_is_named() -> None:
    """A record is what a program states. Deciding it again shows that it is wrong."""
    never = decide("cancel_order", ORDER, BOTH_IDS)
    record = audit_record(ORDER, BOTH_IDS, None, never, action=OrderAction.CONFIRM_ORDER)
    assert audit_differences(record, ORDER, BOTH_IDS) == ("order_after",)
    more = RefundRequest("BO-1", "M-1", Money.of(51))
    present = order_for("refund")
    decision = decide("refund", present, more)
    recorded = audit_record(
        present, REQUESTS["refund"], None, decision, action=OrderAction.REFUND, at=AT
    )
    assert audit_differences(recorded, present, REQUESTS["refund"]) == ("order_after",)


def test_decimals_are_read_as_the_doubles_that_they_mean() -> None:
    """Some stores return numbers as decimals (domain.md, N2)."""
    limit, denied = MerchantLimit(Money.of("75.07")), update(tax_amount=Money.of("175.08"))
    text = json.dumps(audit_record(ORDER, denied, limit, decide_update(ORDER, denied, limit)))
    record = json.loads(text, parse_float=Decimal)
    [violation] = record["violations"]
    assert violation["facts"]["order_total"] == Decimal("9225.08") != 9225.08
    assert audit_differences(record, ORDER, denied) == ()
    violation["facts"]["order_total"] = Decimal("9225.09")
    assert audit_differences(record, ORDER, denied) == ("violations",)
