"""The strategies of payloads carry their problem, and what is impossible is refused."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from support import examples
from support.draws import MANY, drawn, shares

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    ViolationCode,
    wire,
)
from backd_rules.testing import registry as kit
from backd_rules.wire.problems import ProblemCode

# Payloads.


def test_payloads_read_back() -> None:
    for one, parse in (
        (kit.orders(), wire.parse_order),
        (kit.updates(), wire.parse_update),
        (kit.limits(), wire.parse_limit),
    ):
        for payload in drawn(kit.payloads(one), 50):
            parse(payload)


READ_BY: dict[type, Callable[[Any], object]] = {
    Order: wire.parse_order,
    OrderUpdate: wire.parse_update,
    MerchantLimit: wire.parse_limit,
}
ELSEWHERE = {
    ProblemCode.BAD_JSON,
    ProblemCode.DUPLICATE_KEY,
    ProblemCode.TOO_DEEP,
    ProblemCode.TOO_LARGE,
}
"""What only a text can be."""


def problems_of(payload: Any, read: Callable[[Any], object]) -> list[tuple[str, str]]:
    try:
        read(payload)
    except wire.InvalidPayload as error:
        return [(problem.code, problem.path) for problem in error.problems]
    return []


@pytest.mark.parametrize("of", [OrderUpdate, Order, MerchantLimit])
def test_malformed_payloads_carry_their_problem(of: type) -> None:
    found = drawn(kit.malformed_payloads(of=of), 50)
    for payload, code, path in found:
        assert problems_of(payload, READ_BY[of]) == [(code, path)]


def test_malformed_texts_carry_their_problem() -> None:
    for text, code, path in drawn(kit.malformed_texts(), 30):
        assert problems_of(text, wire.loads) == [(code, path)]


@pytest.mark.thorough
def test_every_problem_is_drawn() -> None:
    """Each in at least 1 % of the examples of the strategy meant for it."""
    of_orders = {
        ProblemCode.BAD_FORMAT,
        ProblemCode.UNKNOWN_STATUS,
        ProblemCode.ORDER_TOTAL_MISMATCH,
    }
    for strategy, codes in (
        (kit.malformed_payloads(), set(ProblemCode) - ELSEWHERE - of_orders),
        (kit.malformed_payloads(of=Order), of_orders),
        (kit.malformed_texts(), ELSEWHERE),
    ):
        found = shares(Counter(one.code for one in drawn(strategy, MANY)), codes, MANY)
        assert min(found.values()) >= 1, found


def test_a_problem_can_be_asked_for() -> None:
    asked = kit.malformed_payloads(of=MerchantLimit, code=ProblemCode.MISSING)
    assert {(one.code, one.path) for one in drawn(asked, 20)} == {("missing", "")}


# The impossible.

ORDER, NOTHING = examples.ORDER, MerchantLimit.NO_INCREASE
CONFIRMED = attrs.evolve(ORDER, status=OrderStatus.ORDER_CONFIRMED)
WITH_BOTH = attrs.evolve(ORDER, billing=examples.CONTACT)
OWING = Money(cents=-1)
ANYTHING: Any = object()


@pytest.mark.parametrize(
    ("ask", "because"),
    [
        (lambda: kit.amounts(min_value=ANYTHING), "min_value must be a Money or None"),
        (lambda: kit.quantities(max_value=ANYTHING), "max_value must be a Quantity or None"),
        (
            lambda: kit.amounts(min_value=Money.of(2), max_value=Money.of(1)),
            "min_value 2.00 is greater than max_value 1.00",
        ),
        (lambda: kit.totals(min_value=OWING, max_value=OWING), "max_value -0.01 is negative"),
        (lambda: kit.items(max_amount=OWING), "max_amount must be a Money that is not negative"),
        (lambda: kit.items(max_amount=ANYTHING), "max_amount must be a Money"),
        *(
            (
                lambda statuses=statuses: kit.orders(statuses=statuses),
                "statuses must be a sequence of one OrderStatus or more",
            )
            for statuses in ([], [ANYTHING], ["order_placed"], set(OrderStatus), ANYTHING)
        ),
        (lambda: kit.updates_for(ANYTHING), "order must be an Order"),
        (lambda: kit.updates_for(ORDER, limit=ANYTHING), "limit must be a MerchantLimit"),
        (lambda: kit.allowed_updates(ORDER, ANYTHING), "limit must be a MerchantLimit"),
        (lambda: kit.allowed_updates(CONFIRMED, NOTHING), "status order_confirmed"),
        (
            lambda: kit.denied_updates(ORDER, NOTHING, code=ANYTHING),
            "code must be a ViolationCode or None",
        ),
        *(
            (lambda code=code: kit.denied_updates(WITH_BOTH, NOTHING, code=code), f"as {code}")
            for code in (
                ViolationCode.UNKNOWN_ORDER,
                ViolationCode.STATUS_FORBIDS_UPDATE,
                ViolationCode.CONTACT_INCOMPLETE,
                ViolationCode.TOO_MANY_INCREASES,
            )
        ),
        (lambda: kit.malformed_payloads(of=Money), "of must be OrderUpdate, Order or"),
        *(
            (
                lambda code=code: kit.malformed_payloads(code=code),
                f"no payload of OrderUpdate has the problem {code}",
            )
            for code in (ProblemCode.BAD_JSON, ProblemCode.BAD_FORMAT, "missing")
        ),
    ],
)
def test_the_impossible_is_an_invalid_argument(ask: Callable[[], object], because: str) -> None:
    with pytest.raises(InvalidArgument, match=because.replace(".", r"\.")):
        ask()


@pytest.mark.parametrize(
    ("strategy", "because"),
    [
        (kit.payloads(st.just(1)), "payloads are of Order, OrderUpdate or MerchantLimit"),
    ],
)
def test_what_only_a_draw_shows_to_be_impossible(strategy: Any, because: str) -> None:
    with pytest.raises(InvalidArgument, match=because):
        drawn(strategy, 1)
