"""Decisions on all actions agree with the independent oracle, one by one and in long walks."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support import oracle_actions, oracle_problems
from support.json_values import written_back
from support.oracle import Json
from support.oracle_payloads import with_floats
from support.order_life import MATRIX, PAIRS, decide, led_to
from support.processes import printed
from support.random_actions import random_action
from support.random_walks import Step, payload_of, spelled, walk
from support.refusals import codes_and_paths

from backd_rules import Decision, Order, ViolationCode, wire

PARSERS: dict[str, Any] = {
    "order_placed": wire.parse_both_ids,
    "update_order": wire.parse_update,
    "confirm_order": wire.parse_ids,
    "cancel_order": wire.parse_ids,
    "refund": wire.parse_refund_request,
    "delete_refund": wire.parse_ids,
}


def assert_is_written_back(order: Order, expected: Json) -> None:
    """Assert that an order is what a payload means, and is stored as that."""
    assert order == wire.parse_order(expected)
    assert wire.dump_stored_order(order) == written_back(with_floats(expected))


# One action


def compare(seed: int, count: int) -> Counter[tuple[str, str]]:
    """Compare `count` random cases; return how often each action was allowed or had a code."""
    draw, seen = Random(seed), Counter[tuple[str, str]]()
    for _ in range(count):
        action, order, request, at = random_action(draw)
        expected = oracle_actions.act(action, order, request, at)
        decision = decide(action, wire.parse_order(order), PARSERS[action](request), at)
        found = codes_and_paths(decision)
        assert found == expected.reasons
        if decision.allowed:
            assert_is_written_back(decision.order, expected.order)
        seen.update((action, code) for code, _ in found or [("allowed", "")])
    return seen


ANY_CODE = ("allowed", "backd_order_id_mismatch", "status_forbids_action")
OTHER_CODES: dict[str, tuple[str, ...]] = {
    "order_placed": (),
    "confirm_order": ("merchant_order_id_mismatch",),
    "cancel_order": ("merchant_order_id_mismatch",),
    "refund": ("merchant_order_id_mismatch", "refund_exceeds_total", "refund_locked"),
    "delete_refund": ("merchant_order_id_mismatch", "no_active_refund", "refund_locked"),
}
OUTCOMES = {
    (action, code) for action, others in OTHER_CODES.items() for code in (*ANY_CODE, *others)
}
"""Each action with each code that it can have: all of them must occur, and no others."""


def test_random_actions_agree_with_the_oracle() -> None:
    seen = compare(seed=0, count=4000)
    assert {*seen} == OUTCOMES
    assert min(seen.values()) >= 5, seen


@pytest.mark.thorough
def test_many_random_actions_agree_with_the_oracle(pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--cases")
    seen = compare(seed=1, count=count)
    assert {*seen} == OUTCOMES
    assert min(seen.values()) >= count // 500, seen


@pytest.mark.parametrize("seed", range(3))
def test_random_actions_are_well_formed(seed: int) -> None:
    draw = Random(seed)
    for _ in range(300):
        action, order, request, _ = random_action(draw)
        assert oracle_problems.order_problems(order) == []
        PARSERS[action](request)


# Walks


def replay(step: Step, order: Order) -> Decision:
    """Return the decision on a step of the walk, from the order that the last decision left."""
    request, limit = PARSERS[step.action](step.request), wire.parse_limit(step.limit)
    return decide(step.action, order, request, step.at, limit)


def compare_walk(seed: int, count: int) -> Counter[tuple[str, str, bool]]:
    """Compare a walk; return how often each status met each action, and was left by it or not."""
    seen = Counter[tuple[str, str, bool]]()
    order: Any = None
    for step in walk(seed, count):
        if step.number == 0:
            order = wire.parse_order(step.order)
        status = spelled(step.order["status"])
        assert order.status == status
        decision = replay(step, order)
        assert codes_and_paths(decision) == step.answer.reasons
        if decision.allowed:
            assert decision.order.status == led_to(status, step.action)
            order = decision.order
        assert order == wire.parse_order(payload_of(step.answer.order))
        seen[status, step.action, decision.allowed] += 1
    return seen


def assert_is_complete(seen: Counter[tuple[str, str, bool]], least: int) -> None:
    """Assert that every pair was refused, and that those of the table were allowed, too."""
    refused = {(status, action, False) for status, action in PAIRS}
    allowed = {(status, action, True) for status, action in PAIRS if led_to(status, action)}
    assert {*seen} == refused | allowed
    assert min(seen.values()) >= least, seen
    assert {status for status, _, _ in seen} == {*MATRIX}


def test_a_random_walk_of_ten_thousand_actions_never_leaves_the_table() -> None:
    seen = compare_walk(seed=0, count=10_000)
    assert seen.total() == 10_000
    assert_is_complete(seen, least=2)


@pytest.mark.thorough
def test_a_long_random_walk_never_leaves_the_table(pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--cases")
    assert_is_complete(compare_walk(seed=1, count=count), least=count // 5000)


def test_a_walk_goes_on_from_what_the_last_action_left() -> None:
    steps = [*walk(seed=2, count=2000)]
    lengths = Counter(step.number for step in steps)
    assert lengths[0] < 400
    assert lengths[30] > 5
    for one, other in pairwise(steps):
        assert other.number in (0, one.number + 1)
        assert other.number == 0 or other.order == one.answer.order
        assert other.number == 0 or other.limit == one.limit


def test_the_oracle_of_the_actions_imports_nothing_of_the_package() -> None:
    here = str(Path(oracle_actions.__file__).parents[1])
    source = f"""
import sys
sys.path.insert(0, {here!r})
import support.oracle_actions, support.random_actions, support.random_walks
print(*(name for name in sys.modules if name.startswith(("backd_rules", "attr"))))
"""
    assert printed(source) == ""


def test_the_oracle_and_the_table_name_the_same_pairs() -> None:
    pairs = {(status, action): leads for action, (status, leads) in oracle_actions.STATUSES.items()}
    assert pairs == {
        pair: led_to(*pair) for pair in PAIRS if led_to(*pair) and pair[1] != "update_order"
    }


def test_the_codes_of_the_actions_are_those_of_the_package() -> None:
    assert {code for _, code in OUTCOMES} - {"allowed"} <= {*ViolationCode}
