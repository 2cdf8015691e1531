"""The response envelopes: exact dicts, and the HTTP status of each code."""

import pytest
from support.examples import ORDER
from support.json_values import ORDER_JSON, assert_same_json

from backd_rules import Allowed, Denied, OrderStatus, Violation, ViolationCode, wire
from backd_rules.actions import violations


def test_the_envelope_of_an_allowed_update() -> None:
    expected = {
        "data": ORDER_JSON,
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }
    assert_same_json(wire.response(Allowed(ORDER)), expected)


REFUSALS: list[tuple[Violation, int, str, str]] = [
    (violations.UnknownOrder(), 404, "unknown_order", "/backd_order_id"),
    (violations.BackdOrderIdMismatch(), 404, "backd_order_id_mismatch", "/backd_order_id"),
    (violations.MerchantOrderIdMismatch(), 404, "merchant_order_id_mismatch", "/merchant_order_id"),
    (violations.StatusForbidsUpdate(OrderStatus.REFUND), 409, "status_forbids_update", ""),
    (violations.ContactIncomplete("/billing/email"), 422, "contact_incomplete", "/billing/email"),
    (violations.AmountOutOfRange("/order_total", -1), 422, "amount_out_of_range", "/order_total"),
    (violations.CartAmountMismatch(1, 2), 422, "cart_amount_mismatch", "/cart_amount"),
    (violations.OrderTotalMismatch(1, 2), 422, "order_total_mismatch", "/order_total"),
    (
        violations.IncreaseExceedsLimit(9, 1, "max_increase"),
        422,
        "increase_exceeds_limit",
        "/order_total",
    ),
    (violations.TooManyIncreases(3, 3), 422, "too_many_increases", "/order_total"),
]


@pytest.mark.parametrize(("violation", "status", "code", "path"), REFUSALS)
def test_the_envelope_of_each_refusal(
    violation: Violation, status: int, code: str, path: str
) -> None:
    expected = {
        "message": "API Backd - Error: the update is refused",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [{"code": code, "path": path, "message": violation.message}],
    }
    assert_same_json(wire.response(Denied((violation,))), expected)


def test_every_code_has_an_http_status() -> None:
    assert {ViolationCode(code) for _, _, code, _ in REFUSALS} == set(ViolationCode)
    assert {str(c): s for c, s in wire.HTTP_STATUSES.items()} == {c: s for _, s, c, _ in REFUSALS}


@pytest.mark.parametrize(("first", "status"), [(1, 404), (3, 409), (7, 422)])
def test_the_first_violation_determines_the_http_status(first: int, status: int) -> None:
    found = tuple(row[0] for row in REFUSALS[first:])
    envelope = wire.response(Denied(found))
    assert envelope["status"] == {"type": "error", "code": status}
    assert [v["code"] for v in envelope["violations"]] == [row[2] for row in REFUSALS[first:]]


def test_the_envelope_of_a_malformed_payload() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update({"backd_order_id": "B", "merchant_order_id": " ", "taxes": 1})
    expected = {
        "message": "API Backd - Error: the payload is malformed",
        "status": {"type": "error", "code": 400},
        "error": True,
        "violations": [
            {"code": "blank", "path": "/merchant_order_id", "message": "must not be blank"},
            {"code": "unknown_field", "path": "/taxes", "message": "is not a field"},
        ],
    }
    assert_same_json(wire.error_response(caught.value), expected)
