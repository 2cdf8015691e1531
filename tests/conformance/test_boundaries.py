"""The verdicts in the file agree with boundaries worked out by hand."""

from collections import Counter
from typing import Any

import pytest

from conformance.cases import Json
from conformance.published import VECTORS

MAX = 9999999999999.99
MOST = 999999999999999


def outcomes(limit: Json, **order: Any) -> dict[float, list[str]]:
    """Map each new total of the orders with these fields to the codes of its violations."""
    return {
        case["update"]["cart_amount"]: [v["code"] for v in case.get("violations", [])]
        for case in VECTORS["cases"]
        if case["name"].startswith("limit/")
        and case["limit"] == limit
        and {name: case["order"][name] for name in order} == order
    }


def never_updated(order_total: float) -> Json:
    return {"order_total": order_total, "placed_total": order_total}


FRESH = never_updated(100)
INCREASED = {"order_total": 110, "placed_total": 100}
LOWERED = {"order_total": 90, "placed_total": 100}
ODD = never_updated(33.33)
LARGE = never_updated(1000)
FROM_PRESENT = {"measured_from": "order_total"}
BOTH = {"max_increase": 75, "max_increase_percent": 15}
HIGHER = {**BOTH, "combine": "higher"}

BOUNDARIES: list[tuple[Json, Json, float]] = [
    ({"max_increase": 0}, FRESH, 100),
    ({"max_increase": 0.01}, FRESH, 100.01),
    ({"max_increase": 75}, FRESH, 175),
    ({"max_increase": 75}, INCREASED, 175),
    ({"max_increase": 75}, LOWERED, 175),
    ({"max_increase": 75, **FROM_PRESENT}, INCREASED, 185),
    ({"max_increase": 75, **FROM_PRESENT}, LOWERED, 165),
    ({"max_increase": MAX}, never_updated(0), MAX),
    ({"max_increase_percent": 0}, FRESH, 100),
    ({"max_increase_percent": 0.01}, FRESH, 100.01),
    ({"max_increase_percent": 0.01}, ODD, 33.33),  # 33.333333
    ({"max_increase_percent": 15}, FRESH, 115),
    ({"max_increase_percent": 15}, INCREASED, 115),
    ({"max_increase_percent": 15}, ODD, 38.32),  # 38.3295
    ({"max_increase_percent": 15}, never_updated(0.01), 0.01),  # 0.0115
    ({"max_increase_percent": 15}, never_updated(0), 0),
    ({"max_increase_percent": 15, **FROM_PRESENT}, INCREASED, 126.5),
    ({"max_increase_percent": 15, **FROM_PRESENT}, LOWERED, 103.5),
    ({"max_increase_percent": 12.5}, FRESH, 112.5),
    ({"max_increase_percent": 12.5}, ODD, 37.49),  # 37.49625
    ({"max_increase_percent": 33.33}, ODD, 44.43),  # 44.438889
    ({"max_increase_percent": 400}, FRESH, 500),
    ({"max_increase_percent": MAX}, never_updated(0.01), 1000000000),  # 1000000000.009999
    ({"max_order_total": 115}, FRESH, 115),
    ({"max_order_total": 115}, INCREASED, 115),
    ({"max_order_total": 115, **FROM_PRESENT}, LOWERED, 115),
    ({"max_order_total": MAX}, {"order_total": 9999999999999.98, "placed_total": MAX}, MAX),
    (BOTH, FRESH, 115),
    (BOTH, LARGE, 1075),
    ({"max_increase": 10, "max_increase_percent": 15, "combine": "lower"}, FRESH, 110),
    ({"max_increase": 10, "max_increase_percent": 15, "combine": "lower"}, ODD, 38.32),
    (HIGHER, FRESH, 175),
    (HIGHER, LARGE, 1150),
    ({"max_increase": 15, "max_increase_percent": 15, "combine": "higher"}, FRESH, 115),
    ({"max_increase": 75, "max_order_total": 150}, FRESH, 150),
    ({"max_increase": 75, "max_order_total": 150}, ODD, 108.33),
    ({"max_increase_percent": 15, "max_order_total": 112}, FRESH, 112),
    ({"max_increase_percent": 15, "max_order_total": 112}, ODD, 38.32),
    ({**BOTH, "max_order_total": 1050}, FRESH, 115),
    ({**BOTH, "max_order_total": 1050}, LARGE, 1050),
    ({**HIGHER, "max_order_total": 170}, FRESH, 170),
    ({**HIGHER, "max_order_total": 170}, ODD, 108.33),
]
"""A limit, the fields of an order, and the highest total that is allowed."""


@pytest.mark.parametrize(("limit", "order", "highest"), BOUNDARIES)
def test_each_boundary_is_allowed_and_a_cent_above_is_refused(
    limit: Json, order: Json, highest: float
) -> None:
    found = outcomes(limit, **order)
    above, below = round(highest + 0.01, 2), round(highest - 0.01, 2)
    assert found[highest] == []
    assert below < 0 or found[below] == []
    assert above > MAX or found[above] == ["increase_exceeds_limit"]


COUNTS: list[tuple[Json, Json, bool]] = [
    ({"max_increase": 75, "max_increases": 0}, FRESH, False),
    ({"max_increase": 75, "max_increases": 1}, FRESH, True),
    ({"max_increase": 75, "max_increases": 1}, {**INCREASED, "increase_count": 1}, False),
    ({"max_increase_percent": 15, "max_increases": 2}, {**INCREASED, "increase_count": 1}, True),
    ({"max_order_total": MAX}, {**FRESH, "increase_count": MOST}, False),
    (
        {"max_order_total": MAX, "max_increases": MOST},
        {"increase_count": MOST - 1, "placed_total": MAX},
        True,
    ),
]


@pytest.mark.parametrize(("limit", "order", "left"), COUNTS)
def test_an_increase_is_refused_when_none_is_left(limit: Json, order: Json, *, left: bool) -> None:
    increases = [
        codes
        for total, codes in outcomes(limit, **order).items()
        if total > order.get("order_total", 9999999999999.98)
    ]
    assert increases
    assert all((codes == []) == left for codes in increases if codes != ["increase_exceeds_limit"])
    assert all(("too_many_increases" in codes) == (not left) for codes in increases)


def test_the_hand_chosen_carts_are_the_sums_of_the_items() -> None:
    """Compare the codes of a case with its name, which says if the cart is right.

    A cart that is the sum of the lines rounded down, half up or up is right (domain.md, T4).
    """
    seen = Counter[str]()
    for case in VECTORS["cases"]:
        kind, lines, *how = case["name"].split("/")
        if kind == "items" and lines not in ("above-highest", "far-above"):
            codes = [violation["code"] for violation in case.get("violations", [])]
            wrong = how[0].endswith(("-a-cent-below", "-a-cent-above"))
            assert codes == (["cart_amount_mismatch"] if wrong else []), case["name"]
            seen[how[0]] += 1
    assert {"brought-down", "held-down", "brought-up", "held-up", "brought-half-up"} <= set(seen)
    assert min(seen["brought-a-cent-below"], seen["brought-a-cent-above"]) >= 10


def test_a_total_above_the_ceiling_may_stay_or_fall_but_not_rise() -> None:
    assert outcomes({"max_order_total": 50}, **FRESH) == {
        49.99: [],
        50: [],
        50.01: [],
        99.99: [],
        100: [],
        100.01: ["increase_exceeds_limit"],
    }
