"""Send tasks with private data to a worker: `python -m embedding.private_tasks FILE`.

It prints the HTTP status of each result, and the type of an exception. Celery connects a process to
one broker, and other tests use another one.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from support.private_data import failures

from backd_rules import wire
from embedding.celery_tasks import add, app, connect, use_database
from embedding.private_orders import ALLOWED, DENIED, LIMIT, MALFORMED, PLACED


def send(name: str, *arguments: Any) -> Any:
    """Return the result of a task, which may lack an argument."""
    return app.send_task(name, arguments).get(timeout=60, interval=0.01)


def status(name: str, *arguments: Any) -> int:
    """Return the HTTP status in the result of a task."""
    code: int = send(name, *arguments)["status"]["code"]
    return code


ORDER_AND_LIMIT = (wire.dump_stored_order(PLACED), wire.dump_limit(LIMIT))

if __name__ == "__main__":
    use_database(Path(sys.argv[1]))
    with closing(connect()) as connection:
        add(connection, PLACED)
        statuses = []
        for payload in (ALLOWED, DENIED, *MALFORMED):
            statuses.append(status("decide_update", *ORDER_AND_LIMIT, payload))
            statuses.append(status("update_order", payload))
        # A task is unknown to the workers that are not updated yet.
        app.send_task("decide_in_future", (*ORDER_AND_LIMIT, ALLOWED))
        statuses.append(status("update_order", ALLOWED))
        connection.execute("DROP TABLE decisions")
    errors = [*failures(send, "decide_update", *ORDER_AND_LIMIT)]
    errors += failures(send, "update_order", ALLOWED)
    print(*statuses, *(type(error).__name__ for error in errors))  # noqa: T201
