"""`decide_batch` decides each row as `decide_update` does (domain.md, V1 and V2)."""

from collections import Counter

import pytest
from support.compared_rows import ALWAYS, compare_random


def never(seen: Counter[str]) -> list[str]:
    """Return the outcomes that should have occurred and did not."""
    return [outcome for outcome in ALWAYS if not seen[outcome]]


def test_thousands_of_rows_with_limits_of_their_own_are_equal() -> None:
    assert never(compare_random(seed=1, count=6_000)) == []


def test_thousands_of_rows_with_a_limit_for_all_are_equal() -> None:
    assert never(compare_random(seed=5, count=6_000, limits=60)) == []


@pytest.mark.thorough
def test_a_million_rows_with_limits_of_their_own_are_equal(pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--rows") // 2
    assert never(compare_random(seed=3, count=count)) == []


@pytest.mark.thorough
def test_a_million_rows_with_a_limit_for_all_are_equal(pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--rows") // 2
    assert never(compare_random(seed=4, count=count, limits=count // 1_000)) == []
