"""Conformance cases for placing, confirming and canceling, and for the ids of every action.

Source: domain.md, S1, A1, A2 and V1. `refunds` has the rules of refund requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.cases import (
    FIVE_AMOUNTS,
    IDS,
    MAX,
    STATUSES,
    ActionCase,
    Json,
    a_brief_order,
    an_order,
)
from conformance.records import COMPLETE

ALLOWED_IN: Final[Mapping[str, str]] = {
    "order_placed": "terms_selected",
    "confirm_order": "order_placed",
    "cancel_order": "order_placed",
    "refund": "order_confirmed",
    "delete_refund": "order_confirmed",
}
"""The actions other than the update, each with the status that allows it."""
AT: Final = "2026-04-15 12:49:46"
"""A Wednesday before noon in Chicago: the example of the reference."""
DRAFT: Final[Json] = {
    "amount": 50,
    "create_date": "2026-04-15 10:00:00",
    "status": "draft",
    "locked_at": "2026-04-15 22:00:00",
}
"""A refund request that is not locked at `AT`."""


def an_action(name: str, action: str, order: Json, request: Json) -> ActionCase:
    """Return the case of an action; one on refunds happens at `AT` and needs an amount."""
    if action == "refund":
        request = {**request, "refund_amount": 60}
    is_on_refunds = action in ("refund", "delete_refund")
    return ActionCase(name, action, order, request, AT if is_on_refunds else None)


def _order_for(action: str, status: str) -> Json:
    """Return an order that has a request if the action deletes one."""
    order = a_brief_order(status)
    return {**order, "refunds": [DRAFT]} if action == "delete_refund" else order


def action_cases() -> Iterator[ActionCase]:
    """Yield each action in each status, with each id, and what the first three change."""
    for status in STATUSES:
        for action in ALLOWED_IN:
            order = _order_for(action, status)
            yield an_action(f"status/{status}/{action}", action, order, IDS)
    yield from _id_cases()
    for name, order in _PLACED.items():
        yield an_action(f"order_placed/{name}", "order_placed", order, IDS)
    for name, merchant_order_id in (("other", "M-2"), ("case", "m-1"), ("longest", "x" * 255)):
        request = IDS | {"merchant_order_id": merchant_order_id}
        order = a_brief_order(_TERMS)
        yield an_action(f"order_placed/id/{name}", "order_placed", order, request)
    for action in ("confirm_order", "cancel_order"):
        for name, order in _CHANGED.items():
            yield an_action(f"{action}/{name}", action, order, IDS)


_BACKD: Final = {"backd_order_id": "B-2"}
_MERCHANT: Final = {"merchant_order_id": "M-2"}


def _id_cases() -> Iterator[ActionCase]:
    """Yield wrong ids, also where the status forbids the action; and absent and similar ones."""
    for action, status in ALLOWED_IN.items():
        for name, ids in (("backd", _BACKD), ("merchant", _MERCHANT), ("both", _BACKD | _MERCHANT)):
            order = _order_for(action, status)
            yield an_action(f"id/{action}/{name}", action, order, IDS | ids)
        canceled = a_brief_order("order_canceled")
        yield an_action(f"id/{action}/both-and-status", action, canceled, _BACKD | _MERCHANT)
    only_backd = {"backd_order_id": "B-1"}
    for action in ("confirm_order", "cancel_order", "delete_refund"):
        order = _order_for(action, ALLOWED_IN[action])
        yield an_action(f"id/{action}/no-merchant", action, order, only_backd)
        yield an_action(f"id/{action}/backd-and-no-merchant", action, order, _BACKD)
    order = a_brief_order("order_placed")
    for name, backd_order_id in (("case", "b-1"), ("blank-after", "B-1 "), ("swapped", "M-1")):
        request = IDS | {"backd_order_id": backd_order_id}
        yield an_action(f"id/confirm_order/{name}", "confirm_order", order, request)


_TERMS: Final = "terms_selected"
_PLACED: Final[Mapping[str, Json]] = {
    "no-history": a_brief_order(_TERMS),
    "null-history": a_brief_order(_TERMS, placed_total=None, increase_count=None),
    "history-overwritten": a_brief_order(_TERMS, placed_total=80, increase_count=3),
    "count-overwritten": a_brief_order(_TERMS, placed_total=100, increase_count=1),
    "total-overwritten": a_brief_order(_TERMS, placed_total=100.01, increase_count=0),
    "same-history": a_brief_order(_TERMS, placed_total=100, increase_count=0),
    "zero": a_brief_order(_TERMS, 0),
    "highest": a_brief_order(_TERMS, MAX),
    "fees": {**FIVE_AMOUNTS, "status": _TERMS},
    "null-fees": a_brief_order(_TERMS, tax_amount=None, discount_amount=None),
    "adjustment": a_brief_order(_TERMS, 115, cart_amount=100),
    "credit": a_brief_order(_TERMS, 90, cart_amount=100),
    "complete": {**COMPLETE, "status": _TERMS, "placed_total": 1},
}
"""Orders that are placed: the present total becomes the original (domain.md, A1)."""

_CHANGED: Final[Mapping[str, Json]] = {
    "complete": COMPLETE,
    "no-history": a_brief_order("order_placed"),
    "increased": an_order(110, placed_total=100, increase_count=3),
    "adjustment": a_brief_order("order_placed", 115, cart_amount=100, shipping=None, items=[]),
}
"""Orders of which nothing but the status changes (domain.md, A2)."""
