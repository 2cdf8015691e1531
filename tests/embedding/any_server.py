"""Test an order server in any language by its URL, with the vectors and the state machine.

    pip install 'backd-rules[testing]' pytest
    ORDER_SERVER=http://127.0.0.1:8000 pytest any_server.py

Copy this file, and start your server with a database of its own: its orders are deleted. It needs
the endpoints of `ENDPOINTS`, and four things that only a server under test has:

- `PUT /test/orders` stores or replaces an order. The body is the order as recorded. The header
  `X-Limit` has its limit as JSON. If either is malformed, the answer is 400.
- `GET /test/orders?backd_order_id=BO-1` returns the stored order, with its `placed_total` and
  `increase_count` if it has them.
- `DELETE /test/orders` deletes all orders.
- The header `X-Time` is the present time, such as `2026-03-09T22:00:00+00:00`, for refunds.

The answer to an action is an envelope (domain.md, W1 and W2). That of a malformed request has the
problems in `violations`. Facts are compared if the server states them.

Use `-k` to leave out what your server does not have: `-k "not test_batches"`. For the state
machine, remove `place`, `refund` and `delete_refund` from `Shop`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from json import dumps
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from backd_rules import ViolationCode, wire
from backd_rules.testing import order_machine

SERVER: Final = os.environ.get("ORDER_SERVER", "http://127.0.0.1:8000").rstrip("/")
ENDPOINTS: Final = {
    "order_placed": ("POST", "/order_placed"),
    "update_order": ("POST", "/update_order"),
    "confirm_order": ("POST", "/confirm_order"),
    "cancel_order": ("POST", "/cancel_order"),
    "refund": ("POST", "/refund"),
    "delete_refund": ("DELETE", "/refund"),
}
"""Action -> the method and the path of its endpoint."""
ACTIONS: Final = {
    "update": ["update_order"],
    "updates": ["update_order"],
    "ids": ["confirm_order", "cancel_order", "delete_refund"],
    "both_ids": ["order_placed"],
    "refund_request": ["refund"],
}
"""Type of a request in the vectors -> the actions that take it."""

Json = dict[str, Any]
Answer = tuple[int, Any]
NOON: Final = datetime(2026, 4, 15, 17, tzinfo=UTC)
IDS: Final[Json] = {"backd_order_id": "B-1", "merchant_order_id": "M-1"}
PLACED: Final[Json] = {**IDS, "status": "order_placed", "order_total": 100, "cart_amount": 100}
UNLIMITED: Final[Json] = {"max_order_total": 9999999999999.99}


# Requests. Each body is a JSON text, because some vectors are texts that no encoder writes.


def call(method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
    """Send a request, and return the status and the decoded body of its answer."""
    headers = {"Content-Type": "application/json", **(headers or {})}
    request = Request(SERVER + path, body.encode(), headers, method=method)  # noqa: S310
    try:
        with urlopen(request, timeout=60) as response:  # noqa: S310
            status, text = response.status, response.read()
    except HTTPError as error:
        with error:
            status, text = error.code, error.read()
    try:
        return status, json.loads(text or "null")
    except ValueError:
        pytest.fail(f"{method} {path}: an answer of status {status} that is not JSON")


def send(action: str, body: str, at: datetime = NOON) -> Answer:
    """Send the request of an action."""
    return call(*ENDPOINTS[action], body, {"X-Time": at.astimezone(UTC).isoformat()})


def put(order: str, limit: str) -> Answer:
    """Store an order and its limit, which can be malformed."""
    return call("PUT", "/test/orders", order, {"X-Limit": limit})


def store(order: Json, limit: Json) -> None:
    """Store an order and its limit."""
    status, _ = put(dumps(order), dumps(limit))
    assert status < 300, f"PUT of a valid order: status {status}"


def stored(backd_order_id: str) -> Any:
    """Return the stored order."""
    status, order = call("GET", f"/test/orders?backd_order_id={quote(backd_order_id, safe='')}")
    assert status == 200, f"GET of an order: status {status}"
    return order


# Comparisons


def comparable(order: Json) -> Any:
    """Return an order without what a server may write in another way, such as `null`."""
    return without_nulls(wire.dump_stored_order(wire.parse_order(order)))


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return [*map(without_nulls, value)] if isinstance(value, list) else value


def data_of(order: Json) -> Any:
    """Return the part of an order that the `data` of a response must have (domain.md, W1)."""
    data = comparable(order)
    optional = ["placed_total", "increase_count", *([] if data.get("refunds") else ["refunds"])]
    if data["status"] == "order_canceled":
        optional.append("merchant_order_status")
    return {name: part for name, part in data.items() if name not in optional}


def outcome_of(envelope: Any) -> tuple[Any, Any]:
    """Return `error` and the code of `status`."""
    assert isinstance(envelope, dict), f"no envelope: {envelope}"
    status = envelope.get("status")
    return envelope.get("error"), status.get("code") if isinstance(status, dict) else status


def check_allowed(envelope: Any, after: Json) -> None:
    """Compare the response to an allowed request."""
    assert outcome_of(envelope) == (False, 200), envelope
    assert data_of(envelope["data"]) == data_of(after)


def check_refused(envelope: Any, code: int, reasons: list[Json]) -> None:
    """Compare the response to a refused or malformed request."""
    assert outcome_of(envelope) == (True, code), envelope
    found = envelope["violations"]
    assert [(v["code"], v["path"]) for v in found] == [(r["code"], r["path"]) for r in reasons]
    for violation, reason in zip(found, reasons, strict=True):
        if "facts" in violation and "facts" in reason:
            facts, expected = (
                json.loads(dumps(one["facts"]), parse_int=float) for one in (violation, reason)
            )
            assert facts == expected, violation["code"]


def check(envelope: Any, case: Json, order: Json) -> Json:
    """Compare a response with the verdict of a case, and return the order after it."""
    if case["allowed"]:
        after = {**order, **case["after"]}
        check_allowed(envelope, after)
        return after
    reasons = case["violations"]
    if reasons[0]["code"] == "backd_order_id_mismatch":
        # A server finds no order by an id that is another's.
        reasons = [{"code": "unknown_order", "path": "/backd_order_id"}]
    check_refused(envelope, wire.HTTP_STATUSES[ViolationCode(reasons[0]["code"])], reasons)
    return order


# The vectors, as `vectors.md` in the package describes them


def read(name: str) -> Any:
    return json.loads((files("backd_rules") / "conformance" / name).read_text())


VECTORS: Final = read("vectors.json")
OF_ACTIONS: Final = read("actions.json")
UNREADABLE: Final = [
    {**case, "text": case.get("text", dumps(case.get("payload")))}
    for case in (*VECTORS["malformed"], *VECTORS["texts"], *OF_ACTIONS["malformed"])
    # `update_order` takes both an update and a batch of them.
    if case["problems"] and case["name"] not in ("update:wrong_type::1", "updates:wrong_type::3")
]


def each(cases: list[Json]) -> pytest.MarkDecorator:
    """Run a test with each case, under its name."""
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@pytest.fixture(scope="session", autouse=True)
def server() -> None:
    """Stop the run if there is no server, or if it is not one under test."""
    try:
        status, _ = call("DELETE", "/test/orders")
    except OSError as error:
        pytest.exit(f"{SERVER} does not answer: {error}", returncode=2)
    if status >= 300:
        pytest.exit(f"DELETE {SERVER}/test/orders: status {status}", returncode=2)


@pytest.fixture(autouse=True)
def shown(request: pytest.FixtureRequest) -> None:
    """Print the case: pytest shows it if the test fails."""
    if "case" in request.fixturenames:
        print(dumps(request.getfixturevalue("case"), indent=1))  # noqa: T201


def moment_of(timestamp: str) -> datetime:
    return datetime.fromisoformat(timestamp).replace(tzinfo=UTC)


@each([*VECTORS["cases"], *OF_ACTIONS["actions"]])
def test_actions(case: Json) -> None:
    order, limit = case["order"], case.get("limit", UNLIMITED)
    action, request = case.get("action", "update_order"), case.get("update", case.get("request"))
    at = moment_of(case["at"]) if "at" in case else NOON
    store(order, limit)
    status, envelope = send(action, dumps(request), at)
    after = check(envelope, case, order)
    assert status == outcome_of(envelope)[1]
    assert comparable(stored(order["backd_order_id"])) == comparable(after)


@pytest.fixture
def empty() -> Iterator[None]:
    """Delete all orders before and after a test."""
    call("DELETE", "/test/orders")
    yield
    call("DELETE", "/test/orders")


@pytest.mark.usefixtures("empty")
@each(VECTORS["batches"])
def test_batches(case: Json) -> None:
    """The answer has an envelope for each update, and the last allowed one of an order its data."""
    orders = {order["backd_order_id"]: order for order in case["orders"]}
    for order in orders.values():
        store(order, case["limit"])
    ids = [update["backd_order_id"] for update in case["updates"]]
    status, envelopes = send("update_order", dumps(case["updates"]))
    assert status == 200
    with_data = {}
    for name, verdict, envelope in zip(ids, case["verdicts"], envelopes, strict=True):
        if not verdict["allowed"]:
            check(envelope, verdict, {})
            continue
        assert outcome_of(envelope) == (False, 200), envelope
        orders[name] = {**orders[name], **verdict["after"]}
        with_data[name] = envelope
    for name, envelope in with_data.items():
        check_allowed(envelope, orders[name])
    assert sum("data" in envelope for envelope in envelopes) == len(with_data)
    for name, order in orders.items():
        assert comparable(stored(name)) == comparable(order)


@each(OF_ACTIONS["lock_times"])
def test_lock_times(case: Json) -> None:
    store({**PLACED, "status": "order_confirmed"}, UNLIMITED)
    request = {**IDS, "refund_amount": 1}
    _, envelope = send("refund", dumps(request), moment_of(case["submitted_at"]))
    assert outcome_of(envelope) == (False, 200)
    [refund] = envelope["data"]["refunds"]
    assert refund["locked_at"] == case["locked_at"]


@each(VECTORS["records"])
def test_records(case: Json) -> None:
    store(case["order"], UNLIMITED)
    assert stored(case["order"]["backd_order_id"]) == case["written"]


@each([case for case in UNREADABLE if case["reads"] in ACTIONS])
def test_malformed_requests(case: Json) -> None:
    for action in ACTIONS[case["reads"]]:
        status, envelope = send(action, case["text"])
        check_refused(envelope, 400, case["problems"])
        assert status == 400


@each([case for case in UNREADABLE if case["reads"] in ("order", "limit")])
def test_malformed_records(case: Json) -> None:
    parts = {"order": dumps(PLACED), "limit": dumps(UNLIMITED), case["reads"]: case["text"]}
    status, envelope = put(**parts)
    check_refused(envelope, 400, case["problems"])
    assert status == 400


@each([case for case in VECTORS["texts"] if not case["problems"]])
def test_unusual_texts(case: Json) -> None:
    """A well-formed text means the same as its payload, in which nothing is unusual."""
    answers = []
    for text in (case["text"], dumps(case["payload"])):
        parts = {"order": dumps(PLACED), "limit": dumps(UNLIMITED)}
        if case["reads"] in parts:
            parts[case["reads"]] = text
        assert put(**parts)[0] < 300
        status, envelope = send("update_order", text) if case["reads"] == "update" else (200, {})
        assert status != 400, envelope
        answers.append((envelope, stored("B-1")))
    assert answers[0] == answers[1]


# The state machine


class Shop:
    """The adapter of `order_machine`."""

    def __init__(self) -> None:
        call("DELETE", "/test/orders")

    def create(self, order: Json, limit: Json) -> None:
        is_placed = order["status"] != "terms_selected"
        history = {"placed_total": order["order_total"], "increase_count": 0} if is_placed else {}
        store({**order, **history}, limit)

    def update(self, update: Json) -> Any:
        return send("update_order", dumps(update))[1]

    def confirm(self, backd_order_id: str) -> bool:
        return self._close("confirm_order", backd_order_id)

    def cancel(self, backd_order_id: str) -> bool:
        return self._close("cancel_order", backd_order_id)

    def read(self, backd_order_id: str) -> Any:
        return stored(backd_order_id)

    def place(self, request: Json) -> Any:
        return send("order_placed", dumps(request))[1]

    def refund(self, request: Json, at: datetime) -> Any:
        return send("refund", dumps(request), at)[1]

    def delete_refund(self, request: Json, at: datetime) -> Any:
        return send("delete_refund", dumps(request), at)[1]

    def _close(self, action: str, backd_order_id: str) -> bool:
        status, _ = send(action, dumps({"backd_order_id": backd_order_id}))
        assert status in (200, 409), f"{action}: status {status}"
        return status == 200


TestShop = order_machine(Shop).TestCase
