"""A running server of orders and its file, as the tests use them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import attrs
import httpx

from backd_rules import Order
from embedding.serving import Server, serving, uvicorn
from embedding.sqlite_store import Store

RIGHT: Final = ("embedding.server:app",)
RIGHT_TWICE: Final = ("--workers", "2", "embedding.server:app")
OVERWRITING: Final = ("--factory", "embedding.wrong_servers:overwriting")
FORGETFUL: Final = ("--factory", "embedding.wrong_servers:forgetful")
UNLIMITED: Final = ("--factory", "embedding.wrong_servers:unlimited")


@attrs.frozen
class Shop:
    """A server, a client of it, and the store behind it, in which the tests place orders."""

    server: Server
    http: httpx.Client
    file: Path
    store: Store

    def find(self, backd_order_id: str = "BO-1") -> httpx.Response:
        return self.http.get("/find_order", params={"backd_order_id": backd_order_id})

    def held(self, backd_order_id: str = "BO-1") -> Order:
        """The order with all that no response shows."""
        found = self.store.find(backd_order_id)
        assert found
        return found[0]

    def clear(self) -> None:
        """Forget all orders."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("DELETE FROM orders")


@contextmanager
def running(file: Path, app: tuple[str, ...] = RIGHT) -> Iterator[Shop]:
    """A server of the orders in `file`, by default the right one."""
    with (
        serving(*uvicorn(*app), environment={"ORDERS": str(file)}) as server,
        httpx.Client(base_url=server.url, timeout=60) as http,
        closing(Store(file)) as store,
    ):
        yield Shop(server, http, file, store)
