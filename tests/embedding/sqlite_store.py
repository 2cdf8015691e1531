"""Orders in one SQLite file, which any number of threads and processes may share.

Beside each order stands its fingerprint: a change is stored only where that is still the one that
was decided on. Knows nothing of HTTP, and decides nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

from backd_rules import MerchantLimit, Order, fingerprint, wire


class Store:
    """Orders, each with the limit that is agreed for it."""

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._thread = threading.local()
        self._execute(
            "CREATE TABLE IF NOT EXISTS orders (backd_order_id TEXT PRIMARY KEY, "
            "held TEXT NOT NULL, agreed TEXT NOT NULL, fingerprint TEXT NOT NULL)"
        )

    def add(self, order: Order, limit: MerchantLimit) -> None:
        """Store a new order; raises `sqlite3.IntegrityError` where its id is taken."""
        agreed = json.dumps(wire.dump_limit(limit))
        row = (order.backd_order_id, _held(order), agreed, fingerprint(order))
        self._execute("INSERT INTO orders VALUES (?, ?, ?, ?)", *row)

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        """The order as it now is, and its limit."""
        query = "SELECT held, agreed FROM orders WHERE backd_order_id = ?"
        for held, agreed in self._execute(query, backd_order_id):
            return wire.parse_order(json.loads(held)), wire.parse_limit(json.loads(agreed))
        return None

    def swap(self, before: Order, after: Order) -> bool:
        """Store `after` where the order is still as it was `before`; returns whether it was."""
        done = self._execute(
            "UPDATE orders SET held = ?, fingerprint = ? "
            "WHERE backd_order_id = ? AND fingerprint = ?",
            *(_held(after), fingerprint(after), before.backd_order_id, fingerprint(before)),
        )
        return done.rowcount == 1

    def close(self) -> None:
        """Close the connection of this thread; those of others end with their threads."""
        self._thread.connection.close()

    def _execute(self, statement: str, *values: str) -> sqlite3.Cursor:
        """Run one statement, which is one transaction, on this thread's own connection."""
        if not hasattr(self._thread, "connection"):
            self._thread.connection = sqlite3.connect(self._path, 30, isolation_level=None)
            self._thread.connection.execute("PRAGMA journal_mode = WAL")
            self._thread.connection.execute("PRAGMA synchronous = FULL")
        cursor: sqlite3.Cursor = self._thread.connection.execute(statement, values)
        return cursor


def _held(order: Order) -> str:
    return json.dumps(wire.dump_stored_order(order))


if __name__ == "__main__":
    order, limit = (wire.loads(Path(name).read_bytes()) for name in sys.argv[1:])
    with closing(Store(os.environ["ORDERS"])) as store:
        store.add(wire.parse_order(order), wire.parse_limit(limit))
