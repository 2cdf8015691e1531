"""The Python side of the checkout page: from the texts of the form to what the page shows.

Each reason has the code, the path and the facts of the response that a server with the same rules
would send. The page says them in the buyer's language: see `wording.mjs`. Arguments and results
are JSON text, so Pyodide converts no values between JavaScript and Python.
This module is pure and must not import `js` or `pyodide`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from backd_rules import (
    Allowed,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    Totals,
    ceiling,
    decide_update,
    headroom,
    wire,
)

Edits = Mapping[str, str | None]
"""JSON Pointer of each field that differs from the order -> the text in it, `None` if cleared."""
Rows = Sequence[int | None]
"""The index of each item of the form in the recorded order; `None` is a new item."""

_NUMBERS: Final = frozenset(
    {
        "order_total",
        "cart_amount",
        "tax_amount",
        "shipping_amount",
        "discount_amount",
        "unit_price",
        "qty",
    }
)
# Only one way to read each digit: with `\d+\.?\d*`, 16,000 digits and a letter took two seconds.
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


class Checkout:
    """An order and its limit, both as JSON text, against which a form is checked."""

    def __init__(self, order: str, limit: str) -> None:
        self._payload = wire.loads(order)
        self._order = wire.parse_order(self._payload)
        self._limit = wire.parse_limit(wire.loads(limit))

    def check(self, form: str) -> str:
        """Return what the page shows for a form: an object of its `Edits` and its `Rows`."""
        return json.dumps({**self._terms(), **self._result(**json.loads(form))})

    def _terms(self) -> dict[str, str | None]:
        placed = self._order.placed_total
        return {
            "placed_total": None if placed is None else str(placed),
            "ceiling": _known(lambda: ceiling(self._order, self._limit).total),
            "headroom": self._headroom(self._order),
        }

    def _result(self, edits: Edits, rows: Rows) -> dict[str, Any]:
        try:
            update = wire.parse_update(self._payload_of(edits, rows))
        except wire.InvalidPayload as invalid:
            return self._denied(wire.error_response(invalid))
        decision = decide_update(self._order, update, self._limit)
        match decision:
            case Allowed(order=updated, totals=totals):
                return {
                    "verdict": "unchanged" if updated is self._order else "allowed",
                    "reasons": [],
                    "totals": _texts(totals),
                    "remaining": self._headroom(updated),
                    "body": wire.dump_update(update),
                }
            case Denied():
                return self._denied(wire.response(decision), _only_amounts(update))

    def _denied(
        self, envelope: dict[str, Any], amounts: OrderUpdate | None = None
    ) -> dict[str, Any]:
        return {
            "verdict": "denied",
            "reasons": [_reason(reason) for reason in envelope["violations"]],
            "totals": amounts and self._totals_without_limit(amounts),
            "remaining": amounts and self._remaining_after(amounts),
            "body": None,
        }

    def _totals_without_limit(self, amounts: OrderUpdate) -> dict[str, str] | None:
        """Return the totals after `amounts`, or `None` if these are not valid without a limit."""
        decision = decide_update(self._order, amounts, MerchantLimit.UNLIMITED)
        return _texts(decision.totals) if decision.allowed else None

    def _remaining_after(self, amounts: OrderUpdate) -> str | None:
        """Return the headroom after `amounts`, or `None` if these are refused."""
        decision = decide_update(self._order, amounts, self._limit)
        return self._headroom(decision.order) if decision.allowed else None

    def _headroom(self, order: Order) -> str | None:
        return _known(lambda: headroom(order, self._limit))

    def _payload_of(self, edits: Edits, rows: Rows) -> dict[str, Any]:
        """Return the update that states these edits. If an item changes, it states all items."""
        ids = ("backd_order_id", "merchant_order_id")
        update = {name: self._payload[name] for name in ids}
        # Not the items of the payload: those may have fields that a request must not state.
        recorded = wire.dump_order(self._order).get("items") or []
        as_recorded = list(rows) == list(range(len(recorded)))
        if not as_recorded or any(path.startswith("/items/") for path in edits):
            update["items"] = [{} if row is None else recorded[row] for row in rows]
        for path, text in edits.items():
            *keys, name = path.split("/")[1:]
            parent: Any = update
            for key in keys:
                parent = _child(parent, key)
            parent[name] = _number(text) if name in _NUMBERS else text
        return update


def _reason(reason: dict[str, Any]) -> dict[str, Any]:
    """Return all but the message, which is for developers."""
    return {name: reason[name] for name in ("code", "path", "facts")}


def _known(amount: Callable[[], Money]) -> str | None:
    """Return the amount, or `None` if the limit needs a history that is unknown."""
    try:
        return str(amount())
    except ValueError:
        return None


def _child(parent: Any, key: str) -> Any:
    """Return an element of an array, or a member of an object, created if it is missing."""
    return parent[int(key)] if isinstance(parent, list) else parent.setdefault(key, {})


def _number(text: str | None) -> Decimal | str | None:
    """Return the exact number that was typed. Return any other text as it is: `wire` refuses it."""
    return Decimal(text) if text and _NUMBER.fullmatch(text) else text


def _only_amounts(update: OrderUpdate) -> OrderUpdate:
    """Return the update without contacts and the stated total."""
    return OrderUpdate(
        update.backd_order_id,
        update.merchant_order_id,
        cart_amount=update.cart_amount,
        tax_amount=update.tax_amount,
        shipping_amount=update.shipping_amount,
        discount_amount=update.discount_amount,
        items=update.items,
    )


def _texts(totals: Totals) -> dict[str, str]:
    return {"cart": str(totals.cart_amount), "total": str(totals.order_total)}
