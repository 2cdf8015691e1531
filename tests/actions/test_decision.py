"""`Allowed` and `Denied`: what they hold, what they refuse, and how they narrow."""

import pytest
from support.examples import ORDER

from backd_rules import Allowed, Denied, UnknownOrder


def test_the_totals_of_an_allowed_decision_are_those_of_its_order() -> None:
    assert Allowed(ORDER).totals is ORDER.totals


def test_only_an_allowed_decision_is_true() -> None:
    allowed, denied = Allowed(ORDER), Denied((UnknownOrder(),))
    assert (bool(allowed), allowed.allowed) == (True, True)
    assert (bool(denied), denied.allowed) == (False, False)


def test_a_decision_refuses_fields_of_other_types_and_no_violation() -> None:
    with pytest.raises(ValueError, match=r"^Denied.violations is empty$"):
        Denied(())
    with pytest.raises(TypeError, match=r"^Denied.violations holds something of the wrong type$"):
        Denied(("too_many_increases",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^Allowed.order must be of type Order$"):
        Allowed("order")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="positional argument"):
        Allowed(ORDER, ORDER.totals)  # type: ignore[call-arg]
