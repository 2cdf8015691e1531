"""The adapters through which the state machine uses a server."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

Json = dict[str, Any]


class Adapter(Protocol):
    """The methods through which the state machine uses a server.

    You write the adapter, usually as one HTTP call per method. Every dict is JSON-shaped, with
    amounts in dollars. If a method raises, the example fails with that exception, so do not put an
    answer into its message. `FullAdapter` has the methods that an adapter can have besides these.
    """

    def create(self, order: Json, limit: Json) -> object:
        """Store a new order and its limit, both as `wire` encodes them.

        The order has just been placed: its `order_total` is its `placed_total`, and its
        `increase_count` is 0. With the methods of `FullAdapter`, its status can be another. It is a
        record: a server must store any text in it, and fields that are absent. The return value is
        ignored.
        """
        ...

    def update(self, update: Json) -> Json:
        """Apply the update and return the response envelope of the server.

        `update` is a valid request body. A field that it clears holds `null` or blank text. The
        envelope needs `error` and, if that is false, `data`.
        """
        ...

    def confirm(self, backd_order_id: str) -> bool:
        """Confirm the order and return `True`, or return `False` if its status forbids that."""
        ...

    def cancel(self, backd_order_id: str) -> bool:
        """Cancel the order and return `True`, or return `False` if its status forbids that."""
        ...

    def read(self, backd_order_id: str) -> Json:
        """Return the stored order, in the format of `data` in a response."""
        ...


class FullAdapter(Adapter, Protocol):
    """An `Adapter` with all optional methods: those that place orders and refund them.

    An adapter can have any of the three. The state machine uses each one that exists. Each returns
    the response envelope of the server, as `update` does. The server must take `at` for the present
    time, so it needs a clock that a test can set. An `at` can be earlier than the one before.

        def refund(self, request, at):
            app.clock.now = lambda: at  # or a library that sets the time of the process
            return http.post("/refund", json=request).json()
    """

    def place(self, request: Json) -> Json:
        """Place the order, which may get another `merchant_order_id`.

        With this method, `create` also receives orders whose status is `terms_selected`. They have
        no `placed_total` and no `increase_count` until they are placed.
        """
        ...

    def refund(self, request: Json, at: datetime) -> Json:
        """Request a refund of `refund_amount` at an aware time.

        With this method or `delete_refund`, `create` also receives confirmed orders with recorded
        refund requests.
        """
        ...

    def delete_refund(self, request: Json, at: datetime) -> Json:
        """Delete the active refund request of the order at an aware time.

        `request` has the ids of the order. The `merchant_order_id` can be absent.
        """
        ...
