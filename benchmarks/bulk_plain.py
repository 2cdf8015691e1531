"""The rules of a batch on plain integers, row by row, in one function without helpers.

This is what a loop over the columns costs. It decides rows without faults, for one limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import pyarrow as pa

from backd_rules.bulk import DECISIONS, ROWS
from backd_rules.domain.limit import MerchantLimit
from benchmarks.bulk_sql import TERMS, literals

_MOST: Final = 10**15 - 1
_EACH: Final = (1 << 9) - 1
_SHIPPING: Final = 1 << 18
_BILLING: Final = 1 << 19

Row = tuple[Any, ...]


def decide(batch: pa.RecordBatch, limit: MerchantLimit) -> pa.RecordBatch:
    """Return the decisions about a batch, each row for itself."""
    rows = zip(*(batch.column(name).to_pylist() for name in ROWS.names), strict=True)
    terms = _terms(limit)
    return _to_arrow(list(_each(rows, terms)))


def decide_histories(batch: pa.RecordBatch, limit: MerchantLimit) -> pa.RecordBatch:
    """Return the decisions about histories, which are sorted by order."""
    names = ("backd_order_id", *ROWS.names)
    rows = zip(*(batch.column(name).to_pylist() for name in names), strict=True)
    terms = _terms(limit)
    found: list[Row] = []
    for _, history in groupby(rows, itemgetter(0)):
        found += _history((row[1:] for row in history), terms)
    return _to_arrow(found)


def _terms(limit: MerchantLimit) -> Row:
    held = literals(limit)
    return tuple(held[name] for name in TERMS)


def _to_arrow(found: list[Row]) -> pa.RecordBatch:
    columns = zip(DECISIONS, zip(*found, strict=True), strict=True)
    return pa.RecordBatch.from_arrays([pa.array(c, f.type) for f, c in columns], schema=DECISIONS)


def _each(rows: Iterator[Row], terms: Row) -> Iterator[Row]:
    for row in rows:
        yield from _history(iter((row,)), terms)


def _history(rows: Iterator[Row], terms: Row) -> Iterator[Row]:
    """Yield the decisions about the updates of one order."""
    increase, percent, most_total, increases, combine, basis = terms
    most_increases = _MOST if increases is None else increases
    is_first, has = True, 0
    for row in rows:
        if is_first:
            is_first = False
            (status, cart, tax, shipping, discount, total, placed, count) = row[:8]
            lowest, half_up, highest = row[8:11]
            tax, shipping, discount = tax or 0, shipping or 0, discount or 0
            is_forbidden = status != 1
            adjustment = total - (cart + tax + shipping - discount)
        names_order, names_merchants, stated_total, stated_cart = row[11:15]
        stated_tax, stated_shipping, stated_discount, *items, contacts = row[15:]
        if names_order is None:
            yield (False, 1, *(None,) * 10)
            continue
        found = (not names_order) * 2 + (not names_merchants) * 4
        new_lowest, new_half_up, new_highest = items
        is_new_sum = new_half_up is not None and new_half_up != half_up
        new_cart = stated_cart
        if new_cart is None:
            new_cart = new_half_up if is_new_sum else cart
        new_tax = tax if stated_tax is None else stated_tax
        new_shipping = shipping if stated_shipping is None else stated_shipping
        new_discount = discount if stated_discount is None else stated_discount
        computed = new_cart + new_tax + new_shipping - new_discount + adjustment
        new_total = computed if stated_total is None else stated_total
        raises = new_total > total
        if not found:
            found = is_forbidden * 8 + (contacts & ~has & (_SHIPPING - 1)) * 16
            if not 0 <= computed <= _MOST:
                found |= 1 << 22
            if new_cart > _MOST:
                found |= 1 << 23
            if is_new_sum or new_cart != cart:
                if new_half_up is not None:
                    is_off = new_cart < new_lowest or new_cart > new_highest
                else:
                    is_off = half_up is not None and (new_cart < lowest or new_cart > highest)
                if is_off:
                    found |= 1 << 24
            if new_total != computed:
                found |= 1 << 25
            if raises:
                base, ceiling = total if basis else placed, None
                if base is not None and increase is not None:
                    ceiling = base + increase
                if base is not None and percent is not None:
                    raised = base + base * percent // 10_000
                    if ceiling is None or (raised > ceiling if combine else raised < ceiling):
                        ceiling = raised
                is_unknown = base is None and not (increase is None and percent is None)
                if most_total is not None and not is_unknown:
                    ceiling = most_total if ceiling is None or most_total < ceiling else ceiling
                if is_unknown or (count is None and increases is not None):
                    found |= 1 << 26
                if ceiling is not None and new_total > ceiling:
                    found |= 1 << 27
                if count is not None and count >= most_increases:
                    found |= 1 << 28
        if not found:
            cart, tax, shipping, discount = new_cart, new_tax, new_shipping, new_discount
            total = computed
            if raises and count is not None:
                count += 1
            if new_half_up is not None:
                lowest, half_up, highest = items
            if contacts & _SHIPPING:
                has |= _EACH
            if contacts & _BILLING:
                has |= _EACH << 9
        base, ceiling, bound_by = total if basis else placed, None, 0
        if base is not None and increase is not None:
            ceiling = base + increase
        if base is not None and percent is not None:
            raised = base + base * percent // 10_000
            if ceiling is None or (raised > ceiling if combine else raised < ceiling):
                ceiling, bound_by = raised, 1
        is_unknown = base is None and not (increase is None and percent is None)
        is_unknown = is_unknown or (count is None and increases is not None)
        if most_total is not None and (ceiling is None or most_total < ceiling):
            ceiling, bound_by = most_total, 2
        headroom: int | None = 0
        if is_unknown:
            headroom = 0 if is_forbidden else None
        elif ceiling is not None:
            ceiling = min(ceiling, _MOST)
            if not (is_forbidden or (count is not None and count >= most_increases)):
                headroom = max(ceiling - total, 0)
        cap = (None, None) if is_unknown else (ceiling, bound_by)
        amounts = cart, tax, shipping, discount, total, count
        yield (not found, found, *amounts, *cap, headroom, None)
