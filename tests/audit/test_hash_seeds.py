"""Audit records are the same in every process. That they have no personal data, `privacy` tests."""

import json

import pytest
from support.processes import printed

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
