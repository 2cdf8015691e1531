"""The reasons of a refusal, in a form that a test can compare with a hand-written list."""

from collections.abc import Callable
from typing import Any

import pytest

from backd_rules import Decision, Violation, ViolationCode, wire


def violations(decision: Decision) -> list[Violation]:
    """Return the violations of a decision; none if it is allowed."""
    return [] if decision.allowed else list(decision.violations)


def codes(decision: Decision) -> list[ViolationCode]:
    """Return the codes of a decision's violations, in their order; none if it is allowed."""
    return [violation.code for violation in violations(decision)]


def codes_and_paths(decision: Decision) -> list[tuple[str, str]]:
    """Return code and path of each violation of a decision; none if it is allowed."""
    return [(violation.code, violation.path) for violation in violations(decision)]


def problems(parse: Callable[[Any], object], payload: Any) -> list[tuple[str, str]]:
    """Return code and path of each problem that `parse` finds in `payload`; there must be one."""
    with pytest.raises(wire.InvalidPayload) as caught:
        parse(payload)
    return [(problem.code, problem.path) for problem in caught.value.problems]
