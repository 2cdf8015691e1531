"""Random histories for `bulk`: updates of orders in sequence, and what each one must get.

The expected rows come from `decide_update`, which meets each order as the updates before left it.
Among the rows are wrong ones, which change nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from backd_rules import MerchantLimit, decide_update
from backd_rules.bulk import HISTORY_KEYS, LIMIT_COLUMNS, ROWS, decide_histories, to_row
from support.compared_rows import ORDER_COLUMNS, UNKNOWN_ORDER, without_order
from support.decided_rows import UNDECIDED, Row, expected_row
from support.random_rows import TOP, RandomRows

HISTORY = pa.schema([*HISTORY_KEYS, *ROWS, *LIMIT_COLUMNS])
"""The columns of a history with a limit for each row."""

KEYS = ("backd_order_id", "sequence")
IDS = (
    "",
    "A",
    "a",
    "z",
    "\x7f",
    "\x80",
    "é",
    "ß",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\U00010000",
    "😀",
)
"""Parts of ids. The order of their UTF-16, or of their letters, is another one."""

GARBAGE = (-(2**63), 2**63 - 1, -1, 0, 7, 10**18)
"""What may stand under a null."""

WRONG_UPDATES: tuple[tuple[str, int | None, str], ...] = (
    ("merchant_order_id_matches", None, "merchant_order_id_matches: null"),
    ("new_cart_amount", -1, "new_cart_amount: out_of_range"),
    ("new_order_total", TOP + 1, "new_order_total: out_of_range"),
    ("new_tax_amount", -(2**63), "new_tax_amount: out_of_range"),
    ("new_shipping_amount", 2**63 - 1, "new_shipping_amount: out_of_range"),
    ("new_contacts", None, "new_contacts: null"),
    ("new_contacts", 1 << 20, "new_contacts: out_of_range"),
)
"""A column of an update, a wrong value, and the fault."""

WRONG_ORDERS: tuple[tuple[str, int | None, str], ...] = (
    ("status", 5, "status: unknown_status"),
    ("status", None, "status: null"),
    ("cart_amount", None, "cart_amount: null"),
    ("order_total", 2**63 - 1, "order_total: out_of_range"),
    ("placed_total", -(2**63), "placed_total: out_of_range"),
    ("increase_count", 2**63 - 1, "increase_count: out_of_range"),
)
"""A column of an order, a wrong value, and the fault."""


class Line(NamedTuple):
    """A row of a history, and the row of decisions that it must get."""

    row: Row
    wanted: Row


def wrong_line(row: Row, fault: str) -> Line:
    """Return a row that gets no decision."""
    return Line(row, {**UNDECIDED, "faults": fault})


class RandomHistories:
    """Random histories, sorted by order; a seed always gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.rows = RandomRows(seed)
        self.random: Random = self.rows.random

    def compare(self, sizes: list[int], *, one_limit: bool) -> Counter[str]:
        """Compare histories of so many updates, with one limit for all or one for each order."""
        limit = self.rows.limit() if one_limit else None
        return compare([*self.lines(sizes, limit)], limit, self.random)

    def lines(self, sizes: list[int], limit: MerchantLimit | None) -> Iterator[Line]:
        """Yield histories of so many updates each, with rows between them that are wrong."""
        for order_id, size in zip(self._ids(len(sizes)), sizes, strict=True):
            for line in self._history(order_id, size, limit or self.rows.limit()):
                yield line
                if self.rows.chance(3):
                    yield self._out_of_sequence(line.row)

    def _ids(self, count: int) -> list[str]:
        """Return ids in sequence."""
        ids = {f"{self.random.choice(IDS)}{number % 10}" for number in range(10)}
        while len(ids) < count:
            ids.add("".join(self.random.choices(IDS, k=4)) + str(self.random.randrange(count)))
        return sorted(self.random.sample(sorted(ids), count))

    def _history(self, order_id: str, size: int, limit: MerchantLimit) -> Iterator[Line]:
        order = now = self.rows.order()
        sequence = self.random.choice((-(2**63), -5, 0, 1, 2**63 - 1 - 4 * size))
        wrong_order = self.random.choice(WRONG_ORDERS) if self.rows.chance(6) else None
        for number in range(size):
            update = self.rows.update(now, limit)
            keys = {"backd_order_id": order_id, "sequence": sequence}
            row = keys | to_row(order, update, limit)
            if number:
                row |= self._ignored()
            elif wrong_order is not None:
                row[wrong_order[0]] = wrong_order[1]
            if wrong_order is not None:
                yield wrong_line(row, wrong_order[2])
            elif self.rows.chance(4):
                column, value, fault = self.random.choice(WRONG_UPDATES)
                yield wrong_line(row | {column: value}, fault)
            elif number and self.rows.chance(4):
                yield Line(without_order(row, number), UNKNOWN_ORDER)
            else:
                wanted = expected_row(now, update, limit)
                decision = decide_update(now, update, limit)
                if decision.allowed:
                    now = decision.order
                yield Line(row, wanted)
            sequence += self.random.randrange(1, 5)

    def _ignored(self) -> Row:
        """Return columns of the order as they may stand in a row that is not its first one."""
        columns = [name for name in ORDER_COLUMNS if name != "merchant_order_id_matches"]
        kind = self.random.randrange(4)
        return {} if kind > 1 else dict.fromkeys(columns, -1 if kind else None)

    def _out_of_sequence(self, last: Row) -> Line:
        """Return a row that is wrong after the last one."""
        order_id, sequence = last["backd_order_id"], last["sequence"]
        lower = max(sequence - self.random.randrange(3), -(2**63))
        choices = (
            ((order_id, sequence), "sequence: out_of_sequence"),
            ((order_id, lower), "sequence: out_of_sequence"),
            (("", sequence), "backd_order_id: out_of_sequence"),
            ((order_id[:-1], 2**63 - 1), "backd_order_id: out_of_sequence"),
            ((None, sequence), "backd_order_id: null"),
            ((order_id + "x", None), "sequence: null"),
            ((None, None), "backd_order_id: null; sequence: null"),
        )
        keys, fault = self.random.choice(choices)
        return wrong_line(last | dict(zip(KEYS, keys, strict=True)), fault)


def batch_of_lines(lines: Iterable[Line], random: Random | None = None) -> pa.RecordBatch:
    """Return a batch of histories; with `random`, any values stand under its nulls."""
    rows = [line.row for line in lines]
    arrays = [pa.array([row[field.name] for row in rows], field.type) for field in HISTORY]
    if random is not None:
        arrays = [with_garbage(array, random.choice(GARBAGE)) for array in arrays]
    return pa.RecordBatch.from_arrays(arrays, schema=HISTORY)


def with_garbage(array: pa.Array, value: int) -> pa.Array:
    """Return an array of int64 with `value` under its nulls."""
    if array.type != pa.int64() or not array.null_count:
        return array
    valid, data = array.buffers()
    values = np.frombuffer(data, np.int64)[: len(array)].copy()
    values[array.is_null().to_numpy(zero_copy_only=False)] = value
    return pa.Array.from_buffers(pa.int64(), len(array), [valid, pa.py_buffer(values)])


def cut_at_random(batch: pa.RecordBatch, random: Random) -> Iterator[pa.RecordBatch]:
    """Yield a batch in parts of random sizes, some of which are empty."""
    start, most = 0, random.choice((1, 3, 20, 100, 1_000, batch.num_rows))
    while start < batch.num_rows:
        size = random.randint(0, most)
        yield batch.slice(start, size)
        start += size
    yield batch.slice(start)


def compare(lines: list[Line], limit: MerchantLimit | None, random: Random) -> Counter[str]:
    """Fail unless each row gets the expected one; return how often each outcome occurred."""
    batch = batch_of_lines(lines, random)
    if limit is not None:
        batch = batch.select([*HISTORY_KEYS.names, *ROWS.names])
    answers = [*decide_histories(cut_at_random(batch, random), limit)]
    found = [row for answer in answers for row in answer.to_pylist()]
    seen = Counter[str]()
    for line, row in zip(lines, found, strict=True):
        assert row == {name: line.row[name] for name in KEYS} | line.wanted, line.row
        seen[line.wanted["faults"] or ("allowed" if line.wanted["allowed"] else "refused")] += 1
    return seen
