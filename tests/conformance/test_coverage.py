"""The vectors have enough cases: every code, status and combination of terms occurs."""

from collections import Counter
from datetime import datetime

from backd_rules import OrderAction, OrderStatus, ViolationCode
from backd_rules.wire import ProblemCode
from conformance.published import VECTORS

OF_A_REFUND = {"refund_exceeds_total", "no_active_refund", "refund_locked"}
"""The codes that no update has."""
OF_EVERY_ACTION = {
    "backd_order_id_mismatch",
    "merchant_order_id_mismatch",
    "status_forbids_action",
}


def test_there_are_a_thousand_cases_and_every_code_occurs_often() -> None:
    assert len(VECTORS["cases"]) >= 1000
    assert sum(case["allowed"] for case in VECTORS["cases"]) >= 500
    found = Counter[str]()
    for case in VECTORS["cases"]:
        found.update({violation["code"] for violation in case.get("violations", [])})
    assert set(found) == {*ViolationCode} - {"unknown_order"} - OF_A_REFUND
    assert min(found.values()) >= 20
    verdicts = [verdict for batch in VECTORS["batches"] for verdict in batch["verdicts"]]
    unknown = [{"code": "unknown_order", "path": "/backd_order_id", "facts": {}}]
    assert sum(verdict.get("violations") == unknown for verdict in verdicts) == 4


def test_every_code_of_an_action_occurs_often() -> None:
    found = Counter[str]()
    for case in VECTORS["actions"]:
        found.update({violation["code"] for violation in case.get("violations", [])})
    assert set(found) == OF_EVERY_ACTION | OF_A_REFUND
    assert min(found.values()) >= 10, found


def test_every_action_occurs_in_every_status() -> None:
    pairs = {(case["order"]["status"], case["action"]) for case in VECTORS["actions"]}
    statuses, actions = {*OrderStatus, "order_cancelled"}, {*OrderAction} - {"update_order"}
    assert pairs == {(status, action) for status in statuses for action in actions}
    allowed = Counter(
        (case["order"]["status"], case["action"]) for case in VECTORS["actions"] if case["allowed"]
    )
    assert set(allowed) == {
        ("terms_selected", "order_placed"),
        ("order_placed", "confirm_order"),
        ("order_placed", "cancel_order"),
        ("order_confirmed", "refund"),
        ("order_confirmed", "delete_refund"),
    }
    assert min(allowed.values()) >= 5, allowed


def test_every_weekday_is_submitted_on_and_locks_on_no_weekend() -> None:
    """Hold that a request locks on "the same day", "the next weekday" or Monday (domain.md, A5)."""
    submitted, locked = (
        [datetime.fromisoformat(case[name]) for case in VECTORS["lock_times"]]
        for name in ("submitted_at", "locked_at")
    )
    days = Counter(at.weekday() for at in submitted)
    assert set(days) == {*range(7)}
    assert min(days.values()) >= 6
    assert {at.weekday() for at in locked} == {*range(5)}
    assert {(at.hour, at.minute, at.second) for at in locked} == {(22, 0, 0), (23, 0, 0)}
    assert {2007, 2026, 2027, 2040} <= {at.year for at in submitted}


def test_every_field_of_a_request_is_malformed_in_every_way() -> None:
    text = {"wrong_type", "not_nullable", "blank", "too_long", "bad_characters"}
    amount = {"wrong_type", "not_nullable", "missing", "too_precise", "out_of_range"}
    of_fields = {
        ("ids", "/backd_order_id"): text | {"missing"},
        ("ids", "/merchant_order_id"): text,
        ("both_ids", "/backd_order_id"): text | {"missing"},
        ("both_ids", "/merchant_order_id"): text | {"missing"},
        ("refund_request", "/backd_order_id"): text | {"missing"},
        ("refund_request", "/merchant_order_id"): text | {"missing"},
        ("refund_request", "/refund_amount"): amount,
    }
    found: dict[tuple[str, str], set[str]] = {}
    for case in VECTORS["malformed"]:
        for problem in case["problems"]:
            codes = found.setdefault((case["reads"], problem["path"]), set())
            codes.add(problem["code"])
    assert {field: found[field] for field in of_fields} == of_fields
    for reads in ("ids", "both_ids", "refund_request"):
        assert found[reads, ""] == {"wrong_type"}
        codes = {code for (of, _), codes in found.items() if of == reads for code in codes}
        assert "unknown_field" in codes


def test_every_problem_that_a_short_text_can_have_occurs() -> None:
    cases = VECTORS["malformed"] + VECTORS["texts"]
    found = {problem["code"] for case in cases for problem in case["problems"]}
    assert found == {*ProblemCode} - {"too_large"}


def test_every_field_that_a_record_needs_is_malformed_in_some_case() -> None:
    """Hold "A record must be sound only in what the rules depend on" (domain.md, F4)."""
    orders = [case for case in VECTORS["malformed"] if case["reads"] == "order"]
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
    found = {case["order"]["status"] for case in VECTORS["cases"]}
    assert found == {*OrderStatus, "order_cancelled"}
    allowed = {case["order"]["status"] for case in VECTORS["cases"] if case["allowed"]}
    assert allowed == {"order_placed"}


def test_every_history_occurs_known_absent_and_null() -> None:
    for field in ("placed_total", "increase_count"):
        stated = Counter(
            "absent" if field not in case["order"] else type(case["order"][field]).__name__
            for case in VECTORS["cases"]
        )
        assert {"absent", "NoneType", "int"} <= set(stated)


def test_every_listed_combination_of_terms_occurs() -> None:
    terms = {frozenset(case["limit"]) for case in VECTORS["cases"]}
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
