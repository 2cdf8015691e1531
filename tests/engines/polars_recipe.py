"""Decide the rows of a Parquet file with Polars, in a stream or in memory.

In `tests/`, `python -m engines.polars_recipe decide_rows rows.parquet decisions.parquet` starts it.
Each row has its own limit, unless a JSON file with a limit is a third argument. With
`decide_in_memory` in place of `decide_rows`, it reads the whole file at once.

It needs `pip install 'backd-rules[bulk]' polars`. It takes 3 seconds for a million rows on two
cores. All texts that Polars writes are `large_utf8`.
"""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from backd_rules import MerchantLimit
from backd_rules.bulk import decide_batch


def decide_rows(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each row of `source`, and read it by and by."""
    rows = pl.scan_parquet(source)
    rows.map_batches(
        lambda frame: decide_frame(frame, limit),
        # Polars does not call the function to find out which columns it returns.
        schema=decide_frame(rows.collect_schema().to_frame(), limit).schema,
        # It may get the rows in parts, and in several threads at once.
        streamable=True,
    ).sink_parquet(target)


def decide_in_memory(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each row of `source`."""
    decide_frame(pl.read_parquet(source), limit).write_parquet(target)


def decide_frame(frame: pl.DataFrame, limit: MerchantLimit | None = None) -> pl.DataFrame:
    """Return the decision about each row of `frame`."""
    # The newest level has `string_view`, which fewer functions of Arrow can handle.
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    batches = table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
    decisions = pl.from_arrow(pa.Table.from_batches([decide_batch(b, limit) for b in batches]))
    assert isinstance(decisions, pl.DataFrame)  # A table is no series.
    return decisions


if __name__ == "__main__":
    from engines.command import run

    run(decide_rows, decide_in_memory)
