"""The rules of a batch as expressions of polars, written by hand.

They decide rows without faults: they check no nulls and no ranges, and their `faults` are all null.
"""

from __future__ import annotations

import os
from typing import Any, Final, NamedTuple

# Before polars is imported for the first time: one thread, like the other candidates.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import polars as pl
import pyarrow as pa

from backd_rules.bulk import DECISIONS
from backd_rules.domain.limit import MerchantLimit
from benchmarks.bulk_sql import TERMS, literals

Expr = Any
_MOST: Final = 10**15 - 1
_BEYOND: Final = 10**18
_EXACT_PERCENT: Final = 9_222
_COLUMN: Final = pl.col


class _Cap(NamedTuple):
    """The highest total, null where the base is unknown, and the term that binds."""

    total: Expr
    bound_by: Expr


class _Limit:
    """A limit: expressions of its terms, and `None` for those that one limit does not state."""

    def __init__(self, limit: MerchantLimit | None) -> None:
        self.is_own = limit is None
        terms: Any = {name: _COLUMN(name) for name in TERMS} if limit is None else literals(limit)
        self.increase, self.percent, self.total, self.increases, self.combine, basis = (
            terms[name] for name in TERMS
        )
        self.is_far = limit is None or (self.percent or 0) > _EXACT_PERCENT
        self.is_from_present: Any = basis == 1

    def base(self, present: Expr, placed: Expr) -> Expr:
        if self.is_own:
            return pl.when(self.is_from_present).then(present).otherwise(placed)
        return present if self.is_from_present else placed

    def most_increases(self) -> Expr:
        if self.is_own:
            return self.increases.fill_null(_MOST)
        return _MOST if self.increases is None else self.increases

    def is_count_unknown(self) -> Expr:
        if self.is_own:
            return self.increases.is_not_null() & _COLUMN("increase_count").is_null()
        return pl.lit(self.increases is not None) & _COLUMN("increase_count").is_null()

    def with_cap(self, rows: pl.LazyFrame, base: Expr, prefix: str) -> pl.LazyFrame:
        """Add the columns `cap` and `bound_by`, with a prefix.

        What is used more than once is a column, because the streaming engine computes it each time.
        """
        rows = rows.with_columns(base.alias("base"))
        if self.percent is not None:
            rows = self._with_percent(rows)
        cap = self._own_cap(_COLUMN("base")) if self.is_own else self._shared_cap(_COLUMN("base"))
        return rows.with_columns(
            cap.total.alias(f"{prefix}cap"), cap.bound_by.alias(f"{prefix}bound_by")
        )

    def _with_percent(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        c, base, percent = _COLUMN, _COLUMN("base"), self.percent
        if not self.is_far:
            return rows.with_columns((base + base * percent // 10_000).alias("by_percent"))
        rows = rows.with_columns(
            (base // 10_000).alias("high"), (pl.lit(0) + percent // 10_000).alias("whole")
        ).with_columns(
            (base - c("high") * 10_000).alias("low"), (percent - c("whole") * 10_000).alias("rest")
        )
        exact = c("high") * 10_000 + c("high") * percent + c("low") * c("whole")
        rows = rows.with_columns((exact + c("low") + c("low") * c("rest") // 10_000).alias("exact"))
        # Where the product is larger than an int64, so is that of the floats, within 1 in 10^15.
        product = c("high").cast(pl.Float64) * percent
        beyond = (product > 1e18) | (c("exact") > _BEYOND)
        # A null base or percentage leaves the condition null, so that the result is `exact`: null.
        return rows.with_columns(
            pl.when(beyond).then(_BEYOND).otherwise("exact").alias("by_percent")
        )

    def _shared_cap(self, base: Expr) -> _Cap:
        total, bound_by = None, pl.lit(0, pl.Int8)
        if self.increase is not None:
            total = base + self.increase
        if self.percent is not None:
            raised = _COLUMN("by_percent")
            if total is None:
                total, bound_by = raised, pl.lit(1, pl.Int8)
            else:
                takes = raised > total if self.combine else raised < total
                total = pl.when(takes).then(raised).otherwise(total)
                bound_by = takes.cast(pl.Int8)
        if self.total is not None:
            if total is None:
                return _Cap(pl.lit(self.total, pl.Int64), pl.lit(2, pl.Int8))
            takes = total > self.total
            bound_by = pl.when(takes).then(pl.lit(2, pl.Int8)).otherwise(bound_by)
            total = pl.when(takes).then(self.total).otherwise(total)
        return _Cap(total, bound_by)

    def _own_cap(self, base: Expr) -> _Cap:
        by_amount, by_percent = base + self.increase, _COLUMN("by_percent")
        is_higher = self.combine == 1
        wins = (is_higher & (by_percent > by_amount)) | (~is_higher & (by_percent < by_amount))
        takes_percent = self.percent.is_not_null() & (self.increase.is_null() | wins)
        measured = pl.when(takes_percent).then(by_percent).otherwise(by_amount)
        is_measured = self.increase.is_not_null() | self.percent.is_not_null()
        takes_total = self.total.is_not_null() & (~is_measured | (self.total < measured))
        two, flag = pl.lit(2, pl.Int8), takes_percent.cast(pl.Int8)
        return _Cap(
            pl.when(takes_total).then(self.total).otherwise(measured),
            pl.when(takes_total).then(two).otherwise(flag),
        )


def _stated_or(name: str, present: Expr) -> Expr:
    stated = _COLUMN(f"new_{name}")
    return pl.when(stated.is_not_null()).then(stated).otherwise(present)


def decisions(rows: pl.LazyFrame, limit: MerchantLimit | None) -> pl.LazyFrame:
    """Return the decisions about rows that all have `limit`, or a limit each if it is `None`."""
    c, terms = _COLUMN, _Limit(limit)
    fees = {"tax": "tax_amount", "shipping": "shipping_amount", "discount": "discount_amount"}
    brings, held = c("new_items_half_up").is_not_null(), c("items_half_up").is_not_null()
    differs = c("new_items_half_up") != c("items_half_up")
    rows = rows.with_columns(
        *(c(name).fill_null(0).alias(short) for short, name in fees.items()),
        (brings & (~held | differs)).alias("is_new_sum"),
    ).with_columns(
        _stated_or(
            "cart_amount",
            pl.when("is_new_sum").then("new_items_half_up").otherwise("cart_amount"),
        ).alias("cart"),
        *(_stated_or(name, c(short)).alias(f"next_{short}") for short, name in fees.items()),
    )
    cart = c("cart")
    off_new = (cart < c("new_items_lowest")) | (cart > c("new_items_highest"))
    off_old = (cart < c("items_lowest")) | (cart > c("items_highest"))
    before, after = (
        c(cart) + c(tax) + c(shipping) - c(discount)
        for cart, tax, shipping, discount in (
            ("cart_amount", "tax", "shipping", "discount"),
            ("cart", "next_tax", "next_shipping", "next_discount"),
        )
    )
    rows = terms.with_cap(rows, terms.base(c("order_total"), c("placed_total")), "")
    rows = rows.with_columns(
        (after + c("order_total") - before).alias("computed"),
        (
            (c("is_new_sum") | (cart != c("cart_amount")))
            & ((brings & off_new) | (~brings & held & off_old))
        ).alias("is_cart_off"),
        (c("increase_count") >= terms.most_increases()).fill_null(value=False).alias("none_left"),
    ).with_columns(_stated_or("order_total", c("computed")).alias("total"))
    rows = rows.with_columns((c("total") > c("order_total")).alias("raises"))
    rows = rows.with_columns(_violations(terms).alias("violations"))
    return _after(rows.with_columns((c("violations") == 0).alias("allowed")), terms)


def _violations(terms: _Limit) -> Expr:
    c = _COLUMN
    exists = c("backd_order_id_matches").is_not_null()
    raises, computed = c("raises"), c("computed")
    flags = (
        c("status") != 1,
        (computed < 0) | (computed > _MOST),
        c("cart") > _MOST,
        c("is_cart_off"),
        c("total") != computed,
        raises & (c("cap").is_null() | terms.is_count_unknown()),
        raises & (c("total") > c("cap")).fill_null(value=False),
        raises & c("none_left"),
    )
    found = (c("new_contacts") & 0x3FFFF) * 16
    for bit, flag in zip((3, *range(22, 29)), flags, strict=True):
        found = found + flag.cast(pl.Int32) * (1 << bit)
    by_id = (~c("backd_order_id_matches")).cast(pl.Int32) * 2
    by_merchant = (~c("merchant_order_id_matches")).cast(pl.Int32) * 4
    identity = pl.when(exists).then(by_id + by_merchant).otherwise(pl.lit(1, pl.Int32))
    return pl.when(identity == 0).then(found).otherwise(identity)


def _after(rows: pl.LazyFrame, terms: _Limit) -> pl.LazyFrame:
    c = _COLUMN
    allowed, exists = c("allowed"), c("backd_order_id_matches").is_not_null()
    pairs = {
        "cart_amount": ("cart", "cart_amount"),
        "tax_amount": ("next_tax", "tax"),
        "shipping_amount": ("next_shipping", "shipping"),
        "discount_amount": ("next_discount", "discount"),
        "order_total": ("computed", "order_total"),
    }
    raised = c("increase_count") + (allowed & c("raises")).cast(pl.Int64)
    rows = rows.with_columns(
        *(
            pl.when(allowed).then(new).otherwise(old).alias(name)
            for name, (new, old) in pairs.items()
        ),
        raised.alias("increase_count"),
    )
    total, bound_by = c("cap"), c("bound_by")
    # A ceiling measured from the present total is another one after the update.
    if terms.is_own or terms.is_from_present:
        rows = terms.with_cap(rows, terms.base(c("order_total"), c("placed_total")), "next_")
        total, bound_by = c("next_cap"), c("next_bound_by")
    highest = pl.when(total > _MOST).then(_MOST).otherwise(total)
    known = exists & total.is_not_null() & ~terms.is_count_unknown()
    left = highest - c("order_total")
    is_zero = (c("increase_count") >= terms.most_increases()).fill_null(value=False) | (left < 0)
    headroom = pl.when(is_zero).then(0).otherwise(left)
    return rows.select(
        allowed,
        "violations",
        *(pl.when(exists).then(name).alias(name) for name in (*pairs, "increase_count")),
        pl.when(known).then(highest).alias("ceiling"),
        pl.when(known).then(bound_by).alias("bound_by"),
        pl.when(exists & (c("status") != 1))
        .then(0)
        .when(known)
        .then(headroom)
        .cast(pl.Int64)
        .alias("headroom"),
        pl.lit(None, pl.String).alias("faults"),
    )


def decide(batch: pa.RecordBatch, limit: MerchantLimit | None) -> pa.Table:
    """Return the decisions about a batch."""
    rows: Any = pl.from_arrow(batch)
    frame = decisions(rows.lazy(), limit).collect(engine="streaming")
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(
        pa.schema([pa.field(f.name, f.type) for f in DECISIONS])
    )
