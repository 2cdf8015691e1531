"""The seeded faults: wrong servers, which judge what a strategy draws beside a right one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from support.fake_servers import SUBTLE, WRONG, FakeServer, FullServer
from support.oracle import Json

Server = type[FakeServer]

_UPDATING = {"judge", "merge", "cleared", "raises", "settle"}
_REFUNDING = {"reasons", "carry_out", "act", "lock"}
_PLACING = {
    "PlacesAnOrderTwice",
    "ForgetsToStartTheHistory",
    "IgnoresTheNewMerchantOrderId",
    "RequiresTheOldMerchantOrderId",
}


def overrides(server: Server, names: set[str]) -> bool:
    """Return whether `server` has a method of its own by one of `names`."""
    right = (FakeServer, FullServer)
    return any(names & vars(cls).keys() for cls in server.__mro__ if cls not in right)


ALL = (*WRONG, *SUBTLE)
OF_UPDATES = tuple(server for server in ALL if overrides(server, _UPDATING))
OF_REFUNDS = tuple(
    server for server in ALL if overrides(server, _REFUNDING) and server.__name__ not in _PLACING
)


def after_update(server: Server, order: Json, limit: Json, update: Json) -> Json:
    """Return the answer of a server to an update of a stored order, and what it stores then."""
    return _after(server, order, limit, lambda shop: shop.update(update))


def after_refund(server: Server, order: Json, method: str, request: Json, at: datetime) -> Json:
    """Return the answer of a server to a request of `FullAdapter`, and what it stores then."""
    return _after(server, order, {}, lambda shop: getattr(shop, method)(request, at))


def _after(server: Server, order: Json, limit: Json, send: Callable[[Any], Json]) -> Json:
    shop = server()
    # Not `create`, which begins the history of the order.
    shop.orders[order["backd_order_id"]] = dict(order)
    shop.limits[order["backd_order_id"]] = limit
    answer = send(shop)
    return {"answer": answer, "stored": shop.read(order["backd_order_id"])}


class Beside(FakeServer):
    """A right server that sends each request to wrong servers too, and removes those it finds.

    So one run of the state machine looks for every fault. The answers are those of the right
    server.
    """

    right: ClassVar[Server] = FakeServer
    faults: ClassVar[set[Server]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.beside = {fault: fault() for fault in self.faults}

    def _compare(self, method: str, *arguments: Any) -> Any:
        answer = getattr(self.right, method)(self, *arguments)
        for fault, server in [*self.beside.items()]:
            if getattr(server, method)(*arguments) != answer:
                del self.beside[fault]
                self.faults.discard(fault)
        return answer

    def create(self, order: Json, limit: Json) -> None:
        self._compare("create", order, limit)

    def update(self, update: Json) -> Json:
        answer: Json = self._compare("update", update)
        return answer

    def confirm(self, backd_order_id: str) -> bool:
        return bool(self._compare("confirm", backd_order_id))

    def cancel(self, backd_order_id: str) -> bool:
        return bool(self._compare("cancel", backd_order_id))

    def read(self, backd_order_id: str) -> Json:
        order: Json = self._compare("read", backd_order_id)
        return order


class FullBeside(Beside, FullServer):
    """The same with the actions that place and refund orders."""

    right: ClassVar[Server] = FullServer

    def act(self, action: str, request: Json, at: datetime | None = None) -> Json:
        answer: Json = self._compare("act", action, request, at)
        return answer
