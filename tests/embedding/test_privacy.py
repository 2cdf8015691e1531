"""No recipe logs personal data, even if every logger logs everything and the database fails."""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from traceback import format_exception

import pytest

pytest.importorskip("httpx")

import httpx
from support.private_data import MARK, failures, logged, shown

from backd_rules import Order, decide_update, fingerprint, wire
from embedding.background import background, first_line
from embedding.postgres_server import PostgresServer
from embedding.private_orders import ALLOWED, BODIES, DENIED, IDS, LIMIT, PLACED
from embedding.serving import serving

pytestmark = pytest.mark.embedding

DEBUG = (sys.executable, "-m", "embedding.debug_logging")


def post(url: str, body: bytes, path: str = "update_order", method: str = "POST") -> int:
    return httpx.request(method, f"{url}/{path}", content=body, timeout=60).status_code


def post_all(url: str) -> None:
    """Send requests that are allowed, denied, malformed, and for an unknown order."""
    assert [post(url, body) for _, body in BODIES] == [status for status, _ in BODIES]


def execute(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement, values)


def wait_until(is_done: Callable[[], bool]) -> None:
    deadline = monotonic() + 60
    while not is_done():
        assert monotonic() < deadline
        sleep(0.05)


def test_the_order_server(tmp_path: Path) -> None:
    pytest.importorskip("fastapi")
    from embedding.sqlite_store import Store  # noqa: PLC0415

    file = tmp_path / "orders.db"
    uvicorn = ("uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--log-level", "debug")
    command = (*DEBUG, *uvicorn, "embedding.server:app")
    with serving(*command, environment={"ORDERS": str(file)}) as server:
        with closing(Store(file)) as store:
            store.add(PLACED, LIMIT)
        post_all(server.url)
        batch = json.dumps([ALLOWED, {**ALLOWED, "tax_amount": 100}, MARK])
        post(server.url, batch.encode())
        httpx.get(f"{server.url}/find_order/BO-1?merchant_order_id=M-1", timeout=60)
        for path, method in (
            ("order_placed", "POST"),
            ("confirm_order", "POST"),
            ("refund", "POST"),
            ("refund", "DELETE"),
            ("cancel_order", "POST"),
            ("find_order", "POST"),
        ):
            for _, body in [*BODIES, (200, json.dumps(IDS).encode())]:
                post(server.url, body, path, method)
        execute(file, "DROP TABLE documents")
        statuses = [post(server.url, BODIES[0][1])]
        for document in (f'{{"email": {MARK}}}', json.dumps({"email": MARK})):
            execute(file, "UPDATE orders SET order_json = ?", document)
            statuses.append(post(server.url, BODIES[0][1]))
        # The server responds before it logs an exception.
        failed = sum(status >= 500 for status in statuses)
        wait_until(lambda: server.log().count("Exception in ASGI application") == failed)
        log = server.log()
    assert failed >= 2  # A stored order that is no order can also be answered.
    assert "DEBUG asyncio" in log
    assert "sqlite3.OperationalError" in log
    assert MARK not in log


def test_django(tmp_path: Path) -> None:
    pytest.importorskip("django")
    file, log = tmp_path / "orders.sqlite3", tmp_path / "site.log"
    command = (*DEBUG[1:], "embedding.django_site", str(file))
    with background(*command, log=log) as site:
        port = first_line(site)
        assert port, log.read_text()
        columns = (json.dumps(wire.dump_stored_order(PLACED)), fingerprint(PLACED))
        statement = "UPDATE orders_storedorder SET document = ?, fingerprint = ? "
        execute(file, f"{statement} WHERE backd_order_id = 'BO-1'", *columns)
        url = f"http://127.0.0.1:{port}"
        post_all(url)
        statement = "UPDATE orders_storedorder SET document = ?"
        execute(file, statement, json.dumps({"email": MARK}))
        assert post(url, BODIES[0][1]) == 500
        execute(file, "DROP TABLE orders_storedorder")
        assert post(url, BODIES[0][1]) == 500
    text = log.read_text()
    assert "OperationalError" in text
    assert MARK not in text


class Records(logging.Handler):
    """Keeps what any formatter could write of each record: exceptions and extra fields, too."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts += [self.format(record), *map(shown, vars(record).values())]
        if record.exc_info and record.exc_info[1]:
            self.texts.append(logged(record.exc_info[1]))


@pytest.fixture
def records() -> Iterator[Records]:
    """Let every logger of this process log everything."""
    handler, root = Records(), logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_flask(records: Records) -> None:
    pytest.importorskip("flask")
    from werkzeug.serving import make_server  # noqa: PLC0415

    from embedding.flask_app import MemoryStore, create_app  # noqa: PLC0415

    class FailingStore(MemoryStore):
        """A store whose database fails from the second swap on."""

        swaps = 0

        def swap(self, order: Order, expected: str) -> bool:
            self.swaps += 1
            if self.swaps > 1:
                raise sqlite3.OperationalError("disk I/O error")
            return super().swap(order, expected)

    app = create_app(FailingStore([PLACED]), LIMIT)
    with make_server("127.0.0.1", 0, app, threaded=True) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            post_all(f"http://127.0.0.1:{server.port}")
            assert post(f"http://127.0.0.1:{server.port}", BODIES[0][1]) == 500
        finally:
            server.shutdown()
            thread.join(timeout=60)
    text = "\n".join(records.texts)
    assert "disk I/O error" in text
    assert MARK not in text


def test_celery(tmp_path: Path) -> None:
    """The worker logs at DEBUG. One task lacks an argument, one is unknown, one has no table."""
    pytest.importorskip("celery")
    database, log = tmp_path / "queue.sqlite3", tmp_path / "worker.log"
    with background("-m", "embedding.debug_worker", str(database), log=log):
        wait_until(lambda: "ready" in log.read_text())
        sending = ("-m", "embedding.private_tasks", str(database))
        with background(*sending, log=tmp_path / "client.log") as client:
            output, _ = client.communicate(timeout=60)
    twice = "200 200 422 422 400 400 400 400 400 400 400 400"
    assert output == f"{twice} 200 TypeError OperationalError\n"
    text = log.read_text()
    assert "raised unexpected: TypeError" in text
    assert "KeyError: 'decide_in_future'" in text
    assert MARK not in text
    assert "TaskPool: Apply" not in text  # It has the beginning of the message.


def test_sqlalchemy(tmp_path: Path, records: Records) -> None:
    """With `hide_parameters`, neither the echo nor an error has the parameters of a statement."""
    pytest.importorskip("sqlalchemy")
    from sqlalchemy import create_engine, text  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415
    from sqlalchemy.orm import Session  # noqa: PLC0415

    from embedding import sqlalchemy_orders as recipe  # noqa: PLC0415

    url = f"sqlite:///{tmp_path / 'orders.db'}"
    engine = create_engine(url, echo=True, hide_parameters=True)
    recipe.Base.metadata.create_all(engine)
    with Session(engine) as session:
        recipe.add(session, PLACED)
        session.commit()
        after = decide_update(PLACED, wire.parse_update(ALLOWED), LIMIT)
        assert after.allowed
        assert recipe.save(session, after.order, fingerprint(PLACED))
        assert not recipe.save(session, after.order, fingerprint(PLACED))
        row = session.get(recipe.OrderRow, "BO-1")
        assert row is not None
        assert recipe.to_order(row) == after.order
        assert MARK not in shown(row) + shown(row.items[0])
    errors: list[Exception] = []
    with Session(engine) as session:
        recipe.add(session, PLACED)
        errors += failures(session.commit)  # The key exists.
    with Session(engine) as session:
        session.execute(text("DROP TABLE line_items"))
        session.commit()
        errors += failures(recipe.save, session, PLACED, fingerprint(after.order))
    engine.dispose()
    assert [isinstance(error, DBAPIError) for error in errors] == [True, True]
    # Their attribute `params` has them all the same.
    assert MARK not in "".join(line for error in errors for line in format_exception(error))
    echo = "\n".join(records.texts)
    assert "UPDATE orders SET" in echo
    assert MARK not in echo


def test_postgres(postgres: PostgresServer, records: Records) -> None:
    """The log of the server, too."""
    pytest.importorskip("psycopg")
    from psycopg import Connection, Error  # noqa: PLC0415

    from embedding import postgres_store as recipe  # noqa: PLC0415

    update = wire.parse_update(ALLOWED)
    errors: list[Exception] = []
    with Connection.connect(postgres.conninfo, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS orders")
        connection.execute(recipe.SCHEMA)
        recipe.add(connection, PLACED)
        for decide in (recipe.update_order, recipe.update_order_locked):
            assert decide(connection, update, LIMIT).allowed
            assert not decide(connection, wire.parse_update(DENIED), LIMIT).allowed
        errors += failures(recipe.add, connection, PLACED)
        connection.execute("SET default_transaction_read_only = on")
        for decide in (recipe.update_order, recipe.update_order_locked):
            errors += failures(decide, connection, update, LIMIT)
        connection.execute("SET default_transaction_read_only = off")
        check = "CHECK (length(document::text) < 9) NOT VALID"  # The error quotes the row.
        connection.execute(f"ALTER TABLE orders ADD CONSTRAINT short {check}")
        for decide in (recipe.update_order, recipe.update_order_locked):
            errors += failures(decide, connection, update, LIMIT)
        connection.execute("ALTER TABLE orders DROP COLUMN fingerprint")
        for decide in (recipe.update_order, recipe.update_order_locked):
            errors += failures(decide, connection, update, LIMIT)
    assert [isinstance(error, Error) for error in errors] == [True] * 7
    log = (postgres.folder / "server.log").read_text()
    assert "read-only transaction" in log
    assert MARK not in log + "".join(records.texts) + "".join(map(logged, errors))
