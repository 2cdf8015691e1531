"""Rows and histories for the engines: realistic, hostile and wrong ones, with columns of a user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, Final

import pyarrow as pa
from support.random_rows import BOTH, RandomRows

from backd_rules.bulk import HISTORY_KEYS, to_row

Row = dict[str, Any]

ROWS_PER_GROUP: Final = 700
"""Rows in a row group of the Parquet file: few, so that each engine reads many batches."""

EXTRAS: Final = pa.schema(
    [
        ("key", pa.utf8()),
        ("merchant", pa.utf8()),
        ("exact", pa.int64()),
        ("ratio", pa.float64()),
        ("is_test", pa.bool_()),
        ("updated_at", pa.timestamp("us", "UTC")),
    ]
)
"""Columns that pass through. Each row has another `key`."""

_WRONG: Final = {
    pa.int64(): (None, -1, 10**15, 2 * 10**18, 2**63 - 1, -(2**63)),
    pa.int32(): (None, -1, 2**18, 2**31 - 1, -(2**31)),
    pa.int8(): (None, -1, 5, 127, -128),
    pa.bool_(): (None, None),
}
"""Values that are wrong in most columns of a type, or unusual."""


def rows_of_orders(seed: int, count: int) -> pa.Table:
    """Return rows with a limit for each."""
    cases = RandomRows(seed).cases(count)
    return _table(_with_extras((to_row(*case) for case in cases), seed), BOTH)


def rows_of_histories(seed: int, orders: int, longest: int) -> pa.Table:
    """Return rows of `orders` histories in random order, one of which has `longest` updates.

    The columns of an order count in its first row alone, so others have wrong values there.
    """
    rows = _with_extras(_histories(seed, orders, longest), seed)
    draw = Random(seed)
    draw.shuffle(rows)
    for row in rows[:40]:
        row[draw.choice(HISTORY_KEYS.names)] = None
    return _table(rows, pa.schema([*HISTORY_KEYS, *BOTH]))


def _histories(seed: int, orders: int, longest: int) -> Iterator[Row]:
    random = RandomRows(seed)
    for number in range(orders):
        order, limit = random.order(), random.limit()
        size = longest if number == 0 else random.random.choice((1, 1, 2, 3, 8, 30))
        # Ids sort by code point, which is not the order of UTF-16, nor that of any language.
        start = random.random.choice(("B", "b", "É", "\uffee", "\U0001f600"))
        for place in range(size):
            keys = {"backd_order_id": f"{start}-{number}", "sequence": place * 3 - 5}
            yield keys | to_row(order, random.update(order, limit), limit)


def _with_extras(rows: Iterable[Row], seed: int) -> list[Row]:
    """Return rows with the columns of a user, and a wrong value in a fifth of the rows."""
    draw = Random(seed)
    types = {field.name: field.type for field in BOTH}
    done = []
    for number, row in enumerate(rows):
        if draw.random() < 0.2:
            for name in draw.sample(BOTH.names, draw.choice((1, 1, 2, 4))):
                row[name] = draw.choice(_WRONG[types[name]])
        extras = {
            "key": f"K-{number:06}",
            "merchant": draw.choice((None, "", "Yard & Söhne", "\U0001f6e0")),
            "exact": draw.choice((None, number, 2**53 + 1, 2**63 - 1)),
            "ratio": draw.choice((None, 0.1, -0.0, 1e308)),
            "is_test": draw.choice((None, True, False)),
            "updated_at": draw.choice((None, number * 1_000_003)),
        }
        done.append(row | extras)
    return done


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    # Wrong rows have nulls where the schema has none, and Parquet refuses these.
    fields = [field.with_nullable(True) for field in (*schema, *EXTRAS)]
    columns = [pa.array([row[field.name] for row in rows], field.type) for field in fields]
    return pa.table(columns, pa.schema(fields))
