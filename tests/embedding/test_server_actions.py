"""The endpoints of the order server that change the status of an order or its refunds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest

pytest.importorskip("fastapi")

import httpx
from support.examples import order

from backd_rules import MerchantLimit, Money, OrderStatus, Refund, fingerprint
from embedding.order_server import ENDPOINTS, TIMED, OrderServer, reasons, running

pytestmark = pytest.mark.embedding

LIMIT: Final = MerchantLimit(max_increase=Money.of(75))
IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
NEW_REFUND: Final = {**IDS, "refund_amount": 50}
STALE: Final = f'"{"0" * 64}"'

OPEN: Final = datetime(2026, 4, 15, 21, 59, 59, tzinfo=UTC)
LOCKED: Final = datetime(2026, 4, 15, 22, 0, 0, tzinfo=UTC)
"""A second before 5 PM in Chicago on a Wednesday, and 5 PM."""
DRAFT: Final = Refund(
    amount=Money.of(20),
    create_date="2026-04-15 12:49:46",
    status="draft",
    locked_at="2026-04-15 22:00:00",
)

BODIES: Final[dict[str, dict[str, Any]]] = {
    **dict.fromkeys(ENDPOINTS, IDS),
    "update_order": {**IDS, "tax_amount": 101},
    "refund": NEW_REFUND,
}
"""Action -> a request that the matching status allows."""

TRANSITIONS: Final = {
    "order_placed": ("terms_selected", "order_placed"),
    "update_order": ("order_placed", "order_placed"),
    "confirm_order": ("order_placed", "order_confirmed"),
    "cancel_order": ("order_placed", "order_canceled"),
    "refund": ("order_confirmed", "order_confirmed"),
    "delete_refund": ("order_confirmed", "order_confirmed"),
}
"""Action -> the status in which it is allowed, and the next status."""
ACTIONS: Final = pytest.mark.parametrize("action", TRANSITIONS)


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderServer]:
    with running(tmp_path_factory.mktemp("server") / "orders.db", TIMED) as server:
        yield server
        assert "Traceback" not in server.process.log()


@pytest.fixture
def server(running_server: OrderServer) -> OrderServer:
    running_server.clear()
    return running_server


def add(server: OrderServer, status: str, *refunds: Refund) -> str:
    """Store the order BO-1 of 9150.00, and return its ETag."""
    stored = order(status=OrderStatus(status), refunds=refunds)
    server.store.add(stored, LIMIT)
    return f'"{fingerprint(stored)}"'


def facts(response: httpx.Response) -> list[Any]:
    return [violation["facts"] for violation in response.json()["violations"]]


@ACTIONS
def test_an_action_is_allowed_in_one_status(server: OrderServer, action: str) -> None:
    allowed_in, leads_to = TRANSITIONS[action]
    for status in OrderStatus:
        server.clear()
        etag = add(server, status, DRAFT)
        response = server.send(action, BODIES[action], at=OPEN)
        if status == allowed_in:
            assert (response.status_code, server.stored().status) == (200, leads_to)
            assert response.json()["data"]["status"] == leads_to
            assert server.find().headers["ETag"] == response.headers["ETag"] != etag
            continue
        assert response.status_code == response.json()["status"]["code"] == 409
        assert reasons(response) == [("status_forbids_action", "")]
        assert facts(response) == [{"status": status, "action": action}]
        assert server.find().headers["ETag"] == etag


@ACTIONS
def test_an_unknown_order_is_a_404(server: OrderServer, action: str) -> None:
    response = server.send(action, BODIES[action], at=OPEN)
    assert response.status_code == response.json()["status"]["code"] == 404
    assert reasons(response) == [("unknown_order", "/backd_order_id")]


@pytest.mark.parametrize("action", TRANSITIONS.keys() - {"order_placed"})
def test_an_order_of_another_merchant_is_a_404(server: OrderServer, action: str) -> None:
    etag = add(server, TRANSITIONS[action][0], DRAFT)
    response = server.send(action, {**BODIES[action], "merchant_order_id": "M-2"}, at=LOCKED)
    assert response.status_code == response.json()["status"]["code"] == 404
    assert reasons(response) == [("merchant_order_id_mismatch", "/merchant_order_id")]
    assert server.find().headers["ETag"] == etag


@ACTIONS
def test_if_match_refuses_an_action_on_a_changed_order(server: OrderServer, action: str) -> None:
    etag = add(server, TRANSITIONS[action][0], DRAFT)
    assert server.send(action, BODIES[action], at=OPEN, if_match=STALE).status_code == 412
    assert server.find().headers["ETag"] == etag
    assert server.send(action, BODIES[action], at=OPEN, if_match=etag).status_code == 200
    assert server.find().headers["ETag"] != etag


BACKD_ID: Final = ("missing", "/backd_order_id")
MERCHANT_ID: Final = ("missing", "/merchant_order_id")
MISSING: Final = {
    "order_placed": [BACKD_ID, MERCHANT_ID],
    "update_order": [BACKD_ID, MERCHANT_ID],
    "confirm_order": [BACKD_ID],
    "cancel_order": [BACKD_ID],
    "refund": [BACKD_ID, MERCHANT_ID, ("missing", "/refund_amount")],
    "delete_refund": [BACKD_ID],
}


@ACTIONS
def test_a_malformed_request_is_a_400(server: OrderServer, action: str) -> None:
    etag = add(server, TRANSITIONS[action][0], DRAFT)
    requests: list[tuple[Any, list[tuple[str, str]]]] = [
        ({}, MISSING[action]),
        ("BO-1", [("wrong_type", "")]),
        ({**BODIES[action], "fee": 1}, [("unknown_field", "/fee")]),
        ({**BODIES[action], "backd_order_id": " "}, [("blank", "/backd_order_id")]),
        ({**BODIES[action], "merchant_order_id": None}, [("not_nullable", "/merchant_order_id")]),
    ]
    for body, problems in requests:
        response = server.send(action, body, at=OPEN)
        assert response.status_code == response.json()["status"]["code"] == 400
        assert reasons(response) == problems
    assert server.find().headers["ETag"] == etag


@pytest.mark.parametrize("action", ["confirm_order", "cancel_order", "delete_refund"])
def test_the_merchants_id_is_optional(server: OrderServer, action: str) -> None:
    add(server, TRANSITIONS[action][0], DRAFT)
    assert server.send(action, {"backd_order_id": "BO-1"}, at=OPEN).status_code == 200


def test_a_placed_order_has_the_merchants_id_and_a_history(server: OrderServer) -> None:
    new = order(status=OrderStatus.TERMS_SELECTED, placed_total=None, increase_count=None)
    server.store.add(new, LIMIT)
    response = server.send("order_placed", {**IDS, "merchant_order_id": "M-7"})
    assert response.json()["data"]["merchant_order_id"] == "M-7"
    placed = server.stored()
    assert (placed.merchant_order_id, placed.status) == ("M-7", "order_placed")
    assert (placed.placed_total, placed.increase_count) == (Money.of(9150), 0)
    above = {**IDS, "merchant_order_id": "M-7", "tax_amount": 175.01}
    assert reasons(server.send("update_order", above)) == [
        ("increase_exceeds_limit", "/order_total")
    ]


def test_a_canceled_order_has_no_merchant_order_status(server: OrderServer) -> None:
    """The record keeps it; the response does not have it (domain.md, W1)."""
    add(server, "order_placed")
    before = server.find().json()["data"]
    response = server.send("cancel_order", IDS)
    assert before.pop("merchant_order_status") == "processing"
    assert response.json()["data"] == {**before, "status": "order_canceled"}
    assert server.stored().merchant_order_status == "processing"


def test_a_new_refund_replaces_one_that_is_not_locked(server: OrderServer) -> None:
    add(server, "order_confirmed", DRAFT)
    response = server.send("refund", {**IDS, "refund_amount": 9150}, at=OPEN)
    assert response.status_code == 200
    assert response.json()["data"]["refunds"] == [
        {
            "amount": 20,
            "create_date": "2026-04-15 12:49:46",
            "status": "declined",
            "locked_at": "2026-04-15 22:00:00",
        },
        {
            "amount": 9150,
            "create_date": "2026-04-15 21:59:59",
            "status": "draft",
            "locked_at": "2026-04-15 22:00:00",
        },
    ]
    assert server.find().json()["data"] == response.json()["data"]


def test_a_refund_locks_at_five_in_chicago_over_the_change_of_the_clocks(
    server: OrderServer,
) -> None:
    """Friday is in winter time. The clocks change on Sunday, so that Monday is in summer time."""
    add(server, "order_confirmed")
    before_five = datetime(2026, 3, 6, 22, 59, 59, tzinfo=UTC)
    first = server.send("refund", NEW_REFUND, at=before_five)
    assert first.json()["data"]["refunds"][-1]["locked_at"] == "2026-03-06 23:00:00"
    assert server.send("delete_refund", IDS, at=before_five).status_code == 200
    five = datetime(2026, 3, 6, 23, 0, 0, tzinfo=UTC)
    second = server.send("refund", NEW_REFUND, at=five)
    assert second.json()["data"]["refunds"][-1]["locked_at"] == "2026-03-09 22:00:00"
    locked = datetime(2026, 3, 9, 22, 0, 0, tzinfo=UTC)
    assert reasons(server.send("delete_refund", IDS, at=locked)) == [("refund_locked", "")]


def test_a_locked_refund_stays(server: OrderServer) -> None:
    etag = add(server, "order_confirmed", DRAFT)
    for action in ("refund", "delete_refund"):
        response = server.send(action, BODIES[action], at=LOCKED)
        assert response.status_code == response.json()["status"]["code"] == 409
        assert reasons(response) == [("refund_locked", "")]
        assert facts(response) == [{"locked_at": "2026-04-15 22:00:00"}]
    assert server.find().headers["ETag"] == etag


def test_a_refund_of_more_than_the_total_is_a_422(server: OrderServer) -> None:
    add(server, "order_confirmed", DRAFT)
    response = server.send("refund", {**IDS, "refund_amount": 9150.01}, at=LOCKED)
    assert response.status_code == response.json()["status"]["code"] == 422
    assert reasons(response) == [
        ("refund_exceeds_total", "/refund_amount"),
        ("refund_locked", ""),
    ]
    assert facts(response)[0] == {"refund_amount": 9150.01, "order_total": 9150}


def test_a_refund_is_deleted_once(server: OrderServer) -> None:
    add(server, "order_confirmed", DRAFT)
    first = server.send("delete_refund", IDS, at=OPEN)
    assert [refund["status"] for refund in first.json()["data"]["refunds"]] == ["declined"]
    again = server.send("delete_refund", IDS, at=OPEN)
    assert (again.status_code, reasons(again)) == (409, [("no_active_refund", "")])
