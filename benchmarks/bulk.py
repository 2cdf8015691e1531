"""The comparisons of bulk decisions: a memory copy, two engines, plain integers and objects.

All candidates use one thread. They get Arrow in memory and return Arrow in memory. The rules are
written by hand for DuckDB (`bulk_sql.py`), for polars (`bulk_polars.py`), and as a loop over plain
integers (`bulk_plain.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import starmap
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from support.random_rows import RandomRows, batch_of

from backd_rules import MerchantLimit, decide_update, decide_updates
from backd_rules.bulk import DECISIONS, ROWS, decide_batch, decide_histories
from backd_rules.domain.money import Percent
from benchmarks import bulk_memory, bulk_objects, bulk_plain, bulk_polars, bulk_sql, portfolio
from benchmarks.harness import OURS, Candidate, Comparison, Disagreement, Pace, calls
from benchmarks.targets import Target

BULK: Final = "bulk"
OBJECTS: Final = "bulk, objects"
GROWTH: Final = "bulk, growth"
HISTORIES: Final = "bulk, histories"
MEMORY: Final = "bulk, memory"

COPY: Final = "copy"
COPY_AGAIN: Final = "copy again"
DUCKDB: Final = "DuckDB"
POLARS: Final = "polars"
PLAIN: Final = "plain ints"
READY: Final = "decide_update"
FROM_COLUMNS: Final = "from columns"
UPDATES: Final = "decide_updates"

LIMIT: Final = MerchantLimit(max_increase_percent=Percent(hundredths=1_500))
LIMITS: Final = {"one limit": LIMIT, "a limit for each row": None}

Decide = Callable[[pa.RecordBatch, MerchantLimit | None], Any]


class Sizes(NamedTuple):
    """How many rows each comparison has. Slow candidates have fewer; all times are per row."""

    rows: tuple[int, ...]
    objects: int
    updates: int
    pace: Pace


QUICK: Final = Sizes((50_000, 200_000), 2_000, 20_000, Pace(rounds=5, turn=0.0))
THOROUGH: Final = Sizes((100_000, 1_000_000, 10_000_000), 100_000, 200_000, Pace(5, turn=0.0))


def _decide_in_duckdb(batch: pa.RecordBatch, limit: MerchantLimit | None) -> pa.Table:
    return bulk_sql.decide(_DATABASE, batch, limit)


_DATABASE: Final = bulk_sql.connection()


def copy(batch: pa.RecordBatch, _: object = None) -> list[Any]:
    """Return copies of all buffers of a batch, in new memory."""
    return [buffer.copy() for buffer in _buffers(batch)]


def copy_again(pairs: list[tuple[Any, Any]]) -> None:
    """Copy buffers to memory that the process has used before, so that no page is new."""
    for source, target in pairs:
        np.copyto(target, source)


def _buffers(batch: pa.RecordBatch) -> list[Any]:
    buffers = (buffer for column in batch.columns for buffer in column.buffers() if buffer)
    return [np.frombuffer(buffer, np.uint8) for buffer in buffers]


ENGINES: Final[dict[str, Decide]] = {DUCKDB: _decide_in_duckdb, POLARS: bulk_polars.decide}
DECIDES: Final[dict[str, Decide]] = {OURS: decide_batch, COPY: copy, **ENGINES}


def rows(size: int, limit: MerchantLimit | None) -> pa.RecordBatch:
    """Return rows of a portfolio, with limits for each row if there is no `limit`."""
    table = pa.Table.from_batches(portfolio.blocks(size, limits=limit is None))
    [batch] = table.combine_chunks().to_batches()
    return batch


TARGETS: Final = (
    Target("one limit, to a memory copy", 4.5, BULK, (COPY,), ", one limit"),
    Target("a limit for each row, to a memory copy", 5.5, BULK, (COPY,), ", a limit for each row"),
    Target("one limit, to a copy again", 4.5, BULK, (COPY_AGAIN,), ", one limit"),
    Target(
        "a limit for each row, to a copy again", 5.5, BULK, (COPY_AGAIN,), ", a limit for each row"
    ),
    Target("to decide_update, objects ready", 1 / 30, OBJECTS, (READY,)),
    Target("to decide_update, from columns and back", 1 / 300, OBJECTS, (FROM_COLUMNS,)),
    Target("histories, to plain ints", 1 / 4, HISTORIES, (PLAIN,)),
)


def comparisons(sizes: Sizes) -> Iterator[Comparison]:
    """Yield all comparisons. Raises `Disagreement` unless all candidates decide alike."""
    pa.set_cpu_count(1)
    check()
    yield from _engines(sizes)
    yield from _objects(sizes)
    yield from _growth(sizes)
    yield from _histories(sizes)
    yield from _memory(sizes)


def _once(name: str, function: Callable[..., object], *args: object, pieces: int) -> Candidate:
    """Return a candidate that has done its work once already."""
    function(*args)
    return calls(name, function, *args, pieces=pieces)


def _engines(sizes: Sizes) -> Iterator[Comparison]:
    for size in sizes.rows[1:]:
        for name, limit in LIMITS.items():
            batch = rows(size, limit)
            candidates = [
                _once(who, decide, batch, limit, pieces=size) for who, decide in DECIDES.items()
            ]
            pairs = [*zip(_buffers(batch), copy(batch), strict=True)]
            candidates.insert(2, _once(COPY_AGAIN, copy_again, pairs, pieces=size))
            yield Comparison(BULK, f"{size:,} rows, {name}", tuple(candidates), loops=1)


def _objects(sizes: Sizes) -> Iterator[Comparison]:
    size, few = sizes.rows[1], sizes.objects
    for name, limit in LIMITS.items():
        batch = rows(size, limit)
        some = existing(batch.slice(0, few))
        pieces = some.num_rows
        cases = [bulk_objects.case_of(row, limit) for row in bulk_objects.rows_of(some)]
        candidates = [
            _once(OURS, decide_batch, batch, limit, pieces=size),
            _once(READY, _decide_each, cases, pieces=pieces),
            _once(FROM_COLUMNS, bulk_objects.from_columns, some, limit, pieces=pieces),
        ]
        yield Comparison(OBJECTS, f"{size:,} rows, {name}", tuple(candidates), loops=1)


def _decide_each(cases: list[bulk_objects.Case]) -> list[object]:
    return [*starmap(decide_update, cases)]


def existing(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows whose order exists: `decide_update` asks for an order."""
    found: pa.RecordBatch = batch.filter(pc.is_valid(batch.column("backd_order_id_matches")))
    return found


def _growth(sizes: Sizes) -> Iterator[Comparison]:
    for name, limit in LIMITS.items():
        candidates = [
            _once(f"{size:,} rows", decide_batch, rows(size, limit), limit, pieces=size)
            for size in reversed(sizes.rows)
        ]
        yield Comparison(GROWTH, name, tuple(candidates), loops=1)


def _histories(sizes: Sizes) -> Iterator[Comparison]:
    size = sizes.updates
    shapes = {
        "1 update each": (1, 0),
        "4 updates on average": (4, 0),
        "20 updates on average": (20, 0),
        "4 updates, one order with 1 % of all": (4, size // 100),
        "4 updates, one order with 10 % of all": (4, size // 10),
    }
    for name, (mean, tail) in shapes.items():
        batch = portfolio.histories(size, mean, tail)
        few = batch.slice(0, sizes.objects // 5)
        orders, updates = bulk_objects.histories(few)
        candidates = (
            _once(OURS, decide_all, batch, LIMIT, pieces=size),
            _once(PLAIN, bulk_plain.decide_histories, batch, LIMIT, pieces=size),
            _once(UPDATES, decide_updates, orders, updates, LIMIT, pieces=len(updates)),
        )
        yield Comparison(HISTORIES, name, candidates, loops=1)


def decide_all(batch: pa.RecordBatch, limit: MerchantLimit) -> pa.RecordBatch:
    """Return the decisions about histories in one batch."""
    [decided] = decide_histories([batch], limit)
    return decided


def _memory(sizes: Sizes) -> Iterator[Comparison]:
    size = sizes.rows[1]
    for name, limit in LIMITS.items():
        measure = partial(bulk_memory.measure, batch=rows(size, limit))
        candidates = tuple(
            Candidate(who, partial(_with_loops, measure, who, name), pieces=size) for who in DECIDES
        )
        yield Comparison(MEMORY, f"{size:,} rows, {name}", candidates, "byte", loops=1)


def _with_loops(measure: Callable[..., float], candidate: str, limit: str, loops: int) -> float:
    return measure(candidate, limit, loops=loops)


def check(count: int = 3_000, engines: dict[str, Decide] | None = None) -> None:
    """Raise `Disagreement` unless all candidates decide as `decide_batch` does.

    The rows are those of the portfolio, and hostile ones with the extremes of each column.
    """
    asked = ENGINES if engines is None else engines
    random = RandomRows(seed=1)
    limits = [LIMIT, *(random.limit() for _ in range(12))]
    for limit in limits:
        hostile = near(batch_of(random.cases(count // 10, limit)).select(ROWS.names))
        for batch in (rows(count, LIMIT), hostile):
            expected = decide_batch(batch, limit)
            for name, decide in {**asked, PLAIN: bulk_plain.decide}.items():
                _compare(name, decide(batch, limit), expected)
    for batch in (rows(count, None), near(batch_of(random.cases(count)))):
        expected = decide_batch(batch)
        for name, decide in asked.items():
            _compare(name, decide(batch, None), expected)
    some = existing(rows(count, None))
    _compare(FROM_COLUMNS, bulk_objects.from_columns(some, None), decide_batch(some))
    for mean, tail in ((4, 0), (4, count // 2)):
        batch = portfolio.histories(count, mean, tail)
        expected = decide_all(batch, LIMIT)
        _compare(PLAIN, bulk_plain.decide_histories(batch, LIMIT), expected)
        objects = bulk_objects.histories(batch)
        _compare(UPDATES, bulk_objects.decided_histories(*objects, LIMIT), expected)


def near(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with sums of items below 10**18 cents: only these are decided by all."""
    is_far = pc.equal(batch.column("new_items_half_up"), 10**18)
    return batch.filter(pc.invert(pc.fill_null(is_far, False)))


def _compare(name: str, found: Any, expected: pa.RecordBatch) -> None:
    """Raise `Disagreement` unless rows without faults have the same decisions."""
    sound = pc.is_null(expected.column("faults"))
    if pc.sum(sound).as_py() < 0.9 * expected.num_rows:
        raise Disagreement(f"{name} is compared in few rows")
    for column in DECISIONS:
        theirs = pa.chunked_array(found.column(column.name)).filter(sound).to_pylist()
        ours = expected.column(column.name).filter(sound).to_pylist()
        for row, (their, our) in enumerate(zip(theirs, ours, strict=True)):
            if their != our:
                raise Disagreement(f"{name} has {column.name} {their}, not {our}, in row {row}")
