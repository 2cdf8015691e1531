"""Orders in PostgreSQL, by psycopg: a compare-and-swap, or a lock for as long as one decides.

`update_order` decides without a lock and stores only what nobody changed meanwhile: an `UPDATE`
that has waited for another's looks again at the row as it then is (READ COMMITTED, the default).
`update_order_locked` makes the others wait instead. Both take a connection in autocommit, and may
run side by side. The tests start a server: `pytest -m embedding tests/embedding/test_postgres.py`.
"""

from __future__ import annotations

from typing import Any, Final

import attrs
from psycopg import Connection
from psycopg.types.json import Jsonb

from backd_rules import (
    Allowed,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    decide_updates,
    wire,
)
from backd_rules.fingerprint import fingerprint

Decision = Allowed | Denied

SCHEMA: Final = """
    CREATE TABLE orders (
        backd_order_id text PRIMARY KEY,
        document jsonb NOT NULL,
        placed_total_cents bigint NOT NULL,
        increase_count bigint NOT NULL,
        fingerprint text NOT NULL
    )
"""
"""The order as the API shows it, and beside it what only the limit is measured with."""

_INSERT: Final = """
    INSERT INTO orders (document, placed_total_cents, increase_count, fingerprint, backd_order_id)
    VALUES (%s, %s, %s, %s, %s)
"""
_FIND: Final = """
    SELECT document, placed_total_cents, increase_count FROM orders WHERE backd_order_id = %s
"""
_FIND_AND_LOCK: Final = f"{_FIND} FOR UPDATE"
_SWAP: Final = """
    UPDATE orders
    SET document = %s, placed_total_cents = %s, increase_count = %s, fingerprint = %s
    WHERE backd_order_id = %s AND fingerprint = %s
"""


def add(connection: Connection, order: Order) -> None:
    """Store an order that is new."""
    connection.execute(_INSERT, _row(order))


def load(connection: Connection, backd_order_id: str, question: str = _FIND) -> Order | None:
    """The order, if there is one."""
    row = connection.execute(question, [backd_order_id]).fetchone()
    if row is None:
        return None
    document, placed_total, increase_count = row
    order = wire.parse_order(document)
    return attrs.evolve(
        order, placed_total=Money(cents=placed_total), increase_count=increase_count
    )


def swap(connection: Connection, order: Order, expected: str) -> bool:
    """Store `order` if the stored one still has the fingerprint `expected`; whether it had."""
    return connection.execute(_SWAP, [*_row(order), expected]).rowcount == 1


def _row(order: Order) -> list[Any]:
    document = Jsonb(wire.dump_order(order))
    measured = (order.placed_total.cents, order.increase_count)
    return [document, *measured, fingerprint(order), order.backd_order_id]


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
