"""The server killed by SIGKILL under load, over and over: what it acknowledged, it has.

SIGKILL ends a process and not the machine: that a commit survives a power cut too is what
`PRAGMA synchronous = FULL` asks of SQLite, and nothing that is shown here.
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

from backd_rules import MerchantLimit
from embedding.crowd import FIELDS, at_once, blank_order, numbers_in, update_of
from embedding.shop import FORGETFUL, RIGHT, Shop, running
from embedding.sqlite_store import Store

pytestmark = pytest.mark.embedding

CLIENTS: Final = len(FIELDS)
ROUNDS: Final = 5
UPDATES: Final = 100
"""As soon as so many are acknowledged, and while others are under way, the server is killed."""


@attrs.frozen
class Written:
    """The last number of a client that was acknowledged, and the last that it sent."""

    acknowledged: int
    sent: int


@attrs.define
class Fuse:
    """Kills the server after enough acknowledgements."""

    shop: Shop
    left: int = UPDATES
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def burn(self) -> None:
        with self.lock:
            self.left -= 1
            if self.left == 0:
                self.shop.server.kill()


def write_until_killed(held: tuple[int, ...], fuse: Fuse, client: int, shop: Shop) -> Written:
    """Send one number after the other, until one is not answered."""
    for acknowledged in range(held[client], held[client] + UPDATES):
        update = update_of("BO-1", client, acknowledged + 1)
        try:
            answer = shop.http.post("/update_order", json=update)
        except httpx.TransportError:
            return Written(acknowledged, acknowledged + 1)
        assert answer.status_code == 200
        fuse.burn()
    raise AssertionError("the server was not killed")


def what_is_held(shop: Shop, written: list[Written]) -> tuple[int, ...]:
    """The clients' numbers: each the last acknowledged one or the one under way after it."""
    held = numbers_in(shop.find().json()["data"])
    for number, last in zip(held, written, strict=True):
        assert number in (last.acknowledged, last.sent), "an acknowledged update is lost"
    return held


def kill_over_and_over(file: Path, app: tuple[str, ...]) -> None:
    with closing(Store(file)) as store:
        store.add(blank_order("BO-1"), MerchantLimit.UNLIMITED)
    written = [Written(0, 0)] * CLIENTS
    for _ in range(ROUNDS):
        with running(file, app) as shop:
            held = what_is_held(shop, written)
            written = at_once(shop, CLIENTS, partial(write_until_killed, held, Fuse(shop)))
    with running(file, app) as shop:
        held = what_is_held(shop, written)
    assert sum(held) >= ROUNDS * UPDATES
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_it_acknowledged_it_has(tmp_path: Path) -> None:
    kill_over_and_over(tmp_path / "orders.db", RIGHT)


def test_a_server_that_answers_before_it_writes_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="an acknowledged update is lost"):
        kill_over_and_over(tmp_path / "orders.db", FORGETFUL)
