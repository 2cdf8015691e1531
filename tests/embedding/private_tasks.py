"""Send tasks with private data to a worker: `python -m embedding.private_tasks FILE`.

It prints the HTTP status of each result, and the type of an exception. Celery connects a process to
one broker, and other tests use another one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from support.private_data import failures

from backd_rules import wire
from embedding.celery_tasks import app, use_database
from embedding.private_orders import ALLOWED, DENIED, LIMIT, MALFORMED, PLACED


def send(*payloads: Any) -> Any:
    """Return the result of the task, which may lack an argument."""
    sent = app.send_task("decide_update", (ORDER, wire.dump_limit(LIMIT), *payloads))
    return sent.get(timeout=20, interval=0.01)


ORDER = wire.dump_stored_order(PLACED)

if __name__ == "__main__":
    use_database(Path(sys.argv[1]))
    statuses = [send(payload)["status"]["code"] for payload in (ALLOWED, DENIED, *MALFORMED)]
    errors = [type(error).__name__ for error in failures(send)]
    # A task is unknown to the workers that are not updated yet.
    app.send_task("decide_in_future", (ORDER, ALLOWED))
    statuses.append(send(ALLOWED)["status"]["code"])
    print(*statuses, *errors)  # noqa: T201
