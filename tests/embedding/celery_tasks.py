"""A decision as a Celery task: an order, a limit and an update travel as JSON, the envelope back.

The task is pure, so it may be run twice, retried and delivered again, and always answers the same.
Copy `decide` and name a broker of yours; `use_database` makes an SQLite file the broker, so that a
worker runs without any service: `python -m embedding.celery_tasks FILE`, from `tests/`. Its tests
start one and ask it: `pytest -m embedding tests/embedding/test_celery.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from celery import Celery
from kombu.transport.sqlalchemy import Transport

from backd_rules import decide_update, wire

Json = dict[str, Any]

app = Celery("orders")

# Workers log what a task was given and what it returned, and tell it to monitors: here, persons.
app.amqp.argsrepr_maxsize = app.amqp.kwargsrepr_maxsize = 0


@app.task(name="decide_update", acks_late=True, resultrepr_maxsize=0)
def decide(order: Json, limit: Json, update: Json) -> Json:
    """The response envelope; what is malformed is an answer too, for a retry would not mend it.

    The order is as `wire.dump_stored_order` has it: with what the limit is measured with.
    """
    try:
        decision = decide_update(
            wire.parse_order(order), wire.parse_update(update), wire.parse_limit(limit)
        )
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    return wire.response(decision)


def use_database(file: Path) -> None:
    """Let messages and results be rows in the SQLite database `file`; needs SQLAlchemy."""
    app.conf.update(broker_url=f"sqla+sqlite:///{file}", result_backend=f"db+sqlite:///{file}")
    Transport.polling_interval = 0.02  # An idle worker would else look once in a second.


if __name__ == "__main__":
    use_database(Path(sys.argv[1]))
    options = ("--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle")
    app.worker_main(["worker", *options])
