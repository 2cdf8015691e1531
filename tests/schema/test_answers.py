"""The responses in the OpenAPI document: those that `wire` returns, and no others."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import attrs
import pytest
from support.examples import ORDER
from support.openapi import BODIES, REFUSALS, accepted
from support.random_decisions import random_decisions
from support.reference import REFERENCE

from backd_rules import (
    Allowed,
    Denied,
    OrderAction,
    OrderStatus,
    UnknownOrder,
    ViolationCode,
    wire,
)


def test_each_random_decision_has_the_response_of_its_status() -> None:
    seen = set[tuple[str, str]]()
    for action, decision in random_decisions(seed=1, count=1000):
        envelope = wire.response(decision)
        assert accepted(action, envelope) == [envelope["status"]["code"]]
        first = "allowed" if decision.allowed else str(decision.violations[0].code)
        seen.add((action, first))
    codes = {action: [*chain(*REFUSALS[action].values())] for action in OrderAction}
    # No decision on one order finds that it is unknown.
    assert seen == {
        (action, first)
        for action in OrderAction
        for first in ["allowed", *codes[action]]
        if first != "unknown_order"
    }


def test_a_code_has_a_response_only_where_it_is_possible() -> None:
    for endpoint, refusals in REFUSALS.items():
        for code in ViolationCode:
            for status in (404, 409, 422):
                expected = [status] if code in refusals.get(status, []) else []
                assert accepted(endpoint, refused(status, code)) == expected, (endpoint, code)


def refused(status: int, *codes: str) -> dict[str, Any]:
    """Return the envelope of a refusal."""
    return {
        "message": "x",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [
            {"code": str(code), "path": "", "message": "x", "facts": {}} for code in codes
        ],
    }


@pytest.mark.parametrize("endpoint", REFUSALS)
def test_a_store_can_answer_that_an_order_is_unknown(endpoint: str) -> None:
    assert accepted(endpoint, wire.response(Denied((UnknownOrder(),)))) == [404]


@pytest.mark.parametrize("endpoint", REFUSALS)
def test_a_malformed_request_has_the_response_of_400(endpoint: str) -> None:
    parse, _ = BODIES.get(endpoint, (wire.parse_both_ids, ""))
    with pytest.raises(wire.InvalidPayload) as caught:
        parse({"backd_order_id": 1})
    envelope = wire.error_response(caught.value)
    assert accepted(endpoint, envelope) == [400]
    for other in (200, 404, 409, 422):
        changed = {**envelope, "status": {"type": "error", "code": other}}
        assert accepted(endpoint, changed) == []


@pytest.mark.parametrize("status", [400, 412, 500, 503])
def test_a_server_can_answer_an_error_that_no_rule_finds(status: int) -> None:
    """The envelope has no violations. A request without a body changes nothing: it has no 412."""
    for endpoint in REFUSALS:
        expected = [] if (status, endpoint) == (412, "find_order") else [status]
        assert accepted(endpoint, refused(status)) == expected
        assert accepted(endpoint, refused(status, "status_forbids_action")) == []


def test_an_update_in_a_batch_can_fail_on_its_own() -> None:
    """A server that is busy with one order decides the others."""
    allowed = wire.response(Allowed(ORDER))
    for status in (400, 412, 500, 503):
        expected = [200] if status in (500, 503) else []
        assert accepted("update_order", [allowed, refused(status)]) == expected
        assert accepted("update_order", [refused(status, "unknown_order")]) == []
    assert accepted("update_order", [refused(409, "no_active_refund")]) == []
    assert accepted("update_order", [refused(409, "history_unknown")]) == [200]


def test_a_batch_has_one_envelope_per_update() -> None:
    """Only the last allowed envelope of an order has `data` (domain.md, W3)."""
    decisions = [
        decision
        for action, decision in random_decisions(seed=2, count=1000)
        if action == OrderAction.UPDATE_ORDER
    ][:100]
    batch = wire.batch_response([*decisions[:98], Denied((UnknownOrder(),)), Allowed(ORDER)])
    assert {envelope["status"]["code"] for envelope in batch} == {200, 404, 409, 422}
    assert {"data" in envelope for envelope in batch if not envelope["error"]} == {True, False}
    for endpoint in REFUSALS:
        assert accepted(endpoint, batch) == ([200] if endpoint == "update_order" else [])
    malformed = {**refused(400, "missing"), "error": True}
    wrongs: list[Any] = [[], [*batch, batch[0]], [*batch[:99], malformed], [batch], [{}]]
    for wrong in wrongs:
        assert accepted("update_order", wrong) == []


def test_an_allowed_update_on_its_own_has_data() -> None:
    [first, last] = wire.batch_response([Allowed(ORDER), Allowed(ORDER)])
    assert accepted("update_order", last) == [200]
    assert accepted("update_order", first) == []
    assert accepted("update_order", [first]) == [200]
    assert accepted("update_order", [{**last, "data": {}}]) == []


def wrong_envelopes() -> Iterator[dict[str, Any]]:
    """Yield envelopes that no endpoint answers."""
    yield {**REFERENCE, "error": True}
    yield {**REFERENCE, "status": {"type": "error", "code": 200}}
    yield {**REFERENCE, "status": {"type": "success", "code": 404}}
    yield {name: part for name, part in REFERENCE.items() if name != "data"}
    yield refused(200, "unknown_order")
    yield {**refused(404, "unknown_order"), "error": False}
    yield {**refused(404, "unknown_order"), "status": {"type": "success", "code": 404}}
    yield refused(404)
    yield refused(404, "unknown_order", "lost")
    yield refused(409, "unknown_order")


@pytest.mark.parametrize("envelope", [*wrong_envelopes()])
def test_no_endpoint_answers_a_wrong_envelope(envelope: dict[str, Any]) -> None:
    for endpoint in REFUSALS:
        assert accepted(endpoint, REFERENCE) == [200]
        assert accepted(endpoint, envelope) == []


def test_a_canceled_order_has_no_merchant_order_status_in_a_response() -> None:
    """After `cancel_order`, `data` has no `merchant_order_status` (domain.md, W1)."""
    canceled = attrs.evolve(ORDER, status=OrderStatus.ORDER_CANCELED)
    assert canceled.merchant_order_status == "processing"
    envelope = wire.response(Allowed(canceled))
    assert accepted("cancel_order", envelope) == [200]
    envelope["data"]["merchant_order_status"] = "processing"
    assert accepted("cancel_order", envelope) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("refunds", []), ("refunds", None), ("placed_total", 9150), ("increase_count", 0)],
)
def test_a_response_does_not_state_what_only_a_record_has(field: str, value: object) -> None:
    """A record may have empty `refunds`, and its history (domain.md, L8 and W1)."""
    data = {**REFERENCE["data"], field: value}
    assert wire.parse_order(data)
    for endpoint in REFUSALS:
        assert accepted(endpoint, {**REFERENCE, "data": data}) == []
