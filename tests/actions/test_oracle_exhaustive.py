"""Every decision in a small range of amounts agrees with the independent oracle."""

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support import oracle
from support.oracle import Json
from support.random_cases import dollars
from support.reference import IDS
from support.refusals import codes_and_paths

from backd_rules import decide_update, wire

CAPS = ("max_increase", "max_increase_percent", "max_order_total")


def combinations(**choices: list[Any]) -> list[Json]:
    """Return every way to choose one value for each name; `None` omits the name."""
    chosen = (
        zip(choices, combination, strict=True)
        for combination in itertools.product(*choices.values())
    )
    return [{name: value for name, value in names if value is not None} for names in chosen]


def small_orders(status: str, cents: list[int]) -> list[Json]:
    """Return orders of every cart, total and history; totals differ from carts by adjustments."""
    found = combinations(
        cart_amount=[*map(dollars, cents)],
        order_total=[*map(dollars, cents)],
        placed_total=[None, *map(dollars, cents)],
        increase_count=[None, 0, 1],
    )
    return [{**IDS, "status": status, **order} for order in found]


def small_limits(cents: list[int]) -> list[Json]:
    """Return limits with every combination of terms.

    A percentage of such small totals is often between two cents.
    """
    found = combinations(
        max_increase=[None, *map(dollars, cents)],
        max_increase_percent=[None, 0, 50, 100],
        max_order_total=[None, *map(dollars, cents)],
        combine=["lower", "higher"],
        measured_from=["placed_total", "order_total"],
        max_increases=[None, 1],
    )
    return [limit for limit in found if any(name in limit for name in CAPS)]


def small_updates(cents: list[int]) -> list[Json]:
    """Return updates of the fees, with and without a stated total."""
    found = combinations(
        tax_amount=[None, *map(dollars, [*cents, len(cents)])],
        discount_amount=[None, dollars(1)],
        order_total=[None, *map(dollars, cents[::2])],
    )
    return [{**IDS, **update} for update in found]


def compare_all(orders: list[Json], limits: list[Json], updates: list[Json]) -> int:
    """Compare every combination of an order, a limit and an update; return their number."""
    parsed_limits = [(exactly(limit), wire.parse_limit(limit)) for limit in limits]
    parsed_updates = [(exactly(update), wire.parse_update(update)) for update in updates]
    for order in orders:
        plain, before = exactly(order), wire.parse_order(order)
        for (limit, parsed_limit), (update, parsed) in itertools.product(
            parsed_limits, parsed_updates
        ):
            expected = oracle.judge(plain, update, limit)
            decision = decide_update(before, parsed, parsed_limit)
            assert codes_and_paths(decision) == expected.reasons, (order, limit, update)
            if decision.allowed:
                assert decision.totals.order_total.cents == 100 * expected.total
                assert decision.totals.cart_amount.cents == 100 * expected.cart
                assert decision.order.increase_count == expected.increase_count
    return len(orders) * len(limits) * len(updates)


def exactly(fields: Json) -> Json:
    """Return `fields` with fractions for decimals, so that the oracle converts each only once."""
    return {
        name: Fraction(value) if isinstance(value, Decimal) else value
        for name, value in fields.items()
    }


def test_every_decision_about_two_cents_agrees_with_the_oracle() -> None:
    orders = small_orders("order_placed", [0, 1])
    limits = small_limits([1])
    assert compare_all(orders, limits, small_updates([0, 1])) == 36 * 120 * 16


def items_of(*prices: str) -> list[Json]:
    return [
        {"display_name": "x", "sku": "x", "unit_price": Decimal(price), "qty": 1}
        for price in prices
    ]


ITEMS = [
    items_of("0.01"),
    items_of("0.004"),
    items_of("0.005"),
    items_of("0.005", "0.005"),
    items_of("0.014", "0.005"),
]
"""Items whose lines add up to a cent, or to different amounts as they are rounded."""


def test_every_cart_of_a_few_cents_agrees_with_the_oracle() -> None:
    """Compare every combination of carts and items, recorded and stated (T3 and T4)."""
    carts = [*map(dollars, range(5))]
    orders = [
        {**IDS, "status": "order_placed", "order_total": order["cart_amount"], **order}
        for order in combinations(cart_amount=carts, items=[None, [], *ITEMS])
    ]
    updates = [
        {**IDS, **update}
        for update in combinations(
            cart_amount=[None, *carts], items=[None, *ITEMS], order_total=[None, *carts[1:3]]
        )
    ]
    assert compare_all(orders, [{"max_order_total": 1}], updates) == 35 * 108


@pytest.mark.thorough
def test_every_decision_about_three_cents_agrees_with_the_oracle() -> None:
    cents = [0, 1, 2]
    orders, limits = small_orders("order_placed", cents), small_limits([1, 2])
    assert compare_all(orders, limits, small_updates(cents)) == 108 * 280 * 30


@pytest.mark.thorough
@pytest.mark.parametrize(
    "status", ["terms_selected", "order_confirmed", "order_canceled", "refund"]
)
def test_every_decision_in_another_status_agrees_with_the_oracle(status: str) -> None:
    orders, limits = small_orders(status, [0, 1]), small_limits([1])
    assert compare_all(orders, limits, small_updates([0, 1])) == 36 * 120 * 16
