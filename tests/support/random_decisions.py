"""Decisions of the package on random requests of every action."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any, Final

from backd_rules import (
    Decision,
    Order,
    OrderAction,
    cancel,
    confirm,
    decide_update,
    delete_refund,
    place,
    request_refund,
    wire,
)
from support.oracle import Json
from support.random_actions import random_action
from support.random_cases import RandomCases

_Decide = Callable[[Order, Json, Any], Decision]
_DECIDE: Final[dict[str, _Decide]] = {
    "order_placed": lambda order, ids, _: place(order, wire.parse_both_ids(ids)),
    "confirm_order": lambda order, ids, _: confirm(order, wire.parse_ids(ids)),
    "cancel_order": lambda order, ids, _: cancel(order, wire.parse_ids(ids)),
    "refund": lambda order, refund, at: request_refund(
        order, wire.parse_refund_request(refund), at
    ),
    "delete_refund": lambda order, ids, at: delete_refund(order, wire.parse_ids(ids), at),
}


def decide(action: str, order: Json, request: Json, at: datetime | None) -> Decision:
    """Return the decision on an action other than an update; `at` is for refunds."""
    return _DECIDE[action](wire.parse_order(order), request, at)


def random_decisions(seed: int, count: int) -> Iterator[tuple[OrderAction, Decision]]:
    """Yield `count` decisions on updates and `count` on other actions, each with its action."""
    cases, draw = RandomCases(seed), Random(seed)
    for _ in range(count):
        order, limit = cases.order(), cases.limit()
        update = wire.parse_update(cases.update(order, limit))
        agreed = wire.parse_limit(limit)
        yield OrderAction.UPDATE_ORDER, decide_update(wire.parse_order(order), update, agreed)
        action, order, request, at = random_action(draw)
        yield OrderAction(action), decide(action, order, request, at)
