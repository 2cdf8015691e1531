"""The far forms on arrays, near the numbers at which a product would overflow."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backd_rules.bulk import overflow
from backd_rules.bulk.overflow import (
    BEYOND,
    at_most,
    far_line_amount,
    far_line_amount_down,
    far_line_amount_up,
    far_percent_ceiling,
    line_forms_for,
    negate,
    percent_ceiling_for,
    select,
    shared,
)
from backd_rules.domain import arithmetic
from backd_rules.domain.numbers import MAX_SCALED

TOP = 10**15 - 1
INT64 = 2**63 - 1
Form = Callable[[Any, Any], Any]

FORMS: list[Any] = [
    pytest.param(far_percent_ceiling, arithmetic.percent_ceiling, 10**4, id="percent"),
    pytest.param(far_line_amount, arithmetic.line_amount, 10**7, id="half up"),
    pytest.param(far_line_amount_down, arithmetic.line_amount_down, 10**7, id="down"),
    pytest.param(far_line_amount_up, arithmetic.line_amount_up, 10**7, id="up"),
]
EDGES = (
    *(0, 1, 2, 9_222, 9_223, 9_224, 9_999, 10_000, 10_001, 10**7 - 1, 10**7, 10**7 + 1),
    *(3_037_000_499, 3_037_000_500, 92_233_720_368, 10**11 - 1, 10**11, 10**14, TOP - 1, TOP),
)
"""Units, 92.23 %, the root of 2**63, and the extremes."""


def guarded(unit: int) -> Iterator[tuple[int, int]]:
    """Yield pairs whose first product is up to the guard, or just above it."""
    for right in EDGES:
        for product in (4 * BEYOND, 2**63, 2**64):
            high = product // (right | 1)
            for beside in (-1, 0, 1):
                for low in (0, 1, unit // 2, unit - 1):
                    left = (high + beside) * unit + low
                    if 0 <= left <= TOP:
                        yield left, right


def on_arrays(form: Form, pairs: list[tuple[int, int]]) -> list[int]:
    """Return the results of a form on arrays. An error of NumPy's is an exception."""
    left, right = np.array(pairs, np.int64).T
    with np.errstate(all="raise"):
        found = form(left, right)
    assert found.dtype == np.int64
    results: list[int] = found.tolist()
    return results


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_the_edges(form: Form, exact: Form, unit: int) -> None:
    pairs = [(left, right) for left in EDGES for right in EDGES] + [*guarded(unit)]
    assert len(pairs) > 500
    expected = [min(exact(*pair), BEYOND) for pair in pairs]
    assert on_arrays(form, pairs) == expected
    assert [form(*pair) for pair in pairs] == expected
    assert {BEYOND, 0} <= {*expected}
    assert any(BEYOND // 2 < amount < BEYOND for amount in expected)


NUMBERS = st.integers(0, TOP) | st.sampled_from(EDGES) | st.integers(0, 10**8)


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
@given(pairs=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=20))
def test_any_numbers(form: Form, exact: Form, unit: int, pairs: list[tuple[int, int]]) -> None:
    assert unit in (10**4, 10**7)
    assert on_arrays(form, pairs) == [min(exact(*pair), BEYOND) for pair in pairs]


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
@given(left=NUMBERS, right=NUMBERS)
def test_the_contract_holds(form: Form, exact: Form, unit: int, left: int, right: int) -> None:
    """The conditions are those of the docstring."""
    assert unit in (10**4, 10**7)
    pre, post = (re.findall(rf"^ *{kind}: (.+)$", form.__doc__ or "", re.M) for kind in KINDS)
    assert (len(pre), len(post)) == (2, 1)
    first, second = form.__code__.co_varnames[:2]
    names: dict[str, Any] = {first: left, second: right, "MAX_SCALED": MAX_SCALED, "BEYOND": BEYOND}
    names |= {exact.__name__: exact, "__return__": form(left, right)}
    assert all(eval(condition, dict(names)) for condition in pre + post)  # noqa: S307


KINDS = ("pre", "post")


@given(st.lists(st.tuples(st.integers(0, TOP), st.integers(0, 9_222)), min_size=1, max_size=20))
def test_the_near_form_up_to_ninety_two_percent(pairs: list[tuple[int, int]]) -> None:
    near = percent_ceiling_for(TOP, 9_222)
    expected = [base + base * percent // 10_000 for base, percent in [*pairs, (TOP, 9_222)]]
    assert on_arrays(near, [*pairs, (TOP, 9_222)]) == expected


def test_naive_maths_would_wrap_around_at_the_next_percentages() -> None:
    """The far form begins where the near one is wrong, or nearly so."""
    wrapped = np.array([TOP]) + np.array([TOP]) * 9_224 // 10_000
    assert wrapped[0] != arithmetic.percent_ceiling(TOP, 9_224)
    expected = TOP + TOP * 9_224 // 10_000
    assert on_arrays(percent_ceiling_for(TOP, 9_224), [(TOP, 9_224)]) == [expected]


@given(st.integers(0, TOP), st.integers(0, TOP))
def test_the_chosen_form_of_a_percentage_is_exact(base: int, percent: int) -> None:
    expected = min(base + base * percent // 10_000, BEYOND)
    assert on_arrays(percent_ceiling_for(base, percent), [(base, percent)]) == [expected]


@given(st.integers(0, TOP), st.integers(0, TOP))
def test_the_chosen_forms_of_a_line_are_exact(price: int, qty: int) -> None:
    exact = (arithmetic.line_amount_down, arithmetic.line_amount, arithmetic.line_amount_up)
    for form, expected in zip(line_forms_for(price, qty), exact, strict=True):
        assert on_arrays(form, [(price, qty)]) == [min(expected(price, qty), BEYOND)]


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(-INT64 - 1, INT64), st.integers(-INT64 - 1, INT64)),
        min_size=1,
    )
)
def test_a_selection_is_exact_for_any_numbers(rows: list[tuple[bool, int, int]]) -> None:
    masks, chosen, other = (np.array(column) for column in zip(*rows, strict=True))
    expected = [one if flag else two for flag, one, two in rows]
    assert select(masks, chosen.astype(np.int64), other.astype(np.int64)).tolist() == expected
    assert [select(*row) for row in rows] == expected


def test_a_selection_by_one_flag_is_one_of_the_two() -> None:
    chosen, other = np.array([1, 2]), np.array([3, 4])
    assert select(True, chosen, other) is chosen
    assert select(False, chosen, other) is other
    assert select(np.array([True, False]), 5, other).tolist() == [5, 4]
    assert chosen.tolist() == [1, 2]
    assert other.tolist() == [3, 4]


def test_the_opposite_of_a_mask() -> None:
    assert negate(True) is False
    assert negate(False) is True
    assert negate(np.array([True, False])).tolist() == [False, True]


def test_a_mask_whose_flags_are_the_same_is_one_flag() -> None:
    mixed = np.array([True, False])
    assert shared(np.array([True, True])) is True
    assert shared(np.array([False, False])) is False
    assert shared(mixed) is mixed
    assert (shared(True), shared(False)) == (True, False)


@pytest.mark.parametrize(("amount", "lower"), [(6, 6), (7, 7), (8, 7), (-1, -1)])
def test_the_lower_of_two(amount: int, lower: int) -> None:
    assert at_most(amount, 7) == lower
    assert at_most(np.array([amount]), 7).tolist() == [lower]


def test_the_guard_never_divides_by_zero() -> None:
    """A row that is wrong may have any number, whose result does not count."""
    with np.errstate(all="raise"):
        for right in (-1, 0, -2, -INT64 - 1, INT64):
            overflow._overflows(np.array([1, 0]), np.array([right, right]))
