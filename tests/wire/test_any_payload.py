"""Whatever JSON value it is given: a value, or `InvalidPayload` with problems, and nothing else."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.json_values import JSON, places, replaced

from backd_rules import wire
from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from backd_rules.wire.tables import LIMIT as LIMIT_FIELDS
from backd_rules.wire.tables import ORDER as ORDER_FIELDS
from backd_rules.wire.tables import UPDATE as UPDATE_FIELDS

READERS = [
    pytest.param(wire.parse_order, ORDER_FIELDS, ORDER, id="order"),
    pytest.param(wire.parse_update, UPDATE_FIELDS, UPDATE, id="update"),
    pytest.param(wire.parse_limit, LIMIT_FIELDS, LIMIT, id="limit"),
]


def both_ways_agree(parse: Any, codec: Any, payload: Any) -> None:
    """The short way takes a payload exactly if the thorough walk finds nothing wrong with it."""
    problems = codec.explain(payload, ())
    if not problems:
        parse(payload)
        return
    with pytest.raises(wire.InvalidPayload) as caught:
        parse(payload)
    assert caught.value.problems == problems


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_value(payload: Any) -> None:
    for reader in READERS:
        parse, codec, _ = reader.values
        both_ways_agree(parse, codec, payload)


@pytest.mark.parametrize(("parse", "codec", "example"), READERS)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_an_example_with_any_value_anywhere(
    parse: Any, codec: Any, example: Any, data: st.DataObject
) -> None:
    payload = example
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*places(payload)]))
        payload = replaced(payload, path, data.draw(JSON))
    both_ways_agree(parse, codec, payload)


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_an_amount_goes_through_a_json_number_unharmed(cents: int) -> None:
    ids = {"backd_order_id": "B", "merchant_order_id": "M"}
    update = wire.parse_update({**ids, "tax_amount": Decimal(cents).scaleb(-2)})
    assert wire.parse_update(wire.dump_update(update)) == update
    assert wire.dump_update(update)["tax_amount"] == cents / 100
