"""Random walks over orders: every action starts from what the last one left.

It imports nothing of the package. The oracle decides each step.
"""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from support import oracle
from support.oracle import Json
from support.oracle_actions import REFUND_ACTIONS, STATUSES, Answer, act
from support.oracle_after import order_after
from support.random_actions import chance, random_moment, random_order, random_request_for
from support.random_cases import RandomCases, dollars

ACTIONS = ("update_order", *STATUSES)
LIKELY = {
    "terms_selected": ["order_placed"] * 4,
    "order_placed": ["update_order"] * 30,
    "order_confirmed": [*REFUND_ACTIONS] * 4,
}
"""The actions that are drawn more often, so that most orders live for a while."""
STARTS = ("order_placed", "order_placed", "update_order", "refund")
"""The actions that a new order mostly allows."""
ENDS = {"order_confirmed": 5, "order_canceled": 30, "refund": 30}
"""In how many of 100 steps a walk leaves an order with this status for a new one."""


class Step(NamedTuple):
    """An action, what it was given, and the oracle's answer; `number` is 0 for a new order."""

    number: int
    order: Json
    action: str
    request: Json
    limit: Json
    at: datetime | None
    answer: Answer


def walk(seed: int, count: int) -> Iterator[Step]:
    """Yield `count` steps; a seed always gives the same ones."""
    cases = RandomCases(seed)
    step = first_step(cases)
    for _ in range(count):
        yield step
        order = step.answer.order
        is_over = chance(cases.random, ENDS.get(spelled(order["status"]), 0))
        if is_over:
            step = first_step(cases)
        else:
            step = random_step(cases, step.number + 1, order, step.limit)


def first_step(cases: RandomCases) -> Step:
    """Return a step of a new order, which may have any status."""
    start = cases.random.choice(STARTS)
    order = random_order(cases.random, "confirm_order" if start == "update_order" else start)
    return random_step(cases, 0, order, cases.limit())


def random_step(cases: RandomCases, number: int, order: Json, limit: Json) -> Step:
    """Return a step of an order under the limit that the merchant agreed upon."""
    draw, status = cases.random, spelled(order["status"])
    action = draw.choice([*ACTIONS, *LIKELY.get(status, [])])
    if action == "update_order":
        request, at = cases.update(order, limit), None
        answer = update_answer(order, request, limit)
    else:
        request = random_request_for(draw, action, order)
        at = random_moment(draw, order) if action in REFUND_ACTIONS else None
        answer = act(action, order, request, at)
    return Step(number, order, action, request, limit, at, answer)


def update_answer(order: Json, update: Json, limit: Json) -> Answer:
    """Return the oracle's answer to an update, in the form of the other actions."""
    verdict = oracle.judge(order, update, limit)
    return Answer(
        verdict.reasons, order if verdict.reasons else order_after(order, update, verdict)
    )


def spelled(status: str) -> str:
    """Return a status in the spelling of the table (chapter 2)."""
    return status.replace("cancelled", "canceled")


def payload_of(order: Json) -> Json:
    """Return an order of the oracle with the amounts that it computed as a payload has them."""
    return {
        name: dollars(int(value * 100)) if isinstance(value, Fraction) else value
        for name, value in order.items()
    }
