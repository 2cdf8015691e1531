"""Decide the rows of Parquet files with Ray Data, which distributes and writes them.

In `tests/`, `python -m engines.ray_recipe decide_rows rows.parquet decisions` starts it on this
machine. Each row has its own limit, unless a JSON file with a limit is a third argument.

It needs `pip install 'backd-rules[bulk]' 'ray[data]'`. It takes 20 seconds for a million rows on
two cores. On a cluster, each worker needs `backd-rules[bulk]`, and `ray.init()` replaces
`start()`.
"""

from __future__ import annotations

import os

import pyarrow as pa
import ray
import ray.data

from backd_rules import MerchantLimit
from backd_rules.bulk import decide_batch


def decide_rows(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each row of `source`."""

    def decided(rows: pa.Table) -> pa.Table:
        batches = rows.to_batches() or [pa.RecordBatch.from_pylist([], rows.schema)]
        return pa.Table.from_batches([decide_batch(batch, limit) for batch in batches])

    rows = ray.data.read_parquet(source)
    # The default format has dictionaries of numpy arrays, in which nulls are floats.
    rows.map_batches(decided, batch_format="pyarrow").write_parquet(os.path.abspath(target))


def start() -> None:
    """Start Ray on this machine, with two processes and without a connection to any other."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=200_000_000,
        _node_ip_address="127.0.0.1",
    )


if __name__ == "__main__":
    from engines.command import run

    start()
    run(decide_rows)
