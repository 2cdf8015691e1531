"""Update an order in a Celery task, which a broker may deliver more than once.

`update_order` stores an order and its task's id and request in one transaction. Its message is
acknowledged after that. If the worker is killed in between, the broker delivers the message again.
The task then decides again on the order that it had before. So it returns the same response, and
stores nothing. Only an order that was unknown is looked up again. `decide` is pure: it needs no
database.

To use it, copy the tasks, store the orders in your own database, and configure your broker:

- If a process of the pool is killed, the worker returns the message to the broker, because of
  `reject_on_worker_lost`.
- If the whole worker is killed, RabbitMQ delivers the message again at once. Redis and SQS do so
  after their visibility timeout. The SQLite broker below never does. It also needs `--pool=solo`,
  because it is not safe in threads: use it for development only.

`python -m embedding.celery_tasks FILE`, in `tests/`, starts a worker. It keeps messages, results
and orders in a SQLite file. The tests also kill workers:
`pytest -m embedding tests/embedding/test_celery.py`.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from celery import Celery, Task
from kombu.transport.sqlalchemy import Transport

from backd_rules import (
    Denied,
    MerchantLimit,
    Money,
    Order,
    Percent,
    UnknownOrder,
    decide_update,
    fingerprint,
    wire,
)

Json = dict[str, Any]

LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
"""The limit that the merchant has agreed to."""

TRIES: Final = 100
"""The number of decisions on a changing order before a task is given up."""

UNAVAILABLE: Final = {
    "message": "API Backd - Error: Service Unavailable",
    "status": {"type": "error", "code": 503},
    "error": True,
    "violations": [],
}

SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS orders (
        backd_order_id TEXT PRIMARY KEY, document TEXT NOT NULL, fingerprint TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS decisions (
        task_id TEXT, request TEXT, document TEXT NOT NULL, PRIMARY KEY (task_id, request)
    );
"""
"""A row of `decisions` has the order before the decision. It can be deleted once the broker has no
message of the task. A client may use a task id again, so the key has a hash of the request, too."""

Delivery = tuple[str, str]
"""The task id and the hash of the request, which are the same if a message is delivered again."""

_log: Final = logging.getLogger(__name__)

app = Celery("orders")

# Workers log the arguments and the result of a task, which contain personal data here.
app.amqp.argsrepr_maxsize = app.amqp.kwargsrepr_maxsize = 0
logging.getLogger("celery.pool").setLevel(logging.INFO)  # At DEBUG, it logs messages.


def without_message(record: logging.LogRecord) -> bool:
    """Remove the message from the error that a worker logs if it does not know the task."""
    if "message body" in str(record.msg):
        record.msg, record.args = "The message cannot be handled.", ()
    return True


logging.getLogger("celery.worker.consumer.consumer").addFilter(without_message)


@app.task(
    name="update_order",
    bind=True,
    acks_late=True,
    reject_on_worker_lost=True,
    resultrepr_maxsize=0,
)
def update_order(task: Task, payload: Json) -> Json:
    """Decide an update, store the decision, and return the response envelope.

    A malformed payload is a result, not an exception, because a retry cannot repair it.
    """
    try:
        update = wire.parse_update(payload)
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    request = json.dumps(wire.dump_update(update))
    delivery = (task.request.id, sha256(request.encode()).hexdigest())
    # Each task has its own connection, because a connection must not be used after a fork.
    with closing(connect()) as connection:
        for _ in range(TRIES):
            if before := find_decided(connection, delivery):
                return wire.response(decide_update(before, update, LIMIT))
            order = find(connection, update.backd_order_id)
            if order is None:
                return wire.response(Denied((UnknownOrder(),)))
            decision = decide_update(order, update, LIMIT)
            after = decision.order if decision.allowed else order
            if store(connection, order, after, delivery):
                return wire.response(decision)
    _log.error("order %r was not stored in %d tries", update.backd_order_id, TRIES)
    return UNAVAILABLE


@app.task(name="decide_update", acks_late=True, reject_on_worker_lost=True, resultrepr_maxsize=0)
def decide(order: Json, limit: Json, update: Json) -> Json:
    """Return the response envelope. `wire.dump_stored_order` encodes `order` with its history."""
    try:
        decision = decide_update(
            wire.parse_order(order), wire.parse_update(update), wire.parse_limit(limit)
        )
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    return wire.response(decision)


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect(app.conf.orders, 30, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def add(connection: sqlite3.Connection, order: Order) -> None:
    """Store a new order: `order.as_placed()` if it has just been placed (domain.md, L8)."""
    row = (order.backd_order_id, _document(order), fingerprint(order))
    connection.execute("INSERT INTO orders VALUES (?, ?, ?)", row)


def find(connection: sqlite3.Connection, backd_order_id: str) -> Order | None:
    """Return the stored order, or `None` if there is no such order."""
    query = "SELECT document FROM orders WHERE backd_order_id = ?"
    return _to_order(connection.execute(query, [backd_order_id]).fetchone())


def find_decided(connection: sqlite3.Connection, delivery: Delivery) -> Order | None:
    """Return the order on which an earlier delivery of the task has decided, if there is one."""
    query = "SELECT document FROM decisions WHERE (task_id, request) = (?, ?)"
    return _to_order(connection.execute(query, delivery).fetchone())


def store(connection: sqlite3.Connection, before: Order, after: Order, delivery: Delivery) -> bool:
    """Store `after` if the stored order is still `before`, and no delivery of the task is stored.

    Return whether it is stored. If the decision is a refusal, `after` is `before`.
    """
    connection.execute("BEGIN IMMEDIATE")
    with connection:  # Commits at the end, or rolls back if an exception is raised.
        is_same = connection.execute(
            "UPDATE orders SET document = ?, fingerprint = ? "
            "WHERE backd_order_id = ? AND fingerprint = ?",
            (_document(after), fingerprint(after), before.backd_order_id, fingerprint(before)),
        ).rowcount
        is_first = connection.execute(
            "INSERT OR IGNORE INTO decisions VALUES (?, ?, ?)", (*delivery, _document(before))
        ).rowcount
        if not (is_same and is_first):
            connection.rollback()
        return bool(is_same and is_first)


def _to_order(row: tuple[str] | None) -> Order | None:
    return wire.parse_order(json.loads(row[0])) if row else None


def _document(order: Order) -> str:
    return json.dumps(wire.dump_stored_order(order))


def use_database(file: Path) -> None:
    """Keep messages, results and orders in the SQLite database `file`. This needs SQLAlchemy."""
    app.conf.update(
        broker_url=f"sqla+sqlite:///{file}", result_backend=f"db+sqlite:///{file}", orders=str(file)
    )
    Transport.polling_interval = 0.02  # The default of 1 second would slow down the tests.
    with closing(connect()) as connection:
        connection.executescript(SCHEMA)


def run_worker(*options: str) -> None:
    app.worker_main(["worker", "--loglevel=INFO", "--without-gossip", "--without-mingle", *options])


if __name__ == "__main__":
    use_database(Path(sys.argv[1]))
    run_worker("--pool=solo")
