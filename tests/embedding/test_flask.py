"""The Flask recipe in a real WSGI server, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from logging import ERROR
from socket import SHUT_WR
from threading import Thread
from time import sleep

import attrs
import pytest

pytest.importorskip("flask")

from support.examples import totals
from werkzeug.serving import make_server

from backd_rules import Order, fingerprint
from embedding.contention import CONTENDED, check_contention
from embedding.flask_app import MemoryStore, create_app
from embedding.samples import CONFIRMED, LIMIT, PLACED, RAISED, RETURNED, body
from embedding.web import WebRecipeTests, client, error

pytestmark = pytest.mark.embedding


@contextmanager
def serving(store: MemoryStore) -> Iterator[int]:
    """Serve the application until the block ends, and yield its port."""
    app = create_app(store, LIMIT)
    with make_server("127.0.0.1", 0, app, threaded=True) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.port
        finally:
            server.shutdown()
            thread.join(timeout=60)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(MemoryStore([PLACED, CONFIRMED, RAISED, RETURNED])) as port:
        yield port


class TestFlask(WebRecipeTests):
    """The tests of every web recipe, for Flask."""


def test_sixteen_clients_lose_no_update() -> None:
    class SlowStore(MemoryStore):
        """A store as slow as a database, so that other clients can change the order first."""

        def load(self, backd_order_id: str) -> Order | None:
            order = super().load(backd_order_id)
            sleep(0.002)
            return order

    store = SlowStore([CONTENDED])
    with serving(store) as port:
        final = check_contention(lambda: client(port))
    assert store.load("BO-4") == final


def test_a_slower_client_decides_again() -> None:
    """Another client raises the order to its ceiling between our `load` and our `swap`."""
    raised = attrs.evolve(PLACED, totals=totals("9000", "175", "50"), increase_count=1)

    class OvertakenStore(MemoryStore):
        def swap(self, order: Order, expected: str) -> bool:
            super().swap(raised, fingerprint(PLACED))
            return super().swap(order, expected)

    store = OvertakenStore([PLACED])
    with serving(store) as port, client(port) as post:
        [violation] = post(body(shipping_amount=51))["violations"]
    assert violation["message"] == "order_total would be 9226.00, max_increase allows 9225.00"
    assert store.load("BO-1") == raised


def test_a_swap_that_never_succeeds_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    class BusyStore(MemoryStore):
        """A store whose order is another each time that it is compared."""

        swaps = 0

        def swap(self, order: Order, expected: str) -> bool:  # noqa: ARG002
            self.swaps += 1
            return False

    store = BusyStore([PLACED])
    with serving(store) as port, client(port) as post:
        envelope = post(body(shipping_amount=51, shipping={"email": "a@example.com"}))
    assert envelope == error(503, "Service Unavailable")
    assert store.swaps == 100
    assert store.load("BO-1") == PLACED
    assert [entry for entry in caplog.record_tuples if entry[0] == "embedding.flask_app"] == [
        ("embedding.flask_app", ERROR, "order 'BO-1' was not stored in 100 tries")
    ]


def test_an_incomplete_body_changes_nothing_in_a_server_that_does_not_tell() -> None:
    """Such as gunicorn: its stream just ends where the client has gone."""
    store, update = MemoryStore([PLACED]), body(shipping_amount=51)
    headers = {"CONTENT_LENGTH": str(len(update) + 1), "wsgi.input_terminated": True}
    web = create_app(store, LIMIT).test_client()
    response = web.post("/update_order", data=update, environ_overrides=headers)
    assert (response.status_code, response.json) == (400, error(400, "Bad Request"))
    assert store.load("BO-1") == PLACED


def test_a_missing_chunk_is_a_bad_request(port: int) -> None:
    """The stream raises an `OSError`, which is no failure of the server."""
    update = body("BO-2")
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.putrequest("POST", "/update_order")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders(b"%x\r\n%s\r\n" % (len(update), update))
        connection.sock.shutdown(SHUT_WR)
        response = connection.getresponse()
        assert (response.status, json.load(response)) == (400, error(400, "Bad Request"))


def test_a_failure_of_the_store_is_answered_with_an_envelope() -> None:
    class BrokenStore(MemoryStore):
        def load(self, backd_order_id: str) -> Order | None:  # noqa: ARG002
            raise OSError("the disk is full")

    with serving(BrokenStore()) as port, client(port) as post:
        assert post(body()) == error(500, "Internal Server Error")
