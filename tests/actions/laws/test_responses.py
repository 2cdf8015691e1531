"""Laws of responses that are fed back as orders (domain.md, L3, L8 and W1)."""

import json

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import (
    Case,
    cases,
    known_orders,
    law,
    placed_orders,
    updates_of_every_kind,
    without_history,
)
from support.refusals import codes

from backd_rules import (
    Basis,
    Decision,
    MerchantLimit,
    Order,
    OrderUpdate,
    ceiling,
    decide_update,
    wire,
)
from backd_rules.testing import limits, orders
from backd_rules.testing.requests import updates_reaching_total

STEPS = 4


def fed_back(decision: Decision) -> Order:
    """Return the order of the response to an allowed request."""
    response = json.loads(json.dumps(wire.response(decision)))
    return wire.parse_order(response["data"])


@law
@given(cases(updates_of_every_kind, orders()))
def test_a_response_fed_back_is_the_order_without_its_history(case: Case) -> None:
    """L8: "No response of Backd carries `placed_total` or `increase_count`." "A record without them
    has an *unknown history*."
    """
    order, limit, update = case
    decision = decide_update(order, update, limit)
    if decision.allowed:
        assert fed_back(decision) == without_history(decision.order)
        again = decide_update(fed_back(decision), update, limit)
        assert again.allowed
        assert again.order == without_history(decision.order)
    else:
        assert "data" not in wire.response(decision)


def needs_history(limit: MerchantLimit) -> bool:
    measured = limit.max_increase is not None or limit.max_increase_percent is not None
    return limit.max_increases is not None or (measured and limit.measured_from == "placed_total")


def next_update(data: st.DataObject, order: Order, limit: MerchantLimit) -> OrderUpdate:
    """Draw an update of any kind, or one that adds a cent or more."""
    total = order.order_total.cents
    more = st.integers(total + 1, total + 10_000).flatmap(
        lambda cents: updates_reaching_total(order, cents)
    )
    return data.draw(updates_of_every_kind(order, limit) | more)


@settings(law, max_examples=100)
@given(placed_orders.map(without_history), limits().filter(needs_history), st.data())
def test_a_chain_of_responses_never_raises_the_total(
    order: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """L8: "The rules fail closed: taking the present total for the original would let every
    response be the next original."
    """
    placed = order.order_total
    for _ in range(STEPS):
        update = next_update(data, order, limit)
        decision = decide_update(order, update, limit)
        if decision.allowed:
            assert decision.order.order_total <= order.order_total
            order = fed_back(decision)
    assert order.order_total <= placed
    assert (order.placed_total, order.increase_count) == (None, None)


@settings(law, max_examples=100)
@given(known_orders, limits(), st.data())
def test_a_chain_with_its_history_never_passes_the_first_ceiling(
    order: Order, limit: MerchantLimit, data: st.DataObject
) -> None:
    """L3: "The base is `placed_total`, the total at which the order was placed, so that many small
    updates cannot walk past the limit; `measured_from: order_total` takes the present total
    instead."

    L9: "An allowed update that increases the total increases a known `increase_count` by one."
    """
    limit = attrs.evolve(limit, measured_from=Basis.PLACED_TOTAL)
    highest = max(order.order_total, ceiling(order, limit).total)
    first, placed = order.increase_count or 0, order.placed_total
    count = first
    for _ in range(STEPS):
        update = next_update(data, order, limit)
        decision = decide_update(order, update, limit)
        assert "history_unknown" not in codes(decision)
        if decision.allowed:
            count += decision.order.order_total > order.order_total
            order = attrs.evolve(fed_back(decision), placed_total=placed, increase_count=count)
            assert order == decision.order
            assert order.order_total <= highest
    assert limit.max_increases is None or count <= max(limit.max_increases, first)
