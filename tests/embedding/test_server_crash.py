"""Kill the server repeatedly under load: it must not lose an acknowledged update or its record.

SIGKILL ends the process, not the machine. A commit should survive a power failure too, because of
`PRAGMA synchronous = FULL`, but these tests do not show that.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import attrs
import pytest

pytest.importorskip("fastapi")

import httpx

from backd_rules import MerchantLimit, Money
from embedding.audit_log import verify
from embedding.concurrent_clients import (
    FIELDS,
    blank_order,
    numbers_in,
    run_clients,
    update_of,
)
from embedding.order_server import (
    CORRECT,
    DYING,
    FORGETFUL,
    SPLITTING,
    OrderServer,
    running,
)
from embedding.sqlite_store import Store

pytestmark = pytest.mark.embedding

CLIENTS: Final = len(FIELDS)
ROUNDS: Final = 5
UPDATES: Final = 100
"""The number of acknowledged updates after which the server is killed."""


@attrs.frozen
class Written:
    """The number of a client's last acknowledged update, and of the last one that it sent."""

    acknowledged: int
    sent: int


@attrs.define
class KillSwitch:
    """Kills the server after `UPDATES` acknowledged updates."""

    server: OrderServer
    remaining: int = UPDATES
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def count_update(self) -> None:
        with self.lock:
            self.remaining -= 1
            if self.remaining == 0:
                self.server.process.kill()


def write_until_killed(
    stored: tuple[int, ...], kill_switch: KillSwitch, client: int, server: OrderServer
) -> Written:
    """Send updates until one gets no response."""
    for acknowledged in range(stored[client], stored[client] + UPDATES):
        update = update_of("BO-1", client, acknowledged + 1)
        try:
            response = server.http.post("/update_order", json=update)
        except httpx.TransportError:
            return Written(acknowledged, acknowledged + 1)
        assert response.status_code == 200
        kill_switch.count_update()
    raise AssertionError("the server was not killed")


def check_stored_numbers(server: OrderServer, written: list[Written]) -> tuple[int, ...]:
    """Return the stored number of each client, and assert that no acknowledged update is lost.

    The update without a response may be stored or not.
    """
    stored = numbers_in(server.find().json()["data"])
    for number, last in zip(stored, written, strict=True):
        assert number in (last.acknowledged, last.sent), "an acknowledged update is lost"
    return stored


def kill_repeatedly(file: Path, app: tuple[str, ...]) -> None:
    with closing(Store(file)) as store:
        store.add(blank_order("BO-1"), MerchantLimit.UNLIMITED)
    written = [Written(0, 0)] * CLIENTS
    for _ in range(ROUNDS):
        with running(file, app) as server:
            stored = check_stored_numbers(server, written)
            work = partial(write_until_killed, stored, KillSwitch(server))
            written = run_clients(server, CLIENTS, work)
    with running(file, app) as server:
        stored = check_stored_numbers(server, written)
    assert sum(stored) >= ROUNDS * UPDATES
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    checks = list(verify(file))
    assert not any(check.differences for check in checks)
    assert len(checks) == sum(stored), "an update is stored without its record"


def test_no_acknowledged_update_is_lost(tmp_path: Path) -> None:
    kill_repeatedly(tmp_path / "orders.db", CORRECT)


def test_a_server_that_never_writes_is_detected(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="an acknowledged update is lost"):
        kill_repeatedly(tmp_path / "orders.db", FORGETFUL)


def die_while_storing(file: Path, app: tuple[str, ...]) -> tuple[Money, dict[int, list[str]]]:
    """Send an update to a server that dies before it logs the decision.

    Return the tax amount that is stored, and the differences of the one record from before.
    """
    ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    with running(file, CORRECT) as server:
        server.store.add(blank_order("BO-1"), MerchantLimit.UNLIMITED)
        assert server.send("update_order", {**ids, "tax_amount": 101}).status_code == 200
    with running(file, app) as server, pytest.raises(httpx.TransportError):
        server.send("update_order", {**ids, "tax_amount": 102})
    with running(file, CORRECT) as server:
        stored = server.stored().tax_amount
    return stored, {check.sequence: check.differences for check in verify(file)}


def test_an_order_is_not_stored_without_its_record(tmp_path: Path) -> None:
    assert die_while_storing(tmp_path / "orders.db", DYING) == (Money.of(101), {1: []})


def test_an_order_that_is_stored_without_its_record_is_found(tmp_path: Path) -> None:
    stored, differences = die_while_storing(tmp_path / "orders.db", SPLITTING)
    assert (stored, differences) == (Money.of(102), {1: ["next_order"]})
