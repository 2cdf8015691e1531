"""The text of the faults of an order does not depend on the batches."""

import pyarrow as pa
import pytest
from support.random_rows import BOTH

from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
from backd_rules.bulk import HISTORY_KEYS, decide_histories, to_row

ORDER = Order("A", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
UPDATE = OrderUpdate("A", "M-1", tax_amount=Money.of(9))
ROW = to_row(ORDER, UPDATE, MerchantLimit(max_increase=Money.of(10)))
WRONG = {"status": 9, "placed_total": -1, "items_half_up": 5, "items_highest": -1}
TEXT = (
    "status: unknown_status; placed_total: out_of_range; items_highest: out_of_range; "
    "items_lowest: null"
)
LATER: tuple[dict[str, int], ...] = ({}, {"items_half_up": 5}, {"items_highest": -1}, WRONG)
"""The columns of the order count in its first row alone, but are read in each batch."""


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_faults_of_an_order_are_in_the_same_order_in_each_batch(
    size: int, later: dict[str, int]
) -> None:
    keys = [("A", 1), ("A", 2), ("A", 3), ("B", 1)]
    rows = [
        {"backd_order_id": order, "sequence": sequence, **ROW, **(WRONG if row == 0 else later)}
        for row, (order, sequence) in enumerate(keys)
    ]
    fields = [field.with_nullable(True) for field in (*HISTORY_KEYS, *BOTH)]
    table = pa.Table.from_pylist(rows, pa.schema(fields))
    decisions = pa.Table.from_batches(decide_histories(table.to_batches(max_chunksize=size)))
    assert decisions["faults"].to_pylist()[:3] == [TEXT] * 3
