"""The files that a power loss can leave of a SQLite database in WAL mode.

With `PRAGMA synchronous = FULL`, SQLite syncs a file before it relies on what it has written there:

1. A commit appends frames to the write-ahead log and syncs the log. Then it is acknowledged.
2. A checkpoint copies the pages of a synced log into the database, and syncs the database.
3. The next commit writes a new header over that of the log, and syncs it. This invalidates every
   frame behind it. Then the commit overwrites the frames.

`test_power_loss.py` traces a server to show this. What was written after the last sync is on the
disk or not, in any order, and a page that was being written may contain anything. A write damages
no byte beside those that it writes, which SQLite assumes too ("powersafe overwrite").
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

PAGE: Final = 4096
HEADER: Final = 32
FRAME: Final = 24 + PAGE
"""A frame of the log is a header and a page of the database."""

_noise: Final = Random(0).randbytes


class Files(NamedTuple):
    """The contents of a database file and of its write-ahead log.

    The third file of a database, `-shm`, is in memory. SQLite rebuilds it from the log.
    """

    database: bytes
    log: bytes

    @classmethod
    def read(cls, database: Path) -> Files:
        return cls(database.read_bytes(), log_of(database).read_bytes())

    def write(self, database: Path) -> None:
        """Replace the files of a database that nobody has open."""
        database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
        database.write_bytes(self.database)
        log_of(database).write_bytes(self.log)

    @property
    def log_header(self) -> bytes:
        return self.log[:HEADER]

    @property
    def log_end(self) -> int:
        """The offset behind the last frame that was written since the last new header."""
        salts = self.log[16:24]
        end = HEADER
        while self.log[end + 8 : end + 16] == salts:
            end += FRAME
        return end


def log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


class Loss(NamedTuple):
    """What a power loss left, and whether that includes the whole commit that was being written."""

    kind: str
    at: int
    files: Files
    is_complete: bool


def losses_between(before: Files, after: Files) -> Iterator[Loss]:
    """Yield what a power loss can leave between two acknowledgements.

    `before` and `after` are the files at these. Everything in `before` is synced.
    """
    synced = before
    if before.log_header != after.log_header:
        yield from _losses_of_header(before, after)
        synced = Files(before.database, after.log_header + before.log[HEADER:])
    yield from _losses_of_frames(synced, after)
    yield from _losses_of_checkpoint(before, after)


def _losses_of_header(before: Files, after: Files) -> Iterator[Loss]:
    """Yield losses while the header of the log is written: the database has all its frames."""
    old, new = before.log_header, after.log_header
    headers = {
        "log header: first half": new[:16] + old[16:],
        "log header: second half": old[:16] + new[16:],
        "log header: zeros": bytes(HEADER),
        "log header: noise": _noise(HEADER),
        "log header: written": new,
    }
    for kind, header in headers.items():
        yield Loss(kind, 0, Files(before.database, header + before.log[HEADER:]), is_complete=False)


def _losses_of_frames(before: Files, after: Files) -> Iterator[Loss]:
    """Yield losses while frames are appended to the log: those of earlier commits are synced."""
    start, end = before.log_end, after.log_end
    assert before.log[:start] == after.log[:start]
    for at in _boundaries(start, end):
        written, behind = after.log[:at], end - at
        remainders = {
            "log: cut": b"",
            "log: zeros": bytes(behind),
            "log: noise": _noise(behind),
            "log: old content": before.log[at:],
            "log: earlier frames": after.log[HEADER : HEADER + behind],
            "log: one lost frame": _noise(min(FRAME, behind)) + after.log[at + FRAME : end],
        }
        for kind, remainder in remainders.items():
            log = written + remainder
            is_complete = log[:end] == after.log[:end]
            yield Loss(kind, at, Files(before.database, log), is_complete)


def _boundaries(start: int, end: int) -> list[int]:
    """Return where frames and pages of the log begin, from `start` to `end`, and `end` itself."""
    first_page = -(-start // PAGE) * PAGE
    return sorted({*range(start, end + 1, FRAME), *range(first_page, end, PAGE)})


def _losses_of_checkpoint(before: Files, after: Files) -> Iterator[Loss]:
    """Yield losses while pages are copied to the database: the log that has them is synced."""
    for at in range(0, len(after.database), PAGE):
        old, new = (files.database[at : at + PAGE] for files in (before, after))
        if old == new:
            continue
        pages = {
            "database: not written": old,
            "database: zeros": bytes(PAGE),
            "database: noise": _noise(PAGE),
            "database: half a page": new[: PAGE // 2] + old[PAGE // 2 :],
        }
        for kind, page in pages.items():
            for behind in (before, after):
                database = after.database[:at] + page + behind.database[at + PAGE :]
                yield Loss(kind, at, Files(database, after.log), is_complete=True)
