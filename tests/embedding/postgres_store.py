"""Orders in PostgreSQL, by psycopg: a compare-and-swap, or a lock for as long as one decides.

`update_order` decides without a lock and stores only what nobody changed meanwhile: an `UPDATE`
that has waited for another's looks again at the row as it then is (READ COMMITTED, the default).
`update_order_locked` makes the others wait instead. Both take a connection in autocommit, and may
run side by side. The tests start a server: `pytest -m embedding tests/embedding/test_postgres.py`.
"""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection
from psycopg.types.json import Jsonb

from backd_rules import (
    Decision,
    MerchantLimit,
    Order,
    OrderUpdate,
    decide_updates,
    fingerprint,
    wire,
)

SCHEMA: Final = """
    CREATE TABLE orders (
        backd_order_id text PRIMARY KEY,
        document jsonb NOT NULL,
        fingerprint text NOT NULL
    )
"""
"""The order, with what only the limit is measured with, and its fingerprint."""

_INSERT: Final = "INSERT INTO orders (document, fingerprint, backd_order_id) VALUES (%s, %s, %s)"
_FIND: Final = "SELECT document FROM orders WHERE backd_order_id = %s"
_FIND_AND_LOCK: Final = f"{_FIND} FOR UPDATE"
_SWAP: Final = """
    UPDATE orders SET document = %s, fingerprint = %s WHERE backd_order_id = %s AND fingerprint = %s
"""


def add(connection: Connection, order: Order) -> None:
    """Store an order that is new."""
    connection.execute(_INSERT, _row(order))


def load(connection: Connection, backd_order_id: str, question: str = _FIND) -> Order | None:
    """The order, if there is one."""
    row = connection.execute(question, [backd_order_id]).fetchone()
    return wire.parse_order(row[0]) if row else None


def swap(connection: Connection, order: Order, expected: str) -> bool:
    """Store `order` if the stored one still has the fingerprint `expected`; whether it had."""
    return connection.execute(_SWAP, [*_row(order), expected]).rowcount == 1


def _row(order: Order) -> list[Any]:
    document = Jsonb(wire.dump_stored_order(order))
    return [document, fingerprint(order), order.backd_order_id]


def update_order(connection: Connection, update: OrderUpdate, limit: MerchantLimit) -> Decision:
    """Decide, and store what is allowed; decide again if somebody else was faster."""
    while True:
        order = load(connection, update.backd_order_id)
        decision = _decide(order, update, limit)
        if not (order and decision.allowed):
            return decision
        if swap(connection, decision.order, fingerprint(order)):
            return decision


def update_order_locked(
    connection: Connection, update: OrderUpdate, limit: MerchantLimit
) -> Decision:
    """Decide while nobody else can change the order, and store what is allowed."""
    with connection.transaction():
        order = load(connection, update.backd_order_id, _FIND_AND_LOCK)
        decision = _decide(order, update, limit)
        if order and decision.allowed:
            swap(connection, decision.order, fingerprint(order))
        return decision


def _decide(order: Order | None, update: OrderUpdate, limit: MerchantLimit) -> Decision:
    # A batch of one, for that an order is not there is a decision too.
    [decision] = decide_updates([order] if order else [], [update], limit)
    return decision
