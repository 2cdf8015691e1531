"""Decisions of the package on random requests of every action."""

from collections.abc import Iterator
from random import Random

from backd_rules import Decision, OrderAction, decide_update, wire
from support.openapi import BODIES
from support.order_life import decide
from support.random_actions import random_action
from support.random_cases import RandomCases


def random_decisions(seed: int, count: int) -> Iterator[tuple[OrderAction, Decision]]:
    """Yield `count` decisions on updates and `count` on other actions, each with its action."""
    cases, draw = RandomCases(seed), Random(seed)
    for _ in range(count):
        order, limit = cases.order(), cases.limit()
        update = wire.parse_update(cases.update(order, limit))
        agreed = wire.parse_limit(limit)
        yield OrderAction.UPDATE_ORDER, decide_update(wire.parse_order(order), update, agreed)
        action, order, payload, at = random_action(draw)
        parse, _ = BODIES[action]
        yield OrderAction(action), decide(action, wire.parse_order(order), parse(payload), at)
