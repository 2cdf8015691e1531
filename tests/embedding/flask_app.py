"""`POST /update_order` in Flask: the library decides, the view only speaks HTTP.

Copy it and put your database behind `Store`; `MemoryStore` says in few lines what one must do. Any
WSGI server runs it, for example `flask --app 'your_module:create_app(...)' run`. Its tests run it
under a real one: `pytest -m embedding tests/embedding/test_flask.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any, Protocol

from flask import Flask, request

from backd_rules import MerchantLimit, Order, decide_updates, fingerprint, wire


class Store(Protocol):
    """Where the orders are."""

    def load(self, backd_order_id: str) -> Order | None:
        """The order, if there is one."""

    def swap(self, order: Order, expected: str) -> bool:
        """Store `order` if the stored one still has the fingerprint `expected`; whether it had."""


class MemoryStore:
    """Orders for as long as the process lives."""

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
    """The application; `limit` is what the merchant has agreed upon."""
    app = Flask(__name__)

    @app.post("/update_order")
    def update_order() -> tuple[dict[str, Any], int]:
        envelope = answer(store, limit, request.stream.read(wire.MAX_BYTES + 1))
        return envelope, envelope["status"]["code"]

    return app


def answer(store: Store, limit: MerchantLimit, body: bytes) -> dict[str, Any]:
    """The response envelope; what is allowed is stored, unless somebody else was faster."""
    try:
        update = wire.parse_update(wire.loads(body))
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    while True:
        order = store.load(update.backd_order_id)
        # A batch of one, for that an order is not there is a decision too.
        [decision] = decide_updates([order] if order else [], [update], limit)
        if not (order and decision.allowed):
            return wire.response(decision)
        if store.swap(decision.order, fingerprint(order)):
            return wire.response(decision)
