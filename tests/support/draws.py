"""Examples that a strategy generates: many of them, or the smallest."""

from collections import Counter
from random import Random
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from backd_rules import Money, OrderStatus

T = TypeVar("T")
CENT = Money(cents=1)
MANY = 500
PLACED = [OrderStatus.ORDER_PLACED]
quick = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],  # These tests check filtering only.
)


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Return at most `count` examples; fail if more than a third of the draws are rejected."""
    draws, found = Counter[str](), list[T]()

    @settings(quick, max_examples=count)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        draws["started"] += 1
        found.append(data.draw(strategy))

    draw()
    assert draws["started"] <= 1.5 * len(found) + 5
    return found


def smallest(strategy: st.SearchStrategy[T]) -> T:
    """Return the example that the strategy shrinks to."""
    plain = settings(database=None, deadline=None, phases=[Phase.generate, Phase.shrink])
    return find(strategy, lambda _: True, settings=plain, random=Random(0))


def shares(seen: Counter[Any], codes: Any, count: int) -> dict[Any, float]:
    """Return the share of each code among `count` examples, in percent."""
    return {code: 100 * seen[code] / count for code in codes}
