"""The adapters through which the state machine uses a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol

from backd_rules.testing.shown import described

Json = dict[str, Any]


class Adapter(Protocol):
    """The methods through which the state machine uses a server.

    You write the adapter, usually as one HTTP call per method. Every dict is JSON-shaped, with
    amounts in dollars. If a method raises, the example fails with that exception, so do not put an
    answer into its message. A method that returns another type than stated here is a `TypeError`
    that names the method. `FullAdapter` has the methods that an adapter can have besides these.

        class Shop:
            def create(self, order, limit):
                database.insert(order, limit)

            def update(self, update):
                return http.post("/update_order", json=update).json()

            def confirm(self, backd_order_id):
                ids = {"backd_order_id": backd_order_id}
                return http.post("/confirm_order", json=ids).is_success

            def cancel(self, backd_order_id):
                ids = {"backd_order_id": backd_order_id}
                return http.post("/cancel_order", json=ids).is_success

            def read(self, backd_order_id):
                return http.get(f"/orders/{backd_order_id}").json()["data"]
    """

    def create(self, order: Json, limit: Json) -> object:
        """Store a new order and its limit, both as `wire` encodes them.

        The order has just been placed: its `order_total` is its `placed_total`, and its
        `increase_count` is 0. With the methods of `FullAdapter`, its status can be another. It is a
        record: a server must store any text in it, and fields that are absent. The return value is
        ignored.

            shop.create({"backd_order_id": "BO-1", "order_total": 9.99, ...}, {"max_increase": 5})
        """
        ...

    def update(self, update: Json) -> Json:
        """Apply the update and return the response envelope of the server.

        `update` is a valid request body. A field that it clears holds `null` or blank text. The
        envelope needs `error` and, if that is false, `data`: the order after the update.

            shop.update({"backd_order_id": "BO-1", "merchant_order_id": "M-1", "tax_amount": 1})
            # {"error": False, "data": {...}, "status": {"code": 200}}
        """
        ...

    def confirm(self, backd_order_id: str) -> bool:
        """Confirm the order and return `True`, or return `False` if its status forbids that.

        shop.confirm("BO-1")  # True, and False if it was confirmed or canceled before
        """
        ...

    def cancel(self, backd_order_id: str) -> bool:
        """Cancel the order and return `True`, or return `False` if its status forbids that.

        shop.cancel("BO-1")  # True, and False if it was confirmed or canceled before
        """
        ...

    def read(self, backd_order_id: str) -> Json:
        """Return the stored order, in the format of `data` in a response.

        shop.read("BO-1")  # {"backd_order_id": "BO-1", "status": "order_placed", ...}
        """
        ...


class FullAdapter(Adapter, Protocol):
    """An `Adapter` with all optional methods: those that place orders and refund them.

    An adapter can have any of the three. The state machine uses each one that exists and is not
    `None`. Each returns the response envelope of the server, as `update` does. The server must take
    `at` for the present time, so it needs a clock that a test can set. An `at` can be earlier than
    the one before.

        def refund(self, request, at):
            app.clock.now = lambda: at  # or a library that sets the time of the process
            return http.post("/refund", json=request).json()
    """

    def place(self, request: Json) -> Json:
        """Place the order, which may get another `merchant_order_id`.

        With this method, `create` also receives orders whose status is `terms_selected`. They have
        no `placed_total` and no `increase_count` until they are placed.

            shop.place({"backd_order_id": "BO-1", "merchant_order_id": "M-2"})
        """
        ...

    def refund(self, request: Json, at: datetime) -> Json:
        """Request a refund of `refund_amount`, in dollars, at an aware time.

        With this method or `delete_refund`, `create` also receives confirmed orders with recorded
        refund requests.

            ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
            shop.refund({**ids, "refund_amount": 5}, datetime(2026, 4, 15, tzinfo=UTC))
        """
        ...

    def delete_refund(self, request: Json, at: datetime) -> Json:
        """Delete the active refund request of the order at an aware time.

        `request` has the ids of the order. The `merchant_order_id` can be absent.

            shop.delete_refund({"backd_order_id": "BO-1"}, datetime(2026, 4, 15, tzinfo=UTC))
        """
        ...


_METHODS: Final = ("create", "update", "confirm", "cancel", "read")


def check_factory(make_adapter: object) -> None:
    """Raise `TypeError` unless this can be called and, if it is a class, has all methods."""
    if not callable(make_adapter):
        raise TypeError(
            "make_adapter must be a class or a function that returns an adapter, not "
            f"{described(make_adapter)}"
        )
    if isinstance(make_adapter, type):
        _check_methods(make_adapter, make_adapter.__name__)


def new_adapter(make_adapter: Callable[[], Adapter]) -> Adapter:
    """Return a new adapter; raises `TypeError` if it is none."""
    adapter = make_adapter()
    if adapter is None or isinstance(adapter, type):
        raise TypeError(
            f"make_adapter returned {described(adapter)}; it must return an adapter, which is an "
            "instance of a class"
        )
    _check_methods(adapter, type(adapter).__name__)
    return adapter


def _check_methods(adapter: object, name: str) -> None:
    missing = [method for method in _METHODS if not callable(getattr(adapter, method, None))]
    if missing:
        raise TypeError(
            f"{name} must have the methods {', '.join(_METHODS)}, but it has no {missing[0]}"
        )


def returned_dict(method: str, answer: object, meaning: str) -> Json:
    """Return the answer of a method such as "Shop.read"; raises `TypeError` if it is no dict."""
    if not isinstance(answer, dict):
        raise TypeError(
            f"{method} returned {described(answer)}; it must return {meaning} as a dict"
        )
    return answer


def returned_bool(method: str, answer: object) -> bool:
    """Return the answer of a method such as "Shop.confirm"; raises `TypeError` if it is no bool."""
    if not isinstance(answer, bool):
        raise TypeError(f"{method} returned {described(answer)}; it must return True or False")
    return answer
