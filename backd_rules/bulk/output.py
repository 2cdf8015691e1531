"""The decisions of a batch, as they are written."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from backd_rules.bulk.arrays import Array, Rows, Writer
from backd_rules.bulk.columns import DECISION_COLUMNS, DECISIONS, Column
from backd_rules.bulk.faults import Faults, sound_rows
from backd_rules.bulk.kernel import Verdict
from backd_rules.bulk.overflow import Mask, negate
from backd_rules.domain.values import refuse


class Output:
    """The columns of the decisions of a batch.

    Raises `ValueError` if a column that passes through has the name of a decision.
    """

    def __init__(self, owner: object, batch: pa.RecordBatch, columns: Iterable[Column]) -> None:
        self._batch = batch
        taken = {column.name for column in columns}
        names = batch.schema.names
        self._kept = [place for place, name in enumerate(names) if name not in taken]
        clashing = [names[place] for place in self._kept if names[place] in DECISIONS.names]
        if clashing:
            because = "which decisions have too: rename them"
            refuse(owner, "batch", f"must not have the columns {', '.join(clashing)}, {because}")
        self._writers = {
            column.name: Writer(column.type, batch.num_rows)
            for column in DECISION_COLUMNS
            if column.name != "faults"
        }
        self._faults: list[tuple[Array, Faults]] = []

    def write(self, rows: Rows, verdict: Verdict, sound: Mask) -> None:
        """Write the decisions of some rows, but not of those that are not `sound`."""
        after, cap = verdict.after, verdict.cap
        exists = sound & after.exists
        known = exists & cap.is_known
        for name, values, valid in (
            ("allowed", verdict.allowed, sound),
            ("violations", verdict.violations, sound),
            ("cart_amount", after.cart, exists),
            ("tax_amount", after.tax, exists),
            ("shipping_amount", after.shipping, exists),
            ("discount_amount", after.discount, exists),
            ("order_total", after.total, exists),
            ("increase_count", after.increases.amount, exists & after.increases.exists),
            ("ceiling", cap.total, known),
            ("bound_by", cap.bound_by, known),
            ("headroom", verdict.headroom, exists & verdict.is_headroom_known),
        ):
            self._writers[name].write(rows, values, valid)

    def leave_undecided(self, faults: Faults) -> None:
        """Write no decision of the rows of the batch that have one of `faults`."""
        if faults:
            rows = np.flatnonzero(negate(sound_rows(faults)))
            for writer in self._writers.values():
                writer.write(rows, 0, valid=False)
            self.write_faults(slice(0, self._batch.num_rows), faults)

    def write_faults(self, rows: Rows, faults: Faults) -> None:
        """Write what is wrong in some rows."""
        if faults:
            positions = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
            self._faults.append((positions, faults))

    def to_arrow(self) -> pa.RecordBatch:
        """Return the columns that pass through, and the decisions."""
        arrays = [self._batch.column(place) for place in self._kept]
        arrays += [*(writer.to_arrow() for writer in self._writers.values()), self._texts()]
        kept = (self._batch.schema.field(place) for place in self._kept)
        schema = pa.schema([*kept, *DECISIONS], self._batch.schema.metadata)
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _texts(self) -> pa.Array:
        """Return the faults as text. Few rows have the same ones, and few have any."""
        size = self._batch.num_rows
        if not self._faults:
            return pa.nulls(size, pa.utf8())
        texts: dict[str, int] = {}
        places = np.full(size, -1, np.int32)
        for positions, faults in self._faults:
            # As bits: there are fewer kinds of faults than an int64 has bits.
            bits = np.zeros(len(positions), np.int64)
            for n, mask in enumerate(faults.values()):
                bits |= mask.astype(np.int64) << n
            bad = np.flatnonzero(bits)
            kinds, which = np.unique(bits[bad], return_inverse=True)
            joined = [
                "; ".join(text for n, text in enumerate(faults) if kind >> n & 1)
                for kind in kinds.tolist()
            ]
            numbers = np.array([texts.setdefault(text, len(texts)) for text in joined], np.int32)
            places[positions[bad]] = numbers[which]
        return pa.array([*texts], pa.utf8()).take(pa.array(places, mask=places < 0))
