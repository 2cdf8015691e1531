"""The rows that cannot be decided, and the columns that are wrong in them.

A bad row is never dropped and never raises: it has no decision, and its `faults` name each wrong
column and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import numpy as np

from backd_rules.bulk.arrays import Array
from backd_rules.bulk.columns import HELD_COLUMNS, ORDER_NAMES, Column, item_names
from backd_rules.bulk.operands import Stated
from backd_rules.bulk.overflow import Mask, negate
from backd_rules.bulk.reading import Part
from backd_rules.domain.limit import CAPS


class RowFault(StrEnum):
    """Why a column of a row is wrong."""

    NULL = "null"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_STATUS = "unknown_status"
    OUT_OF_SEQUENCE = "out_of_sequence"


Faults = dict[str, Array]
"""The rows in which a column is wrong, by a text such as `cart_amount: null`."""


def fault(column: str, why: RowFault) -> str:
    """Return the text of a fault."""
    return f"{column}: {why}"


def find_faults(rows: Part, columns: Iterable[Column]) -> Faults:
    """Return what is wrong in some rows. Where there is no order, its columns do not count."""
    found: Faults = {}
    exists = rows["backd_order_id_matches"].exists
    for name, why, mask in _candidates(rows, [*columns]):
        wrong = mask & exists if name in ORDER_NAMES else mask
        if wrong is not False and wrong.any():
            found[fault(name, why)] = found.get(fault(name, why), False) | wrong
    return found


_OF_ORDERS: Final = [
    fault(column.name, why)
    for is_nullable in (False, True)
    for column in HELD_COLUMNS
    for why in RowFault
    if is_nullable is (bool(column.null) and why is RowFault.NULL)
]
"""The faults of orders as `find_faults` sorts them: incomplete sums are last."""


def in_order(faults: Faults) -> Faults:
    """Return the faults of some orders, sorted as `find_faults` does."""
    return {text: faults[text] for text in sorted(faults, key=_OF_ORDERS.index)}


def _candidates(rows: Part, columns: list[Column]) -> Iterator[tuple[str, RowFault, Mask]]:
    for column in columns:
        values = rows[column.name]
        if not column.null:
            yield column.name, RowFault.NULL, _all(negate(values.exists), values.amount)
        if column.most is not None:
            why = RowFault.UNKNOWN_STATUS if column.name == "status" else RowFault.OUT_OF_RANGE
            yield column.name, why, _out_of_range(values, column.most)
    names = {column.name for column in columns}
    for group in (item_names(""), item_names("new_")):
        if names.issuperset(group):
            yield from _incomplete(rows, group)
    if names.issuperset(CAPS):
        increase, percent, total = (rows[name].exists for name in CAPS)
        is_unlimited = negate(increase | percent | total)
        yield CAPS[0], RowFault.NULL, _all(is_unlimited, rows[CAPS[0]].amount)


def _out_of_range(values: Stated, most: int) -> Mask:
    # Without its sign, a negative number is a large one.
    size = values.amount.view(f"u{values.amount.itemsize}")
    return (size > most) & values.exists if size.max() > most else False


def _incomplete(rows: Part, names: list[str]) -> Iterator[tuple[str, RowFault, Mask]]:
    """Yield the sums that are null although another one of the three is not."""
    exist = [rows[name].exists for name in names]
    any_exists = exist[0] | exist[1] | exist[2]
    for name, exists in zip(names, exist, strict=True):
        yield name, RowFault.NULL, _all(any_exists & negate(exists), rows[name].amount)


def _all(mask: Mask, like: Array) -> Mask:
    return np.full(len(like), mask) if mask is True else mask


def sound_rows(faults: Mapping[str, Array]) -> Mask:
    """Return the rows without a fault."""
    return negate(np.logical_or.reduce([*faults.values()])) if faults else True
