"""The server of `server.py` with other settings of SQLite, for the tests of power losses.

Each function is an application factory for uvicorn. Importing this module opens the file that the
environment variable `ORDERS` names.
"""

import os
import sqlite3

from fastapi import FastAPI

from embedding import server
from embedding.sqlite_store import Store


class CheckpointingStore(Store):
    """A store with a checkpoint at 50 pages of the log, instead of 1000."""

    def _connection(self) -> sqlite3.Connection:
        connection = super()._connection()
        connection.execute("PRAGMA wal_autocheckpoint = 50")
        return connection


class HastyStore(CheckpointingStore):
    """A store with a bug: it acknowledges a commit that is not on the disk yet."""

    def _connection(self) -> sqlite3.Connection:
        connection = super()._connection()
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


def checkpointing() -> FastAPI:
    return _app_with(CheckpointingStore)


def hasty() -> FastAPI:
    return _app_with(HastyStore)


def _app_with(store: type[Store]) -> FastAPI:
    server.orders = store(os.environ["ORDERS"])
    return server.app
