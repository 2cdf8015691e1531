"""Decide the rows of a Parquet file with DuckDB, which reads, sorts and writes.

In `tests/`, `python -m engines.duckdb_recipe decide_rows rows.parquet decisions.parquet` starts it.
Each row has its own limit, unless a JSON file with a limit is a third argument. With
`decide_in_sequence` in place of `decide_rows`, it decides histories.

It needs `pip install 'backd-rules[bulk]' 'duckdb>=1.5'`. It takes 3 seconds for a million rows on
two cores, and 4 for histories. DuckDB streams batches, and sorts on disk what exceeds its
`memory_limit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import duckdb
import pyarrow as pa

from backd_rules import MerchantLimit
from backd_rules.bulk import decide_batch, decide_histories

BATCH = 100_000
"""Rows in a batch."""


def decide_rows(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each row of `source`."""

    def decided(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield decide_batch(batch, limit)

    _copy("FROM read_parquet($source)", source, target, decided)


def decide_in_sequence(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each update of `source`, whose rows may have any order."""

    def decided(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return decide_histories(batches, limit)

    # The collation says that ids are sorted by code point, whatever the default is.
    order = 'backd_order_id COLLATE "binary", sequence'
    _copy(f"FROM read_parquet($source) ORDER BY {order}", source, target, decided)


def _copy(
    query: str,
    source: str,
    target: str,
    decided: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]],
) -> None:
    with duckdb.connect() as reading, duckdb.connect() as writing:
        rows = reading.sql(query, params={"source": source}).to_arrow_reader(BATCH)
        # The schema of decisions about these rows: that of the decisions about no rows.
        [nothing] = decided([pa.RecordBatch.from_pylist([], rows.schema)])
        decisions = pa.RecordBatchReader.from_batches(nothing.schema, decided(rows))
        writing.register("decisions", decisions)
        writing.execute("COPY decisions TO $target (FORMAT parquet)", {"target": target})


if __name__ == "__main__":
    from engines.command import run

    run(decide_rows, decide_in_sequence)
