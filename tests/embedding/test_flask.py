"""The Flask recipe under a real WSGI server, by real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep

import attrs
import pytest

pytest.importorskip("flask")

from examples import totals
from werkzeug.serving import make_server

from backd_rules import Order, fingerprint
from embedding.contention import CONTENDED, raises_in_turn
from embedding.flask_app import MemoryStore, create_app
from embedding.samples import (
    CONFIRMED,
    LIMIT,
    PLACED,
    RAISED,
    body,
)
from embedding.web import WebRecipe, client

pytestmark = pytest.mark.embedding


@contextmanager
def serving(store: MemoryStore) -> Iterator[int]:
    """The port at which the application is served."""
    app = create_app(store, LIMIT)
    with make_server("127.0.0.1", 0, app, threaded=True) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.port
        finally:
            server.shutdown()
            thread.join(timeout=20)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(MemoryStore([PLACED, CONFIRMED, RAISED])) as port:
        yield port


class TestFlask(WebRecipe):
    """What every web recipe must do."""


def test_sixteen_clients_are_served_in_turn() -> None:
    class Slow(MemoryStore):
        """Takes as long as a database would, in which time the others may be faster."""

        def load(self, backd_order_id: str) -> Order | None:
            order = super().load(backd_order_id)
            sleep(0.002)
            return order

    store = Slow([CONTENDED])
    with serving(store) as port:
        last = raises_in_turn(lambda: client(port))
    assert store.load("BO-4") == last


def test_who_was_slower_decides_again() -> None:
    """Somebody raises the order to its ceiling between our look at it and our store."""
    raised = attrs.evolve(PLACED, totals=totals("9000", "175", "50"), increase_count=1)

    class Overtaken(MemoryStore):
        def swap(self, order: Order, expected: str) -> bool:
            super().swap(raised, fingerprint(PLACED))
            return super().swap(order, expected)

    store = Overtaken([PLACED])
    with serving(store) as port, client(port) as post:
        [violation] = post(body(shipping_amount=51))["violations"]
    assert violation["message"] == "order_total would be 9226.00, max_increase allows 9225.00"
    assert store.load("BO-1") == raised
