"""The sums of items, from a column of lists (domain.md, N5).

The lists hold structs with `unit_price`, an int64 in millionths of a dollar, and `qty`, an int64 in
thousandths. Other fields of the structs do not count.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from backd_rules.actions.update_order.request import MOST_ITEMS
from backd_rules.bulk.arrays import Array, Reader
from backd_rules.bulk.columns import item_names
from backd_rules.bulk.overflow import BEYOND, bounded_sums, line_forms_for
from backd_rules.domain.arithmetic import line_amount, line_amount_down, line_amount_up
from backd_rules.domain.money import Quantity, UnitPrice
from backd_rules.domain.values import refuse_type

_WRONG: Final = -1
"""The sum of items that cannot be added: out of range, so that the row gets a fault."""


def sum_items(items: pa.ListArray) -> pa.RecordBatch:
    """Return `items_lowest`, `items_half_up` and `items_highest` of the items of orders.

    The sums are in cents; `ROWS` says how one of 10**18 or more is given. They are null where there
    are no items, and -1 where a price or a quantity is null or out of range, so that the row gets a
    fault. Raises `TypeError` unless
    `items` is an array of lists of structs with `unit_price` and `qty` (domain.md, N4 and N5).

    >>> import pyarrow as pa
    >>> from backd_rules.bulk import sum_items
    >>> lines = [{"unit_price": 4_127_500, "qty": 12_000}, {"unit_price": 38_500, "qty": 1_000}]
    >>> kind = pa.list_(pa.struct([("unit_price", pa.int64()), ("qty", pa.int64())]))
    >>> sum_items(pa.array([lines], kind)).to_pylist()
    [{'items_lowest': 4956, 'items_half_up': 4957, 'items_highest': 4957}]
    """
    return _sums(sum_items, items, "", least=0)


def sum_new_items(items: pa.ListArray) -> pa.RecordBatch:
    """Return `new_items_lowest`, `new_items_half_up` and `new_items_highest` of updates.

    As `sum_items`, in cents, but null means that the update states no items, and the sums of an
    empty list and of more than 1,000 items are -1. Raises `TypeError` as `sum_items` does
    (domain.md, U4).

    >>> import pyarrow as pa
    >>> from backd_rules.bulk import sum_new_items
    >>> kind = pa.list_(pa.struct([("unit_price", pa.int64()), ("qty", pa.int64())]))
    >>> sum_new_items(pa.array([[], None], kind)).column("new_items_half_up").to_pylist()
    [-1, None]
    """
    return _sums(sum_new_items, items, "new_", least=1, most=MOST_ITEMS)


def _sums(
    owner: object, items: Any, prefix: str, *, least: int, most: int | None = None
) -> pa.RecordBatch:
    _check(owner, items)
    offsets = items.offsets.to_numpy()
    sizes = np.diff(offsets)
    first = int(offsets[0])
    lines = items.values.slice(first, int(offsets[-1]) - first)
    price, is_price = _numbers(lines, "unit_price", UnitPrice)
    qty, is_qty = _numbers(lines, "qty", Quantity)
    sound = is_price & is_qty & lines.is_valid().to_numpy(zero_copy_only=False)
    price, qty = price * sound, qty * sound
    starts = (offsets - first)[:-1]
    wrong = (_added(~sound, starts, sizes) > 0) | (sizes < least)
    if most is not None:
        wrong |= sizes > most
    absent = ~items.is_valid().to_numpy(zero_copy_only=False) | ((sizes == 0) & ~wrong)
    sums = []
    for form in line_forms_for(int(price.max(initial=0)), int(qty.max(initial=0))):
        amounts = form(price, qty)
        total = np.minimum(_added(amounts, starts, sizes), BEYOND)
        total[_added(amounts.astype(np.float64), starts, sizes) > 2 * BEYOND] = BEYOND
        sums.append(total)
    for place in np.flatnonzero(sums[1] == BEYOND).tolist():
        some = slice(starts[place], starts[place] + sizes[place])
        exact = _exact_sums(price[some].tolist(), qty[some].tolist())
        for total, amount in zip(sums, exact, strict=True):
            total[place] = amount
    for total in sums:
        total[wrong] = _WRONG
    arrays = [pa.array(total, mask=absent) for total in sums]
    return pa.RecordBatch.from_arrays(arrays, item_names(prefix))


def _exact_sums(prices: list[int], qtys: list[int]) -> tuple[int, int, int]:
    """Return the sums of lines that are beyond an int64."""
    lines = [*zip(prices, qtys, strict=True)]
    lowest, half_up, highest = (
        sum(form(price, qty) for price, qty in lines)
        for form in (line_amount_down, line_amount, line_amount_up)
    )
    return bounded_sums(lowest, half_up, highest)


def _check(owner: object, items: Any) -> None:
    kind = getattr(items, "type", None)
    if isinstance(items, (pa.ListArray, pa.LargeListArray)) and pa.types.is_struct(
        items.type.value_type
    ):
        struct = items.type.value_type
        places = (struct.get_field_index(name) for name in ("unit_price", "qty"))
        if all(place >= 0 and struct.field(place).type == pa.int64() for place in places):
            return
    expected = "an array of lists of structs with unit_price and qty of type int64"
    if kind is None:
        refuse_type(owner, "items", expected, items)
    raise TypeError(f"{owner.__name__}.items must be {expected}, is {kind}")  # type: ignore[attr-defined]


def _numbers(lines: pa.StructArray, name: str, cls: Any) -> tuple[Array, Array]:
    """Return the numbers of a field, and which of them are there and in range."""
    reader, everything = Reader(lines.field(name)), slice(0, len(lines))
    values = reader.values(everything)
    in_range: Array = (values >= cls.LOWEST) & (values <= cls.HIGHEST)
    return values, in_range & reader.valid(everything)


def _added(values: Array, starts: Array, sizes: Array) -> Array:
    """Return the sum of the values of each list; those of int64 are modulo 2**64."""
    numbers = values.astype(np.int64) if values.dtype == np.bool_ else values
    sums = np.zeros(len(sizes), numbers.dtype)
    if len(numbers):
        has_some = sizes > 0
        sums[has_some] = np.add.reduceat(numbers, starts[has_some])
    return sums
