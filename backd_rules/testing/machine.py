"""A Hypothesis state machine that tests your own order server against the rules.

from backd_rules.testing import order_machine
class Shop:                                 # an `Adapter` with JSON-shaped dicts
    def create(self, order, limit): ...     # store both, for example in your test database
    def update(self, update): return http.post("/update_order", json=update).json()
    def confirm(self, backd_order_id): ...
    def cancel(self, backd_order_id): ...
    def read(self, backd_order_id): return http.get(f"/orders/{backd_order_id}").json()

TestShop = order_machine(Shop).TestCase     # unittest and pytest both run it

`FullAdapter` has the optional methods `place`, `refund` and `delete_refund`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    multiple,
    precondition,
    rule,
)

from backd_rules import (
    Decision,
    MerchantLimit,
    Order,
    OrderAction,
    OrderStatus,
    OrderUpdate,
    ViolationCode,
    decide_update,
    delete_refund,
    place,
    request_refund,
)
from backd_rules.domain.status import next_status
from backd_rules.testing.action_requests import (
    ids_of,
    placements,
    refund_requests_for,
    refund_requests_within_total,
    sometimes_misnamed,
)
from backd_rules.testing.adapter import Adapter
from backd_rules.testing.answers import expect
from backd_rules.testing.merchant_limits import limits
from backd_rules.testing.model import Model
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
from backd_rules.testing.times import moments, unlocked_moments
from backd_rules.wire import (
    parse_both_ids,
    parse_ids,
    parse_refund_request,
    parse_update,
)


def order_machine(make_adapter: Callable[[], Adapter]) -> type[RuleBasedStateMachine]:
    """Return a state machine that creates, updates, confirms, cancels and reads orders.

    It also places and refunds them if the adapter has the methods of `FullAdapter`. `make_adapter`
    is called once per example. The adapter that it returns must have no orders. An example fails
    with an `AssertionError` if the server contradicts the rules. In a response envelope, `error`
    and `data` are compared. The code of `status` and the codes and paths of `violations` are
    compared if the response has them. After each step, the stored order is read and compared.

    A failure prints generated data only: the requests, and the paths at which an answer differs. It
    shows a text of an answer if the machine has sent it, a number where one is expected, and of any
    other value the type or the length. pytest's `--showlocals` and the exceptions of the adapter
    can show whole answers, so test a server that holds no other orders.

        TestShop = order_machine(Shop).TestCase
    """
    return type("OrderMachine", (_OrderMachine,), {"make_adapter": staticmethod(make_adapter)})


_METHODS: Final = {OrderAction.CONFIRM_ORDER: "confirm", OrderAction.CANCEL_ORDER: "cancel"}
_Table = Mapping[str, tuple[Callable[[Any], Any], Callable[[Order, Any, datetime], Decision]]]
_OF_REFUNDS: Final[_Table] = MappingProxyType(
    {
        "refund": (parse_refund_request, request_refund),
        "delete_refund": (parse_ids, delete_refund),
    }
)
"""The function that reads the request of each method, and the one that decides it."""
_SELECTED: Final = [OrderStatus.TERMS_SELECTED]
_PLACED: Final = [OrderStatus.ORDER_PLACED]
_CONFIRMED_ORDERS: Final = orders(statuses=[OrderStatus.ORDER_CONFIRMED]).filter(
    lambda order: order.order_total
)
"""Orders of which a refund is possible."""
_Rule = TypeVar("_Rule", bound=Callable[..., Any])


def _if_adapter_has(*methods: str) -> Callable[[_Rule], _Rule]:
    """Use a rule only if the adapter has one of the optional `methods`."""
    return precondition(lambda machine: any(hasattr(machine.server, name) for name in methods))


def _if_few_are(status: OrderStatus) -> Callable[[_Rule], _Rule]:
    """Use a rule only while fewer than three orders have this `status`."""
    # Requests then meet the same orders more often, and creating one takes most of the time.
    return precondition(
        lambda machine: sum(one.status is status for one in machine.orders.values()) < _FEW
    )


_FEW: Final = 3


class _OrderMachine(Model):
    """The steps: each draws a request for one of the orders."""

    # The names matter. Where a mutated example runs out of choices, Hypothesis takes the first rule
    # by name without a target: `refund`, or `update_as_allowed` without the optional methods.

    ids: Bundle[str] = Bundle("ids")
    placed: Bundle[str] = Bundle("placed")
    confirmed: Bundle[str] = Bundle("confirmed")

    @_if_few_are(OrderStatus.ORDER_PLACED)
    @rule(targets=(ids, placed), order=orders(statuses=_PLACED), limit=limits())
    def create(self, order: Order, limit: MerchantLimit) -> str:
        """Create an order that has just been placed."""
        return self.create_order(attrs.evolve(order.as_placed(), refunds=()), limit)

    @_if_adapter_has("place")
    @_if_few_are(OrderStatus.TERMS_SELECTED)
    @rule(target=ids, order=orders(statuses=_SELECTED), limit=limits())
    def create_before_it_is_placed(self, order: Order, limit: MerchantLimit) -> str:
        """Create an order that has no history yet."""
        selected = attrs.evolve(order, refunds=(), placed_total=None, increase_count=None)
        return self.create_order(selected, limit)

    @_if_adapter_has("refund", "delete_refund")
    @_if_few_are(OrderStatus.ORDER_CONFIRMED)
    @rule(targets=(ids, confirmed), order=_CONFIRMED_ORDERS, limit=limits())
    def create_confirmed(self, order: Order, limit: MerchantLimit) -> str:
        """Create a confirmed order, mostly with refund requests."""
        return self.create_order(order.as_placed(), limit)

    @rule(backd_order_id=placed, data=st.data())
    def update_as_allowed(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update that is allowed, or any update if the status forbids it."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        if order.status is OrderStatus.ORDER_PLACED:
            self._update(data, allowed_updates(order, limit))
        else:
            self._update(data, updates_for(order, limit=limit))

    @rule(backd_order_id=placed, data=st.data())
    def update_to_the_ceiling(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update to the highest total that the limit allows."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data, updates_reaching_total(order, highest_allowed(order, limit)))

    @rule(backd_order_id=placed, data=st.data())
    def update_past_the_ceiling(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update to a total above the limit, often by one cent."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        code = ViolationCode.INCREASE_EXCEEDS_LIMIT
        self._update(data, denied_updates(order, limit, code=code))

    @rule(backd_order_id=placed, data=st.data())
    def update_texts(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update of contacts and texts only, which no limit refuses."""
        self._update(data, updates_of_texts(self.orders[backd_order_id]))

    @rule(backd_order_id=placed, data=st.data())
    def update_as_denied(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send an update that is denied with any violation."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data, denied_updates(order, limit))

    @rule(backd_order_id=ids, data=st.data())
    def update_with_any_fields(self, backd_order_id: str, data: st.DataObject) -> None:
        """Send any update of the order."""
        order, limit = self.orders[backd_order_id], self.limits[backd_order_id]
        self._update(data, updates_for(order, limit=limit))

    @rule(target=confirmed, backd_order_id=ids, action=st.sampled_from(list(_METHODS)))
    def close(self, backd_order_id: str, action: OrderAction) -> str | MultipleResults[str]:
        """Confirm or cancel the order."""
        order, method = self.orders[backd_order_id], getattr(self.server, _METHODS[action])
        status = next_status(order.status, action)
        expect(str(action), status is not None, method(backd_order_id))
        if status is not None:
            self.orders[backd_order_id] = attrs.evolve(order, status=status)
        self.read(backd_order_id)
        return backd_order_id if status is OrderStatus.ORDER_CONFIRMED else multiple()

    @_if_adapter_has("place")
    @rule(target=placed, backd_order_id=ids, data=st.data())
    def place_order(self, backd_order_id: str, data: st.DataObject) -> str | MultipleResults[str]:
        """Place the order, often with another merchant order id."""
        requests = sometimes_misnamed(placements(self.orders[backd_order_id]))
        payload = data.draw(payloads(requests))
        request = parse_both_ids(payload)
        decision = self.send("place", payload, request, lambda order: place(order, request))
        return request.backd_order_id if decision.allowed else multiple()

    @_if_adapter_has("refund")
    @rule(backd_order_id=confirmed, data=st.data())
    def refund_in_time(self, backd_order_id: str, data: st.DataObject) -> None:
        """Request a refund within the total, before an active request locks."""
        order = self.orders[backd_order_id]
        requests = refund_requests_within_total(order)
        self._act_on_refunds("refund", data, requests, unlocked_moments(order))

    @_if_adapter_has("refund")
    @rule(backd_order_id=ids, data=st.data())
    def refund(self, backd_order_id: str, data: st.DataObject) -> None:
        """Request any refund of the order, often near the time when a request locks."""
        order = self.orders[backd_order_id]
        requests = sometimes_misnamed(refund_requests_for(order))
        self._act_on_refunds("refund", data, requests, moments(near=order))

    @_if_adapter_has("delete_refund")
    @rule(backd_order_id=confirmed, data=st.data())
    def withdraw_refund_in_time(self, backd_order_id: str, data: st.DataObject) -> None:
        """Delete the active refund request before it locks."""
        order = self.orders[backd_order_id]
        self._act_on_refunds("delete_refund", data, ids_of(order), unlocked_moments(order))

    @_if_adapter_has("delete_refund")
    @rule(backd_order_id=ids, data=st.data())
    def withdraw_refund(self, backd_order_id: str, data: st.DataObject) -> None:
        """Delete the active refund request, often near the time when it locks."""
        order = self.orders[backd_order_id]
        requests = sometimes_misnamed(ids_of(order))
        self._act_on_refunds("delete_refund", data, requests, moments(near=order))

    def _update(self, data: st.DataObject, updates: st.SearchStrategy[OrderUpdate]) -> None:
        payload = data.draw(payloads(updates))
        update = parse_update(payload)
        self.send("update", payload, update, lambda order: self._decide(order, update))

    def _decide(self, order: Order, update: OrderUpdate) -> Decision:
        return decide_update(order, update, self.limits[order.backd_order_id])

    def _act_on_refunds(
        self,
        method: str,
        data: st.DataObject,
        requests: st.SearchStrategy[Any],
        times: st.SearchStrategy[datetime],
    ) -> None:
        parse, decide = _OF_REFUNDS[method]
        payload, at = data.draw(payloads(requests)), data.draw(times)
        request = parse(payload)
        self.send(method, payload, request, lambda order: decide(order, request, at), at)
