"""A wrong row, or a null, may hold any number: no warning, and its neighbours are decided."""

import warnings
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Percent, Totals
from backd_rules.bulk import LIMIT_COLUMNS, ROWS, decide_batch, to_row

INT64 = [f.name for f in [*ROWS, *LIMIT_COLUMNS] if f.type == pa.int64()]
ORDER = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
UPDATE = OrderUpdate("BO-1", "M-1", tax_amount=Money.of(9))
BEYOND_INT64 = Percent.of("9999999999999.99")
"""A percentage whose product with a total can overflow."""
LIMIT = MerchantLimit(max_increase=Money.of(10), max_increase_percent=BEYOND_INT64)
ROW = to_row(ORDER, UPDATE, LIMIT)
RIGHT = {"allowed": True, "order_total": 10_900, "ceiling": 11_000, "headroom": 100, "faults": None}


def with_number(column: str, number: int, *, is_null: bool) -> pa.RecordBatch:
    """Return a batch of three rows. The second one has `number` in `column`, perhaps as a null."""
    batch = pa.RecordBatch.from_pylist([ROW] * 3, pa.schema([*ROWS, *LIMIT_COLUMNS]))
    place = batch.schema.get_field_index(column)
    values = np.array(batch.column(place).fill_null(0))
    validity = np.array(batch.column(place).is_valid().to_numpy(zero_copy_only=False))
    values[1], validity[1] = number, not is_null
    bits = np.packbits(validity, bitorder="little")
    buffers = [pa.py_buffer(bits), pa.py_buffer(values)]
    return batch.set_column(place, column, pa.Array.from_buffers(pa.int64(), 3, buffers))


def decided(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the decisions; a warning and an error of NumPy are exceptions."""
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        rows: list[dict[str, Any]] = decide_batch(batch).to_pylist()
        return rows


@pytest.mark.parametrize("column", INT64)
@pytest.mark.parametrize("number", [-1, -2, -(2**63), 2**63 - 1, 2 * 10**18])
def test_a_number_out_of_range_is_a_fault(column: str, number: int) -> None:
    before, wrong, after = decided(with_number(column, number, is_null=False))
    assert (wrong["allowed"], wrong["violations"], wrong["order_total"]) == (None, None, None)
    assert f"{column}: out_of_range" in wrong["faults"].split("; ")
    assert before == after
    assert before | RIGHT == before


@pytest.mark.parametrize("column", INT64)
@pytest.mark.parametrize("number", [-1, -(2**63), 2**63 - 1])
def test_the_number_behind_a_null_does_not_count(column: str, number: int) -> None:
    before, null, after = decided(with_number(column, number, is_null=True))
    [expected] = decided(with_number(column, 0, is_null=True))[1:2]
    assert null == expected
    assert before == after
    assert before | RIGHT == before
