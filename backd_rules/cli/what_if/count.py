"""Decide the rows of a batch for all limits, and count what is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from backd_rules.bulk import DECISIONS, LIMIT_COLUMNS, ROWS, decide_batch, violations_of
from backd_rules.bulk.columns import BASIS_CODES, COMBINE_CODES, UPDATABLE_CODES
from backd_rules.cli.what_if.cells import Faults, Flags, conformed, pc
from backd_rules.cli.what_if.figures import NO_CURVE, Curve, Difference, Figures, Tally
from backd_rules.cli.what_if.sweep import Sweep
from backd_rules.domain.limit import MerchantLimit

Numbers = np.ndarray[Any, Any]
_LOW: Final = 32


class Plan(NamedTuple):
    """What is decided of each batch. The first limit is what the others are compared with.

    `keeps` and `rejects` say whether the decisions of the last limit and the bad rows are returned.
    """

    limits: tuple[MerchantLimit, ...]
    sweep: Sweep | None = None
    keeps: bool = False
    rejects: bool = False


class Counted(NamedTuple):
    """The figures of a batch, and what is written of it."""

    figures: Figures
    decisions: pa.RecordBatch | None = None
    rejects: pa.RecordBatch | None = None


def count(plan: Plan, batch: pa.RecordBatch) -> Counted:
    """Decide each row of a batch for each limit of the plan."""
    everything, wrong = conformed(batch)
    rows = everything.select(ROWS.names)
    decisions = [_decided(rows, limit, wrong) for limit in plan.limits[:-1]]
    decisions.append(_decided(everything if plan.keeps else rows, plan.limits[-1], wrong))
    kept = decisions[-1] if plan.keeps else None
    verdicts = [_Verdict(rows, decision) for decision in decisions]
    curve = NO_CURVE
    if plan.sweep is not None:
        highest = plan.sweep.limit(plan.limits[-1], len(plan.sweep.values) - 1)
        curve = _curve(plan, rows, _Verdict(rows, _decided(rows, highest, wrong)))
    faults = decisions[0]["faults"]  # They are the same for each limit.
    return Counted(
        Figures(
            len(faults),
            len(faults) - faults.null_count,
            tuple(verdict.tally() for verdict in verdicts),
            tuple(_difference(verdicts[0], verdict) for verdict in verdicts[1:]),
            curve,
        ),
        kept,
        _rejects(batch, faults) if plan.rejects else None,
    )


def decisions_schema(schema: pa.Schema) -> pa.Schema:
    """Return the schema of the decisions about rows of this schema."""
    return pa.schema([*(field for field in schema if field.name not in ROWS.names), *DECISIONS])


def rejects_schema(schema: pa.Schema) -> pa.Schema:
    """Return the schema of the bad rows among rows of this schema."""
    return pa.schema([*schema, DECISIONS.field("faults")])


def _decided(rows: pa.RecordBatch, limit: MerchantLimit, wrong: Faults) -> pa.RecordBatch:
    """Return the decisions, but none of the rows that have wrong cells."""
    decisions = decide_batch(rows, limit)
    if not wrong:
        return decisions
    is_wrong = np.logical_or.reduce([*wrong.values()])
    mask = pa.array(is_wrong)
    columns = dict(zip(decisions.schema.names, decisions.columns, strict=True))
    for field in DECISIONS:
        columns[field.name] = pc.if_else(mask, pa.scalar(None, field.type), columns[field.name])
    faults = decisions["faults"].to_pylist()
    for row in np.flatnonzero(is_wrong):
        own = [text for text, flags in wrong.items() if flags[row]]
        faults[row] = "; ".join([*own, *([faults[row]] if faults[row] else [])])
    columns["faults"] = pa.array(faults, pa.utf8())
    return pa.RecordBatch.from_arrays([*columns.values()], schema=decisions.schema)


class _Verdict:
    """The columns of decisions that are counted."""

    def __init__(self, rows: pa.RecordBatch, decisions: pa.RecordBatch) -> None:
        self._decisions = decisions
        self._status = rows["status"]
        self.is_allowed = _filled(decisions["allowed"])
        after = decisions["order_total"]
        self._exists = ~_is_null(after)
        self.increase = _filled(after) - _filled(rows["order_total"])
        self.is_raise = self.is_allowed & (self.increase > 0)

    def tally(self) -> Tally:
        headroom = self._decisions["headroom"]
        is_known = ~_is_null(headroom)
        cents = _filled(headroom)
        is_open = np.isin(_filled(self._status), UPDATABLE_CODES)
        return Tally(
            len(self.is_allowed),
            int(np.count_nonzero(self.is_allowed)),
            int(np.count_nonzero(self.is_raise)),
            _sum(self.increase[self.is_raise]),
            _first_codes(_filled(self._decisions["violations"])),
            int(np.count_nonzero(is_known & is_open & (cents == 0))),
            _sum(cents[is_known]),
            int(np.count_nonzero(self._exists & ~is_known)),
            _fault_counts(self._decisions["faults"]),
        )


def _first_codes(bits: Numbers) -> Counter[str]:
    """Return how many violations have each code as the first one, which is the lowest bit."""
    found = bits[bits != 0]
    numbers, counts = np.unique(found & -found, return_counts=True)
    codes: Counter[str] = Counter()
    for number, times in zip(numbers, counts, strict=True):
        [(code, _)] = violations_of(int(number))
        codes[code.value] += int(times)
    return codes


def _fault_counts(faults: pa.Array) -> Counter[str]:
    counts: Counter[str] = Counter()
    if faults.null_count < len(faults):
        for found in faults.drop_null().value_counts().to_pylist():
            for text in found["values"].split("; "):
                counts[text] += found["counts"]
    return counts


def _difference(first: _Verdict, other: _Verdict) -> Difference:
    gained = other.is_allowed & ~first.is_allowed
    lost = first.is_allowed & ~other.is_allowed
    return Difference(
        int(np.count_nonzero(gained)),
        _sum(other.increase[gained]),
        int(np.count_nonzero(lost)),
        _sum(first.increase[lost]),
    )


def _curve(plan: Plan, rows: pa.RecordBatch, highest: _Verdict) -> Curve:
    """Return the first point at which each increase is allowed, by bisection.

    A higher term allows no less (domain.md, L1 to L3). So the rows that depend on the point are the
    increases that are allowed at the last one.
    """
    assert plan.sweep is not None  # noqa: S101
    size, base = len(plan.sweep.values), plan.limits[-1]
    values = np.array(plan.sweep.values, np.int64)
    cents = highest.increase[highest.is_raise]
    some = rows.filter(pa.array(highest.is_raise))
    low, high = np.zeros(len(cents), np.int64), np.full(len(cents), size - 1)
    while (low < high).any():
        middle = (low + high) // 2
        columns = _limit_columns(base, plan.sweep.term, values[middle])
        limited = pa.RecordBatch.from_arrays(
            [*some.columns, *columns], names=[*ROWS.names, *LIMIT_COLUMNS.names]
        )
        is_allowed = _filled(decide_batch(limited)["allowed"])
        high = np.where(is_allowed, middle, high)
        low = np.where(is_allowed, low, middle + 1)
    counts = np.bincount(low, minlength=size)
    steady = int(np.count_nonzero(highest.is_allowed)) - len(cents)
    return Curve(steady, _as_counter(counts), _as_counter(_sums(low, cents, size)))


def _limit_columns(base: MerchantLimit, term: str, values: Numbers) -> Iterable[pa.Array]:
    increase, percent, total = base.max_increase, base.max_increase_percent, base.max_order_total
    terms: dict[str, int | None] = {
        "max_increase": None if increase is None else increase.cents,
        "max_increase_percent": None if percent is None else percent.hundredths,
        "max_order_total": None if total is None else total.cents,
        "max_increases": base.max_increases,
        "combine": COMBINE_CODES[base.combine],
        "measured_from": BASIS_CODES[base.measured_from],
    }
    for field in LIMIT_COLUMNS:
        if field.name == term:
            yield pa.array(values, field.type)
        else:
            yield pa.repeat(pa.scalar(terms[field.name], field.type), len(values))


def _as_counter(numbers: Iterable[Any]) -> Counter[int]:
    return Counter({place: int(number) for place, number in enumerate(numbers) if number})


def _rejects(batch: pa.RecordBatch, faults: pa.Array) -> pa.RecordBatch:
    """Return the bad rows as they are in the file, with what is wrong in them."""
    kept = pa.RecordBatch.from_arrays([*batch.columns, faults], schema=rejects_schema(batch.schema))
    # Arrow cannot filter a column of `string_view`.
    return kept.filter(faults.is_valid()) if faults.null_count < len(faults) else kept.slice(0, 0)


def _is_null(array: pa.Array) -> Flags:
    flags: Flags = array.is_null().to_numpy(zero_copy_only=False)
    return flags


def _filled(array: pa.Array) -> Numbers:
    """Return the values, 0 or false for a null."""
    zero = pa.scalar(0, pa.int8()).cast(array.type)
    numbers: Numbers = array.fill_null(zero).to_numpy(zero_copy_only=False)
    return numbers


def _sum(cents: Numbers) -> int:
    """Return the exact sum. One of int64 would wrap silently from 2**63 on."""
    return (int((cents >> _LOW).sum()) << _LOW) + int((cents & ((1 << _LOW) - 1)).sum())


def _sums(places: Numbers, cents: Numbers, size: int) -> Iterable[int]:
    """Return the exact sum of the amounts at each place."""
    high, low = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(high, places, cents >> _LOW)
    np.add.at(low, places, cents & ((1 << _LOW) - 1))
    return [(int(a) << _LOW) + int(b) for a, b in zip(high, low, strict=True)]
