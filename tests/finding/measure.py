"""The strategies as somebody uses them in a test of a decision function, and their runs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from support import examples
from support.draws import PLACED
from support.fake_servers import FakeServer, FullServer

import backd_rules.testing as kit
from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Percent, Refund, wire
from finding.faults import (
    OF_REFUNDS,
    OF_UPDATES,
    Beside,
    FullBeside,
    Server,
    after_refund,
    after_update,
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
Updates = Callable[[Order, MerchantLimit], st.SearchStrategy[OrderUpdate]]
LIMIT = MerchantLimit(max_increase_percent=Percent.of(15))
ORDER = examples.order(billing=examples.CONTACT)
CONFIRMED = [OrderStatus.ORDER_CONFIRMED]
REFUND = Refund(amount=Money.of(50), status="draft", locked_at="2026-04-15 22:00:00")
CONFIRMED_ORDER = examples.order(status=OrderStatus.ORDER_CONFIRMED, refunds=(REFUND,))


class Strategy(NamedTuple):
    """Draws a request, and returns which of `faults` answer it wrongly."""

    faults: tuple[Server, ...]
    found_by: Callable[[Draw, set[Server]], Iterator[Server]]


def _updates(updates: Updates, orders: Any, limits: Any, *, spelled: bool = False) -> Strategy:
    def found_by(draw: Draw, faults: set[Server]) -> Iterator[Server]:
        order, limit = draw(orders), draw(limits)
        update = updates(order, limit)
        payload = draw(kit.payloads(update)) if spelled else wire.dump_update(draw(update))
        sent = wire.dump_stored_order(order), wire.dump_limit(limit), payload
        right = after_update(FakeServer, *sent)
        return (fault for fault in faults if after_update(fault, *sent) != right)

    return Strategy(OF_UPDATES, found_by)


def _refunds(orders: Any) -> Strategy:
    def found_by(draw: Draw, faults: set[Server]) -> Iterator[Server]:
        order = draw(orders)
        at = draw(kit.moments(near=order))
        refund = wire.dump_refund_request(draw(kit.refund_requests_for(order)))
        ids = {name: refund[name] for name in ("backd_order_id", "merchant_order_id")}
        stored = wire.dump_stored_order(order)
        for method, request in (("refund", refund), ("delete_refund", ids)):
            right = after_refund(FullServer, stored, method, request, at)
            for fault in faults:
                if after_refund(fault, stored, method, request, at) != right:
                    yield fault

    return Strategy(OF_REFUNDS, found_by)


def _any_of_order(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    return kit.updates_for(order, limit=limit)


DRAWN = kit.orders(statuses=PLACED), kit.limits()
FIXED = st.just(ORDER), st.just(LIMIT)
STRATEGIES: Mapping[str, Strategy] = {
    "allowed": _updates(kit.allowed_updates, *DRAWN),
    "allowed, fixed": _updates(kit.allowed_updates, *FIXED),
    "denied": _updates(kit.denied_updates, kit.orders(), kit.limits()),
    "denied, fixed": _updates(kit.denied_updates, *FIXED),
    "any": _updates(_any_of_order, kit.orders(), kit.limits()),
    "any, fixed": _updates(_any_of_order, *FIXED),
    "payloads": _updates(_any_of_order, kit.orders(), kit.limits(), spelled=True),
    "refunds": _refunds(kit.orders(statuses=CONFIRMED)),
    "refunds, fixed": _refunds(st.just(CONFIRMED_ORDER)),
}
"""The strategies by name: of drawn orders and limits, or of a fixed order and a fixed limit."""


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def found(name: str, number: int, examples: int = 100) -> set[Server]:
    """Return the faults that a strategy finds in a run with the seed `number`."""
    strategy = STRATEGIES[name]
    remaining = set(strategy.faults)

    @seed(number)
    @_settings(examples)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        remaining.difference_update([*strategy.found_by(data.draw, remaining)])

    run()
    return set(strategy.faults) - remaining


def found_by_machine(number: int, faults: Iterable[Server], examples: int = 100) -> set[Server]:
    """Return which of `faults` the state machine finds with the seed `number`.

    Servers with all actions have a run of their own: its rules are other ones.
    """
    full = {fault for fault in faults if issubclass(fault, FullServer)}
    remaining = (full, set(faults) - full)
    for right, wrong in zip((FullBeside, Beside), remaining, strict=True):
        server = type("BesideThese", (right,), {"faults": wrong})
        machine = seed(number)(kit.order_machine(server))
        if wrong:
            run_state_machine_as_test(machine, settings=_settings(examples))
    return set(faults).difference(*remaining)
