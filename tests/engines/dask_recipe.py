"""Decide the rows of Parquet files with Dask, which distributes and writes them.

In `tests/`, `python -m engines.dask_recipe decide_rows rows.parquet decisions` starts it on this
machine. Each row has its own limit, unless a JSON file with a limit is a third argument.

It needs `pip install 'backd-rules[bulk]' 'dask[dataframe]'`. It takes 3 seconds for a million rows
on two cores. On a cluster, each worker needs `backd-rules[bulk]`.
"""

from __future__ import annotations

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa

from backd_rules import MerchantLimit
from backd_rules.bulk import decide_batch


def decide_rows(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each row of `source`."""
    # Columns of Arrow: in those of numpy, integers with nulls are floats.
    rows = dd.read_parquet(source, dtype_backend="pyarrow", split_row_groups="infer")
    # Dask does not call the function to find out which columns it returns.
    decisions = rows.map_partitions(decide_frame, limit, meta=decide_frame(rows._meta, limit))
    decisions.to_parquet(target, write_index=False)


def decide_frame(frame: pd.DataFrame, limit: MerchantLimit | None = None) -> pd.DataFrame:
    """Return the decision about each row of `frame`, whose columns are those of Arrow."""
    rows = pa.Table.from_pandas(frame, preserve_index=False)
    batches = rows.to_batches() or [pa.RecordBatch.from_pylist([], rows.schema)]
    decisions = pa.Table.from_batches([decide_batch(batch, limit) for batch in batches])
    return decisions.to_pandas(types_mapper=pd.ArrowDtype)


if __name__ == "__main__":
    from engines.command import run

    run(decide_rows)
