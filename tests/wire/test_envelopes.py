"""The response envelopes: exact dicts, and the HTTP status of each code."""

import pytest
from support.examples import ORDER, UNKNOWN_HISTORY, update
from support.json_values import ORDER_JSON, assert_same_json

from backd_rules import (
    Allowed,
    Denied,
    MerchantLimit,
    Money,
    OrderAction,
    OrderStatus,
    Violation,
    ViolationCode,
    decide_update,
    wire,
)
from backd_rules.actions import violations


def test_the_envelope_of_an_allowed_update() -> None:
    expected = {
        "data": ORDER_JSON,
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }
    assert_same_json(wire.response(Allowed(ORDER)), expected)


STATUS_FACTS: dict[str, object] = {"status": "refund", "action": "update_order"}
CART_FACTS: dict[str, object] = {
    "cart_amount": 0.01,
    "lowest": 0.02,
    "half_up": 0.03,
    "highest": 0.04,
}
RAISE_FACTS: dict[str, object] = {
    "order_total": 10000000000000.01,
    "ceiling": 1,
    "bound_by": "max_increase",
}
BOTH = ("placed_total", "increase_count")
REFUSALS: list[tuple[Violation, int, str, str, dict[str, object]]] = [
    (violations.UnknownOrder(), 404, "unknown_order", "/backd_order_id", {}),
    (violations.BackdOrderIdMismatch(), 404, "backd_order_id_mismatch", "/backd_order_id", {}),
    (
        violations.MerchantOrderIdMismatch(),
        404,
        "merchant_order_id_mismatch",
        "/merchant_order_id",
        {},
    ),
    (
        violations.StatusForbidsAction(OrderStatus.REFUND, OrderAction.UPDATE_ORDER),
        409,
        "status_forbids_action",
        "",
        STATUS_FACTS,
    ),
    (
        violations.ContactIncomplete("/billing/email"),
        422,
        "contact_incomplete",
        "/billing/email",
        {},
    ),
    (
        violations.AmountOutOfRange("/order_total", -150),
        422,
        "amount_out_of_range",
        "/order_total",
        {"amount": -1.5},
    ),
    (
        violations.CartAmountMismatch(1, 2, 3, 4),
        422,
        "cart_amount_mismatch",
        "/cart_amount",
        CART_FACTS,
    ),
    (
        violations.OrderTotalMismatch(1, 200),
        422,
        "order_total_mismatch",
        "/order_total",
        {"stated": 0.01, "expected": 2},
    ),
    (
        violations.HistoryUnknown(BOTH),
        409,
        "history_unknown",
        "/order_total",
        {"unknown": ["placed_total", "increase_count"]},
    ),
    (
        violations.IncreaseExceedsLimit(10**15 + 1, 100, "max_increase"),
        422,
        "increase_exceeds_limit",
        "/order_total",
        RAISE_FACTS,
    ),
    (
        violations.TooManyIncreases(3, 2),
        422,
        "too_many_increases",
        "/order_total",
        {"increase_count": 3, "max_increases": 2},
    ),
    (
        violations.RefundExceedsTotal(100, 99),
        422,
        "refund_exceeds_total",
        "/refund_amount",
        {"refund_amount": 1, "order_total": 0.99},
    ),
    (violations.NoActiveRefund(), 409, "no_active_refund", "", {}),
    (violations.RefundLocked(None), 409, "refund_locked", "", {"locked_at": None}),
]


@pytest.mark.parametrize(("violation", "status", "code", "path", "facts"), REFUSALS)
def test_the_envelope_of_each_refusal(
    violation: Violation, status: int, code: str, path: str, facts: dict[str, object]
) -> None:
    """Violations carry their facts in the response too (domain.md, V5)."""
    message = violation.message
    expected = {
        "message": "API Backd - Error: the request is refused",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [{"code": code, "path": path, "message": message, "facts": facts}],
    }
    assert_same_json(wire.response(Denied((violation,))), expected)


def test_every_code_has_an_http_status() -> None:
    statuses = {code: status for _, status, code, _, _ in REFUSALS}
    assert {ViolationCode(code) for code in statuses} == set(ViolationCode)
    assert {str(code): status for code, status in wire.HTTP_STATUSES.items()} == statuses


@pytest.mark.parametrize(("first", "status"), [(0, 404), (3, 409), (4, 422), (8, 409), (9, 422)])
def test_the_first_violation_determines_the_http_status(first: int, status: int) -> None:
    found = tuple(row[0] for row in REFUSALS[first:])
    envelope = wire.response(Denied(found))
    assert envelope["status"] == {"type": "error", "code": status}
    assert [v["code"] for v in envelope["violations"]] == [row[2] for row in REFUSALS[first:]]


def test_the_envelope_of_a_malformed_payload() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update({"backd_order_id": 5, "merchant_order_id": " ", "taxes": 1})
    expected = {
        "message": "API Backd - Error: the payload is malformed",
        "status": {"type": "error", "code": 400},
        "error": True,
        "violations": [
            {
                "code": "wrong_type",
                "path": "/backd_order_id",
                "message": "/backd_order_id must be a string",
                "facts": {"expected": "a string"},
            },
            {
                "code": "blank",
                "path": "/merchant_order_id",
                "message": "/merchant_order_id must not be blank",
                "facts": {},
            },
            {
                "code": "unknown_field",
                "path": "/taxes",
                "message": "/taxes must not be stated, as there is no such field",
                "facts": {},
            },
        ],
    }
    assert_same_json(wire.error_response(caught.value), expected)


def test_an_increase_of_an_order_that_a_response_states_is_a_conflict() -> None:
    """An update that increases the total is then refused (domain.md, L8)."""
    limit = MerchantLimit(max_increase=Money.of(75))
    raised = update(tax_amount=Money.of(101))
    envelope = wire.response(decide_update(UNKNOWN_HISTORY, raised, limit))
    assert envelope["status"] == {"type": "error", "code": 409}
    [violation] = envelope["violations"]
    assert violation == {
        "code": "history_unknown",
        "path": "/order_total",
        "message": "the order does not state placed_total, which the limit needs",
        "facts": {"unknown": ["placed_total"]},
    }
    assert wire.response(decide_update(ORDER, raised, limit))["status"]["code"] == 200
