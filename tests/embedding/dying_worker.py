"""A worker of `celery_tasks.py` that kills its process once, at a point of the task `update_order`.

    python -m embedding.dying_worker FILE FOLDER before|after prefork|solo

The process dies before or after it stores the decision. With `prefork`, it is a process of the
pool, and with `solo` the whole worker. The next process of the same folder does not die.

The messages are files in FOLDER: the SQLite broker of the recipe is not safe in threads, and a pool
returns a message in a thread. A message that is being processed is in the subfolder `processed`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from embedding import celery_tasks
from embedding.celery_tasks import app, run_worker, store, use_database


def transport_options(folder: Path) -> dict[str, Any]:
    """Return the options of kombu's transport `filesystem`, whose folders must exist."""
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "store_processed": True,
    }


def dying(point: str, marker: Path) -> Callable[..., bool]:
    """Return a `store` that kills its process, unless the file `marker` exists."""

    def dying_store(*arguments: Any) -> bool:
        if point == "before":
            die_once(marker)
        stored = store(*arguments)
        if point == "after":
            die_once(marker)
        return stored

    return dying_store


def die_once(marker: Path) -> None:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    file, folder, point, pool = sys.argv[1:]
    celery_tasks.store = dying(point, Path(folder) / "died")
    use_database(Path(file))
    app.conf.update(
        broker_url="filesystem://",
        broker_transport_options=transport_options(Path(folder)),
        worker_lost_wait=0.5,  # The worker waits 10 seconds for a lost process by default.
    )
    run_worker(f"--pool={pool}", "--concurrency=1")
