"""Conformance cases for requesting a refund and for deleting a refund request.

Source: domain.md, N8, A3 to A6, V1 and V2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.actions import AT, DRAFT
from conformance.cases import FIVE_AMOUNTS, IDS, MAX, ActionCase, Json, a_brief_order

_CONFIRMED: Final = "order_confirmed"


def _confirmed(total: float = 100, **fields: Any) -> Json:
    return a_brief_order(_CONFIRMED, total, **fields)


def _requested(name: str, order: Json, amount: float = 60, at: str = AT) -> ActionCase:
    return ActionCase(name, "refund", order, {**IDS, "refund_amount": amount}, at)


def _deleted(name: str, order: Json, at: str = AT) -> ActionCase:
    return ActionCase(name, "delete_refund", order, IDS, at)


def refund_cases() -> Iterator[ActionCase]:
    """Yield amounts, recorded requests, deadlines, times, and several violations at once."""
    for name, (order, amount) in _AMOUNTS.items():
        yield _requested(f"refund/amount/{name}", order, amount)
    for name, refunds in _RECORDED.items():
        order = _confirmed(refunds=refunds)
        yield _requested(f"refund/{name}", order)
        yield _deleted(f"delete_refund/{name}", order)
    yield _requested("refund/absent", _confirmed())
    yield _deleted("delete_refund/absent", _confirmed())
    yield from _deadline_cases()
    for name, at in _SUBMITTED.items():
        yield _requested(f"refund/at/{name}", _confirmed(), at=at)
    yield from _violation_cases()


_PAID_BACK: Final[Json] = {**DRAFT, "amount": 60, "status": "carried out"}
_AMOUNTS: Final[Mapping[str, tuple[Json, float]]] = {
    "least": (_confirmed(), 0.01),
    "a-cent-below": (_confirmed(), 99.99),
    "whole": (_confirmed(), 100),
    "a-cent-above": (_confirmed(), 100.01),
    "far-above": (_confirmed(), MAX),
    "odd/whole": (_confirmed(33.33), 33.33),
    "odd/a-cent-above": (_confirmed(33.33), 33.34),
    "cent/whole": (_confirmed(0.01), 0.01),
    "cent/a-cent-above": (_confirmed(0.01), 0.02),
    "zero/a-cent-above": (_confirmed(0), 0.01),
    "highest/whole": (_confirmed(MAX), MAX),
    "under-highest/a-cent-above": (_confirmed(9999999999999.98), MAX),
    "fees/whole": ({**FIVE_AMOUNTS, "status": _CONFIRMED}, 110),
    "fees/a-cent-above": ({**FIVE_AMOUNTS, "status": _CONFIRMED}, 110.01),
    "adjustment/above-the-cart": (_confirmed(115, cart_amount=100), 115),
    "adjustment/a-cent-above": (_confirmed(115, cart_amount=100), 115.01),
    "credit/whole": (_confirmed(90, cart_amount=100), 90),
    "credit/a-cent-above": (_confirmed(90, cart_amount=100), 90.01),
    "increased/whole": (_confirmed(placed_total=90, increase_count=1), 100),
    "lowered/a-cent-above": (_confirmed(placed_total=120, increase_count=0), 100.01),
    "one-carried-out/whole": (_confirmed(refunds=[_PAID_BACK]), 100),
}
"""(order, amount)"""

_APPROVED: Final[Json] = {**DRAFT, "amount": 20, "status": "approved"}
_DECLINED: Final[Json] = {**DRAFT, "status": "declined", "locked_at": "2026-04-14 22:00:00"}
_LOCKED: Final[Json] = {**DRAFT, "locked_at": "2026-04-14 22:00:00"}
_LOCKED_LATER: Final[Json] = {**_APPROVED, "locked_at": "2026-04-15 12:00:00"}
_UNREADABLE: Final[Json] = {**DRAFT, "locked_at": "soon"}


def _without(refund: Json, field: str) -> Json:
    return {name: value for name, value in refund.items() if name != field}


_RECORDED: Final[Mapping[str, list[Json] | None]] = {
    "null": None,
    "empty": [],
    "draft": [DRAFT],
    "approved": [_APPROVED],
    "declined": [_DECLINED],
    "draft-locked": [_LOCKED],
    "approved-locked": [_LOCKED_LATER],
    "carried-out": [_PAID_BACK],
    "capitals": [{**_LOCKED, "status": "Draft"}],
    "blank-after": [{**_LOCKED, "status": "approved "}],
    "status-empty": [{**_LOCKED, "status": ""}],
    "status-null": [{**_LOCKED, "status": None}],
    "status-absent": [_without(_LOCKED, "status")],
    "declined-unreadable": [{**_UNREADABLE, "status": "declined"}],
    "draft-and-approved": [DRAFT, _APPROVED],
    "declined-between": [_APPROVED, _DECLINED, {**DRAFT, "amount": 1}],
    "locked-first": [_LOCKED, DRAFT],
    "locked-last": [DRAFT, _DECLINED, _LOCKED_LATER],
    "both-locked": [_LOCKED_LATER, _LOCKED],
    "unreadable-before-locked": [_UNREADABLE, _LOCKED],
    "locked-before-unreadable": [_LOCKED, _UNREADABLE],
}
"""The recorded requests of an order; only `draft` and `approved` are active (domain.md, A4)."""

_UNREADABLE_TEXTS: Final[Mapping[str, str | None]] = {
    "null": None,
    "empty": "",
    "word": "soon",
    "date-alone": "2026-04-15",
    "t-between": "2026-04-15T22:00:00",
    "zone": "2026-04-15 22:00:00Z",
    "fraction": "2026-04-15 22:00:00.5",
    "one-digit": "2026-4-15 22:00:00",
    "no-seconds": "2026-04-15 22:00",
    "line-feed-after": "2026-04-15 22:00:00\n",
    "space-before": " 2026-04-15 22:00:00",
    "hour-24": "2026-04-15 24:00:00",
    "second-60": "2026-04-15 23:59:60",
    "no-such-day": "2027-02-29 22:00:00",
    "year-zero": "0000-04-15 22:00:00",
    "other-digits": "2999-04-1\u0665 22:00:00",
}
"""Values of `locked_at` that are no timestamp (domain.md, N8)."""
_READABLE_TEXTS: Final[Mapping[str, str]] = {
    "first": "0001-01-01 00:00:00",
    "last": "9999-12-31 23:59:59",
    "leap-day": "2028-02-29 22:00:00",
    "sunday-at-midnight": "2026-04-19 00:00:00",
}
_AROUND: Final[Mapping[str, str]] = {
    "a-second-before": "2026-04-15 21:59:59",
    "at-the-second": "2026-04-15 22:00:00",
    "a-second-after": "2026-04-15 22:00:01",
}
"""Times around the deadline of `DRAFT`."""


def _deadline_cases() -> Iterator[ActionCase]:
    for name, at in _AROUND.items():
        yield _requested(f"refund/deadline/{name}", _confirmed(refunds=[DRAFT]), at=at)
        yield _deleted(f"delete_refund/deadline/{name}", _confirmed(refunds=[DRAFT]), at)
    absent = _confirmed(refunds=[_without(DRAFT, "locked_at")])
    yield _requested("refund/unreadable/absent", absent)
    yield _deleted("delete_refund/unreadable/absent", absent)
    yield _requested("refund/unreadable/word", _confirmed(refunds=[_UNREADABLE]))
    for kind, texts in (("unreadable", _UNREADABLE_TEXTS), ("readable", _READABLE_TEXTS)):
        for name, text in texts.items():
            order = _confirmed(refunds=[{**DRAFT, "locked_at": text}])
            yield _deleted(f"delete_refund/{kind}/{name}", order)


_SUBMITTED: Final[Mapping[str, str]] = {
    "a-second-before-five": "2026-04-15 21:59:59",
    "five": "2026-04-15 22:00:00",
    "friday-evening-before-summer": "2026-03-06 23:00:00",
    "last-second-of-a-year": "2026-12-31 23:59:59",
}
"""Times at which a refund is requested; `lock_times` has more."""

_OTHER: Final[Mapping[str, Json]] = {
    "backd-id": {"backd_order_id": "B-2"},
    "merchant-id": {"merchant_order_id": "M-2"},
}


def _violation_cases() -> Iterator[ActionCase]:
    """Yield requests with several violations; a wrong id hides the others (domain.md, V1)."""
    locked = [_LOCKED]
    for name, order, amount in (
        ("status+amount", a_brief_order("order_placed"), 100.01),
        ("status+locked", a_brief_order("refund", refunds=locked), 60),
        ("amount+locked", _confirmed(refunds=locked), 100.01),
        ("status+amount+locked", a_brief_order("order_cancelled", refunds=locked), 100.01),
    ):
        yield _requested(f"faults/refund/{name}", order, amount)
    placed = a_brief_order("order_placed")
    placed_locked = {**placed, "refunds": locked}
    yield _deleted("faults/delete_refund/status+none-active", placed)
    yield _deleted("faults/delete_refund/status+locked", placed_locked)
    for name, other in _OTHER.items():
        request = {**IDS, **other, "refund_amount": 100.01}
        case = _requested(f"faults/refund/{name}+others", placed_locked)
        yield case._replace(request=request)
        case = _deleted(f"faults/delete_refund/{name}+others", placed)
        yield case._replace(request={**IDS, **other})
