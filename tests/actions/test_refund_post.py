"""Requesting a refund: its amount, the request that it replaces, and what it makes of an order.

The sentences are A3 to A5 of domain.md.
"""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from support.examples import order, totals
from support.json_values import written_back
from support.odd_records import ODD_RECORDS
from support.order_life import (
    AT,
    CONFIRMED,
    LOCK_TIME,
    LOCKS_AT,
    REFUND_REQUEST,
    confirmed,
    refund,
)
from support.value_parts import changed_fields

from backd_rules import (
    Allowed,
    BackdOrderIdMismatch,
    Change,
    Denied,
    MerchantOrderIdMismatch,
    Money,
    OrderAction,
    OrderStatus,
    Refund,
    RefundExceedsTotal,
    RefundLocked,
    RefundRequest,
    StatusForbidsAction,
    Violation,
    changes,
    request_refund,
    wire,
)

NEW = Refund(
    amount=Money.of(50), create_date="2026-04-15 12:49:46", status="draft", locked_at=LOCKS_AT
)
"""The refund of the reference's example, which `REFUND_REQUEST` makes at `AT`."""
MICROSECOND = timedelta(microseconds=1)


def of_amount(amount: str) -> RefundRequest:
    return RefundRequest("BO-1", "M-1", Money.of(amount))


def test_the_example_of_the_reference() -> None:
    assert request_refund(CONFIRMED, REFUND_REQUEST, AT) == Allowed(confirmed(NEW))


# The amount


@pytest.mark.parametrize("amount", ["0.01", "9149.99", "9150"])
def test_a_refund_is_at_most_the_total(amount: str) -> None:
    """A3: the amount is positive and at most the order's total."""
    decision = request_refund(CONFIRMED, of_amount(amount), AT)
    assert decision == Allowed(confirmed(attrs.evolve(NEW, amount=Money.of(amount))))


def test_a_cent_more_than_the_total_is_too_much() -> None:
    decision = request_refund(CONFIRMED, of_amount("9150.01"), AT)
    assert decision == Denied((RefundExceedsTotal(915_001, 915_000),))


@pytest.mark.parametrize("adjustment", ["0", "0.01", "-9150", "-9149.99"])
def test_the_total_counts_with_its_adjustment(adjustment: str) -> None:
    """F7: fees or credits that no field holds are part of the total."""
    present = attrs.evolve(CONFIRMED, totals=totals("9000", "100", "50", "0", adjustment))
    total = Money.of("9150") + Money.of(adjustment)
    for amount in ("0.01", "9150", "9150.01"):
        decision = request_refund(present, of_amount(amount), AT)
        if Money.of(amount) <= total:
            assert decision.allowed
        else:
            exceeds = RefundExceedsTotal(Money.of(amount).cents, total.cents)
            assert decision == Denied((exceeds,))


def test_nothing_is_refunded_of_an_order_of_zero() -> None:
    free = attrs.evolve(CONFIRMED, totals=totals("0"))
    assert request_refund(free, of_amount("0.01"), AT) == Denied((RefundExceedsTotal(1, 0),))


def test_the_largest_amount_may_be_refunded() -> None:
    largest = attrs.evolve(CONFIRMED, totals=totals("9999999999999.99"))
    assert request_refund(largest, RefundRequest("BO-1", "M-1", Money.MAX), AT).allowed


def test_earlier_refunds_do_not_count() -> None:
    """A3: the amount is compared with the order's total alone."""
    before = confirmed(refund("carried out", amount="9150"), refund("declined", amount="9150"))
    assert request_refund(before, of_amount("9150"), AT).allowed


# The request that it replaces


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_new_request_replaces_an_active_one(status: str) -> None:
    """A4: that one becomes `declined`, and the new one is a `draft`."""
    decision = request_refund(confirmed(refund(status)), REFUND_REQUEST, AT)
    assert decision == Allowed(confirmed(refund("declined"), NEW))


def test_every_active_request_of_a_record_is_replaced_and_the_others_stay() -> None:
    """A4: one refund request is active at a time."""
    others = [refund(status, locked_at=None) for status in OTHER_STATUSES]
    before = confirmed(refund(amount="1"), *others, refund("approved", amount="2"))
    after = confirmed(refund("declined", amount="1"), *others, refund("declined", amount="2"), NEW)
    assert request_refund(before, REFUND_REQUEST, AT) == Allowed(after)


OTHER_STATUSES = (
    *("declined", "carried out", "Draft", "DRAFT", "approved ", "draft\n", "", None),
    *("\u0434raft", "refund"),
)
"""Statuses of requests that are not active: `draft` and `approved` are spelled exactly so."""


@pytest.mark.parametrize("status", OTHER_STATUSES)
@pytest.mark.parametrize("locked_at", [None, "soon", "2000-01-01 00:00:00", "2999-01-01 00:00:00"])
def test_a_request_that_is_not_active_neither_changes_nor_locks(
    status: str | None, locked_at: str | None
) -> None:
    other = refund(status, locked_at)
    decision = request_refund(confirmed(other), REFUND_REQUEST, AT)
    assert decision == Allowed(confirmed(other, NEW))


@pytest.mark.parametrize(
    ("at", "is_locked"),
    [
        (LOCK_TIME - timedelta(seconds=1), False),
        (LOCK_TIME - MICROSECOND, False),
        (LOCK_TIME, True),
        (LOCK_TIME + MICROSECOND, True),
        (LOCK_TIME + timedelta(days=300), True),
    ],
    ids=str,
)
@pytest.mark.parametrize("status", ["draft", "approved"])
def test_an_active_locked_request_cannot_be_replaced(
    status: str, at: datetime, *, is_locked: bool
) -> None:
    """A5: from that second on it is locked."""
    decision = request_refund(confirmed(refund(status)), REFUND_REQUEST, at)
    if is_locked:
        assert decision == Denied((RefundLocked("2026-04-15 22:00:00"),))
    else:
        new = attrs.evolve(NEW, create_date="2026-04-15 21:59:59")
        assert decision == Allowed(confirmed(refund("declined"), new))


def test_of_several_active_requests_one_locked_is_enough() -> None:
    """None of them is declined then. The violation is about the first locked one."""
    later = refund(locked_at="2026-04-16 22:00:00")
    first, second = (refund(locked_at=f"2026-04-14 22:00:0{n}") for n in (1, 2))
    inactive = refund("declined", locked_at="2026-04-14 22:00:00")
    before = confirmed(inactive, later, second, first)
    refusal = RefundLocked("2026-04-14 22:00:02")
    assert request_refund(before, REFUND_REQUEST, AT) == Denied((refusal,))


# The new request


@pytest.mark.parametrize(
    ("at", "create_date", "locked_at"),
    [
        ("2026-04-15T12:49:46.999999+00:00", "2026-04-15 12:49:46", "2026-04-15 22:00:00"),
        ("2026-04-15T21:59:59.999999+00:00", "2026-04-15 21:59:59", "2026-04-15 22:00:00"),
        ("2026-04-15T22:00:00+00:00", "2026-04-15 22:00:00", "2026-04-16 22:00:00"),
        ("2026-04-15T17:00:00-05:00", "2026-04-15 22:00:00", "2026-04-16 22:00:00"),
        ("2026-04-17T22:00:00+00:00", "2026-04-17 22:00:00", "2026-04-20 22:00:00"),
        ("2026-04-19T09:30:00+13:45", "2026-04-18 19:45:00", "2026-04-20 22:00:00"),
        ("2026-12-31T23:00:00+00:00", "2026-12-31 23:00:00", "2027-01-01 23:00:00"),
        ("2007-01-01T00:00:00+00:00", "2007-01-01 00:00:00", "2007-01-01 23:00:00"),
        ("9998-12-31T23:59:59+00:00", "9998-12-31 23:59:59", "9999-01-01 23:00:00"),
    ],
)
def test_both_times_are_timestamps_in_utc_and_a_fraction_is_cut_off(
    at: str, create_date: str, locked_at: str
) -> None:
    """N8: timestamps are `YYYY-MM-DD HH:MM:SS` in UTC."""
    decision = request_refund(CONFIRMED, REFUND_REQUEST, datetime.fromisoformat(at))
    new = attrs.evolve(NEW, create_date=create_date, locked_at=locked_at)
    assert decision == Allowed(confirmed(new))


@pytest.mark.parametrize("name", ODD_RECORDS)
def test_nothing_else_of_any_record_changes(name: str) -> None:
    payload = {**ODD_RECORDS[name], "status": "order_confirmed"}
    before = wire.parse_order(payload)
    decision = request_refund(before, of_amount("10"), AT)
    if name == "everything":  # It has the active request of the example, which is replaced.
        payload = {**payload, "refunds": [{**payload["refunds"][0], "status": "declined"}]}
    assert decision.allowed
    assert changed_fields(before, decision.order) == ["refunds"]
    new = {"amount": 10, "create_date": "2026-04-15 12:49:46"}
    new |= {"status": "draft", "locked_at": "2026-04-15 22:00:00"}
    expected = written_back({**payload, "refunds": [*(payload.get("refunds") or []), new]})
    stored = wire.dump_stored_order(decision.order)
    assert stored == expected
    assert wire.parse_order(stored) == decision.order
    assert wire.dump_order(wire.parse_order(stored))["refunds"] == expected["refunds"]


def test_the_new_request_shows_in_the_changes() -> None:
    before = confirmed(refund())
    decision = request_refund(before, REFUND_REQUEST, AT)
    assert decision.allowed
    change = Change("/refunds", (refund(),), (refund("declined"), NEW))
    assert changes(before, decision.order) == (change,)
    assert before == confirmed(refund())


def test_a_request_can_be_replaced_until_it_locks() -> None:
    """A4 and A5, one request after another."""
    first = request_refund(CONFIRMED, of_amount("1"), AT)
    assert first.allowed
    second = request_refund(first.order, of_amount("2"), LOCK_TIME - MICROSECOND)
    assert second.allowed
    assert [(r.amount, r.status) for r in second.order.refunds] == [
        (Money.of(1), "declined"),
        (Money.of(2), "draft"),
    ]
    third = request_refund(second.order, of_amount("3"), LOCK_TIME)
    assert third == Denied((RefundLocked(LOCKS_AT),))


# Refusals


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("BO-2", "M-1"), (BackdOrderIdMismatch(),)),
        (("BO-1", "M-2"), (MerchantOrderIdMismatch(),)),
        (("BO-2", "M-2"), (BackdOrderIdMismatch(), MerchantOrderIdMismatch())),
    ],
    ids=str,
)
def test_nothing_else_is_said_about_another_order(
    status: OrderStatus, ids: tuple[str, str], expected: tuple[Violation, ...]
) -> None:
    """V1: a request that means another order is not judged further."""
    present = order(status=status, refunds=(refund(locked_at=None),))
    request = RefundRequest(*ids, Money.MAX)
    assert request_refund(present, request, AT) == Denied(expected)


def test_a_request_wrong_in_every_way_gets_every_violation_in_order() -> None:
    """V2: all violations are reported, in order of precedence."""
    present = order(refunds=(refund(),))
    status = StatusForbidsAction(OrderStatus.ORDER_PLACED, OrderAction.REFUND)
    exceeds, locked = RefundExceedsTotal(999_900, 915_000), RefundLocked(LOCKS_AT)
    too_much = of_amount("9999")
    assert request_refund(present, too_much, LOCK_TIME) == Denied((status, exceeds, locked))
    assert request_refund(present, too_much, AT) == Denied((status, exceeds))
    assert request_refund(present, REFUND_REQUEST, LOCK_TIME) == Denied((status, locked))
    assert request_refund(present, REFUND_REQUEST, AT) == Denied((status,))
    both = Denied((exceeds, locked))
    assert request_refund(confirmed(refund()), too_much, LOCK_TIME) == both


@pytest.mark.parametrize("at", ["2026-04-17T23:30:00-05:00", "2026-04-18T18:15:00+13:45"])
def test_the_offset_of_an_instant_does_not_matter(at: str) -> None:
    """A7: an aware time means an instant."""
    same = datetime(2026, 4, 18, 4, 30, tzinfo=UTC)
    decision = request_refund(CONFIRMED, REFUND_REQUEST, datetime.fromisoformat(at))
    assert decision == request_refund(CONFIRMED, REFUND_REQUEST, same)
