"""Fake servers with a bug in another action than the update: nothing of the package."""

from datetime import UTC, date, datetime, time, timedelta

from support.correct_server import FullServer
from support.oracle import CENT, Json, exact, total_of
from support.oracle_actions import (
    CHICAGO,
    Reasons,
    is_active,
    lock_time,
    read_timestamp,
    refunds_of,
    written,
)

At = datetime | None
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
FIVE = time(17)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


def without(reasons: Reasons, code: str) -> Reasons:
    return [reason for reason in reasons if reason[0] != code]


def active_of(order: Json) -> list[Json]:
    return [refund for refund in refunds_of(order) if is_active(refund)]


# Place, confirm and cancel


class PlacesAnOrderTwice(FullServer):
    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        reasons = super().reasons(action, order, request, at)
        again = action == "order_placed" and order["status"] == "order_placed"
        return without(reasons, "status_forbids_action") if again else reasons


class ForgetsToStartTheHistory(FullServer):
    """Leaves the history of a placed order unknown, so that limits refuse increases (A1, L8)."""

    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        history = ("placed_total", "increase_count") if action == "order_placed" else ()
        return {name: part for name, part in after.items() if name not in history}


class IgnoresTheNewMerchantOrderId(FullServer):
    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        return {**after, "merchant_order_id": order["merchant_order_id"]}


class RequiresTheOldMerchantOrderId(FullServer):
    """Refuses to place an order with a new merchant order id (A1)."""

    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        is_new = request.get("merchant_order_id") != order["merchant_order_id"]
        if action == "order_placed" and is_new:
            return [("merchant_order_id_mismatch", "/merchant_order_id")]
        return super().reasons(action, order, request, at)


class ConfirmsTwice(FullServer):
    """Says that it has confirmed an order that was confirmed before (S1)."""

    def confirm(self, backd_order_id: str) -> bool:
        was_confirmed = self.orders[backd_order_id]["status"] == "order_confirmed"
        return super().confirm(backd_order_id) or was_confirmed


# Refund requests


class RefundsACentMore(FullServer):
    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        reasons = super().reasons(action, order, request, at)
        within = exact(request.get("refund_amount", 0)) <= total_of(order) + CENT
        return without(reasons, "refund_exceeds_total") if within else reasons


class ReplacesALockedRefund(FullServer):
    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        reasons = super().reasons(action, order, request, at)
        return without(reasons, "refund_locked") if action == "refund" else reasons


class DeletesALockedRefund(FullServer):
    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        reasons = super().reasons(action, order, request, at)
        return without(reasons, "refund_locked") if action == "delete_refund" else reasons


class LocksAfterTheDeadline(FullServer):
    """Takes a request for unlocked at exactly its `locked_at` (A5)."""

    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        return super().reasons(action, order, request, at and at - MICROSECOND)


class TakesUnreadableDeadlinesForUnlocked(FullServer):
    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        refunds = [self.with_deadline(refund) for refund in refunds_of(order)]
        return super().reasons(action, {**order, "refunds": refunds}, request, at)

    def with_deadline(self, refund: Json) -> Json:
        is_readable = read_timestamp(refund.get("locked_at")) is not None
        return refund if is_readable else {**refund, "locked_at": "9999-12-31 23:59:59"}


class ReadsOtherFormats(TakesUnreadableDeadlinesForUnlocked):
    """Reads a `locked_at` of any ISO 8601 format, such as one with a `T` (N8)."""

    def with_deadline(self, refund: Json) -> Json:
        try:
            deadline = datetime.fromisoformat(refund.get("locked_at") or "")
        except ValueError:
            return refund
        return {**refund, "locked_at": written(deadline.replace(tzinfo=UTC))}


class JudgesTheLastActiveRefund(FullServer):
    """Does not see that an earlier active request is locked (A4)."""

    def reasons(self, action: str, order: Json, request: Json, at: At) -> Reasons:
        return super().reasons(action, {**order, "refunds": active_of(order)[-1:]}, request, at)


class KeepsTwoActiveRefunds(FullServer):
    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        if action == "refund":
            after["refunds"] = [*refunds_of(order), after["refunds"][-1]]
        return after


class RemovesDeletedRefunds(FullServer):
    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        if action == "delete_refund":
            after["refunds"] = [one for one in refunds_of(order) if not is_active(one)]
        return after


class DeclinesTheLastActiveRefund(FullServer):
    """Leaves the earlier ones of several active requests as they are (A6)."""

    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        if action == "delete_refund":
            kept = active_of(order)[:-1]
            pairs = zip(refunds_of(order), after["refunds"], strict=True)
            after["refunds"] = [old if old in kept else new for old, new in pairs]
        return after


class AnswersWithTheOrderBeforeTheRefund(FullServer):
    def act(self, action: str, request: Json, at: At = None) -> Json:
        before = self.orders.get(request["backd_order_id"])
        answer = super().act(action, request, at)
        return {**answer, "data": before} if "data" in answer else answer


class RoundsTheDateUp(FullServer):
    """Rounds a fraction of a second up in `create_date` (N8)."""

    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        if action == "refund" and at is not None and at.microsecond:
            after["refunds"][-1]["create_date"] = written(at + timedelta(seconds=1))
        return after


# The time at which a request locks


class LocksWrong(FullServer):
    """Writes the time that `lock` returns as the deadline of a new request."""

    def carry_out(self, action: str, order: Json, request: Json, at: At) -> Json:
        after = super().carry_out(action, order, request, at)
        if action == "refund" and at is not None:
            after["refunds"][-1]["locked_at"] = written(self.lock(at))
        return after

    def lock(self, at: datetime) -> datetime:
        raise NotImplementedError


class TakesFiveForBeforeFive(LocksWrong):
    def lock(self, at: datetime) -> datetime:
        return lock_time(at - MICROSECOND)


class IgnoresDaylightSaving(LocksWrong):
    def lock(self, at: datetime) -> datetime:
        return lock_time(at).replace(hour=23)


class ChangesClocksAsBefore2007(LocksWrong):
    """Begins daylight saving on the first Sunday of April: an hour late from mid-March on."""

    def lock(self, at: datetime) -> datetime:
        locks = lock_time(at)
        in_winter = date(locks.year, 1, 1) <= locks.date() < first_sunday(date(locks.year, 4, 1))
        return locks.replace(hour=23) if in_winter else locks


class ChangesClocksInOctober(LocksWrong):
    """Ends daylight saving on the last Sunday of October, as before 2007."""

    def lock(self, at: datetime) -> datetime:
        locks = lock_time(at)
        in_winter = locks.date() >= first_sunday(date(locks.year, 10, 25))
        return locks.replace(hour=23) if in_winter else locks


def first_sunday(day: date) -> date:
    return day + (SUNDAY - day.weekday()) * DAY


class LocksOnSaturdays(LocksWrong):
    def lock(self, at: datetime) -> datetime:
        local = at.astimezone(CHICAGO)
        five = datetime.combine(local.date(), FIVE, CHICAGO)
        if local.time() >= FIVE:
            five = datetime.combine(local.date() + DAY, FIVE, CHICAGO)
        return five if five.weekday() == SATURDAY else lock_time(at)


class CountsDaysInHours(LocksWrong):
    """Adds 72 hours to Friday's 5 PM: an hour off where the clocks change at that weekend."""

    def lock(self, at: datetime) -> datetime:
        locks = lock_time(at)
        friday = locks.astimezone(CHICAGO) - 3 * DAY
        is_over_weekend = friday.weekday() == FRIDAY and at.astimezone(CHICAGO) >= friday
        return friday.astimezone(UTC) + 3 * DAY if is_over_weekend else locks


WRONG_ACTIONS = (
    PlacesAnOrderTwice,
    ForgetsToStartTheHistory,
    IgnoresTheNewMerchantOrderId,
    RequiresTheOldMerchantOrderId,
    ConfirmsTwice,
    RefundsACentMore,
    ReplacesALockedRefund,
    DeletesALockedRefund,
    LocksAfterTheDeadline,
    TakesUnreadableDeadlinesForUnlocked,
    ReadsOtherFormats,
    JudgesTheLastActiveRefund,
    KeepsTwoActiveRefunds,
    RemovesDeletedRefunds,
    AnswersWithTheOrderBeforeTheRefund,
    RoundsTheDateUp,
    TakesFiveForBeforeFive,
    IgnoresDaylightSaving,
    ChangesClocksAsBefore2007,
    ChangesClocksInOctober,
    LocksOnSaturdays,
)
SUBTLE_ACTIONS = (DeclinesTheLastActiveRefund, CountsDaysInHours)
"""Wrong servers that take many examples to find."""
