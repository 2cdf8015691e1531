"""A portfolio of orders and updates, as rows of `backd_rules.bulk`.

`python -m benchmarks.portfolio --rows 100_000_000 --out big.parquet` writes a file of any size in
little memory: each block is drawn from the seed and its own number. `--limits` adds the columns of
a limit for each row.

The orders are mostly those of a shop: carts from a few dollars to some hundred thousand, taxes,
shipping, discounts, and sums of items that are rounded by line. An update states new totals, a fee,
new items or a contact. A limit of 15 % refuses about one update in five. The amounts that no shop
has are in the tests instead.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from backd_rules.bulk import HISTORY_KEYS, LIMIT_COLUMNS, ROWS
from backd_rules.bulk.columns import STATUS_CODES
from backd_rules.domain.status import OrderStatus

Array = np.ndarray[Any, Any]
Column = tuple[Array, Array | None]
"""Values, and which of them are null."""

BLOCK: Final = 1_000_000
"""Rows in a block, and in a row group of a file."""

SHIPPING: Final = 1 << 18
BILLING: Final = 1 << 19
"""What `new_contacts` has if the update states a contact that the order does not have."""

_CONTACTS: Final = np.array(
    [SHIPPING, BILLING, SHIPPING | BILLING, SHIPPING | 1 << 8, BILLING | 0b101 << 9], np.int32
)
"""Complete new contacts, one without an email, and one without a first name and a street."""

_PERCENTS: Final = np.array([0, 500, 1_000, 1_500, 2_500, 5_000, 10_000])
_INCREASES: Final = np.array([0, 10_000, 50_000, 100_000, 500_000])
_TOTALS: Final = np.array([1_000_000, 5_000_000, 20_000_000, 100_000_000])


def blocks(rows: int, seed: int = 1, *, limits: bool = False) -> Iterator[pa.RecordBatch]:
    """Yield `rows` rows in batches of `BLOCK`, the last one shorter."""
    for number in range(-(-rows // BLOCK)):
        size = min(BLOCK, rows - number * BLOCK)
        yield block(size, (seed, number), limits=limits)


def block(size: int, seed: Sequence[int] = (1, 0), *, limits: bool = False) -> pa.RecordBatch:
    """Return the columns of `ROWS`, with `limits` those of `LIMIT_COLUMNS` too."""
    draw = _Draw(size, seed)
    order = _order(draw)
    columns = order | _update(draw, order)
    schema = ROWS
    if limits:
        columns |= _limit(draw)
        schema = pa.schema([*ROWS, *LIMIT_COLUMNS])
    arrays = [pa.array(columns[f.name][0], f.type, mask=columns[f.name][1]) for f in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def histories(
    updates: int, mean: float, tail: int = 0, seed: Sequence[int] = (1, 0)
) -> pa.RecordBatch:
    """Return histories of a mean length, and one of `tail` updates: `HISTORY_KEYS` and `ROWS`.

    Each row has the columns of its order, and all updates are those of an order that was placed.
    """
    draw = _Draw(updates, seed)
    is_first = draw.chance(100 / mean)
    is_first[:1] = True
    if tail:
        middle = updates // 2
        is_first[middle : middle + tail + 1] = False
        is_first[[middle, min(middle + tail, updates - 1)]] = True
    starts = np.flatnonzero(is_first)
    number = np.cumsum(is_first) - 1
    order = {name: _taken(column, starts[number]) for name, column in _order(draw).items()}
    columns = order | _update(draw, order)
    columns["backd_order_id_matches"] = np.ones(updates, np.bool_), None
    ids = pa.array([f"BO-{n:09}" for n in range(len(starts))]).take(pa.array(number))
    keys = [ids, pa.array(np.arange(updates) - starts[number])]
    arrays = [pa.array(columns[f.name][0], f.type, mask=columns[f.name][1]) for f in ROWS]
    return pa.RecordBatch.from_arrays([*keys, *arrays], schema=pa.schema([*HISTORY_KEYS, *ROWS]))


def _taken(column: Column, rows: Array) -> Column:
    values, absent = column
    return values[rows], None if absent is None else absent[rows]


class _Draw:
    """Random columns of one size."""

    def __init__(self, size: int, seed: Sequence[int]) -> None:
        self.random = np.random.default_rng(seed)
        self.size = size

    def chance(self, percent: float) -> Array:
        """Return which rows have something that so many percent have."""
        drawn = self.random.integers(0, 1 << 16, self.size, np.uint16)
        flags: Array = drawn < round(percent / 100 * (1 << 16))
        return flags

    def below(self, most: int) -> Array:
        return self.random.integers(0, most, self.size, np.int64)

    def one_of(self, values: Array) -> Array:
        chosen: Array = values[self.random.integers(0, len(values), self.size, np.uint8)]
        return chosen

    def cents(self, middle: float, spread: float) -> Array:
        """Return amounts whose median is `middle`, and two thirds of them within a factor."""
        bell = self.random.standard_normal(self.size, np.float32)
        cents: Array = (middle * np.exp(spread * bell)).astype(np.int64)
        return cents

    def part(self, cents: Array, percent: float) -> Array:
        """Return up to so many percent of each amount."""
        share = self.random.random(self.size, np.float32) * np.float32(percent / 100)
        part: Array = (cents * share).astype(np.int64)
        return part


def _order(draw: _Draw) -> dict[str, Column]:
    cart = draw.cents(150_000, 1.5)
    has_tax, has_shipping, has_discount = draw.chance(90), draw.chance(70), draw.chance(30)
    tax = draw.part(cart, 10) * has_tax
    shipping = draw.below(20_000) * has_shipping
    discount = draw.part(cart, 20) * has_discount
    adjustment = (draw.below(1_001) - 500) * draw.chance(2)
    total = np.maximum(cart + tax + shipping - discount + adjustment, 0)
    raised = draw.chance(25)
    placed = total - draw.part(total, 15) * raised
    count = np.where(raised, 1 + draw.below(3), 0)
    unknown = draw.chance(3)
    return {
        "status": (
            np.where(draw.chance(95), STATUS_CODES[OrderStatus.ORDER_PLACED], draw.below(5)),
            None,
        ),
        "cart_amount": (cart, None),
        "tax_amount": (tax, ~has_tax),
        "shipping_amount": (shipping, ~has_shipping),
        "discount_amount": (discount, ~has_discount),
        "order_total": (total, None),
        "placed_total": (placed, unknown),
        "increase_count": (count, unknown),
        **_items(draw, "items", cart, absent=draw.chance(5)),
    }


def _items(draw: _Draw, name: str, half_up: Array, absent: Array) -> dict[str, Column]:
    return {
        f"{name}_lowest": (np.maximum(half_up - draw.below(4), 0), absent),
        f"{name}_half_up": (half_up, absent),
        f"{name}_highest": (half_up + draw.below(4), absent),
    }


def _update(draw: _Draw, order: dict[str, Column]) -> dict[str, Column]:
    cart, tax, shipping, discount, total = (
        order[name][0]
        for name in (
            *("cart_amount", "tax_amount", "shipping_amount"),
            "discount_amount",
            "order_total",
        )
    )
    kind = draw.below(10)
    states_all, states_fee, states_items = kind < 4, (kind >= 4) & (kind < 6), kind < 9
    states_items &= ~states_fee
    growth = np.maximum(draw.random.standard_normal(draw.size, np.float32) * 0.1 + 1.03, 0)
    new_items = (cart * growth).astype(np.int64)
    # Most shops state the sum of the items, and some round it another way.
    new_cart = np.maximum(new_items - draw.chance(10), 0)
    states_shipping = states_all | (states_fee & draw.chance(50))
    states_tax = states_all | (states_fee & ~states_shipping)
    new_tax, new_shipping = draw.part(new_cart, 10), draw.below(20_000)
    new_discount = np.minimum(discount, new_cart)
    without = total - cart - tax - shipping + discount
    new_total = new_cart + new_tax + new_shipping - new_discount + without + draw.chance(1)
    contacts = draw.one_of(_CONTACTS) * draw.chance(3)
    return {
        "backd_order_id_matches": (~draw.chance(0.1), draw.chance(0.1)),
        "merchant_order_id_matches": (~draw.chance(0.1), None),
        "new_order_total": (np.maximum(new_total, 0), ~states_all),
        "new_cart_amount": (new_cart, ~states_all),
        "new_tax_amount": (new_tax, ~states_tax),
        "new_shipping_amount": (new_shipping, ~states_shipping),
        "new_discount_amount": (new_discount, ~states_all),
        **_items(draw, "new_items", new_items, absent=~states_items),
        "new_contacts": (contacts, None),
    }


def _limit(draw: _Draw) -> dict[str, Column]:
    kind = draw.below(8)
    return {
        "max_increase": (draw.one_of(_INCREASES), kind % 2 == 0),
        "max_increase_percent": (draw.one_of(_PERCENTS), (kind % 2 == 1) & (kind > 1)),
        "max_order_total": (draw.one_of(_TOTALS), (kind % 4 != 0) & (kind != 2)),
        "max_increases": (1 + draw.below(5), draw.chance(50)),
        "combine": (draw.below(2), None),
        "measured_from": (draw.chance(20).astype(np.int8), None),
    }


def write(
    rows: int, out: Path, *, seed: int = 1, limits: bool = False, compression: str = "zstd"
) -> None:
    """Write the rows to a Parquet file, a row group for each block."""
    schema = block(0, limits=limits).schema
    with pq.ParquetWriter(out, schema, compression=compression) as file:
        for batch in blocks(rows, seed, limits=limits):
            file.write_batch(batch, row_group_size=BLOCK)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser("python -m benchmarks.portfolio", description=__doc__)
    add = parser.add_argument
    add("--rows", type=int, default=BLOCK, help="how many, such as 100_000_000")
    add("--out", type=Path, required=True, metavar="FILE", help="the Parquet file to write")
    add("--seed", type=int, default=1)
    add("--limits", action="store_true", help="with the columns of a limit for each row")
    add("--compression", default="zstd", choices=("zstd", "snappy", "none"))
    given = parser.parse_args(arguments)
    start = time.monotonic()
    write(
        given.rows,
        given.out,
        seed=given.seed,
        limits=given.limits,
        compression=given.compression,
    )
    size, seconds = given.out.stat().st_size, time.monotonic() - start
    print(f"{given.rows:,} rows, {size / 1e9:.2f} GB, {seconds:.1f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
