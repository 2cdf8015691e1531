"""What a batch must have, what passes through, and batches of every size and slicing."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from support.bulk_columns import LIMIT, ORDER, UPDATE
from support.random_rows import BOTH, RandomRows, batch_of

from backd_rules import MerchantLimit, Money
from backd_rules.bulk import DECISIONS, LIMIT_COLUMNS, ROWS, decide_batch, decide_histories
from backd_rules.bulk.batch import _CHUNK

LIMIT_OF_ALL = MerchantLimit(max_increase=Money.of(10), max_increases=3)
MANY = batch_of([*RandomRows(11).cases(2_000)])
BATCH = MANY.slice(0, 20)
"""Some rows of all kinds."""


def with_column(batch: pa.RecordBatch, name: str, values: pa.Array) -> pa.RecordBatch:
    return batch.set_column(batch.schema.get_field_index(name), name, values)


@pytest.mark.parametrize("name", [column.name for column in (*ORDER, *UPDATE, *LIMIT)])
def test_a_missing_column_raises(name: str) -> None:
    batch = BATCH.drop_columns([name])
    with pytest.raises(ValueError) as error:  # noqa: PT011
        decide_batch(batch)
    expected = f"decide_batch.batch must have one column of each name: {name} (has 0)"
    assert str(error.value) == expected


def test_all_missing_columns_are_named() -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        decide_batch(BATCH.drop_columns(["status", "combine", "new_tax_amount"]))
    assert str(error.value) == (
        "decide_batch.batch must have one column of each name: "
        "status (has 0), new_tax_amount (has 0), combine (has 0)"
    )


def test_a_duplicate_column_raises() -> None:
    batch = BATCH.append_column("status", BATCH.column("status"))
    with pytest.raises(ValueError) as error:  # noqa: PT011
        decide_batch(batch)
    expected = "decide_batch.batch must have one column of each name: status (has 2)"
    assert str(error.value) == expected


def test_the_columns_of_a_limit_are_not_missed_where_a_limit_is_given() -> None:
    assert decide_batch(BATCH.select(ROWS.names), LIMIT_OF_ALL).num_rows == 20


WRONG_TYPES = [
    ("cart_amount", "int64", pa.float64(), "double"),
    ("new_cart_amount", "int64", pa.float64(), "double"),
    ("tax_amount", "int64", pa.uint64(), "uint64"),
    ("order_total", "int64", pa.int32(), "int32"),
    ("placed_total", "int64", pa.decimal128(18, 0), "decimal128(18, 0)"),
    ("increase_count", "int64", pa.large_utf8(), "large_string"),
    ("items_lowest", "int64", pa.null(), "null"),
    ("status", "int8", pa.utf8(), "string"),
    ("status", "int8", pa.int64(), "int64"),
    ("status", "int8", pa.uint8(), "uint8"),
    ("combine", "int8", pa.large_utf8(), "large_string"),
    ("new_contacts", "int32", pa.int64(), "int64"),
    ("backd_order_id_matches", "bool", pa.int8(), "int8"),
    (
        *("measured_from", "int8", pa.dictionary(pa.int32(), pa.int8())),
        "dictionary<values=int8, indices=int32, ordered=0>",
    ),
]


@pytest.mark.parametrize(("name", "expected", "kind", "came"), WRONG_TYPES)
def test_a_column_of_another_type_raises(
    name: str, expected: str, kind: pa.DataType, came: str
) -> None:
    values = pa.nulls(BATCH.num_rows, kind)
    with pytest.raises(TypeError) as error:
        decide_batch(with_column(BATCH, name, values))
    must = f"decide_batch.batch must have {name} of type {expected} (is {came})"
    assert str(error.value) == must


def test_all_columns_of_a_wrong_type_are_named() -> None:
    batch = with_column(BATCH, "status", pa.nulls(BATCH.num_rows, pa.utf8()))
    batch = with_column(batch, "cart_amount", pa.nulls(BATCH.num_rows, pa.float64()))
    with pytest.raises(TypeError) as error:
        decide_batch(batch)
    assert str(error.value) == (
        "decide_batch.batch must have status of type int8 (is string), "
        "cart_amount of type int64 (is double)"
    )


@pytest.mark.parametrize(
    ("batch", "came"),
    [(pa.table({"status": [1]}), "Table"), (None, "None"), ([{}], "list"), ({}, "dict")],
)
def test_anything_but_a_batch_raises(batch: Any, came: str) -> None:
    with pytest.raises(TypeError) as error:
        decide_batch(batch, LIMIT_OF_ALL)
    assert str(error.value) == f"decide_batch.batch must be of type RecordBatch, got {came}"


PASSING: dict[str, pa.Array] = {
    "id": pa.array(["a", None] * 10),
    "tags": pa.array([["x", None], []] * 10, pa.list_(pa.utf8())),
    "nested": pa.array([{"a": {"b": [1.5]}}, None] * 10),
    "number": pa.array([1.5] * 20, pa.float64()),
    "nothing": pa.nulls(20),
    "kind": pa.array(["x", "y"] * 10).dictionary_encode(),
    "big": pa.array([b"x"] * 20, pa.large_binary()),
}


@pytest.mark.parametrize("limit", [None, LIMIT_OF_ALL])
def test_other_columns_pass_through_in_order_with_their_metadata(
    limit: MerchantLimit | None,
) -> None:
    fields = [pa.field(name, array.type, metadata={"of": name}) for name, array in PASSING.items()]
    taken = BATCH.select(ROWS.names) if limit else BATCH
    # Before, between and after the columns of a row.
    schema = pa.schema([*fields[:3], *taken.schema, *fields[3:]], metadata={"whole": "batch"})
    arrays = [*PASSING.values()]
    batch = pa.RecordBatch.from_arrays([*arrays[:3], *taken.columns, *arrays[3:]], schema=schema)
    found = decide_batch(batch, limit)
    assert found.schema.equals(
        pa.schema([*fields, *DECISIONS], metadata={"whole": "batch"}), check_metadata=True
    )
    assert found.columns[: len(arrays)] == arrays
    assert found.select(DECISIONS.names).equals(decide_batch(taken, limit))


def test_the_columns_of_a_limit_pass_through_where_a_limit_is_given() -> None:
    found = decide_batch(BATCH, LIMIT_OF_ALL)
    assert found.schema.names == LIMIT_COLUMNS.names + DECISIONS.names
    assert found.select(LIMIT_COLUMNS.names).equals(BATCH.select(LIMIT_COLUMNS.names))
    alone = decide_batch(BATCH.select(ROWS.names), LIMIT_OF_ALL)
    assert found.select(DECISIONS.names).equals(alone)


def test_two_columns_of_the_same_name_pass_through() -> None:
    ones, twos = pa.array([1] * 20), pa.array(["2"] * 20)
    found = decide_batch(BATCH.append_column("id", ones).append_column("id", twos))
    assert found.schema.names[:2] == ["id", "id"]
    assert found.columns[:2] == [ones, twos]


@pytest.mark.parametrize("names", [["faults"], ["allowed", "headroom"]])
def test_a_column_that_has_the_name_of_a_decision_raises(names: list[str]) -> None:
    batch = BATCH
    for name in names:
        batch = batch.append_column(name, pa.nulls(20))
    with pytest.raises(ValueError) as error:  # noqa: PT011
        decide_batch(batch)
    assert str(error.value) == (
        f"decide_batch.batch must not have the columns {', '.join(names)}, "
        "which decisions have too: rename them"
    )


@pytest.mark.parametrize("limit", [None, LIMIT_OF_ALL])
def test_an_empty_batch_has_an_empty_answer(limit: MerchantLimit | None) -> None:
    found = decide_batch(pa.RecordBatch.from_pylist([], BOTH), limit)
    names = [] if limit is None else LIMIT_COLUMNS.names
    assert (found.num_rows, found.schema.names) == (0, [*names, *DECISIONS.names])


def test_the_order_of_the_columns_does_not_count() -> None:
    backwards = BATCH.select(BATCH.schema.names[::-1])
    assert decide_batch(backwards).equals(decide_batch(BATCH))


@pytest.mark.parametrize("nullable", [True, False])
def test_nulls_are_judged_and_never_the_flags_of_a_schema(*, nullable: bool) -> None:
    fields = [field.with_nullable(nullable).remove_metadata() for field in BATCH.schema]
    batch = pa.RecordBatch.from_arrays(BATCH.columns, schema=pa.schema(fields))
    found = decide_batch(batch)
    assert found.equals(decide_batch(BATCH))
    assert found.schema.equals(DECISIONS, check_metadata=True)


@pytest.mark.parametrize("start", [0, 1, 7, 8, 9, 63, 64, 65, 1_999])
@pytest.mark.parametrize("limit", [None, LIMIT_OF_ALL])
def test_a_slice_is_decided_as_its_part(start: int, limit: MerchantLimit | None) -> None:
    """A slice shares its buffers, whose bits begin anywhere in a byte."""
    part = MANY.slice(start, 37)
    assert decide_batch(part, limit).equals(decide_batch(MANY, limit).slice(start, 37))
    assert decide_batch(part.slice(3, 5), limit).equals(
        decide_batch(MANY, limit).slice(start + 3, max(0, min(5, 1_997 - start)))
    )


@pytest.mark.parametrize("size", [1, 2, _CHUNK - 1, _CHUNK, _CHUNK + 1, 2 * _CHUNK + 1])
@pytest.mark.parametrize("limit", [None, LIMIT_OF_ALL])
def test_a_batch_of_any_size_is_decided_as_its_rows(size: int, limit: MerchantLimit | None) -> None:
    places = np.arange(size) * 7 % 2_000
    found = decide_batch(MANY.take(pa.array(places)), limit)
    expected = decide_batch(MANY, limit).take(pa.array(places))
    found.validate(full=True)
    assert found.equals(expected)


def test_the_batch_is_not_changed() -> None:
    before = BATCH.to_pylist()
    decide_batch(BATCH)
    assert BATCH.to_pylist() == before


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (decide_batch, "decide_batch"),
        (lambda batch, limit: [*decide_histories([batch], limit)], "decide_histories"),
    ],
)
def test_a_limit_that_is_none_raises(function: Any, name: str) -> None:
    message = f"{name}.limit must be of type MerchantLimit, got dict"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(BATCH.slice(0, 0), {"max_increase": 1})
