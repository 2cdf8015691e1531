"""The schema `response`: it accepts the envelopes that `wire` returns, and no others."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.reference import REFERENCE_FILE
from support.schema_agreement import validator

from backd_rules import Allowed, Denied, OrderUpdate, ViolationCode, wire
from backd_rules.testing import malformed_payloads
from backd_rules.testing.registry import BY_TYPE

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
ERRORS = {400, *wire.HTTP_STATUSES.values()}


def test_the_example_of_the_reference_is_valid() -> None:
    example = json.loads(REFERENCE_FILE.read_text(encoding="utf-8"))
    assert validator("response").is_valid(example)
    for wrong in (
        {**example, "error": True},
        {**example, "status": {"type": "success", "code": 201}},
        {**example, "data": {**example["data"], "status": "lost"}},
        {name: example[name] for name in ("message", "status", "error")},
    ):
        assert not validator("response").is_valid(wrong)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(BY_TYPE[Allowed]() | BY_TYPE[Denied]())
def test_the_response_to_every_decision_is_valid(decision: Allowed | Denied) -> None:
    validator("response").validate(wire.response(decision))


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(malformed_payloads(of=OrderUpdate))
def test_the_response_to_every_malformed_payload_is_valid(malformed: Any) -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(malformed.payload)
    validator("response").validate(wire.error_response(caught.value))


@pytest.mark.parametrize("code", [*ViolationCode, *wire.ProblemCode])
@pytest.mark.parametrize("status", ERRORS)
def test_a_code_is_valid_only_with_its_http_status(code: str, status: int) -> None:
    envelope: dict[str, Any] = {
        "message": "API Backd - Error: x",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [{"code": str(code), "path": "", "message": "x", "facts": {}}],
    }
    expected = {400} if code in list(wire.ProblemCode) else set()
    expected |= {wire.HTTP_STATUSES[ViolationCode(code)]} if code in list(ViolationCode) else set()
    assert validator("response").is_valid(envelope) == (status in expected)
    assert not validator("response").is_valid({**envelope, "violations": []})
    for name in ("code", "path", "message", "facts"):
        violation = {key: value for key, value in envelope["violations"][0].items() if key != name}
        assert not validator("response").is_valid({**envelope, "violations": [violation]})
