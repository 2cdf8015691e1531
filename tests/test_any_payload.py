"""Whatever JSON value it is given: a value, or `InvalidPayload` with problems, and nothing else."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backd_rules import wire
from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from backd_rules.wire.tables import LIMIT as LIMIT_FIELDS
from backd_rules.wire.tables import ORDER as ORDER_FIELDS
from backd_rules.wire.tables import UPDATE as UPDATE_FIELDS

NAMES = sorted({*ORDER, *UPDATE, *LIMIT, "placed_total", "increase_count", "max_increases"})
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters(codec=None), max_size=9)
    | st.sampled_from(["order_placed", "lower", "2026-04-16 10:30:00", 0, 75, 0.01, 10**400])
)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=12,
)
READERS = [
    pytest.param(wire.parse_order, ORDER_FIELDS, ORDER, id="order"),
    pytest.param(wire.parse_update, UPDATE_FIELDS, UPDATE, id="update"),
    pytest.param(wire.parse_limit, LIMIT_FIELDS, LIMIT, id="limit"),
]


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value in a document."""
    found = [path] if path else []
    steps: Any = enumerate(document) if isinstance(document, list) else ()
    steps = document.items() if isinstance(document, dict) else steps
    for step, child in steps:
        found += places(child, (*path, step))
    return found


def replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    document = copy.deepcopy(document)
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return document


def both_ways_agree(parse: Any, kind: Any, payload: Any) -> None:
    """The short way takes a payload exactly if the thorough walk finds nothing wrong with it."""
    problems = kind.problems(payload, ())
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
        parse, kind, _ = reader.values
        both_ways_agree(parse, kind, payload)


@pytest.mark.parametrize(("parse", "kind", "example"), READERS)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_an_example_with_any_value_anywhere(
    parse: Any, kind: Any, example: Any, data: st.DataObject
) -> None:
    payload = example
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(payload)))
        payload = replaced(payload, path, data.draw(JSON))
    both_ways_agree(parse, kind, payload)


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_an_amount_goes_through_a_json_number_unharmed(cents: int) -> None:
    ids = {"backd_order_id": "B", "merchant_order_id": "M"}
    update = wire.parse_update({**ids, "tax_amount": Decimal(cents).scaleb(-2)})
    assert wire.parse_update(wire.dump_update(update)) == update
    assert wire.dump_update(update)["tax_amount"] == cents / 100
