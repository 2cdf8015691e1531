"""Reading rows of a batch for the kernel: a batch is checked once, and read in parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from backd_rules.actions.update_order.proposal import FEES
from backd_rules.actions.update_order.request import STATED_AMOUNTS
from backd_rules.bulk.arrays import Reader, Rows
from backd_rules.bulk.columns import BASIS_CODES, COMBINE_CODES, UPDATABLE_CODES, Column, item_names
from backd_rules.bulk.operands import Held, Items, Patch, Stated, Terms
from backd_rules.bulk.overflow import Int, Mask, negate, select, shared
from backd_rules.domain.limit import Basis, Combine, MerchantLimit
from backd_rules.domain.values import check_type, refuse

Part = Mapping[str, Stated]
"""The columns of some rows of a batch, or of one row: which values exist, and the values."""


def arrays_of(owner: object, batch: pa.RecordBatch, columns: tuple[Column, ...]) -> dict[str, Any]:
    """Return the Arrow array of each column.

    Raises `ValueError` that names all columns that the batch does not have exactly once, else
    `TypeError` that names all those of a wrong type.
    """
    check_type(owner, "batch", batch, pa.RecordBatch)
    names = batch.schema.names
    counts = {column.name: names.count(column.name) for column in columns}
    wrong = [f"{name} (has {count})" for name, count in counts.items() if count != 1]
    if wrong:
        refuse(owner, "batch", f"must have one column of each name: {', '.join(wrong)}")
    arrays = {column.name: batch.column(column.name) for column in columns}
    wrong = [
        f"{column.name} of type {column.type} (is {arrays[column.name].type})"
        for column in columns
        if arrays[column.name].type != column.type
    ]
    if wrong:
        raise TypeError(f"{owner.__name__}.batch must have {', '.join(wrong)}")  # type: ignore[attr-defined]
    return arrays


def readers_of(arrays: Mapping[str, pa.Array]) -> dict[str, Reader]:
    """Return the reader of each column."""
    return {name: Reader(array) for name, array in arrays.items()}


def read_part(readers: Mapping[str, Reader], rows: Rows) -> Part:
    """Return the columns of some rows."""
    return {
        name: Stated(reader.valid(rows), reader.values(rows)) for name, reader in readers.items()
    }


def read_held(rows: Part) -> Held:
    """Return what the orders of some rows hold."""
    fees = (rows[name] for name in FEES)
    tax, shipping, discount = (select(fee.exists, fee.amount, 0) for fee in fees)
    return Held(
        rows["backd_order_id_matches"].exists,
        _is_forbidden(rows["status"].amount),
        rows["cart_amount"].amount,
        tax,
        shipping,
        discount,
        rows["order_total"].amount,
        rows["placed_total"],
        rows["increase_count"],
        _items(rows, ""),
    )


def _is_forbidden(status: Int) -> Mask:
    is_updatable: Mask = False
    for code in UPDATABLE_CODES:
        is_updatable = is_updatable | (status == code)
    return shared(negate(is_updatable))


def read_patch(rows: Part) -> Patch:
    """Return what the updates of some rows state."""
    total, cart, tax, shipping, discount = (rows[f"new_{name}"] for name in STATED_AMOUNTS)
    return Patch(
        shared(rows["backd_order_id_matches"].amount),
        shared(rows["merchant_order_id_matches"].amount),
        rows["new_contacts"].amount,
        total,
        cart,
        tax,
        shipping,
        discount,
        _items(rows, "new_"),
    )


def _items(rows: Part, prefix: str) -> Items:
    lowest, half_up, highest = (rows[name] for name in item_names(prefix))
    return Items(lowest.exists, lowest.amount, half_up.amount, highest.amount)


def read_terms(rows: Part) -> Terms:
    """Return the limits of some rows."""
    percent = rows["max_increase_percent"]
    return Terms(
        rows["max_increase"],
        percent,
        rows["max_order_total"],
        rows["max_increases"],
        shared(rows["combine"].amount == COMBINE_CODES[Combine.HIGHER]),
        shared(rows["measured_from"].amount == BASIS_CODES[Basis.ORDER_TOTAL]),
    )


def terms_of(owner: object, limit: MerchantLimit) -> Terms:
    """Return the terms of one limit for all rows. Raises `TypeError` for anything else."""
    check_type(owner, "limit", limit, MerchantLimit)
    increase, percent, total = limit.max_increase, limit.max_increase_percent, limit.max_order_total
    hundredths = None if percent is None else percent.hundredths
    return Terms(
        _term(None if increase is None else increase.cents),
        _term(hundredths),
        _term(None if total is None else total.cents),
        _term(limit.max_increases),
        limit.combine is Combine.HIGHER,
        limit.measured_from is Basis.ORDER_TOTAL,
    )


def _term(amount: int | None) -> Stated:
    return Stated(amount is not None, amount or 0)
