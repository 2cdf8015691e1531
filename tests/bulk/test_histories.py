"""`decide_histories` decides updates in sequence, as `decide_update` would (domain.md, U5)."""

from collections import Counter

import pytest
from support.random_histories import WRONG_ORDERS, WRONG_UPDATES, RandomHistories

OUTCOMES = (
    *("allowed", "refused"),
    *(fault for _, _, fault in (*WRONG_UPDATES, *WRONG_ORDERS)),
    *("sequence: out_of_sequence", "backd_order_id: out_of_sequence"),
    *("sequence: null", "backd_order_id: null", "backd_order_id: null; sequence: null"),
)
"""The outcomes that must occur among some thousand random updates."""


def compare_random(seed: int, orders: int, times: int) -> Counter[str]:
    """Compare the histories of so many orders, so many times; return what occurred.

    Every other time there is one limit for all. Most orders have a few updates, one in fifty has
    about a hundred.
    """
    histories, seen = RandomHistories(seed), Counter[str]()
    for number in range(times):
        sizes = [1 + int(histories.random.expovariate(0.4)) for _ in range(orders)]
        sizes[::50] = [size * 30 for size in sizes[::50]]
        seen += histories.compare(sizes, one_limit=number % 2 == 0)
    return seen


def never(seen: Counter[str]) -> list[str]:
    """Return the outcomes that should have occurred and did not."""
    return [outcome for outcome in OUTCOMES if not seen[outcome]]


def test_thousands_of_updates_are_equal_however_they_are_cut_into_batches() -> None:
    assert never(compare_random(seed=1, orders=100, times=8)) == []


def test_long_histories_are_equal() -> None:
    histories = RandomHistories(seed=2)
    seen = histories.compare([900, 800], one_limit=True)
    seen += histories.compare([1, 700, 2], one_limit=False)
    assert min(seen["allowed"], seen["refused"]) > 100


@pytest.mark.thorough
def test_hundred_thousands_of_updates_are_equal(pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--rows") // 10
    seen = compare_random(seed=3, orders=1_000, times=-(-count // 4_000))
    assert seen.total() >= count
    assert never(seen) == []


@pytest.mark.thorough
def test_thousands_of_updates_of_an_order_are_equal() -> None:
    histories, seen = RandomHistories(seed=4), Counter[str]()
    for number in range(8):
        seen += histories.compare([3, 3_000, 1], one_limit=number % 2 == 0)
    assert min(seen["allowed"], seen["refused"]) > 1_000
