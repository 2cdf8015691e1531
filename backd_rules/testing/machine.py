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
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from backd_rules import (
    Decision,
    Order,
    OrderStatus,
    decide_update,
    delete_refund,
    place,
    request_refund,
)
from backd_rules.testing.adapter import Adapter, Json, check_factory
from backd_rules.testing.machine_values import ANY, SMALL
from backd_rules.testing.model import Model
from backd_rules.testing.steps import METHODS, Drawn, closing, created, request, update
from backd_rules.wire import (
    parse_both_ids,
    parse_ids,
    parse_refund_request,
    parse_update,
)


def order_machine(
    make_adapter: Callable[[], Adapter], *, any_values: bool = False
) -> type[RuleBasedStateMachine]:
    """Return a state machine that creates, updates, confirms, cancels and reads orders.

    It also places and refunds them if the adapter has the methods of `FullAdapter`. `make_adapter`
    is a class or a function without arguments. It is called once per example, and the adapter that
    it returns must have no orders. An example fails with an `AssertionError` if the server
    contradicts the rules. In a response envelope, `error` and `data` are compared. The code of
    `status` and the codes and paths of `violations` are compared if the response has them. After
    each step, the stored order is read and compared.

    The values are small: orders of up to two items, amounts of few dollars, and texts such as
    "city A". They find most faults, and shrinking takes seconds. With `any_values=True`, the values
    are those of the other strategies: amounts up to the largest, and any texts. A failure then
    takes minutes to shrink.

    Time: 100 examples of 25 steps take 3 s of processor time with a server in memory. A wrong
    server is mostly reported, shrunk, in 10 s. An HTTP server adds its own time for about 5,000
    requests, and for several times as many while shrinking. A fault that few updates show takes
    more examples than 100 to find: set `max_examples` in a nightly run.

    Settings: `TestCase.settings` takes `max_examples`, `database` and `derandomize` from the active
    profile. It sets no deadline, reports one bug, and leaves out `Phase.explain`, which says
    nothing of a step. Change them on the class, as below.

    A failure prints each request and each answer as JSON, and the paths at which they differ. It
    shows generated data only: a text of an answer if the machine has sent it, and a number if it
    has sent it or expects one there. Of any other value it shows the type or the length. pytest's
    `--showlocals` and the exceptions of the adapter can show whole answers, so test a server that
    holds no other orders.

    To reproduce a failure, run the test again: Hypothesis replays it first from `.hypothesis`. On
    another machine, apply the `reproduce_failure` that it prints to the machine, as below.

    Raises `TypeError` if `make_adapter` cannot be called, or is a class without one of the methods
    of `Adapter`. A test raises `TypeError` if the adapter or what it returns has the wrong type.

        Machine = order_machine(Shop)
        Machine = reproduce_failure("6.170.17", b"AXic...")(Machine)  # only while you debug
        TestShop = Machine.TestCase
        TestShop.settings = settings(TestShop.settings, max_examples=1000)
    """
    check_factory(make_adapter)
    attributes = {
        "make_adapter": staticmethod(make_adapter),
        "values": ANY if any_values else SMALL,
    }
    machine: Any = type("OrderMachine", (_OrderMachine,), attributes)
    machine.TestCase.settings = _settings()
    of_orders: type[RuleBasedStateMachine] = machine
    return of_orders


def _settings() -> settings:
    """Return the active profile of the user, with what a state machine needs."""
    return settings(
        deadline=None,
        stateful_step_count=_STEPS,
        # One bug: looking for others takes a thousand more examples, and shrinks each.
        report_multiple_bugs=False,
        # Without `explain`, which says nothing of a step and traces each line while shrinking.
        phases=[phase for phase in settings().phases if phase is not Phase.explain],
        suppress_health_check=_HEALTH_CHECKS,
        print_blob=True,
    )


_STEPS: Final = 25
_HEALTH_CHECKS: Final = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
)
_Rule = TypeVar("_Rule", bound=Callable[..., Any])
_Table = Mapping[str, tuple[Callable[[Any], Any], Callable[[Order, Any, datetime], Decision]]]
_OF_REFUNDS: Final[_Table] = MappingProxyType(
    {
        "refund": (parse_refund_request, request_refund),
        "delete_refund": (parse_ids, delete_refund),
    }
)
"""The function that reads the request of each method, and the one that decides it."""
_SELECTED, _PLACED, _CONFIRMED = (
    OrderStatus.TERMS_SELECTED,
    OrderStatus.ORDER_PLACED,
    OrderStatus.ORDER_CONFIRMED,
)


def _if_any_is(*statuses: OrderStatus) -> Callable[[_Rule], _Rule]:
    """Use a rule only if an order has one of `statuses`, or if there is one at all."""
    return precondition(lambda machine: bool(machine.orders_with(statuses)))


def _if_few_are(status: OrderStatus, few: int = 2) -> Callable[[_Rule], _Rule]:
    """Use a rule only while fewer than `few` orders have this `status`."""
    # Requests then meet the same orders more often, and creating one takes most of the time.
    return precondition(lambda machine: len(machine.orders_with((status,))) < few)


def _if_adapter_has(*methods: str) -> Callable[[_Rule], _Rule]:
    """Use a rule only if the adapter has one of the optional `methods`."""
    return precondition(
        lambda machine: any(callable(getattr(machine.server, name, None)) for name in methods)
    )


class _OrderMachine(Model):
    """The steps: each draws a request for one of the orders."""

    @_if_few_are(_PLACED)
    @rule(created=created(_PLACED))
    def create(self, created: Drawn) -> None:
        """Create an order that has just been placed."""
        order, limit = created.parts
        self.create_order(attrs.evolve(order.as_placed(), refunds=()), limit)

    @_if_adapter_has("place")
    @_if_few_are(_SELECTED)
    @rule(created=created(_SELECTED))
    def create_before_it_is_placed(self, created: Drawn) -> None:
        """Create an order that has no history yet."""
        order, limit = created.parts
        without_history = {"refunds": (), "placed_total": None, "increase_count": None}
        self.create_order(attrs.evolve(order, **without_history), limit)

    @_if_adapter_has("refund", "delete_refund")
    @_if_few_are(_CONFIRMED, 4)
    @rule(created=created(_CONFIRMED))
    def create_confirmed(self, created: Drawn) -> None:
        """Create a confirmed order, mostly with refund requests."""
        order, limit = created.parts
        self.create_order(order.as_placed(), limit)

    @_if_any_is(_PLACED)
    @rule(request=update("allowed", _PLACED))
    def update_as_allowed(self, request: Drawn) -> None:
        """Send an update that is allowed."""
        self._send_update(*request.parts)

    @_if_any_is(_PLACED)
    @rule(request=update("at_ceiling", _PLACED))
    def update_to_the_ceiling(self, request: Drawn) -> None:
        """Send an update to the highest total that the limit allows."""
        self._send_update(*request.parts)

    @_if_any_is(_PLACED)
    @rule(request=update("past_ceiling", _PLACED))
    def update_past_the_ceiling(self, request: Drawn) -> None:
        """Send an update to a total above the limit, often by one cent."""
        self._send_update(*request.parts)

    @_if_any_is(_PLACED)
    @rule(request=update("of_texts", _PLACED))
    def update_texts(self, request: Drawn) -> None:
        """Send an update of contacts and texts only, which no limit refuses."""
        self._send_update(*request.parts)

    @_if_any_is(_PLACED)
    @rule(request=update("denied", _PLACED))
    def update_as_denied(self, request: Drawn) -> None:
        """Send an update that is denied with any violation."""
        self._send_update(*request.parts)

    @_if_any_is()
    @rule(request=update("any_fields"))
    def update_with_any_fields(self, request: Drawn) -> None:
        """Send any update of an order of any status."""
        self._send_update(*request.parts)

    @_if_any_is()
    @rule(request=closing())
    def close(self, request: Drawn) -> None:
        """Confirm or cancel an order."""
        method, backd_order_id = request.parts
        self.move(method, backd_order_id, METHODS[method])

    @_if_adapter_has("place")
    @_if_any_is()
    @rule(request=request("placement"))
    def place_order(self, request: Drawn) -> None:
        """Place an order, often with another merchant order id."""
        (payload,) = request.parts
        ids = parse_both_ids(payload)
        self.send("place", payload, ids, lambda order: place(order, ids))

    @_if_adapter_has("refund")
    @_if_any_is(_CONFIRMED)
    @rule(request=request("refund_within_total", "unlocked_moment", statuses=(_CONFIRMED,)))
    def refund_in_time(self, request: Drawn) -> None:
        """Request a refund within the total, before an active request locks."""
        self._act_on_refunds("refund", *request.parts)

    @_if_adapter_has("refund")
    @_if_any_is()
    @rule(request=request("refund", "moment"))
    def refund(self, request: Drawn) -> None:
        """Request any refund of an order, often near the time when a request locks."""
        self._act_on_refunds("refund", *request.parts)

    @_if_adapter_has("delete_refund")
    @_if_any_is(_CONFIRMED)
    @rule(request=request("ids", "unlocked_moment", statuses=(_CONFIRMED,)))
    def withdraw_refund_in_time(self, request: Drawn) -> None:
        """Delete the active refund request before it locks."""
        self._act_on_refunds("delete_refund", *request.parts)

    @_if_adapter_has("delete_refund")
    @_if_any_is()
    @rule(request=request("ids", "moment"))
    def withdraw_refund(self, request: Drawn) -> None:
        """Delete the active refund request, often near the time when it locks."""
        self._act_on_refunds("delete_refund", *request.parts)

    def _send_update(self, payload: Json) -> None:
        update = parse_update(payload)
        self.send(
            "update",
            payload,
            update,
            lambda order: decide_update(order, update, self.limits[order.backd_order_id]),
        )

    def _act_on_refunds(self, method: str, payload: Json, at: datetime) -> None:
        parse, decide = _OF_REFUNDS[method]
        request = parse(payload)
        self.send(method, payload, request, lambda order: decide(order, request, at), at)
