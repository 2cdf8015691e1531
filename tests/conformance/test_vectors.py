"""The conformance vectors are what the code makes, what the oracle says, and what they claim."""

import json
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
from support import oracle
from support.merge_patch import merged
from support.oracle import Json

from backd_rules import OrderStatus, ViolationCode
from backd_rules.wire import ProblemCode
from conformance import vectors

FOLDER = files("backd_rules") / "conformance"
TEXT = FOLDER.joinpath("vectors.json").read_text(encoding="ascii")
PAGE = FOLDER.joinpath("vectors.md").read_text(encoding="utf-8")
FILE: dict[str, list[Json]] = json.loads(TEXT)
EXACT: dict[str, list[Json]] = json.loads(TEXT, parse_float=Decimal)
"""The same with the numbers as the oracle takes them."""

MAX = 9999999999999.99
MOST = 999999999999999
AMOUNTS = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
CONTENTS = ("merchant_order_status", "shipping", "billing", "items")


def test_the_file_is_byte_for_byte_what_the_code_makes() -> None:
    assert "\n".join([*vectors.lines(), ""]) == TEXT


def test_the_file_is_one_case_a_line_and_below_a_megabyte() -> None:
    lines = [line.removesuffix(",") for line in TEXT.splitlines()]
    cases = [json.loads(line) for line in lines if line.startswith('{"name"')]
    assert cases == [case for part in FILE.values() for case in part]
    assert len(lines) == len(cases) + 2 * len(FILE) + 2
    assert len(TEXT) < 1_000_000


def test_every_name_is_given_once() -> None:
    assert list(FILE) == ["cases", "batches", "malformed", "texts"]
    for part in FILE.values():
        assert not [name for name, n in Counter(case["name"] for case in part).items() if n > 1]
        assert all(re.fullmatch(r"[\w/:.+~-]+", case["name"]) for case in part)


def contents_after(order: Json, update: Json) -> Json:
    """What the update makes of texts, contacts and items, where that is something else."""
    after = {name: merged(order.get(name), update[name]) for name in CONTENTS if name in update}
    if "items" in update:
        stated = [{n: v for n, v in item.items() if v is not None} for item in update["items"]]
        after["items"] = stated
    return {name: value for name, value in after.items() if value != order.get(name)}


def verdict(order: Json, update: Json, limit: Json) -> Json:
    """What the oracle says, in the words of the file."""
    said = oracle.judge(order, update, limit)
    if said.reasons:
        violations = [{"code": code, "path": path} for code, path in said.reasons]
        return {"allowed": False, "violations": violations}
    amounts = {name: Fraction(update[name] if name in update else order[name]) for name in AMOUNTS}
    amounts |= {"order_total": said.total, "cart_amount": said.cart}
    count = order.get("increase_count", 0) + (said.total > oracle.total_of(order))
    contents = contents_after(order, update)
    return {"allowed": True, "after": {**amounts, "increase_count": count, **contents}}


def test_every_case_is_what_the_oracle_says() -> None:
    for case in EXACT["cases"]:
        asked = (case["order"], case["update"], case["limit"])
        expected = {**verdict(*asked), "name": case["name"]}
        assert {n: v for n, v in case.items() if n not in ("order", "limit", "update")} == expected


def test_every_batch_is_what_the_oracle_says() -> None:
    unknown = {"code": "unknown_order", "path": "/backd_order_id"}
    for batch in EXACT["batches"]:
        orders = {order["backd_order_id"]: order for order in batch["orders"]}
        for update, found in zip(batch["updates"], batch["verdicts"], strict=True):
            order = orders.get(update["backd_order_id"])
            expected: Json = {"allowed": False, "violations": [unknown]}
            if order:
                order = {"placed_total": order["order_total"], **order}
                expected = verdict(order, update, batch["limit"])
                orders[update["backd_order_id"]] = {**order, **found.get("after", {})}
            assert found == expected


def test_every_malformed_payload_has_the_problem_that_it_is_named_for() -> None:
    for case in FILE["malformed"]:
        reads, code, path, _ = case["name"].split(":")
        assert case["reads"] == reads
        assert case["problems"] == [{"code": code, "path": path}], case["name"]
    for case in FILE["texts"]:
        code, path, _ = case["name"].split(":")
        assert case["problems"] == [{"code": code, "path": path}], case["name"]


def test_there_are_a_thousand_and_every_code_many_times() -> None:
    assert len(FILE["cases"]) >= 1000
    assert sum(case["allowed"] for case in FILE["cases"]) >= 500
    found = Counter[str]()
    for case in FILE["cases"]:
        found.update({violation["code"] for violation in case.get("violations", [])})
    assert set(found) == {*ViolationCode} - {"unknown_order"}
    assert min(found.values()) >= 20
    verdicts = [verdict for batch in FILE["batches"] for verdict in batch["verdicts"]]
    unknown = [{"code": "unknown_order", "path": "/backd_order_id"}]
    assert sum(verdict.get("violations") == unknown for verdict in verdicts) == 4


def test_every_problem_that_json_can_have_is_there() -> None:
    found = {case["problems"][0]["code"] for case in FILE["malformed"] + FILE["texts"]}
    assert found == {*ProblemCode} - {"not_finite", "too_large"}


def outcomes(limit: Json, **order: Any) -> dict[float, list[str]]:
    """By the total to which an order goes that has these fields, the codes of the violations."""
    return {
        case["update"]["cart_amount"]: [v["code"] for v in case.get("violations", [])]
        for case in FILE["cases"]
        if case["name"].startswith("limit/")
        and case["limit"] == limit
        and {name: case["order"].get(name) for name in order} == order
        and ("placed_total" in case["order"]) == ("placed_total" in order)
    }


FRESH = {"order_total": 100}
RAISED = {"order_total": 110, "placed_total": 100}
LOWERED = {"order_total": 90, "placed_total": 100}
ODD = {"order_total": 33.33}
LARGE = {"order_total": 1000}
PRESENT = {"measured_from": "order_total"}
BOTH = {"max_increase": 75, "max_increase_percent": 15}
HIGHER = {**BOTH, "combine": "higher"}

# Worked out by hand, with the highest total that is allowed.
BOUNDARIES: list[tuple[Json, Json, float]] = [
    ({"max_increase": 0}, FRESH, 100),
    ({"max_increase": 0.01}, FRESH, 100.01),
    ({"max_increase": 75}, FRESH, 175),
    ({"max_increase": 75}, RAISED, 175),
    ({"max_increase": 75}, LOWERED, 175),
    ({"max_increase": 75, **PRESENT}, RAISED, 185),
    ({"max_increase": 75, **PRESENT}, LOWERED, 165),
    ({"max_increase": MAX}, {"order_total": 0}, MAX),
    ({"max_increase_percent": 0}, FRESH, 100),
    ({"max_increase_percent": 0.01}, FRESH, 100.01),
    ({"max_increase_percent": 0.01}, ODD, 33.33),  # 33.333333
    ({"max_increase_percent": 15}, FRESH, 115),
    ({"max_increase_percent": 15}, RAISED, 115),
    ({"max_increase_percent": 15}, ODD, 38.32),  # 38.3295
    ({"max_increase_percent": 15}, {"order_total": 0.01}, 0.01),  # 0.0115
    ({"max_increase_percent": 15}, {"order_total": 0}, 0),
    ({"max_increase_percent": 15, **PRESENT}, RAISED, 126.5),
    ({"max_increase_percent": 15, **PRESENT}, LOWERED, 103.5),
    ({"max_increase_percent": 12.5}, FRESH, 112.5),
    ({"max_increase_percent": 12.5}, ODD, 37.49),  # 37.49625
    ({"max_increase_percent": 33.33}, ODD, 44.43),  # 44.438889
    ({"max_increase_percent": 400}, FRESH, 500),
    ({"max_increase_percent": MAX}, {"order_total": 0.01}, 1000000000),  # 1000000000.009999
    ({"max_order_total": 115}, FRESH, 115),
    ({"max_order_total": 115}, RAISED, 115),
    ({"max_order_total": 115, **PRESENT}, LOWERED, 115),
    ({"max_order_total": MAX}, {"order_total": 9999999999999.98, "placed_total": MAX}, MAX),
    (BOTH, FRESH, 115),
    (BOTH, LARGE, 1075),
    ({"max_increase": 10, "max_increase_percent": 15, "combine": "lower"}, FRESH, 110),
    ({"max_increase": 10, "max_increase_percent": 15, "combine": "lower"}, ODD, 38.32),
    (HIGHER, FRESH, 175),
    (HIGHER, LARGE, 1150),
    ({"max_increase": 15, "max_increase_percent": 15, "combine": "higher"}, FRESH, 115),
    ({"max_increase": 75, "max_order_total": 150}, FRESH, 150),
    ({"max_increase": 75, "max_order_total": 150}, ODD, 108.33),
    ({"max_increase_percent": 15, "max_order_total": 112}, FRESH, 112),
    ({"max_increase_percent": 15, "max_order_total": 112}, ODD, 38.32),
    ({**BOTH, "max_order_total": 1050}, FRESH, 115),
    ({**BOTH, "max_order_total": 1050}, LARGE, 1050),
    ({**HIGHER, "max_order_total": 170}, FRESH, 170),
    ({**HIGHER, "max_order_total": 170}, ODD, 108.33),
]


@pytest.mark.parametrize(("limit", "order", "highest"), BOUNDARIES)
def test_each_boundary_is_met_and_a_cent_to_each_side(
    limit: Json, order: Json, highest: float
) -> None:
    found = outcomes(limit, **order)
    above, below = round(highest + 0.01, 2), round(highest - 0.01, 2)
    assert found[highest] == []
    assert below < 0 or found[below] == []
    assert above > MAX or found[above] == ["increase_exceeds_limit"]


COUNTS: list[tuple[Json, Json, bool]] = [
    ({"max_increase": 75, "max_increases": 0}, FRESH, False),
    ({"max_increase": 75, "max_increases": 1}, FRESH, True),
    ({"max_increase": 75, "max_increases": 1}, {**RAISED, "increase_count": 1}, False),
    ({"max_increase_percent": 15, "max_increases": 2}, {**RAISED, "increase_count": 1}, True),
    ({"max_order_total": MAX}, {**FRESH, "increase_count": MOST}, False),
    (
        {"max_order_total": MAX, "max_increases": MOST},
        {"increase_count": MOST - 1, "placed_total": MAX},
        True,
    ),
]


@pytest.mark.parametrize(("limit", "order", "left"), COUNTS)
def test_the_count_is_met_and_passed(limit: Json, order: Json, *, left: bool) -> None:
    raised = [
        codes
        for total, codes in outcomes(limit, **order).items()
        if total > order.get("order_total", 9999999999999.98)
    ]
    assert raised
    assert all((codes == []) == left for codes in raised if codes != ["increase_exceeds_limit"])
    assert all(("too_many_increases" in codes) == (not left) for codes in raised)


def test_the_carts_are_those_that_were_chosen_by_hand_for_the_items() -> None:
    """A line's amount is rounded half up to the cent."""
    for case in FILE["cases"]:
        kind, lines, *how = case["name"].split("/")
        if kind == "items" and how[0].startswith(("brought-", "held-")):
            codes = [violation["code"] for violation in case.get("violations", [])]
            fits = lines not in ("above-highest", "far-above")
            right = fits and how[0].endswith("-right")
            assert ("cart_amount_mismatch" in codes) == (not right), case["name"]


def test_a_total_above_the_ceiling_may_stay_and_fall_and_not_rise() -> None:
    assert outcomes({"max_order_total": 50}, **FRESH) == {
        49.99: [],
        50: [],
        50.01: [],
        99.99: [],
        100: [],
        100.01: ["increase_exceeds_limit"],
    }


def test_every_status_is_met_in_every_spelling() -> None:
    found = {case["order"]["status"] for case in FILE["cases"]}
    assert found == {*OrderStatus, "order_cancelled"}
    allowed = {case["order"]["status"] for case in FILE["cases"] if case["allowed"]}
    assert allowed == {"order_placed"}


def test_every_case_of_the_limit_is_of_a_kind_that_is_listed() -> None:
    terms = {frozenset(case["limit"]) for case in FILE["cases"]}
    assert {
        frozenset(("max_increase",)),
        frozenset(("max_increase_percent",)),
        frozenset(("max_order_total",)),
        frozenset(("max_increase", "max_increase_percent")),
        frozenset(("max_increase", "max_order_total")),
        frozenset(("max_increase_percent", "max_order_total")),
        frozenset(("max_increase", "max_increase_percent", "combine")),
        frozenset(("max_increase", "max_increase_percent", "max_order_total")),
        frozenset(("max_increase", "max_increase_percent", "max_order_total", "combine")),
        frozenset(("max_increase", "max_increases")),
        frozenset(("max_increase", "measured_from")),
        frozenset(("max_increase_percent", "measured_from")),
        frozenset(("max_increase", "max_increase_percent", "measured_from")),
        frozenset(("max_increase", "max_increase_percent", "combine", "measured_from")),
        frozenset(("max_increase", "max_increases", "measured_from")),
    } <= terms


def test_the_page_shows_a_case_and_names_every_field() -> None:
    example = PAGE.split("```json\n")[1].split("```")[0]
    assert example in TEXT.replace("},\n", "}\n")
    for name, part in FILE.items():
        section = PAGE.split(f"## `{name}`\n")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (`[^|]*`) \|", section, re.M)
        named = {"name", *re.findall(r"`(\w+)`", " ".join(rows))}
        fields = {field for case in part for field in case}
        assert named == fields or name == "texts"
        assert fields == {"name", "reads", "text", "problems"} or name != "texts"


def test_the_page_says_what_is_not_there() -> None:
    section = PAGE.split("## What is not here\n")[1]
    codes = {str(code) for code in ProblemCode} & set(re.findall(r"`(\w+)`", section))
    assert codes == {"not_finite", "too_large"}
