"""A decision as a Celery task. Its arguments and its result are JSON.

The task is pure, so a retry or a second delivery returns the same result. To use it, copy `decide`
and configure your own broker. `use_database` makes a SQLite file the broker, so that a worker needs
no other service. `python -m embedding.celery_tasks FILE`, in `tests/`, starts such a worker. The
tests send tasks to one: `pytest -m embedding tests/embedding/test_celery.py`.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from celery import Celery
from kombu.transport.sqlalchemy import Transport

from backd_rules import decide_update, wire

Json = dict[str, Any]

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


@app.task(name="decide_update", acks_late=True, resultrepr_maxsize=0)
def decide(order: Json, limit: Json, update: Json) -> Json:
    """Return the response envelope. `wire.dump_stored_order` encodes `order` with its history.

    A malformed payload is a result, not an exception, because a retry cannot repair it.
    """
    try:
        decision = decide_update(
            wire.parse_order(order), wire.parse_update(update), wire.parse_limit(limit)
        )
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    return wire.response(decision)


def use_database(file: Path) -> None:
    """Keep messages and results in the SQLite database `file`. This needs SQLAlchemy."""
    app.conf.update(broker_url=f"sqla+sqlite:///{file}", result_backend=f"db+sqlite:///{file}")
    Transport.polling_interval = 0.02  # The default of 1 second would slow down the tests.


if __name__ == "__main__":
    use_database(Path(sys.argv[1]))
    options = ("--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle")
    app.worker_main(["worker", *options])
