"""The server of orders, asked over HTTP: each answer, its status and its ETag."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

import httpx
from support.examples import ORDER

from backd_rules import MerchantLimit, Money, wire
from embedding.serving import TESTS, serving
from embedding.shop import Shop, running

pytestmark = pytest.mark.embedding

LIMIT = MerchantLimit(max_increase=Money.of(75))
IDS = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
KNOWN = '"5fa92b15c4d2f3619faecd7a0a89f15dd6fa54690ccb271eedbf7ef8e3a72e5e"'
"""The ETag of `ORDER`, by `sha256sum`."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running(tmp_path_factory.mktemp("shop") / "orders.db") as shop:
        yield shop
        assert "Traceback" not in shop.server.log()


@pytest.fixture
def shop(served: Shop) -> Shop:
    served.clear()
    served.store.add(ORDER, LIMIT)
    return served


def reasons(envelope: Any) -> list[tuple[str, str]]:
    return [(violation["code"], violation["path"]) for violation in envelope["violations"]]


def test_an_order_is_found_as_it_is(shop: Shop) -> None:
    found = shop.find()
    assert found.status_code == 200
    assert found.headers["ETag"] == KNOWN
    assert found.headers["Content-Type"] == "application/json"
    assert found.json() == {
        "data": wire.dump_order(ORDER),
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


@pytest.mark.parametrize("path", ["/find_order", "/find_order?backd_order_id=BO-2"])
def test_no_other_order_is_found(shop: Shop, path: str) -> None:
    answer = shop.http.get(path)
    assert (answer.status_code, answer.json()["status"]["code"]) == (404, 404)
    assert reasons(answer.json()) == [("unknown_order", "/backd_order_id")]


def test_an_allowed_update_is_answered_and_stored(shop: Shop) -> None:
    body = {**IDS, "tax_amount": 174.99, "shipping": {"address": {"line2": None}}}
    answer = shop.http.post("/update_order", json=body)
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert (data["order_total"], data["tax_amount"]) == (9224.99, 174.99)
    assert "line2" not in data["shipping"]["address"]
    found = shop.find()
    assert (found.json()["data"], found.headers["ETag"]) == (data, answer.headers["ETag"])
    held = shop.held()
    assert (held.placed_total, held.increase_count) == (Money.of(9150), 1)


REFUSED: dict[str, tuple[dict[str, Any], int, list[tuple[str, str]]]] = {
    "unknown": ({"backd_order_id": "BO-2"}, 404, [("unknown_order", "/backd_order_id")]),
    "another's": (
        {"merchant_order_id": "M-2", "tax_amount": 1000},
        404,
        [
            ("merchant_order_id_mismatch", "/merchant_order_id"),
            ("increase_exceeds_limit", "/order_total"),
        ],
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
def test_a_refused_update_has_its_reasons_and_changes_nothing(shop: Shop, case: str) -> None:
    fields, status, expected = REFUSED[case]
    answer = shop.http.post("/update_order", json={**IDS, **fields})
    envelope = answer.json()
    assert (answer.status_code, envelope["status"]) == (status, {"type": "error", "code": status})
    assert (envelope["error"], reasons(envelope)) == (True, expected)
    assert shop.held() == ORDER
    assert shop.find().headers["ETag"] == KNOWN


MALFORMED = {
    "nothing": (b"", "bad_json", ""),
    "no text": (b"\xff", "bad_json", ""),
    "no number": (b'{"tax_amount": NaN}', "bad_json", ""),
    "an empty batch": (b"[]", "empty", ""),
    "a duplicate": (b'{"items": [{"sku": "1", "sku": "2"}]}', "duplicate_key", "/items/0/sku"),
    "deep": (b"[" * 65, "too_deep", ""),
    "a byte too large": (b" " * (1024 * 1024 + 1), "too_large", ""),
    "far too large": (b" " * 20_000_000, "too_large", ""),
}


@pytest.mark.parametrize("case", MALFORMED)
@pytest.mark.parametrize("path", ["/update_order", "/confirm_order", "/cancel_order"])
def test_what_is_no_update_is_a_400(shop: Shop, path: str, case: str) -> None:
    body, code, place = MALFORMED[case]
    answer = shop.http.post(path, content=body)
    if path != "/update_order" and case == "an empty batch":
        code = "wrong_type"
    assert (answer.status_code, answer.json()["status"]["code"]) == (400, 400)
    assert reasons(answer.json()) == [(code, place)]


def test_a_name_that_utf_8_cannot_hold_is_a_400(shop: Shop) -> None:
    answer = shop.http.post("/update_order", content=b'{"\\ud800": 1}')
    assert answer.status_code == 400
    assert [code for code, _ in reasons(answer.json())] == ["bad_characters"]


def test_half_a_body_changes_nothing_and_is_no_failure(shop: Shop) -> None:
    body = json.dumps({**IDS, "tax_amount": 101}).encode()
    head = f"POST /update_order HTTP/1.1\r\nHost: shop\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", shop.server.port), timeout=10) as connection:
        connection.sendall(head.encode() + body[:-1])
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
    assert shop.held() == ORDER  # The fixture sees to it that nothing is logged.


def test_a_body_of_the_largest_size_is_read(shop: Shop) -> None:
    body = json.dumps(IDS).encode().ljust(1024 * 1024)
    assert shop.http.post("/update_order", content=body).status_code == 200


def test_a_batch_is_decided_in_turn(shop: Shop) -> None:
    """One refused update does not refuse the others, and each meets what the earlier ones left."""
    batch: list[Any] = [{"tax_amount": 150}, {"shipping_amount": 75.01}, {"shipping_amount": 75}]
    body = [{**IDS, **fields} for fields in batch]
    answer = shop.http.post("/update_order", json=[*body, {**IDS, "backd_order_id": "BO-2"}])
    assert answer.status_code == 200
    assert [envelope["status"]["code"] for envelope in answer.json()] == [200, 422, 200, 404]
    assert [envelope["data"]["order_total"] for envelope in answer.json()[::2]] == [9200, 9225]
    assert reasons(answer.json()[1]) == [("increase_exceeds_limit", "/order_total")]
    assert (shop.held().order_total, shop.held().increase_count) == (Money.of(9225), 2)


def test_a_malformed_batch_changes_nothing(shop: Shop) -> None:
    answer = shop.http.post("/update_order", json=[{**IDS, "tax_amount": 1}, {}])
    assert answer.status_code == 400
    assert {place for _, place in reasons(answer.json())} == {
        "/1/backd_order_id",
        "/1/merchant_order_id",
    }
    assert shop.held() == ORDER


@pytest.mark.parametrize(
    ("path", "status"),
    [("/confirm_order", "order_confirmed"), ("/cancel_order", "order_canceled")],
)
def test_an_order_is_closed_once(shop: Shop, path: str, status: str) -> None:
    assert shop.http.post(path, json={**IDS, "merchant_order_id": "M-2"}).status_code == 404
    assert shop.http.post(path, json={**IDS, "backd_order_id": "BO-2"}).status_code == 404
    closed = shop.http.post(path, json=IDS)
    assert closed.status_code == 200
    assert ("data" in closed.json()) == (path == "/confirm_order")
    assert shop.held().status == status
    assert shop.find().headers["ETag"] == closed.headers["ETag"] != KNOWN
    for again in ("/confirm_order", "/cancel_order", "/update_order"):
        answer = shop.http.post(again, json=IDS)
        assert (answer.status_code, reasons(answer.json())) == (
            409,
            [("status_forbids_update", "")],
        )
    assert shop.held().status == status


def test_a_confirmation_takes_no_update(shop: Shop) -> None:
    answer = shop.http.post("/confirm_order", json={**IDS, "tax_amount": 1, "order_total": 1})
    assert answer.status_code == 400
    assert reasons(answer.json()) == [
        ("unknown_field", "/order_total"),
        ("unknown_field", "/tax_amount"),
    ]
    assert shop.held() == ORDER


CHANGES: list[tuple[str, dict[str, Any], bool]] = [
    ("states nothing", {}, False),
    ("states what is so", {"tax_amount": 100.0, "shipping": {"name": {"first": "Joe"}}}, False),
    ("is refused", {"tax_amount": 1000}, False),
    ("is malformed", {"tax_amount": -1}, False),
    ("changes an amount", {"tax_amount": 101}, True),
    ("states what is so by now", {"tax_amount": 101}, False),
    ("changes it back", {"tax_amount": 100}, True),
    ("changes a part of an address", {"shipping": {"address": {"line2": "Floor 2"}}}, True),
    ("clears it", {"shipping": {"address": {"line2": None}}}, True),
    ("clears it again", {"shipping": {"address": {"line2": None}}}, False),
]


def test_the_etag_changes_exactly_when_the_order_does(shop: Shop) -> None:
    seen = [KNOWN]
    for what, fields, changes in CHANGES:
        before = shop.held()
        shop.http.post("/update_order", json={**IDS, **fields})
        tag = shop.find().headers["ETag"]
        assert (tag not in seen, tag != seen[-1], shop.held() != before) == (changes,) * 3, what
        seen.append(tag)


def test_an_update_can_say_which_order_it_has_seen(shop: Shop) -> None:
    def update(tax_amount: int, tag: str) -> Any:
        body = {**IDS, "tax_amount": tax_amount}
        return shop.http.post("/update_order", json=body, headers={"If-Match": tag})

    answer = update(101, KNOWN)
    assert answer.status_code == 200
    assert update(102, KNOWN).status_code == 412
    assert shop.held().tax_amount == Money.of(101)
    assert update(102, answer.headers["ETag"]).status_code == 200
    assert shop.held().tax_amount == Money.of(102)


def test_a_batch_cannot_say_so(shop: Shop) -> None:
    body = [{**IDS, "tax_amount": 101}]
    answer = shop.http.post("/update_order", json=body, headers={"If-Match": KNOWN})
    assert answer.status_code == 400
    assert shop.held() == ORDER


def test_nothing_of_a_request_is_logged(shop: Shop) -> None:
    """People stand in requests, also in those that are refused or malformed."""
    for fields in ({}, {"tax_amount": 1000}, {"Zaphod": 1}, {"tax_amount": "Zaphod"}):
        person = {"billing": {"name": {"first": "Zaphod"}}, "shipping": {"email": "Zaphod"}}
        shop.http.post("/update_order", json={**IDS, **person, **fields})
    shop.find("Zaphod")
    log = shop.server.log()
    assert "Uvicorn running" in log
    assert "Zaphod" not in log


def test_its_docstring_says_how_to_run_it(tmp_path: Path) -> None:
    module = ast.parse((TESTS / "embedding" / "server.py").read_text())
    setting, storing, serve, asking = re.findall("(?m)^    (.+)", ast.get_docstring(module) or "")
    example = json.loads((TESTS / "data" / "update_order_response.json").read_text())
    (tmp_path / "order.json").write_text(json.dumps(example["data"]))
    (tmp_path / "limit.json").write_text('{"max_increase": 75}')
    inside = f"cd {tmp_path} && {setting.replace('=tests', f'={TESTS}')}"
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-c", f"{inside} && {storing}"], check=True, env=path, timeout=60)  # noqa: S607
    command = f"{inside} && exec {serve} --port {{port}}"
    with serving("bash", "-c", command, environment=path) as server:
        url = asking.split("'")[1].replace("localhost:8000", server.url)
        assert httpx.get(url).json()["data"] == example["data"]
