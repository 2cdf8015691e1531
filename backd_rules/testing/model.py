"""The model with which the state machine compares a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    Order,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    RefundRequest,
)
from backd_rules.actions.violations import UnknownOrder
from backd_rules.domain.status import next_status
from backd_rules.testing.adapter import Adapter, Json, new_adapter, returned_bool, returned_dict
from backd_rules.testing.answers import compared, expect_moved, expect_order, expect_response
from backd_rules.testing.machine_values import Values
from backd_rules.testing.shown import Note, values_in
from backd_rules.wire import dump_limit, dump_order, response


class Model(RuleBasedStateMachine):
    """Runs each step on the server and on a model, and compares the results.

    `sent` has every text and number that the server was sent: the errors and the notes show no
    other ones of its answers.
    """

    make_adapter: Callable[[], Adapter]
    values: Values

    def __init__(self) -> None:
        super().__init__()
        self.server = new_adapter(self.make_adapter)
        self.orders: dict[str, Order] = {}
        self.limits: dict[str, MerchantLimit] = {}
        self.sent: set[object] = set()

    def orders_with(self, statuses: tuple[OrderStatus, ...]) -> list[Order]:
        """Return the orders with one of `statuses`, or all if there are none."""
        every = self.orders.values()
        return [order for order in every if not statuses or order.status in statuses]

    def create_order(self, order: Order, limit: MerchantLimit) -> None:
        """Store a new order under the next id."""
        backd_order_id = f"BO-{len(self.orders) + 1}"
        self.orders[backd_order_id] = attrs.evolve(order, backd_order_id=backd_order_id)
        self.limits[backd_order_id] = limit
        created, terms = dump_order(self.orders[backd_order_id]), dump_limit(limit)
        self._note_sent("create", {"order": created, "limit": terms})
        self.server.create(created, terms)
        self.read(backd_order_id)

    def send(
        self,
        method: str,
        payload: Json,
        request: OrderUpdate | OrderIds | RefundRequest,
        decide: Callable[[Order], Decision],
        *at: datetime,
    ) -> None:
        """Compare the server's answer to a request, and the order that it stores after it."""
        order = self.orders.get(request.backd_order_id)
        decision = Denied((UnknownOrder(),)) if order is None else decide(order)
        self._note_sent(method, payload, *at)
        answer = getattr(self.server, method)(payload, *at)
        # Where the rules deny, the amounts of the order say where an answer may have numbers.
        stored = {} if order is None else {"data": compared(order)}
        self._note_answer(method, answer, {**stored, **response(decision)})
        name = self._name(method)
        envelope = returned_dict(name, answer, "the response envelope")
        expect_response(name, decision, envelope, self.sent)
        if isinstance(decision, Allowed):
            self.orders[request.backd_order_id] = decision.order
        if order is not None:
            self.read(request.backd_order_id)

    def move(self, method: str, backd_order_id: str, action: OrderAction) -> None:
        """Compare whether the server confirms or cancels an order."""
        order = self.orders[backd_order_id]
        self._note_sent(method, backd_order_id)
        answer = getattr(self.server, method)(backd_order_id)
        self._note_answer(method, answer, None)
        moved = returned_bool(self._name(method), answer)
        expect_moved(self._name(method), order.status, action, moved=moved)
        if (status := next_status(order.status, action)) is not None:
            self.orders[backd_order_id] = attrs.evolve(order, status=status)
        self.read(backd_order_id)

    def read(self, backd_order_id: str) -> None:
        """Compare the order that the server has stored with the model; note it if it differs."""
        name, order = self._name("read"), self.orders[backd_order_id]
        answer = self.server.read(backd_order_id)
        try:
            payload = returned_dict(name, answer, "the stored order")
            expect_order(f"{name}: the stored order", order, payload, self.sent)
        except (AssertionError, TypeError):
            self._note_sent("read", backd_order_id)
            self._note_answer("read", answer, compared(order))
            raise

    def _name(self, method: str) -> str:
        return f"{type(self.server).__name__}.{method}"

    def _note_sent(self, method: str, payload: object, *at: datetime) -> None:
        self.sent.update(values_in(payload))
        times = [f" at {moment}" for moment in at]
        note(Note(f"{method}{''.join(times)} <-", payload, payload, self.sent))

    def _note_answer(self, method: str, answer: object, expected: object) -> None:
        note(Note(f"{method} ->", answer, expected, self.sent))
