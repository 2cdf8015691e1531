"""Deleting a refund request: which one, when, and what stays (domain.md, A6)."""

from datetime import datetime, timedelta

import pytest
from support.examples import order
from support.json_values import written_back
from support.odd_records import ODD_RECORDS
from support.order_life import (
    AT,
    BOTH_IDS,
    CONFIRMED,
    LOCK_TIME,
    LOCKS_AT,
    REFUND_REQUEST,
    confirmed,
    decide,
    refund,
)
from support.value_parts import changed_fields

from backd_rules import (
    Allowed,
    BackdOrderIdMismatch,
    Change,
    Denied,
    MerchantOrderIdMismatch,
    NoActiveRefund,
    OrderAction,
    OrderIds,
    OrderStatus,
    RefundLocked,
    StatusForbidsAction,
    Violation,
    changes,
    delete_refund,
    request_refund,
    wire,
)

MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize("status", ["draft", "approved"])
@pytest.mark.parametrize("ids", [OrderIds("BO-1"), BOTH_IDS], ids=["one id", "both ids"])
def test_the_active_request_becomes_declined(status: str, ids: OrderIds) -> None:
    """A6: `delete_refund` makes the active request `declined`."""
    decision = delete_refund(confirmed(refund(status)), ids, AT)
    assert decision == Allowed(confirmed(refund("declined")))


def test_every_active_request_of_a_record_becomes_declined_and_the_others_stay() -> None:
    others = (refund("declined", None), refund("carried out", "soon"), refund(None, None))
    before = confirmed(refund(amount="1"), *others, refund("approved", amount="2"))
    after = confirmed(refund("declined", amount="1"), *others, refund("declined", amount="2"))
    assert delete_refund(before, BOTH_IDS, AT) == Allowed(after)


@pytest.mark.parametrize(
    "status", ["declined", "carried out", "Draft", "APPROVED", "approved ", "draft\n", "", None]
)
def test_without_an_active_request_there_is_nothing_to_delete(status: str | None) -> None:
    for before in (CONFIRMED, confirmed(refund(status)), confirmed(refund(status, None))):
        assert delete_refund(before, BOTH_IDS, AT) == Denied((NoActiveRefund(),))


def test_a_request_is_deleted_once() -> None:
    requested = request_refund(CONFIRMED, REFUND_REQUEST, AT)
    assert requested.allowed
    deleted = delete_refund(requested.order, BOTH_IDS, AT)
    assert deleted.allowed
    assert delete_refund(deleted.order, BOTH_IDS, AT) == Denied((NoActiveRefund(),))
    again = request_refund(deleted.order, REFUND_REQUEST, AT)
    assert again.allowed
    assert [one.status for one in again.order.refunds] == ["declined", "draft"]


@pytest.mark.parametrize(
    ("at", "is_locked"),
    [
        (AT, False),
        (LOCK_TIME - timedelta(seconds=1), False),
        (LOCK_TIME - MICROSECOND, False),
        (LOCK_TIME, True),
        (LOCK_TIME + MICROSECOND, True),
        (datetime.fromisoformat("2026-04-15T16:59:59.999999-05:00"), False),
        (datetime.fromisoformat("2026-04-15T17:00:00-05:00"), True),
        (datetime.fromisoformat("2026-04-16T00:00:00+02:00"), True),
    ],
    ids=str,
)
@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_locked_request_is_not_deleted(status: str, at: datetime, *, is_locked: bool) -> None:
    """A5: from that second on it is locked."""
    decision = delete_refund(confirmed(refund(status)), BOTH_IDS, at)
    allowed = Allowed(confirmed(refund("declined")))
    assert decision == (Denied((RefundLocked(LOCKS_AT),)) if is_locked else allowed)


UNREADABLE = (
    *(None, "", " ", "\u200b", "soon", "null"),
    *("2999-04-15", "2999-04-15T22:00:00", "2999-04-15 22:00", "2999-4-15 22:00:00"),
    *("2999-04-15 22:00:00\n", "\n2999-04-15 22:00:00", " 2999-04-15 22:00:00"),
    *("2999-04-15 22:00:00 ", "2999-04-15 22:00:00Z", "2999-04-15 22:00:00.0"),
    *("2999-04-15 22:00:00+00:00", "2999-04-15  22:00:00", "2999-04-15\u00a022:00:00"),
    *("2999-04-15 24:00:00", "2999-04-15 23:59:60", "2999-04-15 22:60:00"),
    *("2026-02-30 22:00:00", "2026-02-29 22:00:00", "2999-13-01 22:00:00"),
    *("2999-00-01 22:00:00", "2999-01-00 22:00:00", "0000-01-01 00:00:00"),
    *("12999-04-15 22:00:00", "-999-04-15 22:00:00", "+999-04-15 22:00:00"),
    *("\u0662\u0669\u0669\u0669-04-15 22:00:00", "2999-04-15 22:00:0\u0660"),
    *("2999-04-15 22:00:00\x00", "\uff12999-04-15 22:00:00", "2999-04-15 \u00b22:00:00"),
)
"""Values of `locked_at` that are no timestamp, most of them near one in a distant future."""


@pytest.mark.parametrize("locked_at", UNREADABLE)
@pytest.mark.parametrize("action", ["refund", "delete_refund"])
@pytest.mark.parametrize("status", ["draft", "approved"])
def test_an_active_request_without_a_readable_deadline_is_locked(
    status: str, action: str, locked_at: str | None
) -> None:
    """A6: an active request whose recorded `locked_at` is absent or unreadable counts as locked.

    The violation does not repeat the text.
    """
    request = REFUND_REQUEST if action == "refund" else BOTH_IDS
    decision = decide(action, confirmed(refund(status, locked_at)), request)
    assert decision == Denied((RefundLocked(None),))


@pytest.mark.parametrize("action", ["refund", "delete_refund"])
def test_an_absent_deadline_in_a_payload_counts_as_locked(action: str) -> None:
    request = REFUND_REQUEST if action == "refund" else BOTH_IDS
    for refunds in ([{"amount": 1, "status": "draft"}], [{"amount": 1, "status": "approved"}]):
        payload = {**ODD_RECORDS["the smallest"], "status": "order_confirmed", "refunds": refunds}
        before = wire.parse_order({**payload, "order_total": 9150})
        assert decide(action, before, request) == Denied((RefundLocked(None),))


@pytest.mark.parametrize(
    ("locked_at", "is_locked"),
    [
        ("0001-01-01 00:00:00", True),
        ("2024-02-29 23:59:59", True),
        ("2026-04-15 12:49:46", True),
        ("2026-04-15 12:49:47", False),
        ("2028-02-29 00:00:00", False),
        ("9999-12-31 23:59:59", False),
    ],
)
def test_any_readable_deadline_counts_as_it_is_recorded(locked_at: str, *, is_locked: bool) -> None:
    """F2: a record is read as it is, so its deadline need not be 5 PM of a weekday."""
    decision = delete_refund(confirmed(refund(locked_at=locked_at)), BOTH_IDS, AT)
    allowed = Allowed(confirmed(refund("declined", locked_at)))
    assert decision == (Denied((RefundLocked(locked_at),)) if is_locked else allowed)


@pytest.mark.parametrize("name", ODD_RECORDS)
def test_nothing_else_of_any_record_changes(name: str) -> None:
    active = {"amount": 1, "status": "draft", "locked_at": LOCKS_AT}
    refunds = [*(ODD_RECORDS[name].get("refunds") or []), active]
    payload = {**ODD_RECORDS[name], "status": "order_confirmed", "refunds": refunds}
    before = wire.parse_order(payload)
    decision = delete_refund(before, OrderIds("BO-1"), AT)
    assert decision.allowed
    assert changed_fields(before, decision.order) == ["refunds"]
    declined = [
        {**one, "status": "declined"} if one.get("status") == "draft" else one for one in refunds
    ]
    stored = wire.dump_stored_order(decision.order)
    assert stored == written_back({**payload, "refunds": declined})
    assert wire.parse_order(stored) == decision.order
    assert before == wire.parse_order(payload)


def test_the_declined_request_shows_in_the_changes() -> None:
    before = confirmed(refund())
    decision = delete_refund(before, BOTH_IDS, AT)
    assert decision.allowed
    assert changes(before, decision.order) == (
        Change("/refunds", (refund(),), (refund("declined"),)),
    )


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (OrderIds("BO-2"), (BackdOrderIdMismatch(),)),
        (OrderIds("BO-1", "M-2"), (MerchantOrderIdMismatch(),)),
        (OrderIds("BO-2", "M-2"), (BackdOrderIdMismatch(), MerchantOrderIdMismatch())),
    ],
    ids=str,
)
def test_nothing_else_is_said_about_another_order(
    status: OrderStatus, ids: OrderIds, expected: tuple[Violation, ...]
) -> None:
    """V1: a request that means another order is not judged further."""
    for refunds in ((), (refund(locked_at=None),)):
        assert delete_refund(order(status=status, refunds=refunds), ids, AT) == Denied(expected)


def test_a_request_wrong_in_every_way_gets_every_violation_in_order() -> None:
    """V2: a request cannot be absent and locked, so there are two at most."""
    status = StatusForbidsAction(OrderStatus.ORDER_PLACED, OrderAction.DELETE_REFUND)
    absent, locked = NoActiveRefund(), RefundLocked(LOCKS_AT)
    assert delete_refund(order(), BOTH_IDS, AT) == Denied((status, absent))
    with_refund = order(refunds=(refund(),))
    assert delete_refund(with_refund, BOTH_IDS, LOCK_TIME) == Denied((status, locked))
    assert delete_refund(with_refund, BOTH_IDS, AT) == Denied((status,))
