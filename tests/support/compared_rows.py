"""Comparison of `decide_batch` with `decide_update`, row by row, with counts of what occurred."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backd_rules import UNSET, MerchantLimit
from backd_rules.bulk import ROWS, decide_batch, to_row
from backd_rules.domain.limit import binding_cap
from support.decided_rows import BITS, FAR, UNDECIDED, Row, expected_row
from support.random_rows import RandomRows, RowCase, batch_of_rows

ORDER_COLUMNS = (
    *("status", "cart_amount", "tax_amount", "shipping_amount", "discount_amount"),
    *("order_total", "placed_total", "increase_count", "merchant_order_id_matches"),
    *("items_lowest", "items_half_up", "items_highest"),
)
"""The columns that do not count where there is no order."""

UNKNOWN_ORDER: Row = {**UNDECIDED, "allowed": False, "violations": 1, "faults": None}
"""The decision about an update whose order does not exist."""

_EVERY_NTH_HAS_NO_ORDER = 61
_IN_BATCH = 40_000
"""More than the rows that are decided at a time, so that most batches have two chunks."""


def compare(
    cases: list[RowCase], limit: MerchantLimit | None = None, orphans: Iterable[int] = ()
) -> Counter[str]:
    """Fail unless each case gets the expected row; return how often each outcome occurred.

    All cases have `limit`, or each its own if it is `None`. The rows at `orphans` have no order.
    """
    rows = [to_row(*case) for case in cases]
    expected = [expected_row(*case) for case in cases]
    for place in orphans:
        rows[place] = without_order(rows[place], place)
        expected[place] = UNKNOWN_ORDER
    batch = batch_of_rows(rows)
    found = decide_batch(batch.select(ROWS.names) if limit else batch, limit)
    kinds = Counter[Kind]()
    for case, decided, wanted in zip(cases, found.to_pylist(), expected, strict=True):
        assert decided == wanted, case
        kinds[_kind(case, wanted)] += 1
    seen = Counter[str]()
    for kind, count in kinds.items():
        seen.update(dict.fromkeys(_outcomes(kind), count))
    return seen


def without_order(row: Row, number: int) -> Row:
    """Return a row of an unknown order, whose columns have their values, nulls or wrong ones."""
    others: tuple[Row, ...] = (
        {},
        dict.fromkeys(ORDER_COLUMNS),
        {**dict.fromkeys(ORDER_COLUMNS, -1), "merchant_order_id_matches": False},
    )
    return row | others[number % 3] | {"backd_order_id_matches": None}


def compare_random(seed: int, count: int, limits: int = 0) -> Counter[str]:
    """Compare `count` random rows, with so many limits for all rows of a batch, or one per row."""
    draw, seen = RandomRows(seed), Counter[str]()
    sizes = _parts(count, limits) if limits else _parts(count, -(-count // _IN_BATCH))
    for size in sizes:
        limit = draw.limit() if limits else None
        cases = [*draw.cases(size, limit)]
        seen += compare(cases, limit, range(0, size, _EVERY_NTH_HAS_NO_ORDER))
    assert seen["rows"] == count
    return seen


def _parts(count: int, number: int) -> Iterator[int]:
    """Yield sizes of parts, which are nearly the same."""
    for part in range(number):
        yield count * (part + 1) // number - count * part // number


class Kind(NamedTuple):
    """What distinguishes rows: there are far fewer kinds than rows, which makes counting fast."""

    allowed: bool | None
    violations: int | None
    bound_by: int | None
    headroom: bool | None
    is_at_ceiling: bool
    faults: str | None
    far: str
    """Empty, or what the row has of items whose sum is far, and of a ceiling."""
    adjustment: int


def _kind(case: RowCase, row: Row) -> Kind:
    adjustment = case.order.totals.adjustment.cents
    return Kind(
        row["allowed"],
        row["violations"],
        row["bound_by"],
        None if row["headroom"] is None else row["headroom"] > 0,
        row["ceiling"] is not None and row["ceiling"] == row["order_total"],
        row["faults"],
        _far(case),
        (adjustment > 0) - (adjustment < 0),
    )


def _far(case: RowCase) -> str:
    order, update, limit = case
    if update.items is UNSET or sum(item.amount_cents for item in update.items) < FAR:
        return ""
    cap = binding_cap(order, limit)
    if order.items_cents == sum(item.amount_cents for item in update.items):
        return "far items, of the same sum"
    return "far items, ceiling far" if cap is not None and cap[0] > FAR else "far items"


def _outcomes(kind: Kind) -> Iterator[str]:
    yield "rows"
    if kind.violations is None:
        yield str(kind.faults)
        return
    yield "allowed" if kind.allowed else "refused"
    for bit, found in enumerate(BITS):
        if kind.violations >> bit & 1:
            yield " ".join(found)
    if kind.violations != 1:  # With an order.
        yield f"bound by {kind.bound_by}"
        yield f"adjustment {kind.adjustment}"
        yield "at the ceiling" if kind.is_at_ceiling else "not at the ceiling"
        if kind.headroom is None:
            yield "headroom unknown"
        else:
            yield "headroom" if kind.headroom else "no headroom"
        if kind.far:
            yield kind.far


ALWAYS = (
    *("allowed", "refused", "bound by 0", "bound by 1", "bound by 2", "bound by None"),
    *(" ".join(found) for found in BITS),
    *("headroom", "no headroom", "headroom unknown", "at the ceiling", "not at the ceiling"),
    *("far items", "far items, of the same sum", "far items, ceiling far"),
    *("adjustment 1", "adjustment 0", "adjustment -1"),
)
"""The outcomes that must occur among some thousand random rows."""
