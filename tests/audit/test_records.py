"""Audit records of every action, exactly, worked out by hand."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import attrs
import pytest
from support.examples import ORDER, UNKNOWN_HISTORY, order, update
from support.json_values import ORDER_JSON, assert_same_json
from support.order_life import (
    ACTIONS,
    AT,
    BOTH_IDS,
    LOCK_TIME,
    LOCKS_AT,
    REFUND_REQUEST,
    confirmed,
    decide,
    refund,
)

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderIds,
    OrderStatus,
    audit_record,
    decide_update,
)

LIMIT = MerchantLimit(Money.of("75.50"), max_increases=1)
HELD = {**ORDER_JSON, "placed_total": 915_000, "increase_count": 0}
"""The JSON of which the fingerprint of `ORDER` is the hash; the history is in cents."""
KNOWN = "5fa92b15c4d2f3619faecd7a0a89f15dd6fa54690ccb271eedbf7ef8e3a72e5e"
"""The output of `sha256sum` for the JSON text of `ORDER`, written by hand."""
BOTH_IDS_TEXT = '{"backd_order_id":"BO-1","merchant_order_id":"M-1"}'


def hashed(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()


def hashed_order(**fields: Any) -> str:
    """Return the fingerprint of `ORDER` with other fields, given as JSON."""
    return hashed(json.dumps({**HELD, **fields}, sort_keys=True, separators=(",", ":")))


def refund_json(**fields: Any) -> dict[str, Any]:
    """Return `support.order_life.refund()` as JSON, with other fields."""
    made = {"amount": 20, "create_date": "2026-04-15 09:00:00", "locked_at": LOCKS_AT}
    return {**made, "status": "draft", **fields}


def test_the_fingerprint_by_hand() -> None:
    assert hashed_order() == KNOWN


def test_the_record_of_an_allowed_update() -> None:
    raised = update(tax_amount=Money.of("175.50"))
    record = audit_record(ORDER, raised, LIMIT, decide_update(ORDER, raised, LIMIT))
    text = '{"backd_order_id":"BO-1","merchant_order_id":"M-1","tax_amount":175.5}'
    expected: dict[str, Any] = {
        "rules_version": "2",
        "action": "update_order",
        "at": None,
        "backd_order_id": "BO-1",
        "order_before": KNOWN,
        "request": hashed(text),
        "limit": {
            "max_increase": 75.5,
            "max_increases": 1,
            "combine": "lower",
            "measured_from": "placed_total",
        },
        "allowed": True,
        "violations": [],
        "order_after": hashed_order(tax_amount=175.5, order_total=9225.5, increase_count=1),
    }
    assert_same_json(record, expected)


def test_the_record_of_a_denied_update() -> None:
    """The order after it is the order before it. Amounts are dollars, in the facts too."""
    raised = update(tax_amount=Money.of("175.51"), order_total=Money.of(9226))
    record = audit_record(ORDER, raised, LIMIT, decide_update(ORDER, raised, LIMIT))
    text = (
        '{"backd_order_id":"BO-1","merchant_order_id":"M-1","order_total":9226,"tax_amount":175.51}'
    )
    exceeded = {"order_total": 9226, "ceiling": 9225.5, "bound_by": "max_increase"}
    expected = {
        "rules_version": "2",
        "action": "update_order",
        "at": None,
        "backd_order_id": "BO-1",
        "order_before": KNOWN,
        "request": hashed(text),
        "limit": {
            "max_increase": 75.5,
            "max_increases": 1,
            "combine": "lower",
            "measured_from": "placed_total",
        },
        "allowed": False,
        "violations": [
            {
                "code": "order_total_mismatch",
                "path": "/order_total",
                "facts": {"stated": 9226, "expected": 9225.51},
            },
            {"code": "increase_exceeds_limit", "path": "/order_total", "facts": exceeded},
        ],
        "order_after": KNOWN,
    }
    assert_same_json(record, expected)


REFUND_TEXT = '{"backd_order_id":"BO-1","merchant_order_id":"M-1","refund_amount":50}'
NEW_REFUND = {"amount": 50, "create_date": "2026-04-15 12:49:46", "locked_at": LOCKS_AT}
FORBIDDEN = {
    "code": "status_forbids_action",
    "path": "",
    "facts": {"status": "order_canceled", "action": "cancel_order"},
}
LOCKED = {"code": "refund_locked", "path": "", "facts": {"locked_at": LOCKS_AT}}
RECORDS: dict[str, tuple[Order, Any, datetime | None, dict[str, Any]]] = {
    "an order is placed": (
        attrs.evolve(UNKNOWN_HISTORY, status=OrderStatus.TERMS_SELECTED),
        OrderIds("BO-1", "M-7"),
        None,
        {
            "action": "order_placed",
            "order_before": hashed_order(
                status="terms_selected", placed_total=None, increase_count=None
            ),
            "request": hashed('{"backd_order_id":"BO-1","merchant_order_id":"M-7"}'),
            "order_after": hashed_order(merchant_order_id="M-7"),
        },
    ),
    "an order is confirmed": (
        ORDER,
        OrderIds("BO-1"),
        None,
        {
            "action": "confirm_order",
            "order_before": KNOWN,
            "request": hashed('{"backd_order_id":"BO-1"}'),
            "order_after": hashed_order(status="order_confirmed"),
        },
    ),
    "an order is canceled": (
        ORDER,
        BOTH_IDS,
        None,
        {
            "action": "cancel_order",
            "order_before": KNOWN,
            "request": hashed(BOTH_IDS_TEXT),
            "order_after": hashed_order(status="order_canceled"),
        },
    ),
    "a canceled order is not canceled": (
        order(status=OrderStatus.ORDER_CANCELED),
        BOTH_IDS,
        None,
        {
            "action": "cancel_order",
            "order_before": hashed_order(status="order_canceled"),
            "request": hashed(BOTH_IDS_TEXT),
            "violations": [FORBIDDEN],
            "order_after": hashed_order(status="order_canceled"),
        },
    ),
    "a refund is requested": (
        confirmed(refund()),
        REFUND_REQUEST,
        AT.replace(microsecond=999_999),
        {
            "action": "refund",
            "at": "2026-04-15 12:49:46",
            "order_before": hashed_order(status="order_confirmed", refunds=[refund_json()]),
            "request": hashed(REFUND_TEXT),
            "order_after": hashed_order(
                status="order_confirmed",
                refunds=[refund_json(status="declined"), {**NEW_REFUND, "status": "draft"}],
            ),
        },
    ),
    "a refund request is deleted": (
        confirmed(refund()),
        OrderIds("BO-1"),
        datetime.fromisoformat("2026-04-15T16:59:59.5-05:00"),
        {
            "action": "delete_refund",
            "at": "2026-04-15 21:59:59",
            "order_before": hashed_order(status="order_confirmed", refunds=[refund_json()]),
            "request": hashed('{"backd_order_id":"BO-1"}'),
            "order_after": hashed_order(
                status="order_confirmed", refunds=[refund_json(status="declined")]
            ),
        },
    ),
    "a locked refund request is not deleted": (
        confirmed(refund()),
        BOTH_IDS,
        LOCK_TIME,
        {
            "action": "delete_refund",
            "at": "2026-04-15 22:00:00",
            "order_before": hashed_order(status="order_confirmed", refunds=[refund_json()]),
            "request": hashed(BOTH_IDS_TEXT),
            "violations": [LOCKED],
            "order_after": hashed_order(status="order_confirmed", refunds=[refund_json()]),
        },
    ),
}
NAMES = ("rules_version", "action", "at", "backd_order_id", "order_before", "request", "limit")
"""The names of a record, in order, up to the verdict."""


@pytest.mark.parametrize("name", RECORDS)
def test_the_record_of_another_action(name: str) -> None:
    present, request, at, by_hand = RECORDS[name]
    action = by_hand["action"]
    decision = decide(action, present, request, at)
    record = audit_record(present, request, None, decision, action=OrderAction(action), at=at)
    known = {"rules_version": "2", "backd_order_id": "BO-1", "at": None, "limit": None, **by_hand}
    violations = by_hand.get("violations", [])
    expected: dict[str, Any] = {
        **{each: known[each] for each in NAMES},
        "allowed": not violations,
        "violations": violations,
        "order_after": by_hand["order_after"],
    }
    assert_same_json(record, expected)


def test_every_action_has_a_record_above() -> None:
    assert {"update_order", *(row[3]["action"] for row in RECORDS.values())} == {*ACTIONS}


def test_a_record_is_a_new_dict_each_time() -> None:
    decision = decide_update(ORDER, update(), LIMIT)
    record = audit_record(ORDER, update(), LIMIT, decision)
    record["limit"].clear()
    record["violations"].append({})
    assert audit_record(ORDER, update(), LIMIT, decision)["limit"]["max_increase"] == 75.5
    assert audit_record(ORDER, update(), LIMIT, decision)["violations"] == []
