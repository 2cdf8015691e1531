"""The model with which the state machine compares a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs
from hypothesis.stateful import RuleBasedStateMachine

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    Order,
    OrderIds,
    OrderUpdate,
    RefundRequest,
)
from backd_rules.actions.violations import UnknownOrder
from backd_rules.testing.adapter import Adapter, Json
from backd_rules.testing.answers import expect_order, expect_response, texts_in
from backd_rules.wire import dump_limit, dump_order


class Model(RuleBasedStateMachine):
    """Runs each step on the server and on a model, and compares the results.

    `sent` has every text that the server was sent: the errors show no other text of its answers.
    """

    make_adapter: Callable[[], Adapter]

    def __init__(self) -> None:
        super().__init__()
        self.server = self.make_adapter()
        self.orders: dict[str, Order] = {}
        self.limits: dict[str, MerchantLimit] = {}
        self.sent: set[str] = set()

    def create_order(self, order: Order, limit: MerchantLimit) -> str:
        """Store a new order, and return the id that it gets."""
        backd_order_id = f"BO-{len(self.orders) + 1}"
        self.orders[backd_order_id] = attrs.evolve(order, backd_order_id=backd_order_id)
        self.limits[backd_order_id] = limit
        payload = dump_order(self.orders[backd_order_id])
        self.sent.update(texts_in(payload))
        self.server.create(payload, dump_limit(limit))
        self.read(backd_order_id)
        return backd_order_id

    def send(
        self,
        method: str,
        payload: Json,
        request: OrderUpdate | OrderIds | RefundRequest,
        decide: Callable[[Order], Decision],
        *at: datetime,
    ) -> Decision:
        """Compare the server's answer to a request, and the order that it stores after it."""
        order = self.orders.get(request.backd_order_id)
        decision = Denied((UnknownOrder(),)) if order is None else decide(order)
        self.sent.update(texts_in(payload))
        expect_response(decision, getattr(self.server, method)(payload, *at), self.sent)
        if isinstance(decision, Allowed):
            self.orders[request.backd_order_id] = decision.order
        if order is not None:
            self.read(request.backd_order_id)
        return decision

    def read(self, backd_order_id: str) -> None:
        """Compare the order that the server has stored with the model."""
        payload = self.server.read(backd_order_id)
        expect_order("read", self.orders[backd_order_id], payload, self.sent)
