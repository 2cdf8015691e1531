"""`POST /update_order` in Flask. The view handles HTTP, and `backd_rules` decides.

To use it, copy this module and implement `Store` with your database. `MemoryStore` is the shortest
implementation. Any WSGI server can run the application, for example
`flask --app 'your_module:create_app(...)' run`. The tests use a real WSGI server:
`pytest -m embedding tests/embedding/test_flask.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from logging import getLogger
from threading import Lock
from typing import Any, Final, Protocol

from flask import Flask, Request, Response, request
from werkzeug.exceptions import BadRequest, HTTPException, ServiceUnavailable

from backd_rules import (
    Decision,
    Denied,
    MerchantLimit,
    Order,
    OrderUpdate,
    UnknownOrder,
    decide_update,
    fingerprint,
    wire,
)

TRIES: Final = 100
"""The number of decisions on a changing order before a request is given up."""

_log: Final = getLogger(__name__)


class Store(Protocol):
    """The database operations that the application needs."""

    def load(self, backd_order_id: str) -> Order | None:
        """Return the stored order, or `None` if there is no such order."""

    def swap(self, order: Order, expected: str) -> bool:
        """Store `order` if the stored one has the fingerprint `expected`; return whether it did."""


class MemoryStore:
    """A store that keeps its orders in memory.

    An order that has just been placed goes in as `order.as_placed()` (domain.md, L8).
    """

    def __init__(self, orders: Iterable[Order] = ()) -> None:
        self._orders = {order.backd_order_id: order for order in orders}
        self._lock = Lock()

    def load(self, backd_order_id: str) -> Order | None:
        return self._orders.get(backd_order_id)

    def swap(self, order: Order, expected: str) -> bool:
        with self._lock:
            if fingerprint(self._orders[order.backd_order_id]) != expected:
                return False
            self._orders[order.backd_order_id] = order
            return True


def create_app(store: Store, limit: MerchantLimit) -> Flask:
    """Return the application. `limit` applies to every order."""
    app = Flask(__name__)

    @app.post("/update_order")
    def update_order() -> tuple[dict[str, Any], int]:
        envelope = respond(store, limit, read_body(request))
        return envelope, envelope["status"]["code"]

    app.register_error_handler(HTTPException, respond_error)
    app.after_request(forbid_caching)
    return app


def read_body(request: Request) -> bytes:
    """Return the body, cut off after one byte more than `wire.loads` accepts.

    An incomplete body may be a whole update, so it is an error. One read need not return all bytes,
    and some servers end the stream without an error where the client has gone.
    """
    most, body = wire.MAX_BYTES + 1, bytearray()
    try:
        while len(body) < most and (part := request.stream.read(most - len(body))):
            body += part
    except OSError:  # A chunk is malformed or missing.
        raise BadRequest from None
    if len(body) < min(request.content_length or 0, most):
        raise BadRequest
    return bytes(body)


def respond(store: Store, limit: MerchantLimit, body: bytes) -> dict[str, Any]:
    """Return the response envelope for a request body, after storing an allowed update."""
    try:
        update = wire.parse_update(wire.loads(body))
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    return wire.response(decide_and_store(store, limit, update))


def decide_and_store(store: Store, limit: MerchantLimit, update: OrderUpdate) -> Decision:
    """Decide, and store the result if it is allowed. Decide again if the order has changed.

    Respond with 503 after `TRIES`: the store may have a fingerprint that is not the order's.
    """
    for _ in range(TRIES):
        order = store.load(update.backd_order_id)
        if order is None:
            return Denied((UnknownOrder(),))
        decision = decide_update(order, update, limit)
        if not decision.allowed or store.swap(decision.order, fingerprint(order)):
            return decision
    _log.error("order %r was not stored in %d tries", update.backd_order_id, TRIES)
    raise ServiceUnavailable


def respond_error(error: HTTPException) -> Response:
    """Return the envelope of an error such as 404, 405, 500 or 503."""
    response = error.get_response()  # A 405 has the header Allow.
    envelope = {
        "message": f"API Backd - Error: {error.name}",
        "status": {"type": "error", "code": error.code},
        "error": True,
        "violations": [],
    }
    return Response(json.dumps(envelope), error.code, response.headers, "application/json")


def forbid_caching(response: Response) -> Response:
    """Forbid to keep a response, which contains personal data."""
    response.headers["Cache-Control"] = "no-store"
    return response
