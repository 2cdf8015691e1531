"""Any JSON value gives a value or `InvalidPayload` with problems, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.json_values import JSON, places, replaced
from support.reference import IDS

from backd_rules import wire
from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from backd_rules.wire.tables import BOTH_ORDER_IDS, ORDER_IDS, REFUND_REQUEST, UPDATES
from backd_rules.wire.tables import LIMIT as LIMIT_FIELDS
from backd_rules.wire.tables import ORDER as ORDER_FIELDS
from backd_rules.wire.tables import UPDATE as UPDATE_FIELDS

READERS = [
    pytest.param(wire.parse_order, ORDER_FIELDS, ORDER, id="order"),
    pytest.param(wire.parse_update, UPDATE_FIELDS, UPDATE, id="update"),
    pytest.param(wire.parse_updates, UPDATES, [UPDATE, UPDATE], id="updates"),
    pytest.param(wire.parse_limit, LIMIT_FIELDS, LIMIT, id="limit"),
    pytest.param(wire.parse_ids, ORDER_IDS, IDS, id="ids"),
    pytest.param(wire.parse_both_ids, BOTH_ORDER_IDS, IDS, id="both ids"),
    pytest.param(
        wire.parse_refund_request, REFUND_REQUEST, {**IDS, "refund_amount": 50}, id="refund request"
    ),
]


def assert_decode_agrees_with_explain(parse: Any, codec: Any, payload: Any) -> None:
    """Assert that `parse` accepts a payload exactly if `explain` finds no problem."""
    problems = tuple(codec.explain(payload, ()))
    if not problems:
        parse(payload)
        return
    with pytest.raises(wire.InvalidPayload) as caught:
        parse(payload)
    assert caught.value.problems == problems
    assert_json_and_short(wire.error_response(caught.value))


def assert_json_and_short(envelope: dict[str, Any]) -> None:
    """Assert that an envelope is JSON in UTF-8, and has no long path."""
    json.dumps(envelope, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert all(len(violation["path"]) <= 256 for violation in envelope["violations"])


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_value(payload: Any) -> None:
    for reader in READERS:
        parse, codec, _ = reader.values
        assert_decode_agrees_with_explain(parse, codec, payload)


@pytest.mark.parametrize(("parse", "codec", "example"), READERS)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_an_example_with_any_value_at_any_path(
    parse: Any, codec: Any, example: Any, data: st.DataObject
) -> None:
    payload = example
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*places(payload)]))
        payload = replaced(payload, path, data.draw(JSON))
    assert_decode_agrees_with_explain(parse, codec, payload)
