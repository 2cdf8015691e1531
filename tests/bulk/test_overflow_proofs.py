"""Proofs by z3, for all integers in range, that the far forms are exact and do not overflow.

They run the code itself on z3's terms, so that a change of the code changes what is proved.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import z3
from support.terms import SplitTerm, Term, of, refuted

from backd_rules.bulk import overflow
from backd_rules.bulk.overflow import (
    BEYOND,
    at_most,
    far_line_amount,
    far_line_amount_down,
    far_line_amount_up,
    far_percent_ceiling,
    line_forms_for,
    percent_ceiling_for,
    select,
)
from backd_rules.domain.arithmetic import (
    LINE_UNIT,
    PERCENT_UNIT,
    line_amount,
    line_amount_down,
    line_amount_up,
    percent_ceiling,
)

TOP = 10**15 - 1
INT64 = 2**63

Form = Callable[[Any, Any], Any]


class Far(NamedTuple):
    """What a far form computes from any two numbers in range."""

    right: Any
    in_range: Any
    result: Any
    exact: Any
    is_replaced: Any
    computed: list[Any]


def far(form: Form, exact: Form, unit: int) -> Far:
    """Return what `form` computes, and the exact result."""
    computed: list[Any] = []
    left, right = SplitTerm("left", unit, computed), SplitTerm("right", unit, computed)
    in_range = z3.And(left.is_from_zero_to(TOP), right.is_from_zero_to(TOP))
    result = form(left, right).term
    is_replaced = of(overflow._overflows, left.high, right.term) == 1
    exactly = of(exact, left.term, right.term)
    return Far(right.term, in_range, result, exactly, is_replaced, computed)


FORMS = [
    pytest.param(far_percent_ceiling, percent_ceiling, PERCENT_UNIT, id="percent"),
    pytest.param(far_line_amount, line_amount, LINE_UNIT, id="line half up"),
    pytest.param(far_line_amount_down, line_amount_down, LINE_UNIT, id="line down"),
    pytest.param(far_line_amount_up, line_amount_up, LINE_UNIT, id="line up"),
]


def fits(term: Any) -> Any:
    return z3.And(term >= -INT64, term < INT64)


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_a_far_form_is_the_exact_one_up_to_the_highest(form: Form, exact: Form, unit: int) -> None:
    terms = far(form, exact, unit)
    expected = z3.If(terms.exact < BEYOND, terms.exact, z3.IntVal(BEYOND))
    assert not refuted(terms.result == expected, terms.in_range)


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_nothing_overflows_where_the_result_is_not_replaced(
    form: Form, exact: Form, unit: int
) -> None:
    terms = far(form, exact, unit)
    assert len(terms.computed) > 15
    for term in terms.computed:
        assert not refuted(fits(term), terms.in_range, z3.Not(terms.is_replaced)), term


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_a_result_that_may_overflow_is_beyond_and_is_replaced(
    form: Form, exact: Form, unit: int
) -> None:
    terms = far(form, exact, unit)
    assert not refuted(terms.exact >= BEYOND, terms.in_range, terms.is_replaced)
    assert not refuted(terms.result == BEYOND, terms.in_range, terms.is_replaced)
    assert refuted(z3.Not(terms.is_replaced), terms.in_range)


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_a_guard_that_is_too_high_would_be_noticed(
    form: Form, exact: Form, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overflow, "_SAFE", 10 * BEYOND)
    terms = far(form, exact, unit)
    given = (terms.in_range, z3.Not(terms.is_replaced), terms.right == TOP)
    assert any(refuted(fits(term), *given) for term in terms.computed)


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_a_guard_that_is_too_low_would_be_noticed(
    form: Form, exact: Form, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overflow, "_SAFE", BEYOND // 2)
    terms = far(form, exact, unit)
    assert refuted(terms.exact >= BEYOND, terms.in_range, terms.is_replaced)


@pytest.mark.parametrize(("form", "exact", "unit"), FORMS)
def test_a_form_that_is_a_cent_off_would_be_noticed(form: Form, exact: Form, unit: int) -> None:
    terms = far(form, lambda left, right: exact(left, right) + 1, unit)
    expected = z3.If(terms.exact < BEYOND, terms.exact, z3.IntVal(BEYOND))
    assert refuted(terms.result == expected, terms.in_range)


def computed_by(form: Form) -> tuple[Any, Any, list[Any]]:
    """Return two terms, and all that `form` computes from them."""
    computed: list[Any] = []
    left, right = z3.Ints("left right")
    form(Term(left, computed), Term(right, computed))
    return left, right, computed


def test_the_near_form_of_a_percentage_is_used_only_where_it_does_not_overflow() -> None:
    """Up to 92.22 %: a cent-exact form of 92.23 % of the highest total would overflow."""
    assert percent_ceiling_for(TOP, 0) is percent_ceiling_for(TOP, 9_222) is percent_ceiling
    assert percent_ceiling_for(TOP, 9_223) is percent_ceiling_for(TOP, TOP) is far_percent_ceiling
    base, percent, computed = computed_by(percent_ceiling)
    in_range = z3.And(base >= 0, base <= TOP, percent >= 0)
    assert computed
    for term in computed:
        assert not refuted(fits(term), in_range, percent <= 9_222)
    assert any(refuted(fits(term), in_range, percent <= 9_224) for term in computed)
    for term in computed:
        assert not refuted(fits(term), in_range, base * percent < INT64 - 1 - TOP)


@pytest.mark.parametrize("form", [line_amount, line_amount_down, line_amount_up])
def test_the_near_forms_of_a_line_are_used_only_where_they_do_not_overflow(form: Form) -> None:
    price, qty, computed = computed_by(form)
    in_range = z3.And(price >= 0, price <= TOP, qty >= 0, qty <= TOP)
    highest = INT64 - 1 - LINE_UNIT
    assert computed
    for term in computed:
        assert not refuted(fits(term), in_range, price * qty < highest)
    assert any(refuted(fits(term), in_range, price == TOP) for term in computed)


@pytest.mark.parametrize(
    ("price", "qty", "is_near"),
    [
        (0, 0, True),
        (TOP, 9_223, True),
        (TOP, 9_224, False),
        (1, TOP, True),
        (TOP, TOP, False),
        # 2**63 - 10,000,001 is 3 * 3,074,457,345,614,925,269; a cent unit of room is left.
        (INT64 - 1 - LINE_UNIT, 1, False),
        (INT64 - 2 - LINE_UNIT, 1, True),
    ],
)
def test_the_forms_of_a_line_are_chosen_by_the_largest_product(
    price: int, qty: int, *, is_near: bool
) -> None:
    near = (line_amount_down, line_amount, line_amount_up)
    distant = (far_line_amount_down, far_line_amount, far_line_amount_up)
    assert line_forms_for(price, qty) == (near if is_near else distant)


class Wrapping(Term):
    """A term of 64 bits, which wraps around as NumPy's int64 does."""

    def __gt__(self, other: Any) -> "Wrapping":
        one, none = z3.BitVecVal(1, 64), z3.BitVecVal(0, 64)
        other = other.term if isinstance(other, Term) else other
        return Wrapping(z3.If(self.term > other, one, none))


CHOSEN, OTHER, FLAG = z3.BitVecs("chosen other flag", 64)


def test_a_selection_is_exact_whatever_wraps_around() -> None:
    mask = z3.Or(FLAG == 0, FLAG == 1)
    selected = select(Wrapping(FLAG), Wrapping(CHOSEN), Wrapping(OTHER)).term
    assert not refuted(selected == z3.If(FLAG == 1, CHOSEN, OTHER), mask)
    assert refuted(selected == CHOSEN, mask)


def test_the_lower_of_two_is_exact_whatever_wraps_around() -> None:
    """Where an amount overflows, the result is replaced; it is still a number."""
    lower = at_most(Wrapping(CHOSEN), BEYOND).term
    most = z3.BitVecVal(BEYOND, 64)
    assert not refuted(lower == z3.If(most > CHOSEN, CHOSEN, most))
