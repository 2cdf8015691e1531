"""A running order server and its database file, as the tests use them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

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
TIMED: Final = ("--factory", "embedding.timed_servers:timed")
IMPATIENT: Final = ("--factory", "embedding.timed_servers:impatient")
UNLOCKED: Final = ("--factory", "embedding.timed_servers:unlocked")

DYING: Final = ("--factory", "embedding.broken_servers:dying")
INTERRUPTED: Final = ("--factory", "embedding.broken_servers:interrupted")
SPLITTING: Final = ("--factory", "embedding.broken_servers:splitting")

ENDPOINTS: Final = {
    "order_placed": ("POST", "/order_placed"),
    "update_order": ("POST", "/update_order"),
    "confirm_order": ("POST", "/confirm_order"),
    "cancel_order": ("POST", "/cancel_order"),
    "refund": ("POST", "/refund"),
    "delete_refund": ("DELETE", "/refund"),
}
"""Action -> the method and the path of its endpoint."""


@attrs.frozen
class OrderServer:
    """A server process, an HTTP client of it, and its store, to which the tests add orders."""

    process: ServerProcess
    http: httpx.Client
    file: Path
    store: Store

    def find(self, backd_order_id: str = "BO-1", merchant_order_id: str = "M-1") -> httpx.Response:
        path = f"/find_order/{quote(backd_order_id, safe='')}"
        return self.http.get(path, params={"merchant_order_id": merchant_order_id})

    def send(
        self,
        action: str,
        body: object,
        *,
        at: datetime | None = None,
        if_match: str | None = None,
    ) -> httpx.Response:
        """Send the request of an action. `at` is the time for a server of `timed_servers.py`."""
        headers = {} if if_match is None else {"If-Match": if_match}
        if at:
            headers["X-Time"] = at.astimezone(UTC).isoformat()
        method, path = ENDPOINTS[action]
        return self.http.request(method, path, json=body, headers=headers)

    def stored(self, backd_order_id: str = "BO-1") -> Order:
        """Return the stored order, with `placed_total` and `increase_count`."""
        found = self.store.find(backd_order_id)
        assert found
        return found[0]

    def records(self) -> list[Any]:
        """Return the audit records, in order."""
        with closing(sqlite3.connect(self.file)) as connection:
            rows = connection.execute("SELECT record FROM audit ORDER BY sequence").fetchall()
        return [json.loads(text) for (text,) in rows]

    def clear(self) -> None:
        """Delete all orders."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("DELETE FROM orders")


def reasons(response: httpx.Response) -> list[tuple[str, str]]:
    """Return the code and the path of each violation in a response."""
    return [(violation["code"], violation["path"]) for violation in response.json()["violations"]]


@contextmanager
def running(file: Path, app: tuple[str, ...] = CORRECT) -> Iterator[OrderServer]:
    """Run a server of the orders in `file` until the block ends."""
    with (
        serving(*uvicorn(*app), environment={"ORDERS": str(file)}) as process,
        httpx.Client(base_url=process.url, timeout=60) as http,
        closing(Store(file)) as store,
    ):
        yield OrderServer(process, http, file, store)
