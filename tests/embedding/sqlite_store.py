"""Orders in one SQLite file, which threads and processes may share.

Each row has the fingerprint of its order. A change is stored only if the fingerprint in the row is
that of the order before the change. Each decision is logged in the transaction that stores its
result: see `audit_log.py`. This module must not import a web framework.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from backd_rules import MerchantLimit, Order, OrderStatus, fingerprint, wire
from embedding import audit_log


class DamagedError(Exception):
    """Raised if a stored order or limit is not valid."""


class Store:
    """A table of orders, each with its limit, and the log of the decisions on them."""

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._thread = threading.local()
        self._execute(
            "CREATE TABLE IF NOT EXISTS orders (backd_order_id TEXT PRIMARY KEY, "
            "order_json TEXT NOT NULL, limit_json TEXT NOT NULL, fingerprint TEXT NOT NULL)"
        )
        self._connection().executescript(audit_log.SCHEMA)

    def add(self, order: Order, limit: MerchantLimit) -> None:
        """Store a new order. Raise `sqlite3.IntegrityError` if its id exists.

        Pass `order.as_placed()` if it has just been placed. A response of Backd carries no history,
        and the limit may need one (domain.md, L8).
        """
        limit_json = json.dumps(wire.dump_limit(limit))
        row = (order.backd_order_id, _order_json(order), limit_json, fingerprint(order))
        self._execute("INSERT INTO orders VALUES (?, ?, ?, ?)", *row)

    def find(self, backd_order_id: str) -> tuple[Order, MerchantLimit] | None:
        """Return the stored order and its limit, or `None` if there is no such order.

        Raise `DamagedError` if they cannot be read: that is no fault of a request.
        """
        query = "SELECT order_json, limit_json FROM orders WHERE backd_order_id = ?"
        row = self._execute(query, backd_order_id).fetchone()
        if row is None:
            return None
        order, limit = map(json.loads, row)
        try:
            return wire.parse_order(order), wire.parse_limit(limit)
        except wire.InvalidPayload as invalid:
            raise DamagedError(str(invalid)) from None

    def swap(
        self, before: Order, after: Order, request: audit_log.AnyRequest, record: dict[str, Any]
    ) -> bool:
        """Store `after` and log `record`, if the stored order still equals `before`.

        Return whether the order is stored. A crash has both or neither as its result. `record` is
        the `audit_record` of the decision, or of the decisions on a batch, and has the fingerprints
        of both orders. If nothing is allowed, `after` is `before`.
        """
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        with connection:  # Commits at the end, or rolls back if an exception is raised.
            swapped = connection.execute(
                "UPDATE orders SET order_json = ?, fingerprint = ? "
                "WHERE backd_order_id = ? AND fingerprint = ?",
                (
                    _order_json(after),
                    record["order_after"],
                    before.backd_order_id,
                    record["order_before"],
                ),
            )
            if swapped.rowcount:
                audit_log.append(connection, record, before, request)
        return swapped.rowcount == 1

    def close(self) -> None:
        """Close the connection of this thread. The others close when their threads end."""
        self._thread.connection.close()

    def _execute(self, statement: str, *values: str) -> sqlite3.Cursor:
        """Run one statement as one transaction."""
        return self._connection().execute(statement, values)

    def _connection(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        if not hasattr(self._thread, "connection"):
            self._thread.connection = sqlite3.connect(self._path, 30, isolation_level=None)
            self._thread.connection.execute("PRAGMA journal_mode = WAL")
            self._thread.connection.execute("PRAGMA synchronous = FULL")
        connection: sqlite3.Connection = self._thread.connection
        return connection


def _order_json(order: Order) -> str:
    return json.dumps(wire.dump_stored_order(order))


if __name__ == "__main__":
    order, limit = (wire.loads(Path(name).read_bytes()) for name in sys.argv[1:])
    new = wire.parse_order(order)
    with closing(Store(os.environ["ORDERS"])) as store:
        is_placed = new.status is OrderStatus.ORDER_PLACED
        store.add(new.as_placed() if is_placed else new, wire.parse_limit(limit))
