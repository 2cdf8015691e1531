"""An independent model of chapter 7 of domain.md: the actions other than the update.

Like `support.oracle`, it imports nothing of the package and works on JSON-shaped dicts. They must
be well-formed. No function changes its arguments.
"""

import re
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from support.oracle import Json, Number, exact, total_of

CHICAGO = ZoneInfo("America/Chicago")
STATUSES = {
    "order_placed": ("terms_selected", "order_placed"),
    "confirm_order": ("order_placed", "order_confirmed"),
    "cancel_order": ("order_placed", "order_canceled"),
    "refund": ("order_confirmed", "order_confirmed"),
    "delete_refund": ("order_confirmed", "order_confirmed"),
}
"""The status in which an action is allowed, and the one to which it leads (chapter 2)."""
REFUND_ACTIONS = ("refund", "delete_refund")
"""The actions that need the time (A7)."""
ACTIVE = ("draft", "approved")
"""The statuses of an active refund request (A4), spelled exactly so."""
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIMESTAMP = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})")
Reasons = list[tuple[str, str]]


class Answer(NamedTuple):
    """The reasons against an action, and the order after it.

    The reasons are pairs of code and path, in order of precedence. A refused action leaves the
    order as it was.
    """

    reasons: Reasons
    order: Json


# Time


def lock_time(at: datetime) -> datetime:
    """Return when a refund request that is submitted at this time locks (A5), in UTC."""
    local = at.astimezone(CHICAGO)
    weekday = WEEK[local.weekday()]
    is_before_five = local.time() < time(17)
    if is_before_five and weekday not in ("Saturday", "Sunday"):
        days = 0  # "the same day if submitted before 5 PM on a weekday"
    elif weekday in ("Monday", "Tuesday", "Wednesday", "Thursday"):
        days = 1  # "the next weekday if at or after 5 PM from Monday to Thursday"
    else:
        # "the following Monday if at or after 5 PM on Friday or at the weekend"
        days = {"Friday": 3, "Saturday": 2, "Sunday": 1}[weekday]
    date = local.date() + timedelta(days=days)
    return datetime.combine(date, time(17), CHICAGO).astimezone(UTC)


def written(at: datetime) -> str:
    """Return a timestamp in UTC, without fractions of a second (N8)."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def read_timestamp(text: str | None) -> datetime | None:
    """Return the time that a timestamp states in UTC (N8), or `None` if it is unreadable."""
    found = TIMESTAMP.fullmatch(text or "")
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


# Refund requests


def refunds_of(order: Json) -> list[Json]:
    """Return the recorded refund requests; none if they are absent or null (F4)."""
    return order.get("refunds") or []


def is_active(refund: Json) -> bool:
    """Return whether a refund request is active (A4)."""
    return refund.get("status") in ACTIVE


def is_locked(refund: Json, at: datetime) -> bool:
    """Return whether an active refund request is locked at this time (A5 and A6)."""
    locked_at = read_timestamp(refund.get("locked_at"))
    # A6: "absent or unreadable counts as locked". A5: "From that second on it is locked."
    return locked_at is None or at >= locked_at


def with_declined(order: Json) -> list[Json]:
    """Return the refund requests, with each active one declined (A4 and A6)."""
    return [
        {**refund, "status": "declined"} if is_active(refund) else refund
        for refund in refunds_of(order)
    ]


def new_refund(amount: Number, at: datetime) -> Json:
    """Return the refund request that an allowed `refund` makes (A4)."""
    return {
        "amount": amount,
        "create_date": written(at),
        "status": "draft",
        "locked_at": written(lock_time(at)),
    }


# The actions


def mismatches(action: str, order: Json, request: Json) -> Reasons:
    """Return the ids of the request that name another order."""
    names = [name for name in ("backd_order_id", "merchant_order_id") if name in request]
    if action == "order_placed":
        names.remove("merchant_order_id")  # A1: it "becomes the order's", so that it matches.
    return [(f"{name}_mismatch", f"/{name}") for name in names if request[name] != order[name]]


def refund_faults(action: str, order: Json, request: Json, at: datetime) -> Reasons:
    """Return the violations of A3, A4 and A6; of several active requests, one locked is enough."""
    is_new = action == "refund"
    is_too_much = is_new and exact(request["refund_amount"]) > total_of(order)
    active = [refund for refund in refunds_of(order) if is_active(refund)]
    checks = (
        (is_too_much, "refund_exceeds_total", "/refund_amount"),
        (not is_new and not active, "no_active_refund", ""),
        (any(is_locked(refund, at) for refund in active), "refund_locked", ""),
    )
    return [(code, path) for is_fault, code, path in checks if is_fault]


def changes(action: str, order: Json, request: Json, at: datetime | None) -> Json:
    """Return the fields that an allowed action changes, without the status."""
    if action == "order_placed":  # A1
        return {
            "merchant_order_id": request["merchant_order_id"],
            "placed_total": order["order_total"],
            "increase_count": 0,
        }
    if action not in REFUND_ACTIONS:  # A2: "change the status and nothing else"
        return {}
    assert at is not None
    made = [new_refund(request["refund_amount"], at)] if action == "refund" else []
    return {"refunds": with_declined(order) + made}


def act(action: str, order: Json, request: Json, at: datetime | None = None) -> Answer:
    """Return every reason against an action, and what it makes of the order.

    A refund action needs an aware time (A7); the others ignore it.
    """
    reasons = mismatches(action, order, request)
    if reasons:  # V1: it is not judged further.
        return Answer(reasons, order)
    allowed_in, leads_to = STATUSES[action]
    if order["status"] != allowed_in:  # S1
        reasons.append(("status_forbids_action", ""))
    if action in REFUND_ACTIONS:  # V2: every rule is applied.
        assert at is not None
        assert at.utcoffset() is not None
        reasons += refund_faults(action, order, request, at)
    if reasons:
        return Answer(reasons, order)
    return Answer([], {**order, **changes(action, order, request, at), "status": leads_to})
