"""The rows of a batch by order, and those that are out of sequence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backd_rules.bulk.arrays import Array
from backd_rules.bulk.columns import KEY_COLUMNS
from backd_rules.bulk.faults import Faults, RowFault, fault

_KEY, _SEQUENCE = (column.name for column in KEY_COLUMNS)


class Place(NamedTuple):
    """The place of an update: the id of its order, and its position among that order's updates.

    Places compare as a history is sorted: ids by code point.
    """

    order: str | bytes
    sequence: int


class Groups(NamedTuple):
    """The rows in sequence, and for each order where its rows start among these and how many."""

    rows: Array
    starts: Array
    sizes: Array
    continues: bool
    """The first order is the last one of the batch before."""
    last: Place | None


def group(orders: pa.Array, sequences: pa.Array, last: Place | None) -> tuple[Groups, Faults]:
    """Return the rows by order, and what is wrong in those that are out of sequence.

    `last` is the place of the last update of the batch before.
    """
    rows: Array = np.arange(len(orders))
    faults: Faults = {}
    if not _is_sorted(orders, sequences, last):
        rows, faults = _rows_in_sequence(orders, sequences, last)
        orders = orders.take(pa.array(rows))
    if not len(rows):
        return Groups(rows, rows, rows, continues=False, last=last), faults
    is_first = np.ones(len(rows), np.bool_)
    is_first[1:] = _each_and_next("not_equal", orders)
    starts = np.flatnonzero(is_first)
    return Groups(
        rows,
        starts,
        np.diff(starts, append=len(rows)),
        last is not None and orders[0].as_py() == last.order,
        Place(orders[-1].as_py(), sequences[int(rows[-1])].as_py()),
    ), faults


def _is_sorted(orders: pa.Array, sequences: pa.Array, last: Place | None) -> bool:
    if orders.null_count or sequences.null_count:
        return False
    if len(orders) and last and Place(orders[0].as_py(), sequences[0].as_py()) <= last:
        return False
    numbers = sequences.to_numpy()
    goes_on = _each_and_next("equal", orders) & (numbers[:-1] < numbers[1:])
    return bool((goes_on | _each_and_next("less", orders)).all())


def _each_and_next(comparison: str, values: pa.Array) -> Array:
    """Return for each value but the last one how it compares with the next one."""
    return _flags(pc.call_function(comparison, [values[:-1], values[1:]]))


def _flags(mask: pa.BooleanArray) -> Array:
    flags: Array = mask.to_numpy(zero_copy_only=False)
    return flags


def _rows_in_sequence(
    orders: pa.Array, sequences: pa.Array, last: Place | None
) -> tuple[Array, Faults]:
    before = 0 if last is None else 1
    if last is not None:
        orders = pa.concat_arrays([pa.array([last.order], orders.type), orders])
        sequences = pa.concat_arrays([pa.array([last.sequence], sequences.type), sequences])
    no_order, no_sequence = _flags(orders.is_null()), _flags(sequences.is_null())
    keyed = np.flatnonzero(~(no_order | no_sequence))
    by_id = pc.RankOptions(tiebreaker="dense")
    numbers = pc.call_function("rank", [orders.take(keyed)], by_id)
    order = numbers.to_numpy()
    place = _places(order, sequences.take(keyed).to_numpy())
    # The last row in sequence is the one with the highest place so far.
    is_late, goes_on = place <= _highest_before(place), order == _highest_before(order)
    faults: Faults = {}
    for name, why, rows in (
        (_KEY, RowFault.NULL, no_order),
        (_SEQUENCE, RowFault.NULL, no_sequence),
        (_KEY, RowFault.OUT_OF_SEQUENCE, keyed[is_late & ~goes_on]),
        (_SEQUENCE, RowFault.OUT_OF_SEQUENCE, keyed[is_late & goes_on]),
    ):
        mask = np.zeros(len(orders), np.bool_)
        mask[rows] = True
        if mask.any():
            faults[fault(name, why)] = mask[before:]
    return keyed[~is_late][before:] - before, faults


def _places(order: Array, sequence: Array) -> Array:
    """Return the place of each pair among the different ones, from 1."""
    ascending = np.lexsort((sequence, order))
    order, sequence = order[ascending], sequence[ascending]
    is_new = np.ones(len(order), np.int64)
    is_new[1:] = (order[1:] != order[:-1]) | (sequence[1:] != sequence[:-1])
    places = np.empty_like(is_new)
    places[ascending] = np.cumsum(is_new)
    return places


def _highest_before(values: Array) -> Array:
    """Return the highest of the values before each one; 0 before the first."""
    highest = np.zeros_like(values)
    np.maximum.accumulate(values[:-1], out=highest[1:])
    return highest


class Turns(NamedTuple):
    """The rows by turn: the first updates of all orders, then the second ones, and so on.

    Within a turn, the orders stand by rank: the one with the longest history first. So those that
    have a next turn are the first ones.
    """

    rows: Array
    ranks: Array
    """The rank of the order of each of `rows`."""
    starts: Array
    """Where the rows of each turn start."""
    counts: Array
    """How many orders have each turn."""
    sizes: Array
    """How many turns each order has, by rank."""
    first: int
    last: int
    """The ranks of the first and of the last order of the batch."""


def turns_of(groups: Groups) -> Turns:
    """Return the rows of a batch by turn."""
    by_rank = np.argsort(-groups.sizes, kind="stable")
    rank_of = np.empty_like(by_rank)
    rank_of[by_rank] = np.arange(len(by_rank))
    rank = np.repeat(rank_of, groups.sizes)
    turn = np.arange(len(groups.rows)) - np.repeat(groups.starts, groups.sizes)
    counts = np.bincount(turn)
    starts = np.cumsum(counts) - counts
    place = starts[turn] + rank
    rows, ranks = np.empty_like(groups.rows), np.empty_like(rank)
    rows[place], ranks[place] = groups.rows, rank
    sizes = groups.sizes[by_rank]
    return Turns(rows, ranks, starts, counts, sizes, int(rank_of[0]), int(rank_of[-1]))
