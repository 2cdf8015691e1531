"""Write files that appear when they are complete: under another name first, renamed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO, Self

import pyarrow as pa
import pyarrow.parquet as pq

from backd_rules.cli.terminal import CommandError


class ParquetOutput:
    """A Parquet file that is written batch by batch, or nothing if there is no file.

    As a context it completes the file at the end, unless something was raised.
    """

    def __init__(self, name: str | None, file: IO[bytes] | None, schema: pa.Schema) -> None:
        self._name = name or ""
        self._schema = schema
        with writing(self._name):
            self._writer = None if file is None else pq.ParquetWriter(file, schema)
        self._waiting: list[pa.RecordBatch] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if self._writer is None:
            return
        try:
            if error is None:
                self._flush(self._writer)
                with writing(self._name):
                    self._writer.close()
        finally:
            self._writer.is_open = False  # Otherwise it would be closed again when it is collected.

    def write(self, batch: pa.RecordBatch | None) -> None:
        """Write a batch. Small ones are collected until they are worth a row group."""
        if self._writer is not None and batch is not None:
            self._waiting.append(batch)
            if sum(waiting.num_rows for waiting in self._waiting) >= _GROUP:
                self._flush(self._writer)

    def _flush(self, writer: pq.ParquetWriter) -> None:
        with writing(self._name):
            table = pa.Table.from_batches(self._waiting, self._schema)
            writer.write_table(table, row_group_size=_GROUP)
        self._waiting = []


_GROUP = 1 << 18


@contextmanager
def outputs(names: Iterable[str | None], others: Iterable[str]) -> Iterator[list[IO[bytes] | None]]:
    """Open a file for each name, and give the files their names once all is written.

    If anything is raised before that, no file of these names is made or replaced. Raises
    `CommandError` for a name that cannot be written to, and for one that is that of another file of
    the command.
    """
    names, used = [*names], [*others]
    for name in names:
        if name is not None:
            if any(_is_same(name, other) for other in used):
                raise CommandError(f"{name}: is another file of this command too")
            used.append(name)
    partial: list[tuple[Path, Path, str]] = []
    try:
        with ExitStack() as stack:
            files: list[IO[bytes] | None] = []
            for name in names:
                if name is None:
                    files.append(None)
                    continue
                with writing(name):
                    path = _written(name)
                    new = path.with_name(f".{path.name}.{os.getpid()}.{token_hex(4)}.partial")
                    file = open(new, "xb")  # noqa: SIM115 (the stack closes it)
                    stack.callback(_close, file, name)
                    files.append(file)
                partial.append((new, path, name))
            yield files
        for new, path, name in partial:
            with writing(name):
                new.replace(path)
    finally:
        for new, *_ in partial:
            new.unlink(missing_ok=True)


def _close(file: IO[bytes], name: str) -> None:
    with writing(name):
        file.close()


def _written(name: str) -> Path:
    """Return the file that this name stands for: that of a link is written, the link stays."""
    path = Path(os.path.realpath(name))
    if path.is_dir() or not path.name:
        raise IsADirectoryError(None, "Is a directory")
    if path.exists() and not path.is_file():  # A device, which a new file must not replace.
        raise OSError(None, "Is no regular file")
    return path


def _is_same(name: str, other: str) -> bool:
    with writing(name):
        return os.path.realpath(name) == os.path.realpath(other)


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Raise `CommandError` for a failure to write a file."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"{name}: cannot write: {error.strerror or 'failed'}") from None
    except ValueError:
        raise CommandError(f"{name}: not a valid file name") from None
