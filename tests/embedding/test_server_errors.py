"""The order server: errors are envelopes, no response is cached, and no request is costly."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("fastapi")

import httpx
from starlette.requests import Request
from support.counting import within_processor_seconds
from support.examples import ORDER, order

from backd_rules import MerchantLimit, Money, OrderStatus, Refund, fingerprint
from embedding.order_server import ENDPOINTS, IMPATIENT, TIMED, OrderServer, running
from embedding.reading import read_body

pytestmark = pytest.mark.embedding

IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
AT: Final = datetime(2026, 4, 15, 12, tzinfo=UTC)
NO_STORE: Final = "no-store"


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db", TIMED) as server:
        yield server
        assert "Traceback" not in server.process.log()


@pytest.fixture
def server(running_server: OrderServer) -> OrderServer:
    running_server.clear()
    running_server.store.add(ORDER, MerchantLimit.UNLIMITED)
    return running_server


def check_error(response: httpx.Response, status: int, message: str) -> None:
    """Assert that a response is the envelope of an error that no rule and no reader has found."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == NO_STORE
    assert response.json() == {
        "message": f"API Backd - Error: {message}",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [],
    }


@pytest.mark.parametrize(
    "path", ["/", "/orders", "/update_order/", "/find_order", "/docs", "/openapi.json", "/redoc"]
)
def test_an_unknown_url_is_a_404(server: OrderServer, path: str) -> None:
    for method in ("GET", "POST"):
        check_error(server.http.request(method, path), 404, "Not Found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/update_order", "POST"),
        ("PUT", "/update_order", "POST"),
        ("PATCH", "/refund", "DELETE, POST"),
        ("GET", "/refund", "DELETE, POST"),
        ("POST", "/find_order/BO-1", "GET"),
        ("OPTIONS", "/cancel_order", "POST"),
        ("BREW", "/cancel_order", "POST"),
    ],
)
def test_another_method_is_a_405(server: OrderServer, method: str, path: str, allowed: str) -> None:
    response = server.http.request(method, path)
    check_error(response, 405, "Method Not Allowed")
    assert response.headers["Allow"] == allowed


def test_a_missing_parameter_is_a_422(server: OrderServer) -> None:
    """Only the server of the tests has a parameter that FastAPI checks: its clock."""
    response = server.http.post("/refund", json={**IDS, "refund_amount": 50})
    check_error(response, 422, "the parameters are not those of the endpoint")


def test_a_bug_is_a_500_that_tells_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "orders.db") as server:
        with closing(sqlite3.connect(server.file)) as connection:
            connection.execute("DROP TABLE orders")
        response = server.find()
        check_error(response, 500, "the server has failed")
        deadline = time.monotonic() + 60
        while "no such table: orders" not in server.process.log():  # It is logged afterwards.
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_a_damaged_order_is_a_500_and_no_fault_of_the_request(tmp_path: Path) -> None:
    with running(tmp_path / "orders.db") as server:
        server.store.add(ORDER, MerchantLimit.UNLIMITED)
        with closing(sqlite3.connect(server.file)) as connection, connection:
            connection.execute("UPDATE orders SET order_json = '{}'")
        check_error(server.send("update_order", IDS), 500, "the server has failed")


def test_no_response_is_stored_by_a_cache(server: OrderServer) -> None:
    """Those of the errors above are not, either."""
    draft = Refund(amount=Money.of(1), status="draft", locked_at="2026-04-15 22:00:00")
    confirmed = order(backd_order_id="BO-2", status=OrderStatus.ORDER_CONFIRMED, refunds=(draft,))
    server.store.add(confirmed, MerchantLimit.UNLIMITED)
    body = {**IDS, "backd_order_id": "BO-2"}
    statuses = {
        server.find(): 200,
        server.find("BO-3"): 404,
        server.find(merchant_order_id="M-2"): 404,
        server.find(merchant_order_id=""): 400,
        server.send("update_order", IDS): 200,
        server.send("update_order", [IDS]): 200,
        server.send("update_order", {**IDS, "order_total": 1}): 422,
        server.send("update_order", {}): 400,
        server.send("confirm_order", IDS, if_match='"x"'): 412,
        server.send("confirm_order", IDS, if_match="x"): 400,
        server.send("confirm_order", IDS): 200,
        server.send("cancel_order", IDS): 409,
        server.send("order_placed", IDS): 409,
        server.send("refund", {**body, "refund_amount": 2}, at=AT): 200,
        server.send("delete_refund", body, at=AT): 200,
    }
    for response, status in statuses.items():
        assert response.status_code == status
        assert response.headers["Cache-Control"] == NO_STORE


# An order that cannot be stored

BODIES: Final[dict[str, dict[str, Any]]] = {
    **dict.fromkeys(ENDPOINTS, IDS),
    "refund": {**IDS, "refund_amount": 50},
}


def damage(server: OrderServer, backd_order_id: str) -> None:
    """Store a fingerprint that is not the order's, so that no swap can succeed."""
    with closing(sqlite3.connect(server.file)) as connection, connection:
        statement = "UPDATE orders SET fingerprint = 'x' WHERE backd_order_id = ?"
        assert connection.execute(statement, [backd_order_id]).rowcount == 1


@pytest.mark.parametrize("action", ENDPOINTS)
def test_a_request_whose_order_cannot_be_stored_is_a_503(server: OrderServer, action: str) -> None:
    """A decision that is not logged is not answered either, be it allowed or refused."""
    damage(server, "BO-1")
    logged, lines = len(server.records()), server.process.log()
    response = server.send(action, BODIES[action], at=AT)
    check_error(response, 503, "the order could not be stored: send the request again")
    assert response.headers["Retry-After"] == "1"
    assert "ETag" not in response.headers
    assert server.stored() == ORDER
    assert len(server.records()) == logged
    expected = f"{action}: gave up on the order with fingerprint {fingerprint(ORDER)}\n"
    assert server.process.log().removeprefix(lines) == expected


STRANGER: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-2"}


@pytest.mark.parametrize("action", [a for a in ENDPOINTS if a != "order_placed"])
def test_a_503_tells_nothing_to_somebody_who_cannot_name_the_order(
    server: OrderServer, action: str
) -> None:
    """V1: it would tell that the order is being changed."""
    named = server.send(action, {**BODIES[action], **STRANGER}, at=AT)
    damage(server, "BO-1")
    response = server.send(action, {**BODIES[action], **STRANGER}, at=AT)
    assert (response.status_code, response.content) == (404, named.content)
    if action == "update_order":
        [envelope] = server.send(action, [STRANGER]).json()
        assert envelope == response.json()


def test_a_damaged_order_of_a_batch_hides_nothing_of_the_others(tmp_path: Path) -> None:
    with running(tmp_path / "orders.db") as server:
        for backd_order_id in ("BO-1", "BO-2", "BO-3"):
            server.store.add(order(backd_order_id=backd_order_id), MerchantLimit.UNLIMITED)
        with closing(sqlite3.connect(server.file)) as connection, connection:
            connection.execute("UPDATE orders SET order_json = '{' WHERE backd_order_id = 'BO-2'")
        batch = [{**IDS, "backd_order_id": f"BO-{n}", "tax_amount": 101} for n in (1, 2, 3)]
        response = server.send("update_order", batch)
        codes = [envelope["status"]["code"] for envelope in response.json()]
        assert (response.status_code, codes) == (200, [200, 500, 200])
        assert response.json()[1] == {
            "message": "API Backd - Error: the server has failed",
            "status": {"type": "error", "code": 500},
            "error": True,
            "violations": [],
        }
        assert server.stored("BO-3").tax_amount == Money.of(101)
        assert "update_order: an order of a batch has failed\n" in server.process.log()


def test_other_orders_of_a_batch_are_stored(server: OrderServer) -> None:
    damage(server, "BO-1")
    other = {**IDS, "backd_order_id": "BO-2"}
    server.store.add(order(backd_order_id="BO-2"), MerchantLimit.UNLIMITED)
    batch = [IDS, {**other, "tax_amount": 101}, IDS, {**other, "order_total": 1}, other]
    response = server.send("update_order", batch)
    codes = [envelope["status"]["code"] for envelope in response.json()]
    assert (response.status_code, codes) == (200, [503, 200, 503, 422, 200])
    message = "API Backd - Error: the order could not be stored: send the request again"
    assert response.json()[2] == {
        "message": message,
        "status": {"type": "error", "code": 503},
        "error": True,
        "violations": [],
    }
    assert server.stored("BO-1") == ORDER
    assert server.stored("BO-2").tax_amount == Money.of(101)


def test_a_repaired_order_is_stored_again(server: OrderServer) -> None:
    damage(server, "BO-1")
    assert server.send("update_order", {**IDS, "tax_amount": 101}).status_code == 503
    assert server.find().headers["ETag"] == f'"{fingerprint(ORDER)}"'
    server.clear()
    server.store.add(ORDER, MerchantLimit.UNLIMITED)
    assert server.send("update_order", {**IDS, "tax_amount": 101}).status_code == 200


# Bodies

WHOLE: Final = json.dumps({**IDS, "tax_amount": 101}).encode()


def exchange(server: OrderServer, request: bytes, *, then_close: bool) -> bytes:
    """Send bytes, and return everything that the server sends until it closes the connection."""
    with socket.create_connection(("127.0.0.1", server.process.port), timeout=60) as connection:
        connection.sendall(request)
        if then_close:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def head(framing: str) -> bytes:
    return f"POST /update_order HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n".encode()


INCOMPLETE: Final = {
    "a byte is missing": head(f"Content-Length: {len(WHOLE)}") + WHOLE[:-1],
    "more is announced than the whole JSON": head(f"Content-Length: {len(WHOLE) + 1}") + WHOLE,
    "a chunk is missing": head("Transfer-Encoding: chunked")
    + b"%x\r\n%s\r\n" % (len(WHOLE), WHOLE),
}


@pytest.mark.parametrize("name", INCOMPLETE)
def test_an_incomplete_body_changes_nothing(server: OrderServer, name: str) -> None:
    """Even if the part that has arrived is a whole update."""
    exchange(server, INCOMPLETE[name], then_close=True)
    time.sleep(0.5)  # The server might store it after it has closed the connection.
    assert server.stored() == ORDER


def test_a_body_that_is_longer_than_announced_is_cut(server: OrderServer) -> None:
    """The rest is no request, so the server closes the connection."""
    request = head(f"Content-Length: {len(WHOLE)}") + WHOLE + b" " * 10 + b"}" * 1000
    answer = exchange(server, request, then_close=False)
    assert re.findall(rb"HTTP/1.1 (\d+)", answer) == [b"200", b"400"]
    assert server.stored().tax_amount == Money.of(101)


def test_an_endless_chunked_body_is_cut_off(server: OrderServer) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    connection = HTTPConnection("127.0.0.1", server.process.port, timeout=60)
    with closing(connection):
        connection.connect()
        connection.sock.sendall(head("Transfer-Encoding: chunked") + chunk * 17)
        response = HTTPResponse(connection.sock, method="POST")
        response.begin()
        envelope = json.loads(response.read())
    assert response.status == 400
    assert [v["code"] for v in envelope["violations"]] == ["too_large"]


def test_a_late_body_is_a_408(tmp_path: Path) -> None:
    """A client that sends a byte now and then does not keep its connection."""
    with running(tmp_path / "orders.db", IMPATIENT) as server:
        started = time.monotonic()
        for sent in (b"", WHOLE[:20]):
            request = head(f"Content-Length: {len(WHOLE)}") + sent
            answer = exchange(server, request, then_close=False)
            assert answer.startswith(b"HTTP/1.1 408 ")
            envelope = json.loads(answer.partition(b"\r\n\r\n")[2])
            assert envelope["status"] == {"type": "error", "code": 408}
            assert envelope["message"] == "API Backd - Error: the body is late"
        assert 0.5 <= time.monotonic() - started < 25
        assert "Traceback" not in server.process.log()


def test_a_body_in_small_pieces_is_not_copied_for_each() -> None:
    """Copying the whole body for each of 131,072 pieces would move 64 GB."""
    pieces = iter([b"x" * 8] * (1024 * 1024 // 8))

    async def receive() -> dict[str, Any]:
        piece = next(pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    with within_processor_seconds(3):
        body = asyncio.run(read_body(Request({"type": "http"}, receive)))
    assert body == b"x" * 1024 * 1024
