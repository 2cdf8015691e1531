"""A Hypothesis state machine that tests your own order server against the rules.

from backd_rules.testing import order_machine
class Shop:                                 # an `Adapter` with JSON-shaped dicts
    def create(self, order, limit): ...     # store both, for example in your test database
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
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    Order,
    OrderAction,
    OrderStatus,
    OrderUpdate,
    ViolationCode,
    decide_update,
)
from backd_rules.actions.violations import UnknownOrder
from backd_rules.domain.status import next_status
from backd_rules.testing.merchant_limits import limits
from backd_rules.testing.records import orders
from backd_rules.testing.refusals import denied_updates
from backd_rules.testing.requests import (
    allowed_updates,
    highest_allowed,
    updates_for,
    updates_of_texts,
    updates_reaching_total,
)
from backd_rules.testing.spellings import payloads
from backd_rules.wire import (
    InvalidPayload,
    dump_limit,
    dump_order,
    parse_order,
    parse_update,
    response,
)

Json = dict[str, Any]


class Adapter(Protocol):
    """The methods through which the state machine uses a server.

    You write the adapter, usually as one HTTP call per method. Every dict is JSON-shaped, with
    amounts in dollars. If a method raises, the example fails with that exception.
    """

    def create(self, order: Json, limit: Json) -> object:
        """Store a new order and its limit, both as `wire` encodes them.

        The order has just been placed: its `order_total` is its `placed_total`, and its
        `increase_count` is 0. It is a record: a server must store any text in it, and fields that
        are absent. The return value is ignored.
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


def order_machine(make_adapter: Callable[[], Adapter]) -> type[RuleBasedStateMachine]:
    """Return a state machine that creates, updates, confirms, cancels and reads orders.

    `make_adapter` is called once per example. The adapter that it returns must have no orders. An
    example fails with an `AssertionError` if the server contradicts the rules. In the response to
    an update, `error` and `data` are compared. The code of `status` and the codes and paths of
    `violations` are compared if the response has them.

        TestShop = order_machine(Shop).TestCase
    """
    return type("OrderMachine", (_OrderMachine,), {"make_adapter": staticmethod(make_adapter)})


_METHODS: Final = {OrderAction.CONFIRM_ORDER: "confirm", OrderAction.CANCEL_ORDER: "cancel"}


class _OrderMachine(RuleBasedStateMachine):
    """Runs each step on the server and on a model, and compares the results."""

    make_adapter: Callable[[], Adapter]
    ids: Bundle[str] = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.server = self.make_adapter()
        self.orders: dict[str, Order] = {}
        self.limits: dict[str, MerchantLimit] = {}

    @rule(target=ids, order=orders(statuses=[OrderStatus.ORDER_PLACED]), limit=limits())
    def create(self, order: Order, limit: MerchantLimit) -> str:
        """Create an order that has just been placed."""
        backd_order_id = f"BO-{len(self.orders) + 1}"
        self.orders[backd_order_id] = attrs.evolve(
            order.as_placed(), backd_order_id=backd_order_id, refunds=()
        )
        self.limits[backd_order_id] = limit
        self.server.create(dump_order(self.orders[backd_order_id]), dump_limit(limit))
        self._read(backd_order_id)
        return backd_order_id

    @rule(backd_order_id=ids, data=st.data())
    def update_as_allowed(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update that is allowed, or any update if the status forbids it."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        if order.status is OrderStatus.ORDER_PLACED:
            self._update(data, allowed_updates(order, limit))
        else:
            self._update(data, updates_for(order, limit=limit))

    @rule(backd_order_id=ids, data=st.data())
    def update_to_the_ceiling(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update to the highest total that the limit allows."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data, updates_reaching_total(order, highest_allowed(order, limit)))

    @rule(backd_order_id=ids, data=st.data())
    def update_past_the_ceiling(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update to a total above the limit, often by one cent."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        code = ViolationCode.INCREASE_EXCEEDS_LIMIT
        self._update(data, denied_updates(order, limit, code=code))

    @rule(backd_order_id=ids, data=st.data())
    def update_texts(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update of contacts and texts only, which no limit refuses."""
        self._update(data, updates_of_texts(self.orders[backd_order_id]))

    @rule(backd_order_id=ids, data=st.data())
    def update_as_denied(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update that is denied with any violation."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data, denied_updates(order, limit))

    @rule(backd_order_id=ids, data=st.data())
    def update(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send any update of the order."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data, updates_for(order, limit=limit))

    @rule(backd_order_id=ids, action=st.sampled_from(list(_METHODS)))
    def close(self, backd_order_id: str, action: OrderAction) -> None:
        """Confirm or cancel the order."""
        order, method = self.orders[backd_order_id], getattr(self.server, _METHODS[action])
        status = next_status(order.status, action)
        _expect(str(action), status is not None, method(backd_order_id))
        if status is not None:
            self.orders[backd_order_id] = attrs.evolve(order, status=status)
        self._read(backd_order_id)

    def _update(self, data: st.DataObject, updates: st.SearchStrategy[OrderUpdate]) -> None:
        payload = data.draw(payloads(updates))
        update = parse_update(payload)
        decision = self._decide(update)
        expected, answer = response(decision), self.server.update(payload)
        _expect("error", expected["error"], answer.get("error"))
        if isinstance(decision, Allowed):
            self.orders[update.backd_order_id] = decision.order
            _expect_order("data", decision.order, answer.get("data"))
        for part, compared in _OPTIONAL_PARTS.items():
            if part in answer and part in expected:
                _expect(part, compared(expected[part]), compared(answer[part]))
        if update.backd_order_id in self.orders:
            self._read(update.backd_order_id)

    def _decide(self, update: OrderUpdate) -> Decision:
        order = self.orders.get(update.backd_order_id)
        if order is None:
            return Denied((UnknownOrder(),))
        return decide_update(order, update, self.limits[update.backd_order_id])

    def _read(self, backd_order_id: str) -> None:
        """Compare the order that the server has stored with the model."""
        _expect_order("read", self.orders[backd_order_id], self.server.read(backd_order_id))


def _expect(what: str, expected: object, answer: object) -> None:
    if answer != expected:
        raise AssertionError(f"{what}: the server says {answer!r}, the rules say {expected!r}")


def _expect_order(what: str, order: Order, payload: object) -> None:
    """Compare orders, not payloads: a server may state `null` where the model has no field."""
    try:
        answer = parse_order(payload)
    except InvalidPayload as error:
        raise AssertionError(f"the server says {payload!r}, the rules say {error}") from None
    if _comparable(answer) != _comparable(order):
        _expect(what, dump_order(_comparable(order)), dump_order(_comparable(answer)))


def _comparable(order: Order) -> Order:
    """Return what a response must state: no history, nor a `create_date` that a server may set."""
    return attrs.evolve(order, create_date=None, placed_total=None, increase_count=None)


_OPTIONAL_PARTS: Final[Mapping[str, Callable[[Any], object]]] = {
    "status": lambda status: status["code"],
    "violations": lambda violations: [(v["code"], v["path"]) for v in violations],
}
"""Maps the parts of a response that a server can omit to the values that are compared."""
