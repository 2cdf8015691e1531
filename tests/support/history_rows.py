"""Histories that are written by hand, and the decisions about them."""

from itertools import pairwise
from typing import Any

import pyarrow as pa

from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
from backd_rules.bulk import HISTORY_KEYS, LIMIT_COLUMNS, ROWS, decide_histories, to_row

Row = dict[str, Any]

ORDER = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
LIMIT = MerchantLimit(max_increase=Money.of(10))
SCHEMA = pa.schema([*HISTORY_KEYS, *ROWS, *LIMIT_COLUMNS])


def update_of(**fields: Any) -> OrderUpdate:
    """Return an update of `ORDER`; amounts are in dollars."""
    stated: Any = {
        name: Money.of(value) if name.endswith(("amount", "total")) else value
        for name, value in fields.items()
    }
    return OrderUpdate("BO-1", "M-1", **stated)


def rows_of(
    *updates: OrderUpdate, key: str = "BO-1", order: Order = ORDER, limit: MerchantLimit = LIMIT
) -> list[Row]:
    """Return the rows of a history in the sequence 0, 1, 2 and so on.

    Those after the first one have nulls in the columns of the order, which do not count there.
    """
    rows = []
    for sequence, update in enumerate(updates):
        row = {"backd_order_id": key, "sequence": sequence} | to_row(order, update, limit)
        rows.append(row | dict.fromkeys(ROWS.names[:11]) if sequence else row)
    return rows


def batches_of(rows: list[Row], *cuts: int) -> list[pa.RecordBatch]:
    """Return batches of rows, which are cut at some places."""
    batch = pa.RecordBatch.from_pylist(rows, SCHEMA)
    borders = [0, *cuts, len(rows)]
    return [batch.slice(start, stop - start) for start, stop in pairwise(borders)]


def decided(rows: list[Row], *cuts: int, limit: MerchantLimit | None = None) -> list[Row]:
    """Return the decisions about rows, which are cut into batches at some places."""
    answers = decide_histories(batches_of(rows, *cuts), limit)
    return [row for answer in answers for row in answer.to_pylist()]


def decided_every_way(rows: list[Row]) -> list[Row]:
    """Return the decisions about the updates of one order.

    Fail unless they are the same among those of other orders, and cut into batches at any place.
    """
    alone, size = decided(rows), len(rows)
    copies = [row | {"backd_order_id": f"BO-{n}"} for n in range(10, 30) for row in rows]
    every_row = range(1, size)
    assert decided(rows, *every_row) == alone
    for cut in every_row:
        assert decided(rows, cut) == alone
        assert _without_id(decided(copies, 7 * size + cut)) == _without_id(alone) * 20
    assert _without_id(decided(copies)) == _without_id(alone) * 20
    return alone


def _without_id(rows: list[Row]) -> list[Row]:
    return [row | {"backd_order_id": None} for row in rows]


def column(name: str, rows: list[Row]) -> list[Any]:
    """Return one column of the decisions about the updates of one order."""
    return [row[name] for row in decided_every_way(rows)]
