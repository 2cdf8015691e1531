"""`If-Match` on every endpoint that changes an order (RFC 9110, section 13.1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest

pytest.importorskip("fastapi")

from support.examples import order

from backd_rules import MerchantLimit, Money, OrderStatus, Refund, fingerprint, wire
from embedding.order_server import ENDPOINTS, TIMED, OrderServer, reasons, running

pytestmark = pytest.mark.embedding

IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
BODIES: Final[dict[str, dict[str, Any]]] = {
    **dict.fromkeys(ENDPOINTS, IDS),
    "update_order": {**IDS, "tax_amount": 101},
    "refund": {**IDS, "refund_amount": 50},
}
"""Action -> a request that the matching status allows."""
ALLOWED_IN: Final = {
    "order_placed": "terms_selected",
    "update_order": "order_placed",
    "confirm_order": "order_placed",
    "cancel_order": "order_placed",
    "refund": "order_confirmed",
    "delete_refund": "order_confirmed",
}
OPEN: Final = datetime(2026, 4, 15, 12, tzinfo=UTC)
STALE: Final = f'"{"0" * 64}"'
ACTIONS: Final = pytest.mark.parametrize("action", ENDPOINTS)


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db", TIMED) as server:
        yield server
        assert "Traceback" not in server.process.log()


@pytest.fixture
def server(running_server: OrderServer) -> OrderServer:
    running_server.clear()
    return running_server


def add(server: OrderServer, status: str) -> str:
    """Store the order BO-1 with an active refund request, and return its ETag."""
    draft = Refund(amount=Money.of(20), status="draft", locked_at="2026-04-15 22:00:00")
    stored = order(status=OrderStatus(status), refunds=(draft,))
    server.store.add(stored, MerchantLimit.UNLIMITED)
    return f'"{fingerprint(stored)}"'


MATCHING: Final = (
    "*",
    "{etag}",
    '"x", {etag}',
    '{etag} , W/"x"',
    ",{etag},,",
    '"x,y",W/{etag},{etag}',
)
NOT_MATCHING: Final = (STALE, "W/{etag}", '"x", "y"', '""', '"*"', "")
MALFORMED: Final = ("x", "{etag} {etag}", "*, {etag}", "w/{etag}", '"x', "W/ {etag}")
STATUSES: Final = {
    **dict.fromkeys(MATCHING, 200),
    **dict.fromkeys(NOT_MATCHING, 412),
    **dict.fromkeys(MALFORMED, 400),
}


@ACTIONS
@pytest.mark.parametrize("header", STATUSES)
def test_a_change_happens_only_if_the_order_matches(
    server: OrderServer, action: str, header: str
) -> None:
    etag = add(server, ALLOWED_IN[action])
    before, logged = server.stored(), len(server.records())
    if_match = header.replace("{etag}", etag)
    response = server.send(action, BODIES[action], at=OPEN, if_match=if_match)
    status = STATUSES[header]
    assert response.status_code == response.json()["status"]["code"] == status
    is_changed = status == 200
    assert (server.stored() != before, len(server.records()) - logged) == (is_changed, is_changed)
    assert ("ETag" in response.headers) == is_changed
    if not is_changed:
        assert response.json()["violations"] == []
        assert "data" not in response.json()


def test_the_headers_form_one_list(server: OrderServer) -> None:
    etag = add(server, "order_placed")
    for tags, status in (([STALE, '"x"'], 412), ([STALE, etag], 200)):
        headers = [("If-Match", tag) for tag in tags]
        response = server.http.post("/confirm_order", json=IDS, headers=headers)
        assert response.status_code == status
    assert server.stored().status == "order_confirmed"


@ACTIONS
@pytest.mark.parametrize("header", [*MATCHING, *NOT_MATCHING])
def test_an_unknown_order_is_a_404_whatever_the_condition(
    server: OrderServer, action: str, header: str
) -> None:
    """V1. RFC 9110, 13.2.1: a condition does not replace an error that would come without it."""
    etag = add(server, ALLOWED_IN[action])
    body = {**BODIES[action], "backd_order_id": "BO-2"}
    if_match = header.replace("{etag}", etag)
    response = server.send(action, body, at=OPEN, if_match=if_match)
    assert response.status_code == response.json()["status"]["code"] == 404
    assert reasons(response) == [("unknown_order", "/backd_order_id")]


@pytest.mark.parametrize("action", [a for a in ENDPOINTS if a != "order_placed"])
@pytest.mark.parametrize("header", [*MATCHING, *NOT_MATCHING])
def test_another_merchant_learns_nothing_by_a_condition(
    server: OrderServer, action: str, header: str
) -> None:
    """V1: the answer does not depend on the ETag of the order."""
    etag = add(server, ALLOWED_IN[action])
    body = {**BODIES[action], "merchant_order_id": "M-2"}
    if_match = header.replace("{etag}", etag)
    response = server.send(action, body, at=OPEN, if_match=if_match)
    assert response.status_code == response.json()["status"]["code"] == 404
    assert reasons(response) == [("merchant_order_id_mismatch", "/merchant_order_id")]
    assert "ETag" not in response.headers
    assert server.find().headers["ETag"] == etag


@ACTIONS
def test_the_condition_is_judged_before_the_rules(server: OrderServer, action: str) -> None:
    etag = add(server, "refund")  # This status forbids every action.
    response = server.send(action, BODIES[action], at=OPEN, if_match=STALE)
    assert (response.status_code, reasons(response)) == (412, [])
    response = server.send(action, BODIES[action], at=OPEN, if_match=etag)
    assert (response.status_code, reasons(response)) == (409, [("status_forbids_action", "")])


@pytest.mark.parametrize("header", ["*", "{etag}", STALE, "", "x"])
def test_a_batch_takes_no_condition(server: OrderServer, header: str) -> None:
    etag = add(server, "order_placed")
    before = server.stored()
    if_match = header.replace("{etag}", etag)
    response = server.send("update_order", [BODIES["update_order"]], if_match=if_match)
    assert response.status_code == response.json()["status"]["code"] == 400
    assert response.json()["violations"] == []
    assert server.stored() == before


def test_the_message_of_a_412(server: OrderServer) -> None:
    add(server, "order_placed")
    response = server.send("cancel_order", IDS, if_match=STALE)
    assert response.json() == {
        "message": "API Backd - Error: the order has changed: its ETag is not that of If-Match",
        "status": {"type": "error", "code": 412},
        "error": True,
        "violations": [],
    }


def test_a_find_after_a_change_returns_the_new_etag(server: OrderServer) -> None:
    """A client that always sends the latest ETag is never refused."""
    etag = add(server, "order_placed")
    for tax_amount in (101, 102, 102, 100):
        body = {**IDS, "tax_amount": tax_amount}
        response = server.send("update_order", body, if_match=etag)
        assert response.status_code == 200
        etag = response.headers["ETag"]
        found = server.find()
        assert (found.headers["ETag"], found.json()["data"]["tax_amount"]) == (etag, tax_amount)
        assert etag == f'"{fingerprint(server.stored())}"'
        assert wire.dump_order(server.stored()) == response.json()["data"]
