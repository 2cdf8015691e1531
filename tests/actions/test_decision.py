"""`Allowed` and `Denied`: what they hold, what they refuse, and how they narrow."""

import pytest
from support.examples import ORDER

from backd_rules import Allowed, BackdOrderIdMismatch, Denied, TooManyIncreases, UnknownOrder


def test_the_totals_of_an_allowed_decision_are_those_of_its_order() -> None:
    assert Allowed(ORDER).totals is ORDER.totals


def test_only_an_allowed_decision_is_true() -> None:
    allowed, denied = Allowed(ORDER), Denied((UnknownOrder(),))
    assert (bool(allowed), allowed.allowed) == (True, True)
    assert (bool(denied), denied.allowed) == (False, False)


def test_a_decision_refuses_fields_of_other_types_and_no_violation() -> None:
    with pytest.raises(ValueError, match=r"^Denied.violations must have at least 1 element$"):
        Denied(())
    with pytest.raises(
        TypeError, match=r"^Denied.violations\[0\] must be of type UnknownOrder or "
    ):
        Denied(("too_many_increases",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^Allowed.order must be of type Order, got \w+$"):
        Allowed("order")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="positional argument"):
        Allowed(ORDER, ORDER.totals)  # type: ignore[call-arg]


def test_a_decision_keeps_its_violations_as_a_tuple_in_their_order() -> None:
    violations = [BackdOrderIdMismatch(), TooManyIncreases(1, 1)]
    denied = Denied(violations)  # type: ignore[arg-type]
    assert denied.violations == (BackdOrderIdMismatch(), TooManyIncreases(1, 1))


def test_decisions_are_compared_by_what_they_hold() -> None:
    assert Allowed(ORDER) == Allowed(ORDER)
    assert len({Denied((UnknownOrder(),)), Denied((UnknownOrder(),)), Allowed(ORDER)}) == 2
