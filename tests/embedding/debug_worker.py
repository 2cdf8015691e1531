"""The worker of `celery_tasks.py` at DEBUG: `python -m embedding.debug_worker FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from embedding.celery_tasks import app, use_database

if __name__ == "__main__":
    use_database(Path(sys.argv[1]))
    options = ("--pool=solo", "--loglevel=DEBUG", "--without-gossip", "--without-mingle")
    app.worker_main(["worker", *options])
