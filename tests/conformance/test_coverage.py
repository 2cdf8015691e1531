"""The vectors have enough cases: every code, status and combination of terms occurs."""

from collections import Counter

from backd_rules import OrderStatus, ViolationCode
from backd_rules.wire import ProblemCode
from conformance.published import FILE


def test_there_are_a_thousand_cases_and_every_code_occurs_often() -> None:
    assert len(FILE["cases"]) >= 1000
    assert sum(case["allowed"] for case in FILE["cases"]) >= 500
    found = Counter[str]()
    for case in FILE["cases"]:
        found.update({violation["code"] for violation in case.get("violations", [])})
    assert set(found) == {*ViolationCode} - {"unknown_order"}
    assert min(found.values()) >= 20
    verdicts = [verdict for batch in FILE["batches"] for verdict in batch["verdicts"]]
    unknown = [{"code": "unknown_order", "path": "/backd_order_id", "facts": {}}]
    assert sum(verdict.get("violations") == unknown for verdict in verdicts) == 4


def test_every_problem_that_a_short_text_can_have_occurs() -> None:
    cases = FILE["malformed"] + FILE["texts"]
    found = {problem["code"] for case in cases for problem in case["problems"]}
    assert found == {*ProblemCode} - {"too_large"}


def test_every_field_that_a_record_needs_is_malformed_in_some_case() -> None:
    """Hold "A record must be sound only in what the rules depend on" (domain.md, F4)."""
    orders = [case for case in FILE["malformed"] if case["reads"] == "order"]
    found = {
        problem["path"]
        for case in orders
        for problem in case["problems"]
        if problem["code"] not in ("wrong_type", "missing", "not_nullable")
    }
    assert found == {
        "/backd_order_id",
        "/merchant_order_id",
        "/status",
        "/order_total",
        "/cart_amount",
        "/tax_amount",
        "/shipping_amount",
        "/discount_amount",
        "/items/0/unit_price",
        "/items/0/qty",
        "/refunds/0/amount",
        "/placed_total",
        "/increase_count",
    }
    needed = {p["path"] for case in orders for p in case["problems"] if p["code"] == "missing"}
    assert needed == {
        "/backd_order_id",
        "/merchant_order_id",
        "/status",
        "/order_total",
        "/cart_amount",
        "/items/0/unit_price",
        "/items/0/qty",
        "/refunds/0/amount",
    }


def test_every_status_occurs_in_every_spelling() -> None:
    found = {case["order"]["status"] for case in FILE["cases"]}
    assert found == {*OrderStatus, "order_cancelled"}
    allowed = {case["order"]["status"] for case in FILE["cases"] if case["allowed"]}
    assert allowed == {"order_placed"}


def test_every_history_occurs_known_absent_and_null() -> None:
    for field in ("placed_total", "increase_count"):
        stated = Counter(
            "absent" if field not in case["order"] else type(case["order"][field]).__name__
            for case in FILE["cases"]
        )
        assert {"absent", "NoneType", "int"} <= set(stated)


def test_every_listed_combination_of_terms_occurs() -> None:
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
        frozenset(("max_order_total", "max_increases")),
        frozenset(("max_order_total", "measured_from")),
        frozenset(("max_increase", "max_increase_percent", "measured_from")),
        frozenset(("max_increase", "max_increase_percent", "combine", "measured_from")),
        frozenset(("max_increase", "max_increases", "measured_from")),
    } <= terms
