"""The audit record of a batch: one record of all updates of an order, and deciding it again."""

import json
from hashlib import sha256
from typing import Any

import pytest
from support.examples import ORDER, order, update
from support.json_values import ORDER_JSON, assert_same_json
from support.order_life import BOTH_IDS

from backd_rules import (
    Allowed,
    MerchantLimit,
    Money,
    OrderAction,
    OrderUpdate,
    audit_differences,
    audit_record,
    decide_updates,
    fingerprint,
)

LIMIT = MerchantLimit(Money.of(75), max_increases=2)
AGREED = {
    "max_increase": 75,
    "max_increases": 2,
    "combine": "lower",
    "measured_from": "placed_total",
}
"""The JSON of `LIMIT`."""
BATCH = (
    update(tax_amount=Money.of(150)),
    update(shipping_amount=Money.of("75.01")),
    update(merchant_order_id="M-2"),
    update(shipping_amount=Money.of(75)),
)
"""The first and the last update raise the total, to 9200.00 and to the ceiling of 9225.00."""
BATCH_TEXT = (
    '[{"backd_order_id":"BO-1","merchant_order_id":"M-1","tax_amount":150},'
    '{"backd_order_id":"BO-1","merchant_order_id":"M-1","shipping_amount":75.01},'
    '{"backd_order_id":"BO-1","merchant_order_id":"M-2"},'
    '{"backd_order_id":"BO-1","merchant_order_id":"M-1","shipping_amount":75}]'
)
AFTER = {
    **ORDER_JSON,
    "tax_amount": 150,
    "shipping_amount": 75,
    "order_total": 9225,
    "placed_total": 915_000,
    "increase_count": 2,
}
"""The JSON of which the fingerprint of the last order is the hash; the history is in cents."""


def hashed(text: str) -> str:
    return sha256(text.encode("ascii")).hexdigest()


def record_of(batch: tuple[OrderUpdate, ...] = BATCH) -> dict[str, Any]:
    """Return the record of a batch of updates of `ORDER`, as a store returns it."""
    record = audit_record(ORDER, batch, LIMIT, decide_updates((ORDER,), batch, LIMIT))
    decoded: dict[str, Any] = json.loads(json.dumps(record))
    assert decoded == record
    return decoded


def test_the_record_of_a_batch_by_hand() -> None:
    expected = {
        "rules_version": "2",
        "action": "update_order",
        "at": None,
        "backd_order_id": "BO-1",
        "order_before": fingerprint(ORDER),
        "request": hashed(BATCH_TEXT),
        "limit": AGREED,
        "allowed": [True, False, False, True],
        "violations": [
            [],
            [
                {
                    "code": "increase_exceeds_limit",
                    "path": "/order_total",
                    "facts": {"order_total": 9225.01, "ceiling": 9225, "bound_by": "max_increase"},
                }
            ],
            [{"code": "merchant_order_id_mismatch", "path": "/merchant_order_id", "facts": {}}],
            [],
        ],
        "order_after": hashed(json.dumps(AFTER, sort_keys=True, separators=(",", ":"))),
    }
    assert_same_json(record_of(), expected)


def test_a_batch_of_one_update_has_arrays() -> None:
    batch = (update(tax_amount=Money.of("175.01")),)
    record = record_of(batch)
    assert record["allowed"] == [False]
    assert [[v["code"] for v in each] for each in record["violations"]] == [
        ["increase_exceeds_limit"]
    ]
    assert record["order_after"] == record["order_before"] == fingerprint(ORDER)
    text = '{"backd_order_id":"BO-1","merchant_order_id":"M-1","tax_amount":175.01}'
    assert record["request"] == hashed(f"[{text}]")


def test_a_batch_that_ends_with_refusals_has_the_order_after_the_last_allowed_update() -> None:
    batch = (*BATCH, update(tax_amount=Money.of(1000)))
    assert record_of(batch)["order_after"] == record_of()["order_after"]


# Deciding it again


@pytest.mark.parametrize("length", range(1, len(BATCH) + 1))
def test_the_record_of_a_batch_differs_in_nothing(length: int) -> None:
    assert audit_differences(record_of(BATCH[:length]), ORDER, BATCH[:length]) == ()


VERDICT = ("allowed", "violations", "order_after")


@pytest.mark.parametrize(
    ("changed", "differences"),
    [
        ({"allowed": [True, True, False, True]}, ("allowed",)),
        ({"allowed": True}, ("allowed",)),
        ({"violations": [[], [], [], []]}, ("violations",)),
        ({"limit": {**AGREED, "max_increase": 74}}, VERDICT),
        ({"limit": {**AGREED, "max_increase": 76}}, ("allowed", "violations")),
    ],
)
def test_a_changed_record_of_a_batch_differs(
    changed: dict[str, Any], differences: tuple[str, ...]
) -> None:
    assert audit_differences({**record_of(), **changed}, ORDER, BATCH) == differences


@pytest.mark.parametrize("other", [BATCH[:3], BATCH[0], BATCH[::-1]])
def test_another_batch_differs(other: Any) -> None:
    assert audit_differences(record_of(), ORDER, other) == ("request", *VERDICT)


# Arguments that are no batch of the order

DECISIONS = decide_updates((ORDER,), BATCH, LIMIT)
OTHER_ORDER = (*BATCH, update(backd_order_id="BO-2"))


@pytest.mark.parametrize(
    ("request_", "message", "error"),
    [
        ((), "request must have at least 1 element", ValueError),
        (OTHER_ORDER, "request must not have an update of another order", ValueError),
        ((*BATCH, BOTH_IDS), "request must be of type OrderUpdate", TypeError),
        ((*BATCH, None), "request must be of type OrderUpdate", TypeError),
        ([*BATCH], "request must be of type OrderUpdate", TypeError),
    ],
)
def test_what_is_no_batch_of_the_order_is_refused(
    request_: Any, message: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        audit_record(ORDER, request_, LIMIT, DECISIONS)
    assert str(caught.value).startswith(f"audit_record.{message}")
    with pytest.raises(error) as caught:
        audit_differences(record_of(), ORDER, request_)
    assert str(caught.value).startswith(f"audit_differences.{message}")


@pytest.mark.parametrize(
    ("decision", "message", "error"),
    [
        (DECISIONS[0], "decision must be of type tuple", TypeError),
        ([*DECISIONS], "decision must be of type tuple", TypeError),
        (DECISIONS[:3], "decision must have one element per update", ValueError),
        ((*DECISIONS, Allowed(ORDER)), "decision must have one element per update", ValueError),
        ((*DECISIONS[:3], None), "decision must be of type Allowed or Denied", TypeError),
    ],
)
def test_a_batch_has_one_decision_per_update(
    decision: Any, message: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        audit_record(ORDER, BATCH, LIMIT, decision)
    assert str(caught.value).startswith(f"audit_record.{message}")


def test_a_single_request_has_a_single_decision() -> None:
    given: Any = DECISIONS[:1]
    with pytest.raises(TypeError, match=r"decision must be of type Allowed or Denied, got tuple$"):
        audit_record(ORDER, BATCH[0], LIMIT, given)


def test_only_updates_form_a_batch() -> None:
    given: Any = (BOTH_IDS,)
    with pytest.raises(TypeError, match=r"^audit_record\.request must be of type OrderIds"):
        audit_record(ORDER, given, None, DECISIONS[:1], action=OrderAction.CONFIRM_ORDER)


def test_the_order_of_a_batch_may_be_any() -> None:
    """A batch belongs to the order that it names, whatever its other fields are."""
    other = order(backd_order_id="BO-2")
    batch = (update(backd_order_id="BO-2", tax_amount=Money.of(101)),)
    record = audit_record(other, batch, LIMIT, decide_updates((other,), batch, LIMIT))
    assert (record["backd_order_id"], record["allowed"]) == ("BO-2", [True])
