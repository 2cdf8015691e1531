"""Each recipe with its real engine: the decisions are those of `decide_batch`, in this process.

Each test runs the command of a recipe in a process of its own, because engines keep threads, a JVM
and other processes, and raise warnings. A process also has a home of its own, to which they write.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from embedding.requirements import require_program, skip_or_fail
from support.reference import ROOT, TESTS

from backd_rules import MerchantLimit, Money, Percent, wire
from backd_rules.bulk import HISTORY_KEYS, decide_batch, decide_histories
from engines.samples import ROWS_PER_GROUP, rows_of_histories, rows_of_orders

pytestmark = pytest.mark.engines

LIMITS = [
    pytest.param(MerchantLimit(Money.of(75), Percent.of(15), max_increases=9), id="one-limit"),
    pytest.param(None, id="limits-by-row"),
]


class Recipe(NamedTuple):
    """A function of a recipe, and the package and the program that it needs."""

    file: str
    function: str
    package: str
    program: str | None = None


ROWS = [
    pytest.param(Recipe("duckdb_recipe", "decide_rows", "duckdb"), id="duckdb"),
    pytest.param(Recipe("polars_recipe", "decide_rows", "polars"), id="polars-streaming"),
    pytest.param(Recipe("polars_recipe", "decide_in_memory", "polars"), id="polars-eager"),
    pytest.param(Recipe("spark_recipe", "decide_rows", "pyspark", "java"), id="spark"),
    pytest.param(Recipe("ray_recipe", "decide_rows", "ray"), id="ray"),
    pytest.param(Recipe("dask_recipe", "decide_rows", "dask"), id="dask"),
]

HISTORIES = [
    pytest.param(Recipe("duckdb_recipe", "decide_in_sequence", "duckdb"), id="duckdb"),
    pytest.param(Recipe("spark_recipe", "decide_in_sequence", "pyspark", "java"), id="spark"),
]

SETTINGS = {
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": ROWS_PER_GROUP,
    "spark.sql.files.maxPartitionBytes": 100_000,
    "spark.sql.shuffle.partitions": 3,
}
"""Several partitions of several batches in Spark, too, as a large file has."""


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    return rows_of_orders(seed=1, count=6_000)


@pytest.fixture(scope="module")
def histories() -> pa.Table:
    return rows_of_histories(seed=2, orders=600, longest=3_000)


def answers(recipe: Recipe, table: pa.Table, limit: MerchantLimit | None, folder: Path) -> pa.Table:
    """Return what the command of a recipe writes about the rows of `table`."""
    source, target, stated = folder / "rows.parquet", folder / "decisions", folder / "limit.json"
    pq.write_table(table, source, row_group_size=ROWS_PER_GROUP)
    module = f"engines.{recipe.file}"
    command = [sys.executable, "-m", module, recipe.function, str(source), str(target)]
    if limit is not None:
        stated.write_text(json.dumps(wire.dump_limit(limit)))
        command.append(str(stated))
    settings = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
    folder.joinpath("spark-defaults.conf").write_text(settings)
    # The path of a socket must be short, so Ray's folder is not below `folder`.
    with TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as short:
        environment = os.environ | {
            "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(TESTS))),
            "RAY_TMPDIR": short,
            "SPARK_CONF_DIR": str(folder),
            # Java starts in half the time if it compiles and collects in the simplest ways.
            "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            timeout=600,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    assert done.returncode == 0, done.stdout
    return pq.read_table(target)


def comparable(table: pa.Table) -> pa.Table:
    """Return `table` by key, without what engines change: nullability, metadata, large texts."""
    utf8 = {pa.large_utf8(): pa.utf8()}
    fields = [(field.name, utf8.get(field.type, field.type)) for field in table.schema]
    return table.sort_by("key").cast(pa.schema(fields)).combine_chunks()


def in_sequence(histories: pa.Table, limit: MerchantLimit | None) -> pa.Table:
    """Return the decisions about histories, sorted here, in one batch."""
    ordered = histories.sort_by([(name, "ascending") for name in HISTORY_KEYS.names])
    [batch] = ordered.combine_chunks().to_batches()
    return pa.Table.from_batches(decide_histories([batch], limit))


def require(recipe: Recipe, config: pytest.Config) -> None:
    if find_spec(recipe.package) is None:
        skip_or_fail(config, f"needs {recipe.package}: the dependency group `engines`")
    if recipe.program:
        require_program(config, recipe.program)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("recipe", ROWS)
def test_an_engine_gives_the_decisions_of_decide_batch(
    recipe: Recipe,
    limit: MerchantLimit | None,
    rows: pa.Table,
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    require(recipe, pytestconfig)
    [batch] = rows.to_batches()
    expected = comparable(pa.Table.from_batches([decide_batch(batch, limit)]))
    assert comparable(answers(recipe, rows, limit, tmp_path)).equals(expected)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("recipe", HISTORIES)
def test_an_engine_gives_the_decisions_of_decide_histories(
    recipe: Recipe,
    limit: MerchantLimit | None,
    histories: pa.Table,
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    require(recipe, pytestconfig)
    expected = comparable(in_sequence(histories, limit))
    assert comparable(answers(recipe, histories, limit, tmp_path)).equals(expected)
