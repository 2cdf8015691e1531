"""Read recorded updates from a Parquet or a CSV file, in batches of bounded size.

Every failure is a `CommandError` that names the file. It repeats no value of the file, because a
value may be personal data.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from backd_rules.bulk import ROWS
from backd_rules.cli.terminal import CommandError
from backd_rules.cli.what_if.cells import column_errors, name_errors

BATCH_ROWS: Final = 1 << 16
_BUFFER: Final = 1 << 20
_BLOCK: Final = 4 << 20
"""Bytes of a CSV file that are parsed at a time. No line may be longer."""
_PARQUET: Final = b"PAR1"
_READS: Final = "what-if reads a Parquet or a CSV file"
_OTHERS: Final = {
    b"{": f"is JSON; {_READS}",
    b"[": f"is JSON; {_READS}",
    b"\x1f\x8b": f"is compressed; {_READS}",
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
    b"ARROW1": f"is an Arrow file; {_READS}",
}
"""Files that are neither Parquet nor CSV, by their first bytes."""


_ROW: Final = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+)")


class Orders(NamedTuple):
    """A file of recorded updates, whose columns have been checked.

    `rows` and `groups` are those of a Parquet file; the groups of its rows have about the same
    size. `names` are the columns that are read.
    """

    path: str
    is_parquet: bool
    names: list[str]
    schema: pa.Schema
    size: int
    rows: int | None = None
    groups: int = 0

    def batches(self, *, uses_threads: bool = True) -> Iterator[pa.RecordBatch]:
        """Yield all rows, in batches."""
        if self.is_parquet:
            for group in range(self.groups):
                yield from self.group(group, uses_threads=uses_threads)
        else:
            yield from self._csv_batches()

    def group(self, group: int, *, uses_threads: bool = False) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one row group of a Parquet file, in batches."""
        with _reading(self.path), _parquet(self.path) as file:
            yield from file.iter_batches(
                BATCH_ROWS, row_groups=[group], columns=self.names, use_threads=uses_threads
            )

    def _csv_batches(self) -> Iterator[pa.RecordBatch]:
        options = csv.ConvertOptions(
            column_types=dict.fromkeys(self.schema.names, pa.string()),
            include_columns=self.names,
            null_values=[""],
            strings_can_be_null=True,
        )
        with _reading(self.path), _csv(self.path, options) as reader:
            for block in reader:
                for start in range(0, block.num_rows, BATCH_ROWS):
                    yield block.slice(start, BATCH_ROWS)


def open_orders(path: str, *, keeps_all: bool) -> Orders:
    """Return the file of this name. Only the columns of `ROWS` are read unless it `keeps_all`.

    Raises `CommandError` if it cannot be read, and with everything that is wrong with its columns.
    """
    if path == "-":
        raise CommandError("--orders must be a file, not standard input")
    start, size = _start_of(path)
    if start.startswith(_PARQUET) or Path(path).suffix.lower() == ".parquet":
        orders = _open_parquet(path, size)
        errors = [*column_errors(orders.schema)]
    else:
        orders = _open_csv(path, size)
        errors = [*name_errors(orders.schema.names)]
    if errors:
        raise CommandError(*(f"{path}: {error}" for error in errors))
    return orders if keeps_all else orders._replace(names=ROWS.names)


def _start_of(path: str) -> tuple[bytes, int]:
    try:
        if Path(path).exists() and not (Path(path).is_file() or Path(path).is_dir()):
            raise CommandError(f"{path}: is no regular file")
        with open(path, "rb") as file:
            start, size = file.read(1 << 12), Path(path).stat().st_size
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except ValueError:
        raise CommandError(f"{path}: not a valid file name") from None
    if not start:
        raise CommandError(f"{path}: is empty; {_READS}")
    for other, reason in _OTHERS.items():
        if start.lstrip().startswith(other):
            raise CommandError(f"{path}: {reason}")
    return start, size


def _open_parquet(path: str, size: int) -> Orders:
    with _reading(path), _parquet(path) as file:
        schema, meta = file.schema_arrow, file.metadata
        return Orders(path, True, schema.names, schema, size, meta.num_rows, meta.num_row_groups)


def _open_csv(path: str, size: int) -> Orders:
    if _has_open_quote(path):
        # The reader would take all rows after it for one cell.
        raise CommandError(f'{path}: has an odd number of quotes ("): one is never closed')
    with _reading(path), _csv(path, csv.ConvertOptions()) as reader:
        schema = pa.schema([pa.field(name, pa.string()) for name in reader.schema.names])
        return Orders(path, False, schema.names, schema, size)


def _has_open_quote(path: str) -> bool:
    with open(path, "rb") as file:
        return sum(part.count(b'"') for part in iter(lambda: file.read(_BUFFER), b"")) % 2 == 1


def _parquet(path: str) -> pq.ParquetFile:
    # A row group is not held in memory, but read by pages: that takes both options.
    return pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)


def _csv(path: str, options: csv.ConvertOptions) -> csv.CSVStreamingReader:
    return csv.open_csv(
        path,
        read_options=csv.ReadOptions(use_threads=False, block_size=_BLOCK),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=options,
    )


@contextmanager
def _reading(path: str) -> Iterator[None]:
    """Raise `CommandError` for what pyarrow raises about a file. Its texts may have values."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise CommandError(f"{path}: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    text = str(error)
    if row := _ROW.search(text):
        return f"row {row[1]} has {row[3]} columns, and the header {row[2]}"
    if "invalid UTF8" in text:
        return "is not UTF-8"
    if "straddling" in text:
        return f"has a line of more than {_BLOCK:,} bytes"
    if "CSV" in text:
        return "cannot be read as CSV with commas"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return "cannot be read as Parquet: it is damaged, cut off or of another format"
