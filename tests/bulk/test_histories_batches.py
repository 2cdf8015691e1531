"""What `decide_histories` takes and gives: one batch at a time, of any size."""

import gc
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from support.history_rows import LIMIT, SCHEMA, batches_of, decided, rows_of, update_of
from support.random_histories import HISTORY, RandomHistories, batch_of_lines

from backd_rules import Money, Order, OrderStatus, Totals
from backd_rules.bulk import DECISIONS, HISTORY_KEYS, LIMIT_COLUMNS, ROWS, decide_histories

ROW_OF_ANOTHER = rows_of(update_of(tax_amount=9), key="BO-2")
ROWS_OF_ONE = rows_of(*(update_of(tax_amount=tax) for tax in (9, 11, 10)))


def test_a_batch_is_answered_before_the_next_one_is_asked_for() -> None:
    asked: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number, batch in enumerate(batches_of(ROWS_OF_ONE, 1, 2)):
            asked.append(number)
            yield batch

    answers = decide_histories(batches())
    assert asked == []
    for number, allowed in enumerate((True, False, True)):
        assert next(answers).column("allowed").to_pylist() == [allowed]
        assert asked == [*range(number + 1)]
    assert next(answers, None) is None


def test_no_batch_has_no_answer() -> None:
    assert [*decide_histories([])] == []


def test_a_batch_without_rows_has_an_answer_without_rows() -> None:
    empty = SCHEMA.empty_table().to_batches() or [pa.RecordBatch.from_pylist([], SCHEMA)]
    answers = [*decide_histories([*empty, *batches_of(ROWS_OF_ONE), *empty])]
    assert [answer.num_rows for answer in answers] == [0, 3, 0]
    assert {tuple(answer.schema.names) for answer in answers} == {
        (*HISTORY_KEYS.names, *DECISIONS.names)
    }


def test_keys_and_other_columns_pass_through_with_the_metadata() -> None:
    (batch,) = batches_of(ROWS_OF_ONE)
    fields = [*SCHEMA, pa.field("note", pa.utf8(), metadata={"a": "b"})]
    notes = pa.array(["x", None, "z"])
    batch = pa.RecordBatch.from_arrays(
        [*batch.columns, notes], schema=pa.schema(fields, metadata={"c": "d"})
    )
    (answer,) = decide_histories([batch])
    assert answer.schema == pa.schema([*HISTORY_KEYS, fields[-1], *DECISIONS])
    assert answer.schema.metadata == {b"c": b"d"}
    assert answer.schema.field("note").metadata == {b"a": b"b"}
    assert answer.column("note").equals(notes)
    assert answer.column("sequence").to_pylist() == [0, 1, 2]


def test_with_a_limit_for_all_the_columns_of_a_limit_pass_through() -> None:
    (batch,) = batches_of(ROWS_OF_ONE)
    (answer,) = decide_histories([batch], LIMIT)
    assert set(LIMIT_COLUMNS.names) < set(answer.schema.names)
    bare = batch.select([*HISTORY_KEYS.names, *ROWS.names])
    (same,) = decide_histories([bare], LIMIT)
    assert same.equals(answer.select(same.schema.names))


def test_more_orders_than_are_decided_at_a_time() -> None:
    """There are 20,000 orders: copies of fifty, whose updates are decided by `decide_update`."""
    histories = RandomHistories(seed=5)
    lines = [*histories.lines([2] * 25 + [5] * 25, None)]
    few = batch_of_lines(line for line in lines if "sequence" not in str(line.wanted["faults"]))
    (wanted,) = decide_histories([few])
    times = 400
    places = np.tile(np.arange(few.num_rows), times)
    copies = np.repeat(np.arange(times), few.num_rows)
    ids = [
        f"{n:03} {name}" for n, name in zip(copies, few.column(0).to_pylist() * times, strict=True)
    ]
    many = few.take(pa.array(places)).set_column(0, HISTORY.field(0), pa.array(ids))
    names = [name for name in wanted.schema.names if name != "backd_order_id"]
    expected = wanted.take(pa.array(places)).select(names)
    (found,) = decide_histories([many])
    assert found.select(names).equals(expected)
    cuts = [0, *sorted(Random(5).sample(range(many.num_rows), 5)), many.num_rows]
    parts = [many.slice(a, b - a) for a, b in pairwise(cuts)]
    table = pa.Table.from_batches(decide_histories(parts)).select(names).combine_chunks()
    assert table.equals(pa.Table.from_batches([expected]))


def test_memory_does_not_grow_with_the_number_of_batches() -> None:
    row = batches_of(ROW_OF_ANOTHER)[0]
    batch = row.take(pa.array([0] * 1_000))
    place = batch.schema.get_field_index("backd_order_id")

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(10, 23):
            ids = pa.array(f"{number:02}{order:04}" for order in range(1_000))
            yield batch.set_column(place, "backd_order_id", ids)

    sizes = []
    tracemalloc.start()
    try:
        for answer in decide_histories(batches()):
            assert answer.column("allowed").null_count == 0
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes())
    finally:
        tracemalloc.stop()
    of_a_batch = 50_000
    assert answer.nbytes > of_a_batch
    assert sizes[12] < sizes[3] + of_a_batch


def without(name: str) -> pa.RecordBatch:
    (batch,) = batches_of(ROWS_OF_ONE)
    return batch.drop_columns([name])


def with_type(name: str, kind: pa.DataType) -> pa.RecordBatch:
    (batch,) = batches_of(ROWS_OF_ONE)
    place = batch.schema.get_field_index(name)
    return batch.set_column(place, name, batch.column(place).cast(kind))


def with_another(name: str) -> pa.RecordBatch:
    (batch,) = batches_of(ROWS_OF_ONE)
    return batch.append_column(name, pa.nulls(3, pa.int64()))


@pytest.mark.parametrize(
    ("batch", "error", "message"),
    [
        (
            without("sequence"),
            ValueError,
            "decide_histories.batch must have one column of each name: sequence (has 0)",
        ),
        (
            without("backd_order_id"),
            ValueError,
            "decide_histories.batch must have one column of each name: backd_order_id (has 0)",
        ),
        (
            without("new_contacts"),
            ValueError,
            "decide_histories.batch must have one column of each name: new_contacts (has 0)",
        ),
        (
            with_another("sequence"),
            ValueError,
            "decide_histories.batch must have one column of each name: sequence (has 2)",
        ),
        (
            with_another("headroom"),
            ValueError,
            "decide_histories.batch must not have the columns headroom, "
            "which decisions have too: rename them",
        ),
        (
            with_type("sequence", pa.int32()),
            TypeError,
            "decide_histories.batch must have sequence of type int64 (is int32)",
        ),
        (
            with_type("backd_order_id", pa.large_utf8()),
            TypeError,
            "decide_histories.batch must have backd_order_id of type string (is large_string)",
        ),
        (
            pa.Table.from_batches(batches_of(ROWS_OF_ONE)),
            TypeError,
            "decide_histories.batch must be of type RecordBatch, got Table",
        ),
    ],
)
def test_a_batch_with_other_columns_raises_when_it_is_asked_for(
    batch: Any, error: type[Exception], message: str
) -> None:
    answers = decide_histories([*batches_of(ROWS_OF_ONE), batch])
    assert next(answers).num_rows == 3
    with pytest.raises(error) as caught:
        next(answers)
    assert str(caught.value) == message


def test_without_a_limit_for_all_its_columns_must_be_there() -> None:
    with pytest.raises(ValueError, match=r"combine \(has 0\)"):
        next(decide_histories([without("combine")]))
    assert next(decide_histories([without("combine")], LIMIT)).num_rows == 3


def test_what_is_no_iterable_of_batches_raises() -> None:
    answers = decide_histories(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError) as caught:
        next(answers)
    assert str(caught.value) == (
        "decide_histories.batches must be an iterable of RecordBatch, got None"
    )


EXTREMES = (-(2**63), 2**63 - 1, 2**62, -1)
NUMBERS = [field.name for field in (*ROWS, *LIMIT_COLUMNS) if field.type == pa.int64()]


@pytest.mark.parametrize("is_null", [True, False])
@pytest.mark.parametrize("name", NUMBERS)
def test_any_number_under_a_null_or_in_a_wrong_row_leaves_the_others(
    name: str, *, is_null: bool
) -> None:
    """So few orders are decided one by one, on plain `int`, where no number wraps around."""
    large = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(10**9))).as_placed()
    other = ROW_OF_ANOTHER + rows_of(*[update_of(tax_amount=9)] * 2, key="BO-3")
    right = decided(other)
    for extreme in EXTREMES:
        (batch,) = batches_of(rows_of(update_of(), order=large) + other)
        place = batch.schema.get_field_index(name)
        values = np.array(batch.column(place).fill_null(0))
        valid = ~batch.column(place).is_null().to_numpy(zero_copy_only=False)
        values[0], valid[0] = extreme, not is_null
        buffers = [np.packbits(valid, bitorder="little"), values]
        array = pa.Array.from_buffers(pa.int64(), 4, [*map(pa.py_buffer, buffers)])
        for size in (1, 4):
            wrong = batch.set_column(place, name, array)
            parts = [wrong.slice(start, size) for start in range(0, 4, size)]
            found = [row for answer in decide_histories(parts) for row in answer.to_pylist()]
            assert found[1:] == right
            if not is_null:
                assert found[0]["faults"].startswith(f"{name}: out_of_range")
