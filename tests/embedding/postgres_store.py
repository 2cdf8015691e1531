"""Orders in PostgreSQL with psycopg: update by compare-and-swap, or under a row lock.

`update_order` decides without a lock, and stores the result only if nobody has changed the order.
If its `UPDATE` waits for another transaction, PostgreSQL checks the condition again on the new row.
That holds at the default isolation level, READ COMMITTED. At a stricter level, both functions may
raise a `SerializationFailure`: then nothing is stored, and the caller tries again.
`update_order_locked` locks the row before it decides. Both functions need a connection in
autocommit mode, and can be used together.
The tests start a server: `pytest -m embedding tests/embedding/test_postgres.py`.
"""

from __future__ import annotations

from logging import getLogger
from typing import Any, Final

from psycopg import Connection
from psycopg.types.json import Json

from backd_rules import (
    Decision,
    Denied,
    MerchantLimit,
    Order,
    OrderUpdate,
    UnknownOrder,
    decide_update,
    fingerprint,
    wire,
)

SCHEMA: Final = """
    CREATE TABLE orders (
        backd_order_id text PRIMARY KEY,
        document json NOT NULL,
        fingerprint text NOT NULL
    )
"""
"""`document` is the order as `wire.dump_stored_order` encodes it.

A `jsonb` column would refuse U+0000, which a text of a record may have (domain.md, F4).
"""

_INSERT: Final = "INSERT INTO orders (document, fingerprint, backd_order_id) VALUES (%s, %s, %s)"
_SELECT: Final = "SELECT document FROM orders WHERE backd_order_id = %s"
_SELECT_AND_LOCK: Final = f"{_SELECT} FOR UPDATE"
_REPLACE: Final = "UPDATE orders SET document = %s, fingerprint = %s WHERE backd_order_id = %s"
_SWAP: Final = f"{_REPLACE} AND fingerprint = %s"

TRIES: Final = 100
"""The number of decisions on a changing order before `update_order` gives up."""

_UNKNOWN_ORDER: Final = Denied((UnknownOrder(),))
_log: Final = getLogger(__name__)


def add(connection: Connection, order: Order) -> None:
    """Store a new order: `order.as_placed()` if it has just been placed (domain.md, L8)."""
    connection.execute(_INSERT, _row(order))


def load(connection: Connection, backd_order_id: str, query: str = _SELECT) -> Order | None:
    """Return the stored order, or `None` if there is no such order."""
    row = connection.execute(query, [backd_order_id]).fetchone()
    return wire.parse_order(row[0]) if row else None


def swap(connection: Connection, order: Order, expected: str) -> bool:
    """Store `order` if the stored one has the fingerprint `expected`, and return whether it did."""
    return connection.execute(_SWAP, [*_row(order), expected]).rowcount == 1


def _row(order: Order) -> list[Any]:
    document = Json(wire.dump_stored_order(order))
    return [document, fingerprint(order), order.backd_order_id]


class NotStored(Exception):
    """An allowed result was not stored. A server answers 503.

    Either others changed the order at every try, or its stored fingerprint is not that of its
    document. Then every try fails until somebody repairs the row.
    """


def update_order(connection: Connection, update: OrderUpdate, limit: MerchantLimit) -> Decision:
    """Decide, and store the result if it is allowed. Decide again if the order has changed.

    Raise `NotStored` after `TRIES`.
    """
    for _ in range(TRIES):
        order = load(connection, update.backd_order_id)
        if order is None:
            return _UNKNOWN_ORDER
        decision = decide_update(order, update, limit)
        if not decision.allowed or swap(connection, decision.order, fingerprint(order)):
            return decision
    raise _not_stored(update, f"{TRIES} tries")


def update_order_locked(
    connection: Connection, update: OrderUpdate, limit: MerchantLimit
) -> Decision:
    """Lock the order, decide, and store the result if it is allowed.

    The lock makes a comparison unnecessary, so the stored fingerprint may even be wrong.
    """
    with connection.transaction():
        order = load(connection, update.backd_order_id, _SELECT_AND_LOCK)
        if order is None:
            return _UNKNOWN_ORDER
        decision = decide_update(order, update, limit)
        if decision.allowed and not connection.execute(_REPLACE, _row(decision.order)).rowcount:
            raise _not_stored(update, "1 try")
        return decision


def _not_stored(update: OrderUpdate, tries: str) -> NotStored:
    """Log the failure, without personal data, and return its exception."""
    message = f"order {update.backd_order_id!r} was not stored in {tries}"
    _log.error(message)
    return NotStored(message)
