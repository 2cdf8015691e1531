"""Decide the rows of Parquet files with Spark, which distributes and writes them.

In `tests/`, `python -m engines.spark_recipe decide_rows rows.parquet decisions` starts it on this
machine. Each row has its own limit, unless a JSON file with a limit is a third argument. With
`decide_in_sequence` in place of `decide_rows`, it decides histories.

It needs `pip install 'backd-rules[bulk]' 'pyspark>=4' 'pandas>=2.2,<3'`, and Java 17 or newer. It
takes 40 seconds for a million rows on two cores, and 55 for histories. On a cluster, each
worker needs `backd-rules[bulk]`, and the session of the cluster takes the place of `start`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from backd_rules import MerchantLimit
from backd_rules.bulk import decide_batch, decide_histories


def decide_rows(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each row of `source`."""

    def decided(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield decide_batch(batch, limit)

    rows = SparkSession.builder.getOrCreate().read.parquet(source)
    rows.mapInArrow(decided, _schema(rows, limit)).write.parquet(target)


def decide_in_sequence(source: str, target: str, limit: MerchantLimit | None = None) -> None:
    """Write the decision about each update of `source`, whose rows may have any order."""

    def decided(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return decide_histories(batches, limit)

    # All updates of an order are in one partition, whose batches the function gets in sequence.
    rows = SparkSession.builder.getOrCreate().read.parquet(source)
    updates = rows.repartition("backd_order_id").sortWithinPartitions("backd_order_id", "sequence")
    updates.mapInArrow(decided, _schema(rows, limit)).write.parquet(target)


def _schema(rows: DataFrame, limit: MerchantLimit | None) -> StructType:
    """Return the columns of the decisions about `rows`: those of the decisions about no rows."""
    nothing = pa.RecordBatch.from_pylist([], rows.limit(0).toArrow().schema)
    decisions = pa.Table.from_batches([decide_batch(nothing, limit)])
    return rows.sparkSession.createDataFrame(decisions).schema


def start() -> None:
    """Start Spark on this machine, with two processes and without a connection to any other."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        # Otherwise, Parquet files have timestamps without a time zone.
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    }
    SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()


if __name__ == "__main__":
    from engines.command import run

    start()
    run(decide_rows, decide_in_sequence)
