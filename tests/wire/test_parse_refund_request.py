"""`wire.parse_refund_request`: values, and the code and path of each problem (domain.md, A3)."""

from decimal import Decimal
from typing import Any

import pytest
from support.json_values import assert_same_json
from support.reference import IDS
from support.refusals import problems

from backd_rules import Money, RefundRequest, wire

PAYLOAD: dict[str, Any] = {**IDS, "refund_amount": 50}


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (50, 5_000),
        (0.01, 1),
        (9149.99, 914_999),
        (9999999999999.99, 999_999_999_999_999),
        (Decimal("10.5000"), 1_050),
        (18.050000000000001, 1_805),
    ],
)
def test_a_refund_request_survives_a_round_trip(amount: Any, cents: int) -> None:
    request = wire.parse_refund_request({**PAYLOAD, "refund_amount": amount})
    assert request == RefundRequest("BO-1", "M-1", Money(cents=cents))
    assert wire.parse_refund_request(wire.dump_refund_request(request)) == request


@pytest.mark.parametrize(("amount", "dumped"), [("50", 50), ("0.01", 0.01), ("9149.50", 9149.5)])
def test_a_refund_request_is_dumped_in_dollars(amount: str, dumped: float) -> None:
    request = RefundRequest("BO-1", "M-1", Money.of(amount))
    assert_same_json(wire.dump_refund_request(request), {**IDS, "refund_amount": dumped})


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (0, "out_of_range"),
        (0.0, "out_of_range"),
        (-0.0, "out_of_range"),
        (Decimal("0.00"), "out_of_range"),
        (-0.01, "out_of_range"),
        (-50, "out_of_range"),
        (1e13, "out_of_range"),
        (10**308, "out_of_range"),
        (10**400, "not_finite"),
        (10.005, "too_precise"),
        (0.001, "too_precise"),
        (-0.001, "too_precise"),
        (0.1 + 0.2, "too_precise"),
        (Decimal("10.005"), "too_precise"),
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (1e400, "not_finite"),
        (True, "wrong_type"),
        (False, "wrong_type"),
        ("10", "wrong_type"),
        ("", "wrong_type"),
        ([50], "wrong_type"),
        ({"amount": 50}, "wrong_type"),
        (None, "not_nullable"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_invalid_amount_is_a_problem(amount: object, code: str) -> None:
    """A3: it is positive. N3: it has at most two decimals, and nothing is rounded or coerced."""
    found = problems(wire.parse_refund_request, {**PAYLOAD, "refund_amount": amount})
    assert found == [(code, "/refund_amount")]


def test_the_problem_of_an_amount_states_its_bounds() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_refund_request({**PAYLOAD, "refund_amount": 0})
    [problem] = caught.value.problems
    assert problem.facts == {"lowest": 0.01, "highest": 9999999999999.99}
    assert problem.message == "/refund_amount must be from 0.01 to 9999999999999.99"


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize(
    ("value", "code"),
    [(None, "not_nullable"), (5, "wrong_type"), (" ", "blank"), ("x" * 256, "too_long")],
)
def test_another_value_of_an_id_is_a_problem(name: str, value: object, code: str) -> None:
    assert problems(wire.parse_refund_request, {**PAYLOAD, name: value}) == [(code, f"/{name}")]


@pytest.mark.parametrize("name", PAYLOAD)
def test_every_field_is_required(name: str) -> None:
    """A3: `refund` requires both ids and `refund_amount`."""
    payload = {each: value for each, value in PAYLOAD.items() if each != name}
    assert problems(wire.parse_refund_request, payload) == [("missing", f"/{name}")]


@pytest.mark.parametrize("name", ["amount", "refundAmount", "status", "refunds", "reason", "a/b"])
def test_any_other_field_is_unknown(name: str) -> None:
    path = "/" + name.replace("/", "~1")
    for value in (None, 50, "x"):
        found = problems(wire.parse_refund_request, {**PAYLOAD, name: value})
        assert found == [("unknown_field", path)]


@pytest.mark.parametrize("payload", [None, [], [PAYLOAD], "50", 50, False], ids=repr)
def test_another_payload_is_a_problem(payload: object) -> None:
    assert problems(wire.parse_refund_request, payload) == [("wrong_type", "")]


def test_every_problem_is_named_at_once() -> None:
    wrong = {"merchant_order_id": "\u200b", "refund_amount": "50", "reason": "x", "refunds": []}
    assert problems(wire.parse_refund_request, wrong) == [
        ("missing", "/backd_order_id"),
        ("blank", "/merchant_order_id"),
        ("wrong_type", "/refund_amount"),
        ("unknown_field", "/reason"),
        ("unknown_field", "/refunds"),
    ]
    assert problems(wire.parse_refund_request, {}) == [
        ("missing", "/backd_order_id"),
        ("missing", "/merchant_order_id"),
        ("missing", "/refund_amount"),
    ]


def test_a_request_as_its_text_states_it() -> None:
    text = '{"backd_order_id": "BO-1", "merchant_order_id": "M-1", "refund_amount": 10.10}'
    request = wire.parse_refund_request(wire.loads(text))
    assert request == RefundRequest("BO-1", "M-1", Money.of("10.10"))
