"""Comparisons of a server's answers with what the rules say. They raise `AssertionError`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from backd_rules import Allowed, Decision, Order, OrderStatus
from backd_rules.testing.adapter import Json
from backd_rules.wire import InvalidPayload, dump_order, parse_order, response


def expect(what: str, expected: object, answer: object) -> None:
    """Raise `AssertionError` unless the answer is what the rules say."""
    if answer != expected:
        raise AssertionError(f"{what}: the server says {answer!r}, the rules say {expected!r}")


def expect_response(decision: Decision, answer: Json) -> None:
    """Compare a response envelope with a decision, as far as the response has the parts."""
    expected = response(decision)
    expect("error", expected["error"], answer.get("error"))
    if isinstance(decision, Allowed):
        expect_order("data", decision.order, answer.get("data"))
    for part, compared in _OPTIONAL_PARTS.items():
        if part in answer and part in expected:
            expect(part, compared(expected[part]), compared(answer[part]))


_OPTIONAL_PARTS: Final[Mapping[str, Callable[[Any], object]]] = {
    "status": lambda status: status["code"],
    "violations": lambda violations: [(v["code"], v["path"]) for v in violations],
}
"""Maps the parts of a response that a server can omit to the values that are compared."""


def expect_order(what: str, order: Order, payload: object) -> None:
    """Compare orders, not payloads: a server may state `null` where the model has no field."""
    try:
        answer = parse_order(payload)
    except InvalidPayload as error:
        raise AssertionError(f"the server says {payload!r}, the rules say {error}") from None
    if _comparable(answer) != _comparable(order):
        expect(what, dump_order(_comparable(order)), dump_order(_comparable(answer)))


def _comparable(order: Order) -> Order:
    """Return what a response must state: no history, nor a `create_date` that a server may set.

    The response to a cancellation has no `merchant_order_status` (domain.md, W1).
    """
    canceled = order.status is OrderStatus.ORDER_CANCELED
    return attrs.evolve(
        order,
        create_date=None,
        placed_total=None,
        increase_count=None,
        merchant_order_status=None if canceled else order.merchant_order_status,
    )
