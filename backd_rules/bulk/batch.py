"""Deciding the rows of a batch, each for itself."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from backd_rules.bulk.columns import ROW_COLUMNS, TERM_COLUMNS
from backd_rules.bulk.faults import find_faults, sound_rows
from backd_rules.bulk.kernel import decide
from backd_rules.bulk.output import Output
from backd_rules.bulk.reading import (
    arrays_of,
    read_held,
    read_part,
    read_patch,
    read_terms,
    readers_of,
    terms_of,
)
from backd_rules.domain.limit import MerchantLimit

_CHUNK: Final = 1 << 15
"""Rows at a time: the values of a rule stay in the cache of the processor."""


def decide_batch(batch: pa.RecordBatch, limit: MerchantLimit | None = None) -> pa.RecordBatch:
    """Return the decision about each row of `batch`, as `decide_update` decides it.

    The batch has the columns of `ROWS`, with amounts in cents, and without a `limit` those of
    `LIMIT_COLUMNS` too. In the result, the columns of `DECISIONS` take their place, and all other
    columns pass through. A row that is wrong never raises and is never dropped: its `allowed` is
    null, and `faults` says which columns are wrong, and why. Raises `ValueError` for a missing
    column, and for one that passes through and has the name of a decision. Raises `TypeError` for a
    column of another type, and `pa.ArrowInvalid` if the texts in `faults` have more than 2 GiB:
    that takes more than two million rows (domain.md, V1 and V2).

    >>> import pyarrow as pa
    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules.bulk import ROWS, decide_batch, to_row
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
    >>> limit = MerchantLimit(max_increase=Money.of(10))
    >>> updates = [OrderUpdate("BO-1", "M-1", tax_amount=Money.of(tax)) for tax in (9, 11)]
    >>> rows = [to_row(order, update, limit) for update in updates]
    >>> decisions = decide_batch(pa.RecordBatch.from_pylist(rows, ROWS), limit)
    >>> decisions.select(["allowed", "violations", "order_total", "headroom"]).to_pylist()[0]
    {'allowed': True, 'violations': 0, 'order_total': 10900, 'headroom': 100}
    """
    columns = ROW_COLUMNS if limit is not None else ROW_COLUMNS + TERM_COLUMNS
    readers = readers_of(arrays_of(decide_batch, batch, columns))
    terms = None if limit is None else terms_of(decide_batch, limit)
    output = Output(decide_batch, batch, columns)
    for start in range(0, batch.num_rows, _CHUNK):
        rows = slice(start, min(start + _CHUNK, batch.num_rows))
        part = read_part(readers, rows)
        faults = find_faults(part, columns)
        sound = sound_rows(faults)
        verdict = decide(read_held(part), read_patch(part), terms or read_terms(part), sound)
        output.write(rows, verdict, sound)
        output.write_faults(rows, faults)
    return output.to_arrow()
