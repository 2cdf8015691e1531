"""A model of what a server of orders must do, to run your own server against.

class Shop:                                 # an `Adapter`
    def create(self, order, limit): ...     # in JSON-shaped dicts, as your server takes them
    def update(self, update): return http.post("/update_order", json=update).json()
    def confirm(self, backd_order_id): ...
    def cancel(self, backd_order_id): ...
    def read(self, backd_order_id): return http.get(f"/orders/{backd_order_id}").json()

TestShop = order_machine(Shop).TestCase     # unittest and pytest both run it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule

from backd_rules import (
    Denied,
    MerchantLimit,
    Order,
    OrderAction,
    OrderStatus,
    OrderUpdate,
    ViolationCode,
    decide_update,
)
from backd_rules.actions.decision import Decision
from backd_rules.actions.violations import UnknownOrder
from backd_rules.domain.status import next_status
from backd_rules.testing.records import limits, orders
from backd_rules.testing.refusals import denied_updates
from backd_rules.testing.requests import (
    allowed_updates,
    highest_allowed,
    updates_for,
    updates_reaching_total,
)
from backd_rules.wire import (
    InvalidPayload,
    dump_limit,
    dump_order,
    dump_update,
    parse_order,
    response,
)

Json = dict[str, Any]


class Adapter(Protocol):
    """What the machine asks of a server. Every dict is JSON-shaped; an id is a `backd_order_id`."""

    def create(self, order: Json, limit: Json) -> object:
        """Store a new order that has just been placed, and the limit agreed for it."""

    def update(self, update: Json) -> Json:
        """Update an order; returns the response envelope."""

    def confirm(self, backd_order_id: str) -> bool:
        """Confirm an order; returns whether it was allowed."""

    def cancel(self, backd_order_id: str) -> bool:
        """Cancel an order; returns whether it was allowed."""

    def read(self, backd_order_id: str) -> Json:
        """The order as it now is: what stands in `data` of a response."""


def order_machine(make_adapter: Callable[[], Adapter]) -> type[RuleBasedStateMachine]:
    """A state machine that places, updates, confirms, cancels and reads orders of your server.

    `make_adapter` is called once for every example and must begin with no orders. The machine
    fails with an `AssertionError` where the server answers anything but what these rules say.
    Of an answer to an update it looks at `error`, `data` and, if they are there, at the code of
    `status` and at the codes and paths of `violations`.
    """
    return type("OrderMachine", (_OrderMachine,), {"make_adapter": staticmethod(make_adapter)})


_CLOSING: Final = {OrderAction.CONFIRM_ORDER: "confirm", OrderAction.CANCEL_ORDER: "cancel"}


class _OrderMachine(RuleBasedStateMachine):
    """Does everything twice, on the server and on the orders as they should be, and compares."""

    make_adapter: Callable[[], Adapter]
    ids: Bundle[str] = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.server = self.make_adapter()
        self.orders: dict[str, Order] = {}
        self.limits: dict[str, MerchantLimit] = {}

    @rule(target=ids, order=orders(statuses=[OrderStatus.ORDER_PLACED]), limit=limits())
    def create(self, order: Order, limit: MerchantLimit) -> str:
        """An order has been placed: its present total is the one at which it was."""
        backd_order_id = f"BO-{len(self.orders) + 1}"
        self.orders[backd_order_id] = attrs.evolve(
            order,
            backd_order_id=backd_order_id,
            refunds=(),
            placed_total=order.order_total,
            increase_count=0,
        )
        self.limits[backd_order_id] = limit
        self.server.create(dump_order(self.orders[backd_order_id]), dump_limit(limit))
        self._read(backd_order_id)
        return backd_order_id

    @rule(backd_order_id=ids, data=st.data())
    def update_as_allowed(self, backd_order_id: str, data: st.DataObject) -> None:
        """An update that the limit allows, unless the order's status forbids it."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        if order.status is OrderStatus.ORDER_PLACED:
            self._update(data.draw(allowed_updates(order, limit)))
        else:
            self._update(data.draw(updates_for(order, limit=limit)))

    @rule(backd_order_id=ids, data=st.data())
    def update_to_the_ceiling(self, backd_order_id: str, data: st.DataObject) -> None:
        """The highest total that the limit allows."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data.draw(updates_reaching_total(order, highest_allowed(order, limit))))

    @rule(backd_order_id=ids, data=st.data())
    def update_past_the_ceiling(self, backd_order_id: str, data: st.DataObject) -> None:
        """More than the limit allows, mostly by a cent."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        above = denied_updates(order, limit, code=ViolationCode.INCREASE_EXCEEDS_LIMIT)
        self._update(data.draw(above))

    @rule(backd_order_id=ids, data=st.data())
    def update_as_denied(self, backd_order_id: str, data: st.DataObject) -> None:
        """An update that is refused, for any reason."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data.draw(denied_updates(order, limit)))

    @rule(backd_order_id=ids, data=st.data())
    def update(self, backd_order_id: str, data: st.DataObject) -> None:
        """Any update of the order."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data.draw(updates_for(order, limit=limit)))

    @rule(backd_order_id=ids, action=st.sampled_from(list(_CLOSING)))
    def close(self, backd_order_id: str, action: OrderAction) -> None:
        """The merchant confirms or cancels the order."""
        order, act = self.orders[backd_order_id], getattr(self.server, _CLOSING[action])
        led_to = next_status(order.status, action)
        _expect(str(action), led_to is not None, act(backd_order_id))
        if led_to is not None:
            self.orders[backd_order_id] = attrs.evolve(order, status=led_to)
        self._read(backd_order_id)

    def _update(self, update: OrderUpdate) -> None:
        decision = self._decide(update)
        expected, answer = response(decision), self.server.update(dump_update(update))
        _expect("error", expected["error"], answer.get("error"))
        if decision.allowed:
            self.orders[update.backd_order_id] = decision.order
            _expect("data", _comparable(decision.order), _answered(answer.get("data")))
        for part, look in _OPTIONAL_PARTS.items():
            if part in answer and part in expected:
                _expect(part, look(expected[part]), look(answer[part]))
        if update.backd_order_id in self.orders:
            self._read(update.backd_order_id)

    def _decide(self, update: OrderUpdate) -> Decision:
        order = self.orders.get(update.backd_order_id)
        if order is None:
            return Denied((UnknownOrder(),))
        return decide_update(order, update, self.limits[update.backd_order_id])

    def _read(self, backd_order_id: str) -> None:
        """What the server has stored is the order as it should be."""
        answer = self.server.read(backd_order_id)
        _expect("read", _comparable(self.orders[backd_order_id]), _answered(answer))


def _expect(what: str, expected: object, answer: object) -> None:
    if answer != expected:
        raise AssertionError(f"{what}: the server says {answer!r}, the rules say {expected!r}")


def _comparable(order: Order) -> Json:
    """An order without what a server adds of its own; equal amounts are written alike."""
    return {name: thing for name, thing in dump_order(order).items() if name != "create_date"}


def _answered(payload: object) -> Json:
    """The order that a server answered with; none at all is a wrong answer too."""
    try:
        return _comparable(parse_order(payload))
    except InvalidPayload as error:
        raise AssertionError(f"the server says {payload!r}, the rules say {error}") from None


_OPTIONAL_PARTS: Final[Mapping[str, Callable[[Any], object]]] = {
    "status": lambda status: status["code"],
    "violations": lambda violations: [(v["code"], v["path"]) for v in violations],
}
"""The parts of an answer that a server may leave out, and what is compared of them."""
