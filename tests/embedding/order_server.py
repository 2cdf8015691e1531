"""A running order server and its database file, as the tests use them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import attrs
import httpx

from backd_rules import Order
from embedding.serving import ServerProcess, serving, uvicorn
from embedding.sqlite_store import Store

CORRECT: Final = ("embedding.server:app",)
TWO_WORKERS: Final = ("--workers", "2", "embedding.server:app")
OVERWRITING: Final = ("--factory", "embedding.broken_servers:overwriting")
FORGETFUL: Final = ("--factory", "embedding.broken_servers:forgetful")
UNLIMITED: Final = ("--factory", "embedding.broken_servers:unlimited")


@attrs.frozen
class OrderServer:
    """A server process, an HTTP client of it, and its store, to which the tests add orders."""

    process: ServerProcess
    http: httpx.Client
    file: Path
    store: Store

    def find(self, backd_order_id: str = "BO-1") -> httpx.Response:
        return self.http.get("/find_order", params={"backd_order_id": backd_order_id})

    def stored(self, backd_order_id: str = "BO-1") -> Order:
        """Return the stored order, with `placed_total` and `increase_count`."""
        found = self.store.find(backd_order_id)
        assert found
        return found[0]

    def clear(self) -> None:
        """Delete all orders."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("DELETE FROM orders")


@contextmanager
def running(file: Path, app: tuple[str, ...] = CORRECT) -> Iterator[OrderServer]:
    """Run a server of the orders in `file` until the block ends."""
    with (
        serving(*uvicorn(*app), environment={"ORDERS": str(file)}) as process,
        httpx.Client(base_url=process.url, timeout=60) as http,
        closing(Store(file)) as store,
    ):
        yield OrderServer(process, http, file, store)
