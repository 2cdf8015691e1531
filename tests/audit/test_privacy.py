"""Audit records have no personal data, and are the same in every process."""

import json
from typing import Any

import attrs
import pytest
from support.json_values import ORDER_JSON
from support.order_life import ACTIONS, AT, REQUESTS, decide
from support.processes import printed

from backd_rules import (
    MerchantLimit,
    Money,
    OrderAction,
    OrderStatus,
    audit_record,
    decide_update,
    wire,
)

LIMIT = MerchantLimit(Money.of(75), max_increases=1)
MARK = "s3cr3t"
PERSON = {
    "name": {"first": f"{MARK} a", "last": f"{MARK} b"},
    "company_name": f"{MARK} c",
    "address": {
        name: f"{MARK} {name}" for name in ("line1", "line2", "city", "state", "zipcode", "country")
    },
    "phone_number": f"{MARK} d",
    "email": f"{MARK}@example.com",
}
ITEMS = [
    {
        **dict.fromkeys(("display_name", "sku", "item_image_url", "item_url"), f"{MARK} e"),
        "unit_price": 9000,
        "qty": 1,
    }
]
PRIVATE = {
    **ORDER_JSON,
    "merchant_order_id": f"{MARK} f",
    "merchant_order_status": f"{MARK} g",
    "create_date": f"{MARK} h",
    "shipping": PERSON,
    "items": ITEMS,
    "refunds": [
        {"amount": 1, "create_date": f"{MARK} i", "status": f"{MARK} j", "locked_at": f"{MARK} k"},
        {"amount": 1, "create_date": f"{MARK} i", "status": "draft", "locked_at": f"{MARK} l"},
    ],
}
PRIVATE_REQUESTS: dict[str, dict[str, Any]] = {
    "everything": {"shipping": PERSON, "items": ITEMS, "merchant_order_status": f"{MARK} m"},
    "an incomplete contact": {"billing": {"email": f"{MARK}@example.org"}},
    "another order": {"merchant_order_id": f"{MARK} n", "shipping": PERSON},
    "wrong amounts": {"cart_amount": 1, "order_total": 2, "items": ITEMS},
}


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("name", PRIVATE_REQUESTS)
def test_the_record_of_an_update_has_no_personal_data(name: str, status: OrderStatus) -> None:
    present = wire.parse_order({**PRIVATE, "status": str(status)})
    ids = {"backd_order_id": "BO-1", "merchant_order_id": f"{MARK} f"}
    request = wire.parse_update({**ids, **PRIVATE_REQUESTS[name]})
    decision = decide_update(present, request, LIMIT)
    assert MARK in json.dumps(wire.dump_update(request))
    assert MARK not in json.dumps(audit_record(present, request, LIMIT, decision))


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "update_order"])
@pytest.mark.parametrize("merchant_order_id", [f"{MARK} f", f"{MARK} o"])
def test_the_record_of_another_action_has_no_personal_data(
    action: str, status: OrderStatus, merchant_order_id: str
) -> None:
    """Also where a deadline that is no timestamp locks a refund request."""
    present = wire.parse_order({**PRIVATE, "status": str(status)})
    request = attrs.evolve(REQUESTS[action], merchant_order_id=merchant_order_id)
    at = AT if "refund" in action else None
    decision = decide(action, present, request, at)
    record = audit_record(present, request, None, decision, action=OrderAction(action), at=at)
    assert MARK not in json.dumps(record)


IN_ANOTHER_PROCESS = """
import json, sys
sys.path.insert(0, "tests")
from support.examples import ORDER, order, update
from support.order_life import AT, LOCK_TIME, REFUND_REQUEST, confirmed, refund
from backd_rules import (
    ContactUpdate, MerchantLimit, Money, OrderAction, audit_record, decide_update, request_refund)
limit = MerchantLimit(Money.of(75), max_increases=0)
wrong = update(
    billing=ContactUpdate(email="x"), cart_amount=Money.of(1), order_total=Money.of(9999))
at = LOCK_TIME
print(json.dumps([
    audit_record(ORDER, wrong, limit, decide_update(ORDER, wrong, limit)),
    audit_record(
        confirmed(refund()), REFUND_REQUEST, None,
        request_refund(confirmed(refund()), REFUND_REQUEST, at), action=OrderAction.REFUND, at=at),
]))
"""


def test_a_record_is_the_same_in_processes_with_other_hash_seeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = set()
    for seed in ("0", "1", "4242"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        texts.add(printed(IN_ANOTHER_PROCESS))
    [text] = texts
    first, second = json.loads(text)
    assert len(first["violations"]) == 12
    assert [violation["code"] for violation in second["violations"]] == ["refund_locked"]
