"""The rules of a batch in SQL, for DuckDB, written by hand.

It decides rows without faults: it checks no nulls and no ranges, and its `faults` are all null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import duckdb
import pyarrow as pa

from backd_rules.bulk.columns import BASIS_CODES, COMBINE_CODES
from backd_rules.domain.limit import MerchantLimit

TERMS: Final = (
    "max_increase",
    "max_increase_percent",
    "max_order_total",
    "max_increases",
    "combine",
    "measured_from",
)
_MOST: Final = 10**15 - 1
_EXACT_PERCENT: Final = 9_222
"""Up to this many hundredths of a percent, a total times the percentage is an int64."""

_SQL: Final = """
WITH held AS (
  SELECT *,
    coalesce(tax_amount, 0) AS tax,
    coalesce(shipping_amount, 0) AS shipping,
    coalesce(discount_amount, 0) AS discount,
    status <> 1 AS is_forbidden,
    new_items_half_up IS NOT NULL
      AND new_items_half_up IS DISTINCT FROM items_half_up AS is_new_sum
  FROM rows
), stated AS (
  SELECT *,
    coalesce(new_cart_amount, CASE WHEN is_new_sum THEN new_items_half_up ELSE cart_amount END)
      AS cart,
    coalesce(new_tax_amount, tax) AS next_tax,
    coalesce(new_shipping_amount, shipping) AS next_shipping,
    coalesce(new_discount_amount, discount) AS next_discount,
    order_total - (cart_amount + tax + shipping - discount) AS adjustment
  FROM held
), computed AS (
  SELECT *,
    cart + next_tax + next_shipping - next_discount + adjustment AS computed,
    (is_new_sum OR cart <> cart_amount) AND CASE
      WHEN new_items_half_up IS NOT NULL
        THEN cart < new_items_lowest OR cart > new_items_highest
      WHEN items_half_up IS NOT NULL THEN cart < items_lowest OR cart > items_highest
      ELSE false
    END AS is_cart_off,
    {base} AS base
  FROM stated
), capped AS (
  SELECT *,
    coalesce(new_order_total, computed) AS total,
    coalesce(new_order_total, computed) > order_total AS raises,
    {ceiling} AS ceiling,
    {bound_by} AS bound_by,
    increase_count IS NULL AND {max_increases} IS NOT NULL AS is_count_unknown,
    coalesce(increase_count >= coalesce({max_increases}, {most}), false) AS has_none_left
  FROM computed
), judged AS (
  SELECT *,
    CASE
      WHEN backd_order_id_matches IS NULL THEN 1
      WHEN NOT (backd_order_id_matches AND merchant_order_id_matches)
        THEN (NOT backd_order_id_matches)::INTEGER * 2
          + (NOT merchant_order_id_matches)::INTEGER * 4
      ELSE is_forbidden::INTEGER * 8
        + (new_contacts & 262143) * 16
        + (computed < 0 OR computed > {most})::INTEGER * 4194304
        + (cart > {most})::INTEGER * 8388608
        + is_cart_off::INTEGER * 16777216
        + (total <> computed)::INTEGER * 33554432
        + (raises AND (ceiling IS NULL OR is_count_unknown))::INTEGER * 67108864
        + (raises AND ceiling IS NOT NULL AND total > ceiling)::INTEGER * 134217728
        + (raises AND has_none_left)::INTEGER * 268435456
    END::INTEGER AS violations
  FROM capped
), chosen AS (
  SELECT
    backd_order_id_matches IS NOT NULL AS is_there,
    violations = 0 AS allowed,
    violations,
    CASE WHEN violations = 0 THEN cart ELSE cart_amount END AS cart_amount,
    CASE WHEN violations = 0 THEN next_tax ELSE tax END AS tax_amount,
    CASE WHEN violations = 0 THEN next_shipping ELSE shipping END AS shipping_amount,
    CASE WHEN violations = 0 THEN next_discount ELSE discount END AS discount_amount,
    CASE WHEN violations = 0 THEN computed ELSE order_total END AS order_total,
    increase_count + (violations = 0 AND raises)::BIGINT AS increase_count,
    base, ceiling, bound_by, is_count_unknown, is_forbidden{terms}
  FROM judged
), decided AS (
  SELECT * {again} FROM chosen
)
SELECT
  allowed,
  violations,
  CASE WHEN is_there THEN cart_amount END AS cart_amount,
  CASE WHEN is_there THEN tax_amount END AS tax_amount,
  CASE WHEN is_there THEN shipping_amount END AS shipping_amount,
  CASE WHEN is_there THEN discount_amount END AS discount_amount,
  CASE WHEN is_there THEN order_total END AS order_total,
  CASE WHEN is_there THEN increase_count END AS increase_count,
  CASE WHEN is_there AND NOT is_count_unknown AND ceiling IS NOT NULL
    THEN CASE WHEN ceiling > {most} THEN {most} ELSE ceiling END::BIGINT END AS ceiling,
  CASE WHEN is_there AND NOT is_count_unknown AND ceiling IS NOT NULL THEN bound_by END::TINYINT
    AS bound_by,
  CASE
    WHEN NOT is_there THEN NULL
    WHEN is_forbidden THEN 0
    WHEN is_count_unknown OR ceiling IS NULL THEN NULL
    WHEN increase_count >= coalesce({max_increases}, {most}) THEN 0
    ELSE greatest(CASE WHEN ceiling > {most} THEN {most} ELSE ceiling END - order_total, 0)
  END::BIGINT AS headroom,
  NULL::VARCHAR AS faults
FROM decided
"""

_BY_AMOUNT: Final = "(base + {max_increase})"
_BY_PERCENT: Final = "(base + base::{wide} * {max_increase_percent} // 10000)"
# `least` and `greatest` skip nulls, so each term is asked for first. The base is null if it is
# unknown, and so are the sums with it.
_MEASURED: Final = f"""CASE
      WHEN {{max_increase}} IS NULL THEN {_BY_PERCENT}
      WHEN {{max_increase_percent}} IS NULL OR base IS NULL THEN {_BY_AMOUNT}
      WHEN {{combine}} = 1 THEN greatest({_BY_AMOUNT}, {_BY_PERCENT})
      ELSE least({_BY_AMOUNT}, {_BY_PERCENT})
    END"""
_IS_MEASURED: Final = "({max_increase} IS NOT NULL OR {max_increase_percent} IS NOT NULL)"
_CEILING: Final = f"""CASE
      WHEN NOT {_IS_MEASURED} THEN {{max_order_total}}
      WHEN {{max_order_total}} IS NULL OR base IS NULL THEN {_MEASURED}
      ELSE least({_MEASURED}, {{max_order_total}})
    END"""
_BOUND_BY: Final = f"""CASE
      WHEN {{max_order_total}} IS NOT NULL
        AND (NOT {_IS_MEASURED} OR {{max_order_total}} < {_MEASURED}) THEN 2
      WHEN {{max_increase_percent}} IS NULL THEN 0
      WHEN {{max_increase}} IS NULL THEN 1
      WHEN {{combine}} = 1 THEN ({_BY_PERCENT} > {_BY_AMOUNT})::INTEGER
      ELSE ({_BY_PERCENT} < {_BY_AMOUNT})::INTEGER
    END"""


def literals(limit: MerchantLimit) -> dict[str, int | None]:
    """Return the columns of a limit."""
    increase, percent, total = limit.max_increase, limit.max_increase_percent, limit.max_order_total
    values = (
        None if increase is None else increase.cents,
        None if percent is None else percent.hundredths,
        None if total is None else total.cents,
        limit.max_increases,
        COMBINE_CODES[limit.combine],
        BASIS_CODES[limit.measured_from],
    )
    return dict(zip(TERMS, values, strict=True))


def sql(limit: MerchantLimit | None) -> str:
    """Return the query for `rows` that all have `limit`, or a limit each if it is `None`."""
    terms: Mapping[str, Any] = dict(zip(TERMS, TERMS, strict=True))
    wide, base = "HUGEINT", "CASE WHEN measured_from = 1 THEN order_total ELSE placed_total END"
    if limit is not None:
        held = literals(limit)
        if (held["max_increase_percent"] or 0) <= _EXACT_PERCENT:
            wide = "BIGINT"
        base = "order_total" if held["measured_from"] else "placed_total"
        terms = {name: "NULL::BIGINT" if at is None else str(at) for name, at in held.items()}
    is_present = limit is None or base == "order_total"
    given = {**terms, "wide": wide, "most": _MOST, "base": base}
    ceiling, bound_by = _CEILING.format(**given), _BOUND_BY.format(**given)
    # A ceiling measured from the present total is another one after the update.
    after = base.replace("placed_total", "base")
    again = (
        f"""REPLACE ({_after(ceiling, after)} AS ceiling, {_after(bound_by, after)} AS bound_by)"""
    )
    return _SQL.format(
        **given,
        ceiling=ceiling,
        bound_by=bound_by,
        terms="" if limit else ", " + ", ".join(TERMS),
        again=again if is_present else "",
    )


def _after(expression: str, base: str) -> str:
    return expression.replace("base", f"({base})")


def connection() -> duckdb.DuckDBPyConnection:
    """Return a database in memory that uses one thread."""
    database = duckdb.connect()
    database.execute("SET threads = 1")
    return database


def decide(
    database: duckdb.DuckDBPyConnection, batch: pa.RecordBatch, limit: MerchantLimit | None
) -> pa.Table:
    """Return the decisions about a batch."""
    database.register("rows", pa.Table.from_batches([batch]))
    return database.sql(sql(limit)).to_arrow_table()
