"""Deciding the updates of each order in sequence, over batches of any size.

The k-th updates of all orders of a batch are decided at once. Where only a few orders have that
many, the rest of their updates is decided one by one, on plain `int`. The last order of a batch is
carried to the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from backd_rules.bulk import state as states
from backd_rules.bulk import trees
from backd_rules.bulk.arrays import Array
from backd_rules.bulk.columns import (
    HELD_COLUMNS,
    KEY_COLUMNS,
    REQUEST_COLUMNS,
    TERM_COLUMNS,
    Column,
)
from backd_rules.bulk.faults import Faults, find_faults, in_order, sound_rows
from backd_rules.bulk.output import Output
from backd_rules.bulk.reading import (
    Part,
    arrays_of,
    read_held,
    read_part,
    read_patch,
    read_terms,
    readers_of,
    terms_of,
)
from backd_rules.bulk.sequence import Place, Turns, group, turns_of
from backd_rules.bulk.state import State, Update
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.values import check_iterable

_FEW: Final = 8
"""Orders that are decided one by one: for so few, arrays take longer than a loop."""

_BLOCK: Final = 1 << 14
"""Orders at a time: their states stay in the cache of the processor."""

_EXISTS: Final = REQUEST_COLUMNS[0]
"""The column that is null where there is no order."""


def decide_histories(
    batches: Iterable[pa.RecordBatch], limit: MerchantLimit | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the decisions about each batch, as `decide_updates` decides them.

    The batches have the columns of `decide_batch` and those of `HISTORY_KEYS`, by which their rows
    are sorted: ids by code point, and the updates of an order by `sequence`. An order may go on in
    the next batch. The columns of the order count in its first row alone: each update meets it as
    the earlier ones left it. A row that is wrong has no decision and changes nothing; if a column
    of the order is wrong, no update of it has a decision. Batches of 50,000 rows or more are
    fastest. Raises `TypeError` and `ValueError` as `decide_batch` does, when the batch is asked for
    (domain.md, U5).

    >>> import pyarrow as pa
    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules.bulk import HISTORY_KEYS, ROWS, decide_histories, to_row
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
    >>> limit = MerchantLimit(max_increase=Money.of(10))
    >>> updates = [OrderUpdate("BO-1", "M-1", tax_amount=Money.of(tax)) for tax in (9, 11, 10)]
    >>> keys = [{"backd_order_id": "BO-1", "sequence": number} for number in range(3)]
    >>> rows = [key | to_row(order, update, limit) for key, update in zip(keys, updates)]
    >>> batch = pa.RecordBatch.from_pylist(rows, pa.schema([*HISTORY_KEYS, *ROWS]))
    >>> [answer.column("order_total").to_pylist() for answer in decide_histories([batch], limit)]
    [[10900, 10900, 11000]]
    """
    check_iterable(decide_histories, "batches", batches, pa.RecordBatch)
    histories = _Histories(limit)
    for batch in batches:
        yield histories.decide(batch)


class _Carried(NamedTuple):
    """The last order of a batch, and what is wrong with its columns."""

    state: State
    faults: tuple[str, ...]


class _Histories:
    """Histories that go on from batch to batch."""

    def __init__(self, limit: MerchantLimit | None) -> None:
        self._terms = None if limit is None else terms_of(decide_histories, limit)
        self._asked = REQUEST_COLUMNS if limit is not None else REQUEST_COLUMNS + TERM_COLUMNS
        self._last: Place | None = None
        self._carried: _Carried | None = None

    def decide(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the decisions about the next batch."""
        columns = HELD_COLUMNS + self._asked
        arrays = arrays_of(decide_histories, batch, KEY_COLUMNS + columns)
        output = Output(decide_histories, batch, columns)
        ids, sequences = (arrays[column.name] for column in KEY_COLUMNS)
        # As bytes, which sort like code points, and need not be text.
        groups, faults = group(ids.cast(pa.binary()), sequences, self._last)
        output.leave_undecided(faults)
        if len(groups.rows):
            turns = turns_of(groups)
            orders, wrong = _read_orders(arrays, turns, self._carried if groups.continues else None)
            updates, faults = self._read_updates(arrays, turns, orders, wrong)
            output.write_faults(turns.rows, faults)
            last = _Batch(turns, orders, updates, output).decide()
            texts = tuple(text for text, mask in wrong.items() if mask[turns.last])
            self._last, self._carried = groups.last, _Carried(last, texts)
        return output.to_arrow()

    def _read_updates(
        self, arrays: Mapping[str, pa.Array], turns: Turns, orders: State, wrong: Faults
    ) -> tuple[Update, Faults]:
        """Return the updates by turn, and what is wrong with them or with their orders."""
        part = _read(arrays, self._asked, turns.rows)
        faults = {text: mask[turns.ranks] for text, mask in wrong.items()}
        faults |= find_faults(part, self._asked)
        patch = read_patch(part)
        return Update(
            part[_EXISTS.name].exists & trees.at(orders.held.exists, turns.ranks),
            sound_rows(faults),
            patch,
            states.contacts_added(patch.contacts),
            self._terms or read_terms(part),
        ), faults


def _read(arrays: Mapping[str, pa.Array], columns: Iterable[Column], rows: Array) -> Part:
    return read_part(readers_of({column.name: arrays[column.name] for column in columns}), rows)


def _read_orders(
    arrays: Mapping[str, pa.Array], turns: Turns, carried: _Carried | None
) -> tuple[State, Faults]:
    """Return the orders by rank, and what is wrong with their columns.

    They stand in the first row of each order. The `carried` one is known from the batch before.
    """
    count = len(turns.sizes)
    part = _read(arrays, (_EXISTS, *HELD_COLUMNS), turns.rows[:count])
    wrong = find_faults(part, HELD_COLUMNS)
    orders = states.cleared(State(read_held(part)), sound_rows(wrong))
    if carried is None:
        return orders, wrong
    orders = trees.with_one(orders, turns.first, carried.state, count)
    for text in carried.faults:
        wrong.setdefault(text, np.zeros(count, np.bool_))
    for text, mask in wrong.items():
        mask[turns.first] = text in carried.faults
    return orders, in_order(wrong)


class _Batch:
    """The orders of a batch by rank, and their updates by turn."""

    _last: State
    """The last order of the batch, after those of its updates that are decided."""

    def __init__(self, turns: Turns, orders: State, updates: Update, output: Output) -> None:
        self._turns, self._orders, self._updates, self._output = turns, orders, updates, output

    def decide(self) -> State:
        """Decide all updates, and return the last order."""
        count = len(self._turns.sizes)
        for start in range(0, count, _BLOCK):
            self._decide_block(start, min(start + _BLOCK, count))
        return self._last

    def _decide_block(self, start: int, stop: int) -> None:
        """Decide the updates of the orders of some ranks."""
        turns, last = self._turns, self._turns.last - start
        orders = trees.at(self._orders, slice(start, stop))
        counts = (np.minimum(turns.counts[: turns.sizes[start]], stop) - start).tolist()
        many = sum(count > _FEW for count in counts)
        places = (turns.starts[:many] + start).tolist()
        spans = [slice(place, place + counts[turn]) for turn, place in enumerate(places)]
        for span, updates in zip(spans, trees.cut(self._updates, spans), strict=True):
            count = span.stop - span.start
            verdict, orders = states.step(trees.at(orders, slice(0, count)), updates)
            self._output.write(turns.rows[span], verdict, updates.sound)
            if 0 <= last < count:
                self._last = trees.one(orders, last)
        if many < len(counts):
            self._decide_one_by_one(orders, range(start, start + counts[many]), many)

    def _decide_one_by_one(self, orders: State, ranks: range, turn: int) -> None:
        """Decide all updates of a few orders from one turn on."""
        turns = self._turns
        spans = [turns.starts[turn : turns.sizes[rank]] + rank for rank in ranks]
        places = np.concatenate(spans)
        sound = trees.at(self._updates.sound, places)
        # A plain int does not wrap around, so a sum of wrong numbers may not fit into an int64.
        updates = trees.each(states.cleared(trees.at(self._updates, places), sound))
        verdicts = []
        for rank, span in zip(ranks, spans, strict=True):
            order = trees.one(orders, rank - ranks.start)
            for update in islice(updates, len(span)):
                verdict, order = states.step(order, update)
                verdicts.append(verdict)
            if rank == turns.last:
                self._last = order
        self._output.write(turns.rows[places], trees.stacked(verdicts), sound)
