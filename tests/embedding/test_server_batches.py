"""Batches: each order is loaded, hashed, logged and stored once, however many updates it has."""

from __future__ import annotations

import json
import sqlite3
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

import pytest

pytest.importorskip("fastapi")

import attrs
import httpx
from support.examples import CONTACT, ORDER, item, order

from backd_rules import (
    LineItem,
    MerchantLimit,
    Money,
    Order,
    Quantity,
    UnitPrice,
    fingerprint,
    wire,
)
from backd_rules.wire.tables import ORDER as ORDER_CODEC
from embedding.audit_log import verify
from embedding.order_server import CORRECT, INTERRUPTED, OrderServer, reasons, running
from embedding.sqlite_store import Store

pytestmark = pytest.mark.embedding

IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
OTHER: Final = {**IDS, "backd_order_id": "BO-2"}
UNKNOWN: Final = {**IDS, "backd_order_id": "BO-3"}
LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increases=2)


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db") as server:
        yield server
        assert "Traceback" not in server.process.log()


@pytest.fixture
def server(running_server: OrderServer) -> OrderServer:
    running_server.clear()
    for backd_order_id in ("BO-1", "BO-2"):
        running_server.store.add(order(backd_order_id=backd_order_id), LIMIT)
    return running_server


BATCH: Final[list[tuple[dict[str, Any], int, list[tuple[str, str]]]]] = [
    ({**OTHER, "tax_amount": 101}, 200, []),
    ({**IDS, "tax_amount": 150}, 200, []),
    ({**UNKNOWN, "tax_amount": 1}, 404, [("unknown_order", "/backd_order_id")]),
    ({**IDS, "shipping_amount": 75.01}, 422, [("increase_exceeds_limit", "/order_total")]),
    (
        {**OTHER, "merchant_order_id": "M-2"},
        404,
        [("merchant_order_id_mismatch", "/merchant_order_id")],
    ),
    ({**IDS, "shipping_amount": 75}, 200, []),
    ({**OTHER, "tax_amount": 102}, 200, []),
    ({**UNKNOWN}, 404, [("unknown_order", "/backd_order_id")]),
    ({**OTHER, "tax_amount": 103}, 422, [("too_many_increases", "/order_total")]),
    ({**IDS, "tax_amount": 149}, 200, []),
]
"""Each update, its HTTP status and the reasons of its refusal."""


def test_the_envelopes_are_in_the_order_of_the_updates(server: OrderServer) -> None:
    """Each order meets its updates in turn. Its last allowed envelope has `data` (W3)."""
    response = server.send("update_order", [update for update, _, _ in BATCH])
    envelopes = response.json()
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert [envelope["status"]["code"] for envelope in envelopes] == [row[1] for row in BATCH]
    found = [[(v["code"], v["path"]) for v in e.get("violations", [])] for e in envelopes]
    assert found == [row[2] for row in BATCH]
    totals = {i: e["data"]["order_total"] for i, e in enumerate(envelopes) if "data" in e}
    assert totals == {6: 9152, 9: 9224}
    assert [envelopes[i]["data"] for i in (9, 6)] == [
        wire.dump_order(server.stored("BO-1")),
        wire.dump_order(server.stored("BO-2")),
    ]


def test_each_order_has_one_record(server: OrderServer) -> None:
    before = len(server.records())
    server.send("update_order", [update for update, _, _ in BATCH])
    first, second = server.records()[before:]
    assert (first["backd_order_id"], first["allowed"]) == ("BO-2", [True, False, True, False])
    assert (second["backd_order_id"], second["allowed"]) == ("BO-1", [True, False, True, True])
    for record in (first, second):
        backd_order_id = record["backd_order_id"]
        assert record["order_before"] == fingerprint(order(backd_order_id=backd_order_id))
        assert record["order_after"] == fingerprint(server.stored(backd_order_id))
    assert [check.differences for check in verify(server.file)][:2] == [[], []]


def test_a_batch_of_unknown_orders_is_not_logged(server: OrderServer) -> None:
    before = len(server.records())
    response = server.send("update_order", [UNKNOWN] * 3)
    assert [envelope["status"]["code"] for envelope in response.json()] == [404] * 3
    assert len(server.records()) == before


@pytest.mark.parametrize(("length", "status"), [(100, 200), (101, 400)])
def test_a_batch_has_at_most_100_updates(server: OrderServer, length: int, status: int) -> None:
    response = server.send("update_order", [{**IDS, "tax_amount": 101}] * length)
    assert response.status_code == status
    if status == 400:
        assert reasons(response) == [("too_many", "")]
        assert server.stored() == ORDER


def test_a_crash_leaves_no_order_half_updated(tmp_path: Path) -> None:
    """The server dies when it stores the second order. The first has both of its updates."""
    file = tmp_path / "orders.db"
    batch = [
        {**IDS, "tax_amount": 101},
        {**OTHER, "tax_amount": 102},
        {**IDS, "shipping_amount": 51},
        {**OTHER, "shipping_amount": 52},
    ]
    with running(file, INTERRUPTED) as server:
        for backd_order_id in ("BO-1", "BO-2"):
            server.store.add(order(backd_order_id=backd_order_id), LIMIT)
        with pytest.raises(httpx.TransportError):
            server.send("update_order", batch)
    with running(file, CORRECT) as server:
        first, second = server.stored("BO-1"), server.stored("BO-2")
        assert (first.tax_amount, first.shipping_amount) == (Money.of(101), Money.of(51))
        assert second == order(backd_order_id="BO-2")
        [record] = server.records()
        assert (record["backd_order_id"], record["allowed"]) == ("BO-1", [True, True])
        assert [check.differences for check in verify(file)] == [[]]
        # The client resends the updates of the order that has not changed.
        response = server.send("update_order", [u for u in batch if u["backd_order_id"] == "BO-2"])
        assert [envelope["status"]["code"] for envelope in response.json()] == [200, 200]


# The cost of a batch of small updates of a large order


def large_order() -> Order:
    """Return an order of 1,000 items, whose JSON text has 249 KB."""
    url = f"https://shop.example/{'x' * 133}"
    cheap: LineItem = attrs.evolve(
        item(), unit_price=UnitPrice.of(9), qty=Quantity.of(1), item_url=url, item_image_url=None
    )
    items = tuple(attrs.evolve(cheap, sku=f"SKU-{number:04}") for number in range(1000))
    return order(items=items, shipping=CONTACT, billing=CONTACT)


SIZE: Final = len(json.dumps(wire.dump_stored_order(large_order())))


def small_updates(length: int) -> list[dict[str, Any]]:
    """Return updates that each lower the tax by a cent, but every third is refused."""
    return [{**IDS, "tax_amount": 1000 if n % 3 == 2 else (9999 - n) / 100} for n in range(length)]


def test_the_order_has_249_kilobytes() -> None:
    assert 249_000 <= SIZE < 250_000


def test_the_answer_is_linear_in_orders_and_requests(server: OrderServer) -> None:
    server.clear()
    server.store.add(large_order(), LIMIT)
    response = server.send("update_order", small_updates(100))
    assert [envelope["status"]["code"] for envelope in response.json()].count(200) == 67
    assert SIZE < len(response.content) < SIZE + 100 * 400


@attrs.frozen
class Cost:
    """What a batch costs: bytes at the peak and in the file, rows, and calls of functions."""

    peak: int
    stored: int
    rows: tuple[int, int]
    calls: Counter[str]


COUNTED: Final = ("fingerprint", "order_encode", "find", "swap", "audit_record")


@contextmanager
def counting(functions: dict[CodeType, str]) -> Iterator[Counter[str]]:
    """Count the calls of these functions until the block ends."""
    calls = Counter[str]()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in functions:
            calls[functions[frame.f_code]] += 1

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def cost(server: Any, file: Path, length: int) -> Cost:
    """Send a batch to the server in this process."""
    with closing(Store(file)) as store:
        store.add(large_order(), LIMIT)
        server.orders = store
        updates = wire.parse_updates(small_updates(length))
        own = (fingerprint, ORDER_CODEC.encode, Store.find, Store.swap, server.audit_record)
        codes = {function.__code__: function.__name__ for function in own}
        with counting(codes) as calls:
            server.update_orders(updates)
        tracemalloc.start()
        try:
            server.update_orders(updates)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    return Cost(peak, *stored_in(file), calls)


def stored_in(file: Path) -> tuple[int, tuple[int, int]]:
    """Return the bytes and the rows of the log."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT count(*), sum(length({})) FROM {}"
        audit = connection.execute(query.format("record", "audit")).fetchone()
        documents = connection.execute(query.format("document", "documents")).fetchone()
    return audit[1] + documents[1], (audit[0], documents[0])


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Cost]:
    """Return the cost of batches of one, 10 and 100 updates of the large order, each sent twice."""
    folder = tmp_path_factory.mktemp("costs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERS", str(folder / "unused.db"))
        server = import_module("embedding.server")
    return {n: cost(server, folder / f"{n}.db", n) for n in (1, 10, 100)}


@pytest.mark.parametrize("length", [1, 10, 100])
def test_an_order_is_loaded_hashed_and_stored_once(costs: dict[int, Cost], length: int) -> None:
    """Each of the two orders, before and after, is hashed once.

    Hashing encodes both. The log encodes the first one again, the table and the response the other.
    """
    assert costs[length].calls == {
        "find": 1,
        "swap": 1,
        "audit_record": 1,
        "fingerprint": 2,
        "order_encode": 5,
    }


@pytest.mark.parametrize("length", [1, 10, 100])
def test_a_batch_adds_one_record_and_two_documents(costs: dict[int, Cost], length: int) -> None:
    """The second batch has the same request, but meets another order."""
    assert costs[length].rows == (2, 3)
    assert costs[length].stored < 2 * SIZE + 2 * length * 400 + 2000


def test_the_memory_of_a_batch_hardly_grows_with_its_length(costs: dict[int, Cost]) -> None:
    assert costs[100].peak < 1.5 * costs[1].peak
    assert costs[100].peak < 20 * SIZE
