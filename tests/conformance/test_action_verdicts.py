"""The verdicts on actions and the lock times agree with results worked out by hand."""

import pytest

from conformance.cases import Json
from conformance.published import VECTORS

MAX = 9999999999999.99
CASES = {case["name"]: case for case in VECTORS["actions"]}
LOCK_TIMES = {case["name"]: case for case in VECTORS["lock_times"]}
Reason = tuple[str, str, Json]


def requested(amount: float, at: str, locked_at: str) -> Json:
    return {"amount": amount, "create_date": at, "status": "draft", "locked_at": locked_at}


WEDNESDAY, FIVE = "2026-04-15 12:49:46", "2026-04-15 22:00:00"
NEW = requested(60, WEDNESDAY, FIVE)
DRAFT: Json = {**NEW, "amount": 50, "create_date": "2026-04-15 10:00:00"}
DECLINED: Json = {**DRAFT, "status": "declined"}
DECLINED_20: Json = {**DECLINED, "amount": 20}
PLACED: Json = {"status": "order_placed", "placed_total": 100, "increase_count": 0}

ALLOWED: list[tuple[str, Json]] = [
    # S1 and A2.
    ("status/terms_selected/order_placed", PLACED),
    ("status/order_placed/confirm_order", {"status": "order_confirmed"}),
    ("status/order_placed/cancel_order", {"status": "order_canceled"}),
    ("confirm_order/complete", {"status": "order_confirmed"}),
    ("cancel_order/increased", {"status": "order_canceled"}),
    ("id/confirm_order/no-merchant", {"status": "order_confirmed"}),
    # A1: "the merchant order id becomes the order's", and the history begins.
    ("id/order_placed/merchant", {**PLACED, "merchant_order_id": "M-2"}),
    ("order_placed/id/longest", {**PLACED, "merchant_order_id": "x" * 255}),
    ("order_placed/null-history", PLACED),
    ("order_placed/history-overwritten", PLACED),
    ("order_placed/count-overwritten", {"status": "order_placed", "increase_count": 0}),
    ("order_placed/total-overwritten", {"status": "order_placed", "placed_total": 100}),
    ("order_placed/same-history", {"status": "order_placed"}),
    ("order_placed/adjustment", {**PLACED, "placed_total": 115}),
    ("order_placed/credit", {**PLACED, "placed_total": 90}),
    ("order_placed/zero", {**PLACED, "placed_total": 0}),
    ("order_placed/highest", {**PLACED, "placed_total": MAX}),
    # A3: "at most the order's total".
    ("refund/amount/whole", {"refunds": [{**NEW, "amount": 100}]}),
    ("refund/amount/adjustment/above-the-cart", {"refunds": [{**NEW, "amount": 115}]}),
    ("refund/amount/highest/whole", {"refunds": [{**NEW, "amount": MAX}]}),
    # A4: "that one becomes `declined`, and the new one is a `draft`".
    ("refund/null", {"refunds": [NEW]}),
    ("refund/draft", {"refunds": [DECLINED, NEW]}),
    ("refund/approved", {"refunds": [DECLINED_20, NEW]}),
    ("refund/draft-and-approved", {"refunds": [DECLINED, DECLINED_20, NEW]}),
    (
        "refund/capitals",
        {"refunds": [{**DRAFT, "status": "Draft", "locked_at": "2026-04-14 22:00:00"}, NEW]},
    ),
    # A5: From 5 PM on, the next weekday counts.
    (
        "refund/at/a-second-before-five",
        {"refunds": [requested(60, "2026-04-15 21:59:59", FIVE)]},
    ),
    (
        "refund/at/five",
        {"refunds": [requested(60, FIVE, "2026-04-16 22:00:00")]},
    ),
    # A6.
    ("delete_refund/draft", {"refunds": [DECLINED]}),
    ("delete_refund/approved", {"refunds": [DECLINED_20]}),
    ("delete_refund/draft-and-approved", {"refunds": [DECLINED, DECLINED_20]}),
    ("delete_refund/deadline/a-second-before", {"refunds": [DECLINED]}),
    (
        "delete_refund/readable/last",
        {"refunds": [{**DECLINED, "locked_at": "9999-12-31 23:59:59"}]},
    ),
]
"""A name, and every change that the file has after the action."""


def status_forbids(status: str, action: str) -> Reason:
    return ("status_forbids_action", "", {"status": status, "action": action})


def exceeds(amount: float, total: float) -> Reason:
    facts = {"refund_amount": amount, "order_total": total}
    return ("refund_exceeds_total", "/refund_amount", facts)


def locked(locked_at: str | None) -> Reason:
    return ("refund_locked", "", {"locked_at": locked_at})


OTHER_ORDER: Reason = ("backd_order_id_mismatch", "/backd_order_id", {})
OTHER_OF_MERCHANT: Reason = ("merchant_order_id_mismatch", "/merchant_order_id", {})
NONE_ACTIVE: Reason = ("no_active_refund", "", {})
TUESDAY = "2026-04-14 22:00:00"

REFUSED: list[tuple[str, list[Reason]]] = [
    ("status/order_placed/order_placed", [status_forbids("order_placed", "order_placed")]),
    ("status/order_cancelled/cancel_order", [status_forbids("order_canceled", "cancel_order")]),
    ("status/refund/refund", [status_forbids("refund", "refund")]),
    # V1: a request that means another order is not judged further.
    ("id/order_placed/both", [OTHER_ORDER]),
    ("id/confirm_order/both", [OTHER_ORDER, OTHER_OF_MERCHANT]),
    ("id/cancel_order/both-and-status", [OTHER_ORDER, OTHER_OF_MERCHANT]),
    ("id/delete_refund/backd-and-no-merchant", [OTHER_ORDER]),
    ("faults/refund/merchant-id+others", [OTHER_OF_MERCHANT]),
    # A3: a cent above the total; F7: the adjustment belongs to it.
    ("refund/amount/a-cent-above", [exceeds(100.01, 100)]),
    ("refund/amount/zero/a-cent-above", [exceeds(0.01, 0)]),
    ("refund/amount/adjustment/a-cent-above", [exceeds(115.01, 115)]),
    ("refund/amount/credit/a-cent-above", [exceeds(90.01, 90)]),
    ("refund/amount/under-highest/a-cent-above", [exceeds(MAX, 9999999999999.98)]),
    # A4 and A5: "From that second on it is locked."
    ("refund/draft-locked", [locked(TUESDAY)]),
    ("refund/deadline/at-the-second", [locked(FIVE)]),
    ("refund/locked-last", [locked("2026-04-15 12:00:00")]),
    ("refund/both-locked", [locked("2026-04-15 12:00:00")]),
    # A6: "absent or unreadable counts as locked".
    ("refund/unreadable/absent", [locked(None)]),
    ("delete_refund/unreadable/absent", [locked(None)]),
    ("delete_refund/unreadable/zone", [locked(None)]),
    ("delete_refund/unreadable/hour-24", [locked(None)]),
    ("delete_refund/unreadable/other-digits", [locked(None)]),
    ("delete_refund/unreadable-before-locked", [locked(None)]),
    ("delete_refund/locked-before-unreadable", [locked(TUESDAY)]),
    ("delete_refund/deadline/at-the-second", [locked(FIVE)]),
    ("delete_refund/absent", [NONE_ACTIVE]),
    ("delete_refund/null", [NONE_ACTIVE]),
    ("delete_refund/declined", [NONE_ACTIVE]),
    ("delete_refund/blank-after", [NONE_ACTIVE]),
    # V2: all other violations, in order of precedence.
    (
        "faults/refund/status+amount+locked",
        [status_forbids("order_canceled", "refund"), exceeds(100.01, 100), locked(TUESDAY)],
    ),
    (
        "faults/delete_refund/status+none-active",
        [status_forbids("order_placed", "delete_refund"), NONE_ACTIVE],
    ),
    (
        "faults/delete_refund/status+locked",
        [status_forbids("order_placed", "delete_refund"), locked(TUESDAY)],
    ),
]
"""A name, and every violation in order, with its facts."""


@pytest.mark.parametrize(("name", "after"), ALLOWED)
def test_an_action_is_allowed_with_these_changes(name: str, after: Json) -> None:
    assert CASES[name]["allowed"]
    assert CASES[name]["after"] == after


@pytest.mark.parametrize(("name", "reasons"), REFUSED)
def test_an_action_is_refused_for_these_reasons(name: str, reasons: list[Reason]) -> None:
    assert not CASES[name]["allowed"]
    violations = [(v["code"], v["path"], v["facts"]) for v in CASES[name]["violations"]]
    assert violations == reasons


def test_every_unreadable_deadline_counts_as_locked() -> None:
    """Hold the format of timestamps (domain.md, N8)."""
    names = [name for name in CASES if name.startswith("delete_refund/unreadable/")]
    assert len(names) == 17
    for name in names:
        [violation] = CASES[name]["violations"]
        assert (violation["code"], violation["facts"]) == ("refund_locked", {"locked_at": None})


LOCKED_AT: list[tuple[str, str]] = [
    ("reference", "2026-04-15 22:00:00"),
    ("summer/monday/16:59:59", "2026-07-13 22:00:00"),
    ("summer/monday/17:00:00", "2026-07-14 22:00:00"),
    ("summer/thursday/17:00:01", "2026-07-17 22:00:00"),
    ("summer/friday/16:59:59", "2026-07-17 22:00:00"),
    ("summer/friday/17:00:00", "2026-07-20 22:00:00"),
    ("summer/saturday/16:59:59", "2026-07-20 22:00:00"),
    ("summer/sunday/17:00:01", "2026-07-20 22:00:00"),
    ("winter/wednesday/16:59:59", "2026-01-14 23:00:00"),
    ("winter/wednesday/17:00:00", "2026-01-15 23:00:00"),
    ("winter/sunday/17:00:00", "2026-01-19 23:00:00"),
    ("summer/friday-evening-is-saturday-in-utc", "2026-07-20 22:00:00"),
    ("summer/sunday-evening-is-monday-in-utc", "2026-07-13 22:00:00"),
    ("begins/2007/friday-17:00:00", "2007-03-12 22:00:00"),
    ("begins/2026/friday-16:59:59", "2026-03-06 23:00:00"),
    ("begins/2026/friday-17:00:00", "2026-03-09 22:00:00"),
    ("begins/2026/monday-16:59:59", "2026-03-09 22:00:00"),
    ("begins/2026/monday-17:00:00", "2026-03-10 22:00:00"),
    ("begins/2027/friday-17:00:00", "2027-03-15 22:00:00"),
    ("ends/2026/friday-16:59:59", "2026-10-30 22:00:00"),
    ("ends/2026/friday-17:00:00", "2026-11-02 23:00:00"),
    ("ends/2026/monday-16:59:59", "2026-11-02 23:00:00"),
    ("ends/2026/monday-17:00:00", "2026-11-03 23:00:00"),
    ("ends/2027/friday-17:00:00", "2027-11-08 23:00:00"),
    ("ends/2040/friday-17:00:00", "2040-11-05 23:00:00"),
    ("year-end/thursday-17:00:00", "2027-01-01 23:00:00"),
    ("year-end/friday-17:00:00", "2028-01-03 23:00:00"),
    ("leap-day/monday-17:00:00", "2028-02-29 23:00:00"),
    ("no-leap-day/friday-17:00:00", "2100-03-01 23:00:00"),
    ("first", "2007-01-01 23:00:00"),
    ("last", "9999-01-01 23:00:00"),
]
"""A name, and the time in UTC at which the request locks (domain.md, A5)."""


@pytest.mark.parametrize(("name", "locked_at"), LOCKED_AT)
def test_a_request_locks_at(name: str, locked_at: str) -> None:
    assert LOCK_TIMES[name]["locked_at"] == locked_at
