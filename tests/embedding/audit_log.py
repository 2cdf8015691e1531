"""An append-only log of every decision, in the SQLite file of the orders.

`Store.swap` in `sqlite_store.py` appends a record in the transaction that stores the order. A batch
has one record per order, with all decisions on that order. Triggers refuse to change a record, and
its hash covers all records before it. Personal data is only in the table `documents`, under the
hashes that the records name. `erase` deletes it.

`python -m embedding.audit_log FILE` decides every record again, and exits 1 if anything differs. It
prints the hash of the last record. Keep it elsewhere, to see later whether the end is missing.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from backd_rules import (
    Order,
    OrderIds,
    OrderUpdate,
    RefundRequest,
    audit_differences,
    fingerprint,
    wire,
)

AnyRequest = OrderUpdate | OrderIds | RefundRequest | tuple[OrderUpdate, ...]
"""A request, or the updates of one order in a batch."""
Json = dict[str, Any]

SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS audit (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, hash TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS documents (
        digest TEXT PRIMARY KEY, backd_order_id TEXT NOT NULL, document TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS documents_of_order ON documents (backd_order_id);
    CREATE TRIGGER IF NOT EXISTS audit_update BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER IF NOT EXISTS audit_delete BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    -- INSERT OR REPLACE deletes a row without the trigger above.
    CREATE TRIGGER IF NOT EXISTS audit_replace BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""


def _dump_updates(request: OrderUpdate | tuple[OrderUpdate, ...]) -> Json | list[Json]:
    if isinstance(request, tuple):
        return [wire.dump_update(update) for update in request]
    return wire.dump_update(request)


def _parse_updates(payload: object) -> AnyRequest:
    is_batch = isinstance(payload, list)
    return wire.parse_updates(payload) if is_batch else wire.parse_update(payload)


_Codec = tuple[Callable[[Any], Json | list[Json]], Callable[[object], AnyRequest]]
_IDS: Final[_Codec] = (wire.dump_ids, wire.parse_ids)
_OTHERS: Final[dict[str, _Codec]] = {
    "update_order": (_dump_updates, _parse_updates),
    "refund": (wire.dump_refund_request, wire.parse_refund_request),
}
"""The encoder and the decoder of an action's request. The other actions take ids."""


def append(connection: sqlite3.Connection, record: Json, order: Order, request: AnyRequest) -> None:
    """Append a record of `audit_record`, and keep the order and the request that it names.

    The caller has begun the transaction with `BEGIN IMMEDIATE`, so no other connection can append.
    """
    dump, _ = _OTHERS.get(record["action"], _IDS)
    documents = {"order_before": wire.dump_stored_order(order), "request": dump(request)}
    connection.executemany(
        "INSERT OR IGNORE INTO documents VALUES (?, ?, ?)",
        [(record[n], order.backd_order_id, json.dumps(part)) for n, part in documents.items()],
    )
    text = json.dumps(record)
    last = connection.execute("SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    chained = _hash(last[0] if last else "", text)
    connection.execute("INSERT INTO audit (record, hash) VALUES (?, ?)", [text, chained])


def erase(file: Path, backd_order_id: str) -> None:
    """Delete the logged orders and requests of an order, and overwrite them in the file.

    The order itself stays in the table `orders`. Raises `TimeoutError` if other connections are in
    the way of overwriting for half a minute.
    """
    with closing(sqlite3.connect(file, 30, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM documents WHERE backd_order_id = ?", [backd_order_id])
        [is_busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise TimeoutError("the documents are deleted, but not yet overwritten")


class Check(NamedTuple):
    """The result for one record. Its hash covers all records before it."""

    sequence: int
    hash: str
    differences: list[str]
    is_erased: bool


def verify(file: Path) -> Iterator[Check]:
    """Yield a check of each record, the last one first.

    A record is decided again, unless its documents are erased. It may have these differences:

    - `hash`: the record has been changed, or the record before it is missing.
    - `next_order`: a later change of the order has no record.
    - `unreadable`: the record or a document cannot be decoded.
    - The names of `audit_differences`.
    """
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("BEGIN")  # Every query sees the same state, even if the server goes on.
        query = "SELECT sequence, record, hash FROM audit ORDER BY sequence DESC"
        next_orders: dict[str, str] = {}
        rows = chain(connection.execute(query), [(0, "", "")])
        for (sequence, text, own_hash), (_, _, hash_before) in pairwise(rows):
            differences = [] if own_hash == _hash(hash_before, text) else ["hash"]
            is_erased = False
            try:
                record = json.loads(text)
                differences += _changed_since(connection, record, next_orders)
                decided_again = _decide_again(connection, record)
                is_erased = decided_again is None
                differences += decided_again or ()
            except (KeyError, TypeError, ValueError):
                differences.append("unreadable")
            yield Check(sequence, own_hash, differences, is_erased)


def _changed_since(
    connection: sqlite3.Connection, record: Json, next_orders: dict[str, str]
) -> list[str]:
    """Compare the order after a record with the next record of the order, or with the store.

    `next_orders` has the fingerprint of each order before the records that are already compared.
    """
    backd_order_id, after = str(record["backd_order_id"]), record["order_after"]
    next_order = next_orders.get(backd_order_id)
    next_orders[backd_order_id] = record["order_before"]
    if next_order is None:
        query = "SELECT order_json FROM orders WHERE backd_order_id = ?"
        row = connection.execute(query, [backd_order_id]).fetchone()
        next_order = fingerprint(wire.parse_order(json.loads(row[0]))) if row else after
    return [] if next_order == after else ["next_order"]


def _decide_again(connection: sqlite3.Connection, record: Json) -> tuple[str, ...] | None:
    """Return the differences, or `None` if the order or the request is erased."""
    query = "SELECT document FROM documents WHERE digest = ?"
    digests = [str(record[name]) for name in ("order_before", "request")]
    rows = [connection.execute(query, [digest]).fetchone() for digest in digests]
    if None in rows:
        return None
    order, request = (json.loads(document) for (document,) in rows)
    _, parse = _OTHERS.get(record["action"], _IDS)
    return audit_differences(record, wire.parse_order(order), parse(request))


def _hash(hash_before: str, text: str) -> str:
    return sha256(f"{hash_before}{text}".encode()).hexdigest()


def main(file: Path) -> int:
    """Print which records differ or are erased, and return 1 if any differs."""
    checks = list(verify(file))
    for check in checks:
        names = check.differences + ["erased"] * check.is_erased
        if names:
            print(f"record {check.sequence}: {', '.join(names)}")  # noqa: T201
    print(f"{len(checks)} records, last hash {checks[0].hash if checks else '-'}")  # noqa: T201
    return int(any(check.differences for check in checks))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
