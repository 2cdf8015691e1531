"""Decisions agree with the independent oracle, on random cases near every boundary."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support import oracle
from support.oracle import Json
from support.processes import printed
from support.random_cases import RandomCases
from support.refusals import codes_and_paths

from backd_rules import (
    Money,
    ViolationCode,
    ceiling,
    decide_update,
    decide_updates,
    headroom,
    wire,
)


def compare_case(order: Json, update: Json, limit: Json) -> list[tuple[str, str]]:
    """Compare one decision with the oracle's verdict; return its codes and paths."""
    expected = oracle.judge(order, update, limit)
    before, agreed = wire.parse_order(order), wire.parse_limit(limit)
    decision = decide_update(before, wire.parse_update(update), agreed)
    found = codes_and_paths(decision)
    assert found == expected.reasons
    if decision.allowed:
        is_increase = expected.total > oracle.total_of(order)
        assert decision.totals.cart_amount.cents == expected.cart * 100
        assert decision.totals.order_total.cents == expected.total * 100
        for fee in ("tax_amount", "shipping_amount", "discount_amount"):
            assert getattr(decision.totals, fee).to_decimal() == update.get(fee, order[fee])
        assert decision.order.increase_count == order.get("increase_count", 0) + is_increase
    highest = min(oracle.cap_of(order, limit), oracle.LARGEST)
    assert 0 <= highest * 100 - ceiling(before, agreed).total.cents < 1
    binding = oracle.caps(order, limit)[ceiling(before, agreed).bound_by]
    assert math.floor(binding * 100) >= math.floor(highest * 100)
    assert headroom(before, agreed).cents == oracle.headroom_of(order, limit) * 100
    return found


OUTCOMES = [
    "allowed",
    *list(ViolationCode)[1:],
    *(("amount_out_of_range", path) for path in ("/order_total", "/cart_amount")),
    *(
        ("contact_incomplete", "/".join(("", contact, *path)))
        for contact in ("shipping", "billing")
        for path in oracle.REQUIRED
    ),
]
"""Every code, and every path of a code with several: each must occur among the decisions."""


def compare(seed: int, count: int) -> Counter[Any]:
    """Compare `count` random cases; return how many have each code and each path."""
    cases, seen = RandomCases(seed), Counter[Any]()
    for _ in range(count):
        order, limit = cases.order(), cases.limit()
        found = compare_case(order, cases.update(order, limit), limit)
        seen.update({code for code, _ in found} | set(found) if found else {"allowed"})
    return seen


def test_random_decisions_agree_with_the_oracle() -> None:
    seen = compare(seed=0, count=5000)
    assert min(seen[outcome] for outcome in OUTCOMES) >= 20, seen


@pytest.mark.thorough
def test_many_random_decisions_agree_with_the_oracle(pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--cases")
    seen = compare(seed=1, count=count)
    assert min(seen[outcome] for outcome in OUTCOMES) >= count // 500, seen


@pytest.mark.parametrize("seed", range(3))
def test_batches_agree_with_the_oracle(seed: int) -> None:
    cases = RandomCases(1000 + seed)
    for _ in range(100):
        orders = {f"B{number}": cases.order(number) for number in range(3)}
        limit = cases.limit()
        updates = [cases.update(orders[f"B{cases.random.randrange(3)}"], limit) for _ in range(5)]
        decisions = decide_updates(
            [wire.parse_order(order) for order in orders.values()],
            wire.parse_updates(updates),
            wire.parse_limit(limit),
        )
        for update, decision in zip(updates, decisions, strict=True):
            expected: Any = [("unknown_order", "/backd_order_id")]
            order = orders.get(update["backd_order_id"])
            if order:
                expected = oracle.judge(order, update, limit).reasons
            assert codes_and_paths(decision) == expected
            if decision.allowed and order:
                stored = json.dumps(wire.dump_stored_order(decision.order))
                orders[decision.order.backd_order_id] = wire.loads(stored)


def test_the_oracle_and_the_fake_servers_import_nothing_of_the_package() -> None:
    here = str(Path(oracle.__file__).parents[1])
    source = f"""
import sys
sys.path.insert(0, {here!r})
import support.oracle, support.fake_servers, support.random_cases
print(*(name for name in sys.modules if name.startswith(("backd_rules", "attr"))))
"""
    assert printed(source) == ""


def test_the_oracle_and_money_have_the_same_highest_amount() -> None:
    assert Money.MAX.cents == oracle.LARGEST * 100
