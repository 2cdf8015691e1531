"""The rows for the engines' tests have all that an engine could change or mix up."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from support.decided_rows import BITS
from support.random_rows import BOTH

from backd_rules.bulk import HISTORY_KEYS, decide_batch, decide_histories, violations_of
from engines.samples import EXTRAS, ROWS_PER_GROUP, rows_of_histories, rows_of_orders

COLUMNS = {*BOTH.names} - {"backd_order_id_matches"}
"""The columns that can be wrong."""


def wrong_columns(decisions: pa.RecordBatch | pa.Table) -> set[str]:
    texts = [text for text in decisions.column("faults").to_pylist() if text is not None]
    return {fault.split(":")[0] for text in texts for fault in text.split("; ")}


def test_rows_have_each_outcome_and_a_fault_in_each_column() -> None:
    [batch] = rows_of_orders(seed=1, count=6_000).to_batches()
    decisions = decide_batch(batch)
    assert set(decisions.column("allowed").to_pylist()) == {None, False, True}
    bits = {bits for bits in decisions.column("violations").to_pylist() if bits is not None}
    assert {found for each in bits for found in violations_of(each)} == set(BITS)
    assert wrong_columns(decisions) == COLUMNS


def test_columns_that_pass_through_have_nulls_and_integers_that_no_float_holds() -> None:
    table = rows_of_orders(seed=1, count=6_000)
    assert pc.count_distinct(table["key"]).as_py() == table.num_rows > 5 * ROWS_PER_GROUP
    assert all(table[name].null_count for name in EXTRAS.names if name != "key")
    assert {2**53 + 1, 2**63 - 1} <= set(table["exact"].to_pylist())


def test_histories_are_not_sorted_and_one_is_longer_than_a_batch() -> None:
    table = rows_of_histories(seed=2, orders=600, longest=3_000)
    keys = [(name, "ascending") for name in HISTORY_KEYS.names]
    ordered = table.sort_by(keys)
    assert not ordered["key"].equals(table["key"])
    assert max(pc.value_counts(table["backd_order_id"]).field("counts").to_pylist()) > 2_900
    decisions = pa.Table.from_batches(decide_histories(ordered.combine_chunks().to_batches()))
    assert set(decisions["allowed"].to_pylist()) == {None, False, True}
    assert wrong_columns(decisions) == {*HISTORY_KEYS.names} | COLUMNS


def test_ids_sort_by_code_point_and_in_no_other_way() -> None:
    table = rows_of_histories(seed=2, orders=600, longest=3_000)
    ids = sorted({found for found in table["backd_order_id"].to_pylist() if found is not None})
    assert ids != sorted(ids, key=str.casefold)
    assert ids != sorted(ids, key=lambda found: found.encode("utf-16-be"))
