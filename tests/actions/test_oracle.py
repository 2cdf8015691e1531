"""Decisions and problems agree with the independent oracle, on random cases near every boundary."""

import json
import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support import oracle, oracle_problems
from support.oracle import Json
from support.oracle_after import order_after
from support.oracle_payloads import RandomPayloads
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

FEES = ("tax_amount", "shipping_amount", "discount_amount")


def compare_case(order: Json, update: Json, limit: Json) -> list[tuple[str, str]]:
    """Compare one decision with the oracle's verdict; return its codes and paths."""
    expected = oracle.judge(order, update, limit)
    before, agreed = wire.parse_order(order), wire.parse_limit(limit)
    decision = decide_update(before, wire.parse_update(update), agreed)
    found = codes_and_paths(decision)
    assert found == expected.reasons
    if decision.allowed:
        totals = decision.totals
        assert totals.cart_amount.cents == expected.cart * 100
        assert totals.order_total.cents == expected.total * 100
        assert totals.adjustment.cents == oracle.adjustment_of(order) * 100
        for fee in FEES:
            assert getattr(totals, fee).to_decimal() == oracle.amount_of({**order, **update}, fee)
        assert decision.order.increase_count == expected.increase_count
    compare_ceiling(order, limit)
    return found


def compare_ceiling(order: Json, limit: Json) -> None:
    """Compare ceiling and headroom with those of the oracle."""
    before, agreed = wire.parse_order(order), wire.parse_limit(limit)
    room = or_unknown(lambda: oracle.headroom_of(order, limit) * 100)
    assert or_unknown(lambda: headroom(before, agreed).cents) == room
    highest = or_unknown(lambda: oracle.ceiling_of(order, limit) * 100)
    assert or_unknown(lambda: ceiling(before, agreed).total.cents) == highest
    if highest is not None:
        binding = oracle.caps(order, limit)[ceiling(before, agreed).bound_by]
        assert math.floor(binding * 100) >= highest


def or_unknown(amount: Callable[[], int | Fraction]) -> int | Fraction | None:
    """Return the amount; `None` if it needs an unknown history (L10)."""
    try:
        return amount()
    except ValueError:
        return None


OUTCOMES = [
    "allowed",
    *oracle.CODES,
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
            name = update["backd_order_id"]
            if name not in orders:
                assert codes_and_paths(decision) == [("unknown_order", "/backd_order_id")]
                continue
            verdict = oracle.judge(orders[name], update, limit)
            assert codes_and_paths(decision) == verdict.reasons
            if decision.allowed:
                orders[name] = order_after(orders[name], update, verdict)
                stored = json.dumps(wire.dump_stored_order(decision.order))
                assert judged_parts(wire.loads(stored)) == judged_parts(orders[name])


def judged_parts(order: Json) -> Json:
    """Return what the oracle reads of an order, in one form for every way to write it."""
    amounts = ("order_total", "cart_amount", *FEES)
    known = {
        name: oracle.exact(order[name])
        for name in ("placed_total", "increase_count")
        if order.get(name) is not None
    }
    return {
        **{name: oracle.amount_of(order, name) for name in amounts},
        **known,
        "lines": oracle.lines_of(oracle.items_of(order)),
        "contacts": [order.get(name) is not None for name in ("shipping", "billing")],
        "status": order["status"].replace("cancelled", "canceled"),
    }


PARSERS: dict[str, tuple[Callable[[Any], object], Callable[[object], list[tuple[str, str]]]]] = {
    "order": (wire.parse_order, oracle_problems.order_problems),
    "update": (wire.parse_update, oracle_problems.update_problems),
    "updates": (wire.parse_updates, oracle_problems.updates_problems),
    "limit": (wire.parse_limit, oracle_problems.limit_problems),
    "ids": (wire.parse_ids, oracle_problems.ids_problems),
    "both_ids": (wire.parse_both_ids, oracle_problems.both_ids_problems),
    "refund_request": (wire.parse_refund_request, oracle_problems.refund_request_problems),
}
"""The parser of each payload, and the oracle for it."""


def found_problems(parse: Callable[[Any], object], payload: object) -> list[tuple[str, str]]:
    """Return the problems that `parse` finds, sorted."""
    try:
        parse(payload)
    except wire.InvalidPayload as invalid:
        return sorted((problem.code, problem.path) for problem in invalid.problems)
    return []


def compare_problems(kind: str, seed: int, count: int) -> Counter[str]:
    """Compare the problems of random payloads; return how many have each code."""
    parse, expect = PARSERS[kind]
    payloads, seen = RandomPayloads(seed), Counter[str]()
    for _ in range(count):
        payload = getattr(payloads, kind)()
        expected = expect(payload)
        if len(expected) <= 100:  # V4: The package reports no more.
            assert found_problems(parse, payload) == expected, payload
            seen.update({code for code, _ in expected} or {"none"})
    return seen


NUMBER_CODES = {"none", "wrong_type", "not_nullable", "not_finite", "too_precise", "out_of_range"}
TEXT_CODES = {"missing", "blank", "bad_characters"}
CLOSED_CODES = {"empty", "too_many", "too_long", "unknown_field", "read_only_field"}
ID_CODES = TEXT_CODES | {"none", "wrong_type", "not_nullable", "too_long", "unknown_field"}
EXPECTED_CODES = {
    "order": NUMBER_CODES | TEXT_CODES | {"unknown_status"},
    "update": NUMBER_CODES | TEXT_CODES | CLOSED_CODES,
    "updates": NUMBER_CODES | TEXT_CODES | CLOSED_CODES,
    "limit": NUMBER_CODES | {"missing", "unknown_field", "bad_format"},
    "ids": ID_CODES,
    "both_ids": ID_CODES,
    "refund_request": ID_CODES | NUMBER_CODES,
}
"""The codes that a parser of each payload reports."""


@pytest.mark.parametrize("kind", PARSERS)
def test_problems_of_random_payloads_agree_with_the_oracle(kind: str) -> None:
    seen = compare_problems(kind, seed=0, count=2000)
    assert set(seen) == EXPECTED_CODES[kind]
    assert min(seen.values()) >= 3, seen


@pytest.mark.thorough
@pytest.mark.parametrize("kind", PARSERS)
def test_many_problems_agree_with_the_oracle(kind: str, pytestconfig: pytest.Config) -> None:
    count: int = pytestconfig.getoption("--cases") // 5
    seen = compare_problems(kind, seed=1, count=count)
    assert set(seen) == EXPECTED_CODES[kind]


@pytest.mark.parametrize("seed", range(3))
def test_random_cases_are_well_formed(seed: int) -> None:
    cases = RandomCases(seed)
    for _ in range(300):
        order, limit = cases.order(), cases.limit()
        assert oracle_problems.order_problems(order) == []
        assert oracle_problems.limit_problems(limit) == []
        assert oracle_problems.update_problems(cases.update(order, limit)) == []


def test_the_oracle_and_the_fake_servers_import_nothing_of_the_package() -> None:
    here = str(Path(oracle.__file__).parents[1])
    source = f"""
import sys
sys.path.insert(0, {here!r})
import support.oracle_after, support.oracle_payloads, support.fake_servers
print(*(name for name in sys.modules if name.startswith(("backd_rules", "attr"))))
"""
    assert printed(source) == ""


def test_the_oracle_and_money_have_the_same_highest_amount() -> None:
    assert Money.MAX.cents == oracle.LARGEST * 100


def test_the_oracle_has_the_order_of_precedence() -> None:
    assert [code for code in ViolationCode if code in oracle.CODES] == list(oracle.CODES)
