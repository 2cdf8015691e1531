"""Arrow arrays as views of NumPy and back. No value is copied but bits, which are unpacked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from backd_rules.bulk.overflow import Int, Mask, shared

Array = np.ndarray[Any, Any]
Rows = slice | Array
"""Some rows of a batch: a slice, or their positions."""


class Reader:
    """The values of an Arrow array, and which of them are null."""

    __slots__ = ("_size", "_validity", "_values", "has_nulls")

    def __init__(self, array: pa.Array) -> None:
        validity, data = array.buffers()
        self._size = len(array)
        self.has_nulls: bool = array.null_count > 0
        self._validity = _Bits(validity, array.offset) if self.has_nulls else None
        if pa.types.is_boolean(array.type):
            self._values: Array | _Bits = _Bits(data, array.offset)
        else:
            kind = np.dtype(array.type.to_pandas_dtype())
            # The buffer may be longer than the array, by any number of bytes.
            values = np.frombuffer(data or b"", np.uint8)[array.offset * kind.itemsize :]
            self._values = values[: self._size * kind.itemsize].view(kind)

    def values(self, rows: Rows) -> Array:
        """Return the values of some rows; those of nulls are arbitrary."""
        return self._values[rows]

    def valid(self, rows: Rows) -> Mask:
        """Return which of some rows are not null."""
        return True if self._validity is None else shared(self._validity[rows])


class _Bits:
    """The bits of a buffer, which are unpacked as they are read."""

    __slots__ = ("_bytes", "_offset", "_unpacked")

    def __init__(self, buffer: pa.Buffer | None, offset: int) -> None:
        self._bytes = np.frombuffer(buffer or b"", np.uint8)
        self._offset = offset
        self._unpacked: Array | None = None

    def __getitem__(self, rows: Rows) -> Array:
        if isinstance(rows, slice):
            return self._slice(rows.start + self._offset, rows.stop + self._offset)
        if self._unpacked is None:
            self._unpacked = self._slice(self._offset, 8 * len(self._bytes))
        return self._unpacked[rows]

    def _slice(self, start: int, stop: int) -> Array:
        first = start // 8
        unpacked = np.unpackbits(self._bytes[first : (stop + 7) // 8], bitorder="little")
        return unpacked[start - 8 * first : stop - 8 * first].view(np.bool_)


class Writer:
    """An Arrow array that is written by rows."""

    __slots__ = ("_valid", "_values")

    def __init__(self, kind: pa.DataType, size: int) -> None:
        self._values: Array = np.empty(size, kind.to_pandas_dtype())
        self._valid: Array | None = None

    def write(self, rows: Rows, values: Int, valid: Mask) -> None:
        """Write the values of some rows, null where `valid` is false."""
        self._values[rows] = values
        if valid is not True:
            if self._valid is None:
                self._valid = np.ones(len(self._values), np.bool_)
            self._valid[rows] = valid

    def to_arrow(self) -> pa.Array:
        """Return the array, which shares the memory of the writer."""
        values, valid = self._values, self._valid
        kind = pa.from_numpy_dtype(values.dtype)
        size = len(values)
        if values.dtype == np.bool_:
            values = np.packbits(values, bitorder="little")
        if valid is None:
            return pa.Array.from_buffers(kind, size, [None, pa.py_buffer(values)], 0)
        bits = pa.py_buffer(np.packbits(valid, bitorder="little"))
        nulls = size - int(np.count_nonzero(valid))
        return pa.Array.from_buffers(kind, size, [bits, pa.py_buffer(values)], nulls)
