"""All bulk candidates decide alike, a wrong one is found, and a small run fills the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backd_rules import MerchantLimit
from backd_rules.bulk import (
    LIMIT_COLUMNS,
    ROWS,
    decide_batch,
    decide_histories,
    to_row,
    violations_of,
)
from benchmarks import (
    bulk,
    bulk_memory,
    bulk_objects,
    bulk_polars,
    bulk_report,
    bulk_sql,
    portfolio,
)
from benchmarks.__main__ import main
from benchmarks.harness import OURS, Disagreement, Pace, Result


def test_all_candidates_decide_alike() -> None:
    bulk.check(2_000)


FAULTS = {
    "a percentage that overflows": ("HUGEINT", "BIGINT"),
    "a lower cap that skips nulls": ("OR base IS NULL THEN", "OR false THEN"),
    "an increase of an unknown count": ("ELSE least(", "ELSE greatest("),
    "items that are never judged": ("cart < new_items_lowest OR", "false AND"),
    "a ceiling that stays": ("REPLACE (", "REPLACE (ceiling AS ceiling, bound_by AS bound_by) --"),
    "another order that is judged": (
        "THEN (NOT backd_order_id_matches)",
        "AND false THEN (NOT true)",
    ),
    "a discount that is added": ("next_discount + adjustment", "(-next_discount) + adjustment"),
    "a total that may be negative": ("computed < 0 OR", ""),
    "no headroom of an unknown history": ("OR ceiling IS NULL THEN NULL", "THEN NULL"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_sql_with_a_fault_is_found(name: str) -> None:
    right, wrong = FAULTS[name]

    def decide(batch: pa.RecordBatch, limit: MerchantLimit | None) -> Any:
        query = bulk_sql.sql(limit)
        database = bulk_sql.connection()
        database.register("rows", pa.Table.from_batches([batch]))
        try:
            return database.sql(query.replace(right, wrong)).to_arrow_table()
        except Exception as error:
            raise Disagreement(f"SQL fails: {type(error).__name__}") from error

    assert any(right in bulk_sql.sql(limit) for limit in bulk.LIMITS.values())
    with pytest.raises(Disagreement, match="SQL"):
        bulk.check(2_000, {"SQL": decide})


def test_polars_without_the_split_of_the_percentage_is_found(monkeypatch: Any) -> None:
    monkeypatch.setattr(bulk_polars, "_EXACT_PERCENT", 10**15)
    with pytest.raises(Disagreement, match="polars"):
        bulk.check(2_000)


def test_the_portfolio_is_realistic_and_always_the_same() -> None:
    batch = portfolio.block(20_000, (7, 0), limits=True)
    assert batch.equals(portfolio.block(20_000, (7, 0), limits=True))
    assert not batch.equals(portfolio.block(20_000, (7, 1), limits=True))
    assert batch.schema.names == [*ROWS.names, *LIMIT_COLUMNS.names]
    for decided in (decide_batch(batch), decide_batch(batch, bulk.LIMIT)):
        assert decided.column("faults").null_count == len(batch)
        allowed = decided.column("allowed").to_pylist()
        assert 0.6 < sum(allowed) / len(batch) < 0.85
        kinds = {
            code.value
            for bits in decided.column("violations").to_pylist()
            for code, _ in violations_of(bits)
        }
        assert len(kinds) >= 9


def test_an_object_of_a_row_has_the_columns_of_the_row() -> None:
    batch = bulk.existing(portfolio.block(300, limits=True))
    fees = dict.fromkeys(("tax_amount", "shipping_amount", "discount_amount"), 0)
    for row in bulk_objects.rows_of(batch):
        expected = {name: fees.get(name) if at is None else at for name, at in row.items()}
        assert to_row(*bulk_objects.case_of(row, None)) == expected


def test_histories_have_their_mean_length_and_their_tail() -> None:
    batch = portfolio.histories(20_000, 4, tail=3_000)
    sizes = batch.column("backd_order_id").value_counts().field("counts").to_pylist()
    assert max(sizes) == 3_000
    assert 3.5 < 17_000 / (len(sizes) - 1) < 4.5
    [decided] = decide_histories([batch], bulk.LIMIT)
    assert decided.column("faults").null_count == 20_000


def test_a_portfolio_is_written_in_row_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(portfolio, "BLOCK", 1_000)
    file = tmp_path / "big.parquet"
    assert portfolio.main(["--rows", "2_500", "--out", str(file), "--limits"]) == 0
    groups = pq.ParquetFile(file).metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [1000, 1000, 500]
    [second] = pq.ParquetFile(file).read_row_group(1).to_batches()
    assert second.equals(portfolio.block(1_000, (1, 1), limits=True))
    assert capsys.readouterr().err.startswith("2,500 rows, ")


def test_peaks_are_those_of_the_work() -> None:
    batch = bulk.rows(50_000, bulk.LIMIT)
    copied = bulk_memory.measure(bulk.COPY, "one limit", batch)
    assert 0.8 < copied / batch.nbytes < 1.5


def test_a_small_run_fills_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = bulk.Sizes((1_000, 2_000), 500, 1_000, Pace(rounds=1, turn=0.0))
    monkeypatch.setattr(bulk, "QUICK", tiny)
    monkeypatch.setattr(bulk_memory, "measure", lambda *_, **__: 1e6)
    assert main(["--quick", "--only", "bulk", "--record"], tmp_path) == 0
    page = (tmp_path / "bulk.md").read_text(encoding="utf-8")
    assert "$" not in page
    assert not re.search(r"/home|/tmp|/root", page)
    for target in bulk.TARGETS:
        assert len(re.findall(rf"\| {target.name} .*(met|missed)", page)) == 1
    for text in (bulk.DUCKDB, bulk.POLARS, bulk.PLAIN, bulk.READY, bulk.FROM_COLUMNS, bulk.UPDATES):
        assert text in capsys.readouterr().out or text in page
    ratios = json.loads((tmp_path / "recorded_bulk.json").read_text(encoding="utf-8"))
    assert "bulk: 2,000 rows, one limit: to copy" in ratios


def test_a_bulk_ratio_may_be_half_above_its_recorded_value(tmp_path: Path) -> None:
    def done(ours: float) -> bulk_report.Run:
        result = Result("bulk", "a", "second", {OURS: (ours,), "copy": (1.0,)})
        return bulk_report.Run([result], Pace(1, 0.0))

    numbers = json.dumps({"bulk: a: to copy": 4.0})
    (tmp_path / "recorded_bulk.json").write_text(numbers, encoding="utf-8")
    assert bulk_report.regressions(done(5.9), tmp_path) == []
    assert bulk_report.regressions(done(6.1), tmp_path) == ["bulk: a: to copy: 6.1, recorded 4"]
