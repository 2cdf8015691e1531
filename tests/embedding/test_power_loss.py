"""Simulate a power loss at every write: no acknowledged update is lost, no order is half written.

The database files are copied at each acknowledgement. From two copies in a row, `power_loss.py`
builds everything that a power loss between them can leave. Each result is opened and checked.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final

import attrs
import pytest

pytest.importorskip("fastapi")

import httpx
from support.examples import item

from backd_rules import MerchantLimit, fingerprint, wire
from embedding.audit_log import verify
from embedding.concurrent_clients import blank_order, update_of
from embedding.order_server import OrderServer, running
from embedding.power_loss import FRAME, Files, losses_between
from embedding.requirements import require_program
from embedding.serving import serving, uvicorn
from embedding.sqlite_store import Store
from embedding.sync_trace import OPTIONS, check_syncs

pytestmark = pytest.mark.embedding

CHECKPOINTING: Final = ("--factory", "embedding.power_loss_servers:checkpointing")
HASTY: Final = ("--factory", "embedding.power_loss_servers:hasty")
UPDATES: Final = 13
ORDER: Final = attrs.evolve(blank_order("BO-1"), items=(item("150", "1"),) * 60)
"""An order whose document of 5.5 KB takes two pages of the database."""


@attrs.frozen
class Acknowledged:
    """The files at an acknowledgement, and the order as its response has it."""

    files: Files
    order: dict[str, object]


@pytest.fixture(scope="module")
def acknowledged(tmp_path_factory: pytest.TempPathFactory) -> list[Acknowledged]:
    """Send updates one after another, and copy the files at each acknowledgement."""
    file = tmp_path_factory.mktemp("power") / "orders.db"
    with running(file, CHECKPOINTING) as server:
        server.store.add(ORDER, MerchantLimit.UNLIMITED)
        first = Acknowledged(Files.read(file), wire.dump_order(ORDER))
        return [first, *(send_update(server, number) for number in range(1, UPDATES + 1))]


def send_update(server: OrderServer, number: int) -> Acknowledged:
    update = update_of("BO-1", 0, number, tax_amount=100 + number)
    response = server.send("update_order", update)
    assert response.status_code == 200
    return Acknowledged(Files.read(server.file), response.json()["data"])


def check(file: Path, files: Files, orders: list[dict[str, object]]) -> None:
    """Open the files, and assert that they have the last of these orders and a record of each."""
    files.write(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # No power is lost now.
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [row] = connection.execute("SELECT order_json, fingerprint FROM orders").fetchall()
        order = wire.parse_order(json.loads(row[0]))
        assert wire.dump_order(order) == orders[-1], "an acknowledged update is lost"
        assert fingerprint(order) == row[1], "the order is half written"
        records = list(verify(file))
    assert not any(record.differences for record in records)
    assert len(records) == len(orders) - 1, "an order is stored without its record"


KINDS: Final = {
    *(f"log: {kind}" for kind in ("cut", "zeros", "noise", "old content", "earlier frames")),
    "log: one lost frame",
    *(f"log header: {kind}" for kind in ("first half", "second half", "zeros", "noise", "written")),
    *(f"database: {kind}" for kind in ("not written", "zeros", "noise", "half a page")),
}


def test_every_power_loss_keeps_what_was_acknowledged(
    acknowledged: list[Acknowledged], tmp_path: Path
) -> None:
    orders = [one.order for one in acknowledged]
    kinds = Counter[str]()
    for number, (before, after) in enumerate(pairwise(acknowledged)):
        for loss in losses_between(before.files, after.files):
            stored = number + 1 if loss.is_complete else number
            try:
                check(tmp_path / "orders.db", loss.files, orders[: stored + 1])
            except Exception as error:
                error.add_note(f"update {number + 1}: {loss.kind} at {loss.at}")
                raise
            kinds[loss.kind] += 1
    # The run has at least two checkpoints, each with a new header after it.
    assert set(kinds) == KINDS
    assert kinds["log header: written"] >= 2
    assert kinds["database: zeros"] >= 2 * 10
    assert kinds["log: cut"] >= UPDATES * 10


def test_a_lost_frame_of_an_acknowledged_update_is_detected(
    acknowledged: list[Acknowledged], tmp_path: Path
) -> None:
    """The last frame is not on the disk at the acknowledgement."""
    files, orders = acknowledged[3].files, [one.order for one in acknowledged[:4]]
    check(tmp_path / "orders.db", files, orders)
    lost = Files(files.database, files.log[: files.log_end - FRAME])
    with pytest.raises(AssertionError, match="an acknowledged update is lost"):
        check(tmp_path / "orders.db", lost, orders)
    check(tmp_path / "orders.db", lost, orders[:-1])


def test_a_lost_checkpoint_is_detected(acknowledged: list[Acknowledged], tmp_path: Path) -> None:
    """The log begins anew before the pages of the checkpoint are on the disk."""
    headers = [one.files.log_header for one in acknowledged]
    *_, restart = (n for n, (old, new) in enumerate(pairwise(headers), 1) if old != new)
    files, orders = acknowledged[restart].files, [one.order for one in acknowledged[: restart + 1]]
    check(tmp_path / "orders.db", files, orders)
    before_checkpoint = acknowledged[restart - 2].files.database
    assert before_checkpoint != files.database
    with pytest.raises((AssertionError, sqlite3.DatabaseError)):
        check(tmp_path / "orders.db", Files(before_checkpoint, files.log), orders)


def test_an_order_that_is_half_written_is_detected(
    acknowledged: list[Acknowledged], tmp_path: Path
) -> None:
    file, orders = tmp_path / "orders.db", [one.order for one in acknowledged[:4]]
    acknowledged[3].files.write(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE orders SET fingerprint = 'x'")
    # The last connection that closes a database copies the log into it and deletes the log.
    with pytest.raises(AssertionError, match="the order is half written"):
        check(file, Files(file.read_bytes(), b""), orders)


def traced(config: pytest.Config, folder: Path, app: tuple[str, ...]) -> str:
    """Run a server under strace, send updates one after another, and return the trace."""
    strace = require_program(config, "strace")
    trial = [strace, "-o", os.devnull, "true"]
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        pytest.xfail("the system permits no strace")  # Often so in a container.
    file, trace = folder / "orders.db", folder / "trace"
    with closing(Store(file)) as store:
        store.add(ORDER, MerchantLimit.UNLIMITED)
    command = (strace, *OPTIONS, "-o", str(trace), *uvicorn(*app))
    with (
        serving(*command, environment={"ORDERS": str(file)}) as process,
        httpx.Client(base_url=process.url, timeout=60) as http,
    ):
        for number in range(1, UPDATES + 1):
            update = update_of("BO-1", 0, number, tax_amount=100 + number)
            assert http.post("/update_order", json=update).status_code == 200
    return trace.read_text(errors="replace")


def test_what_is_acknowledged_is_synced(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """The losses above follow from this order of writes and syncs."""
    events = check_syncs(traced(pytestconfig, tmp_path, CHECKPOINTING))
    assert events["acknowledgement"] == UPDATES
    assert events["log header"] >= 3  # When the log is created, and after each checkpoint.
    assert events["database"] >= 2 * 10


def test_an_acknowledgement_before_the_sync_is_detected(
    pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match="acknowledgement before a sync of: log frames"):
        check_syncs(traced(pytestconfig, tmp_path, HASTY))


@pytest.mark.parametrize(("name", "value"), [("synchronous", 2), ("journal_mode", "wal")])
def test_every_connection_of_the_store_syncs_each_commit(
    tmp_path: Path, name: str, value: object
) -> None:
    with closing(Store(tmp_path / "orders.db")) as store:

        def setting() -> object:
            return store._connection().execute(f"PRAGMA {name}").fetchone()

        with ThreadPoolExecutor(1) as pool:
            assert setting() == pool.submit(setting).result() == (value,)
