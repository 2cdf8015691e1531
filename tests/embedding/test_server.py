"""The order server over HTTP: responses, statuses and ETags."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

import httpx
from support.examples import ORDER, order

from backd_rules import MerchantLimit, Money, wire
from embedding.order_server import CORRECT, ENDPOINTS, OrderServer, reasons, running
from embedding.serving import TESTS, serving

pytestmark = pytest.mark.embedding

LIMIT = MerchantLimit(max_increase=Money.of(75))
IDS = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
ETAG = '"5fa92b15c4d2f3619faecd7a0a89f15dd6fa54690ccb271eedbf7ef8e3a72e5e"'
"""The ETag of `ORDER`, computed with `sha256sum`."""


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db") as server:
        yield server
        assert "Traceback" not in server.process.log()


@pytest.fixture
def server(running_server: OrderServer) -> OrderServer:
    running_server.clear()
    running_server.store.add(ORDER, LIMIT)
    return running_server


def test_an_order_is_found(server: OrderServer) -> None:
    found = server.find()
    assert found.status_code == 200
    assert found.headers["ETag"] == ETAG
    assert found.headers["Content-Type"] == "application/json"
    assert found.json() == {
        "data": wire.dump_order(ORDER),
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


@pytest.mark.parametrize("path", ["/BO-2", "/BO-1/", "//"])
def test_an_unknown_order_is_a_404(server: OrderServer, path: str) -> None:
    response = server.http.get(f"/find_order{path}?merchant_order_id=M-1")
    assert (response.status_code, response.json()["status"]["code"]) == (404, 404)
    assert reasons(response) == [("unknown_order", "/backd_order_id")]


@pytest.mark.parametrize("backd_order_id", ["BO/1", "/", "a//b/", "BO 1?x=1#y", "ü%2F", "%", "+"])
def test_an_id_may_have_any_character(server: OrderServer, backd_order_id: str) -> None:
    server.store.add(order(backd_order_id=backd_order_id), LIMIT)
    assert server.find(backd_order_id).json()["data"]["backd_order_id"] == backd_order_id


def test_an_order_is_not_told_to_another_merchant(server: OrderServer) -> None:
    response = server.find(merchant_order_id="M-2")
    assert (response.status_code, response.json()["status"]["code"]) == (404, 404)
    assert reasons(response) == [("merchant_order_id_mismatch", "/merchant_order_id")]
    assert "ETag" not in response.headers
    assert "data" not in response.json()


MERCHANT_ID = "/merchant_order_id"
PARAMETERS = {
    "no merchant id": ("/BO-1", "missing", MERCHANT_ID),
    "no merchant id of an unknown order": ("/BO-2", "missing", MERCHANT_ID),
    "an empty one": ("/BO-1?merchant_order_id=", "blank", MERCHANT_ID),
    "a blank one": ("/BO-1?merchant_order_id=%20%E2%80%8B", "blank", MERCHANT_ID),
    "one with a line feed": ("/BO-1?merchant_order_id=M%0A1", "bad_characters", MERCHANT_ID),
    "one that is too long": (f"/BO-1?merchant_order_id={'M' * 256}", "too_long", MERCHANT_ID),
    "two": ("/BO-1?merchant_order_id=M-2&merchant_order_id=M-1", "duplicate_key", MERCHANT_ID),
    "another parameter": ("/BO-1?merchant_order_id=M-1&limit=1", "unknown_field", "/limit"),
    "a second id": (
        "/BO-2?merchant_order_id=M-1&backd_order_id=BO-1",
        "duplicate_key",
        "/backd_order_id",
    ),
    "no id": ("/?merchant_order_id=M-1", "blank", "/backd_order_id"),
}


@pytest.mark.parametrize("case", PARAMETERS)
def test_both_ids_are_required_to_find_an_order(server: OrderServer, case: str) -> None:
    path, code, path_in_body = PARAMETERS[case]
    response = server.http.get(f"/find_order{path}")
    assert (response.status_code, response.json()["status"]["code"]) == (400, 400)
    assert reasons(response) == [(code, path_in_body)]
    assert "ETag" not in response.headers


def test_an_allowed_update_is_stored(server: OrderServer) -> None:
    body = {**IDS, "tax_amount": 174.99, "shipping": {"address": {"line2": None}}}
    response = server.http.post("/update_order", json=body)
    data = response.json()["data"]
    assert response.status_code == 200
    assert (data["order_total"], data["tax_amount"]) == (9224.99, 174.99)
    assert "line2" not in data["shipping"]["address"]
    found = server.find()
    assert (found.json()["data"], found.headers["ETag"]) == (data, response.headers["ETag"])
    stored = server.stored()
    assert (stored.placed_total, stored.increase_count) == (Money.of(9150), 1)


REFUSED: dict[str, tuple[dict[str, Any], int, list[tuple[str, str]]]] = {
    "unknown": ({"backd_order_id": "BO-2"}, 404, [("unknown_order", "/backd_order_id")]),
    "another merchant": (
        {"merchant_order_id": "M-2", "tax_amount": 1000},
        404,
        [("merchant_order_id_mismatch", "/merchant_order_id")],
    ),
    "too high": ({"tax_amount": 175.01}, 422, [("increase_exceeds_limit", "/order_total")]),
    "incomplete": (
        {"billing": {"email": "joe@example.com"}, "order_total": 1},
        422,
        [
            ("contact_incomplete", "/billing/name/first"),
            ("contact_incomplete", "/billing/name/last"),
            ("contact_incomplete", "/billing/address/line1"),
            ("contact_incomplete", "/billing/address/city"),
            ("contact_incomplete", "/billing/address/state"),
            ("contact_incomplete", "/billing/address/zipcode"),
            ("contact_incomplete", "/billing/address/country"),
            ("contact_incomplete", "/billing/phone_number"),
            ("order_total_mismatch", "/order_total"),
        ],
    ),
    "malformed": (
        {"tax_amount": "100", "status": "order_confirmed", "fee": 1},
        400,
        [
            ("wrong_type", "/tax_amount"),
            ("read_only_field", "/status"),
            ("unknown_field", "/fee"),
        ],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_lists_its_reasons_and_changes_nothing(server: OrderServer, case: str) -> None:
    fields, status, expected = REFUSED[case]
    response = server.http.post("/update_order", json={**IDS, **fields})
    envelope = response.json()
    assert (response.status_code, envelope["status"]) == (status, {"type": "error", "code": status})
    assert (envelope["error"], reasons(response)) == (True, expected)
    assert server.stored() == ORDER
    assert server.find().headers["ETag"] == ETAG


MALFORMED = {
    "empty body": (b"", "bad_json", ""),
    "not UTF-8": (b"\xff", "bad_json", ""),
    "NaN": (b'{"tax_amount": NaN}', "bad_json", ""),
    "empty batch": (b"[]", "empty", ""),
    "duplicate key": (b'{"items": [{"sku": "1", "sku": "2"}]}', "duplicate_key", "/items/0/sku"),
    "too deep": (b"[" * 65, "too_deep", ""),
    "one byte too large": (b" " * (1024 * 1024 + 1), "too_large", ""),
    "far too large": (b" " * 20_000_000, "too_large", ""),
}


@pytest.mark.parametrize("case", MALFORMED)
@pytest.mark.parametrize("action", ENDPOINTS)
def test_a_malformed_body_is_a_400(server: OrderServer, action: str, case: str) -> None:
    body, code, path_in_body = MALFORMED[case]
    response = server.http.request(*ENDPOINTS[action], content=body)
    if action != "update_order" and case == "empty batch":
        code = "wrong_type"
    assert (response.status_code, response.json()["status"]["code"]) == (400, 400)
    assert reasons(response) == [(code, path_in_body)]


def test_a_name_with_a_surrogate_is_a_400(server: OrderServer) -> None:
    response = server.http.post("/update_order", content=b'{"\\ud800": 1}')
    assert response.status_code == 400
    assert [code for code, _ in reasons(response)] == ["bad_characters"]


def test_an_incomplete_body_changes_nothing_and_logs_no_error(server: OrderServer) -> None:
    body = json.dumps({**IDS, "tax_amount": 101}).encode()
    head = f"POST /update_order HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.process.port), timeout=60) as connection:
        connection.sendall(head.encode() + body[:-1])
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
    assert server.stored() == ORDER  # The fixture checks the log.


def test_a_body_of_the_maximum_size_is_accepted(server: OrderServer) -> None:
    body = json.dumps(IDS).encode().ljust(1024 * 1024)
    assert server.http.post("/update_order", content=body).status_code == 200


def test_a_batch_is_decided_in_turn(server: OrderServer) -> None:
    """A refused update does not stop the others. Each applies to the result of the earlier ones.

    Only the last envelope of an order that is allowed has `data` (domain.md, W3).
    """
    batch: list[Any] = [{"tax_amount": 150}, {"shipping_amount": 75.01}, {"shipping_amount": 75}]
    body = [{**IDS, **fields} for fields in batch]
    response = server.http.post("/update_order", json=[*body, {**IDS, "backd_order_id": "BO-2"}])
    assert response.status_code == 200
    assert [envelope["status"]["code"] for envelope in response.json()] == [200, 422, 200, 404]
    assert ["data" in envelope for envelope in response.json()] == [False, False, True, False]
    assert response.json()[2]["data"]["order_total"] == 9225
    [violation] = response.json()[1]["violations"]
    assert violation["code"] == "increase_exceeds_limit"
    assert (server.stored().order_total, server.stored().increase_count) == (Money.of(9225), 2)


def test_a_malformed_batch_changes_nothing(server: OrderServer) -> None:
    response = server.http.post("/update_order", json=[{**IDS, "tax_amount": 1}, {}])
    assert response.status_code == 400
    assert {path for _, path in reasons(response)} == {
        "/1/backd_order_id",
        "/1/merchant_order_id",
    }
    assert server.stored() == ORDER


def test_a_refund_has_the_present_time(server: OrderServer) -> None:
    assert server.send("confirm_order", IDS).status_code == 200
    earliest = datetime.now(UTC).replace(microsecond=0)
    response = server.send("refund", {**IDS, "refund_amount": 50})
    [refund] = response.json()["data"]["refunds"]
    created = datetime.strptime(f"{refund['create_date']}+0000", "%Y-%m-%d %H:%M:%S%z")
    assert earliest <= created <= datetime.now(UTC)


CHANGES: list[tuple[str, dict[str, Any], bool]] = [
    ("no field", {}, False),
    ("current values", {"tax_amount": 100.0, "shipping": {"name": {"first": "Joe"}}}, False),
    ("refused", {"tax_amount": 1000}, False),
    ("malformed", {"tax_amount": -1}, False),
    ("new amount", {"tax_amount": 101}, True),
    ("new amount again", {"tax_amount": 101}, False),
    ("old amount", {"tax_amount": 100}, True),
    ("new part of an address", {"shipping": {"address": {"line2": "Floor 2"}}}, True),
    ("part of an address cleared", {"shipping": {"address": {"line2": None}}}, True),
    ("part of an address cleared again", {"shipping": {"address": {"line2": None}}}, False),
]


def test_the_etag_changes_exactly_when_the_order_does(server: OrderServer) -> None:
    seen = [ETAG]
    for name, fields, changes in CHANGES:
        before = server.stored()
        server.http.post("/update_order", json={**IDS, **fields})
        tag = server.find().headers["ETag"]
        assert (tag not in seen, tag != seen[-1], server.stored() != before) == (changes,) * 3, name
        seen.append(tag)


def test_if_match_refuses_an_update_of_a_changed_order(server: OrderServer) -> None:
    def update(tax_amount: int, tag: str) -> Any:
        body = {**IDS, "tax_amount": tax_amount}
        return server.http.post("/update_order", json=body, headers={"If-Match": tag})

    response = update(101, ETAG)
    assert response.status_code == 200
    assert update(102, ETAG).status_code == 412
    assert server.stored().tax_amount == Money.of(101)
    assert update(102, response.headers["ETag"]).status_code == 200
    assert server.stored().tax_amount == Money.of(102)


def test_if_match_refuses_a_batch(server: OrderServer) -> None:
    body = [{**IDS, "tax_amount": 101}]
    response = server.http.post("/update_order", json=body, headers={"If-Match": ETAG})
    assert response.status_code == 400
    assert server.stored() == ORDER


def test_no_part_of_a_request_is_logged(tmp_path: Path) -> None:
    """Requests contain personal data, even if they are refused or malformed."""
    with running(tmp_path / "orders.db", ("--log-level", "debug", *CORRECT)) as server:
        server.store.add(ORDER, LIMIT)
        person = {"billing": {"name": {"first": "Zaphod"}}, "shipping": {"email": "Zaphod"}}
        for fields in ({}, {"tax_amount": 1000}, {"Zaphod": 1}, {"tax_amount": "Zaphod"}):
            for if_match in (None, ETAG, '"Zaphod"', "Zaphod"):
                server.send("update_order", {**IDS, **person, **fields}, if_match=if_match)
        server.send("update_order", [{**IDS, **person}, {**IDS, "Zaphod": 1}])
        server.find("Zaphod", "Zaphod")
        server.http.get("/Zaphod?Zaphod=Zaphod")
        log = server.process.log()
    assert "Uvicorn running" in log
    assert "Zaphod" not in log
    assert "BO-1" not in log


def test_the_commands_in_the_docstring_work(tmp_path: Path) -> None:
    module = ast.parse((TESTS / "embedding" / "server.py").read_text())
    export, store, serve, curl = re.findall("(?m)^    (.+)", ast.get_docstring(module) or "")
    example = json.loads((TESTS / "data" / "update_order_response.json").read_text())
    (tmp_path / "order.json").write_text(json.dumps(example["data"]))
    (tmp_path / "limit.json").write_text('{"max_increase": 75}')
    setup = f"cd {tmp_path} && {export.replace('=tests', f'={TESTS}')}"
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-c", f"{setup} && {store}"], check=True, env=path, timeout=60)  # noqa: S607
    command = f"{setup} && exec {serve} --port {{port}}"
    with serving("bash", "-c", command, environment=path) as process:
        url = curl.split()[-1].strip("'").replace("localhost:8000", process.url)
        assert httpx.get(url).json()["data"] == example["data"]
