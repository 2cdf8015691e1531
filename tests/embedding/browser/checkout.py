"""What the checkout page asks of the rules: the texts of its fields go in, what it shows comes out.

All of it is JSON text, so that no value is converted on the way between the languages. Pure, and
knows nothing of browsers.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from backd_rules import (
    Allowed,
    Denied,
    MerchantLimit,
    Order,
    OrderUpdate,
    Totals,
    Violation,
    ViolationCode,
    ceiling,
    decide_update,
    headroom,
    wire,
)

Edits = Mapping[str, str | None]
"""The fields that differ from the order, by JSON Pointer: as typed, `None` where cleared."""

_NUMBERS: Final = frozenset(
    {"order_total", "tax_amount", "shipping_amount", "discount_amount", "unit_price", "qty"}
)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_WORDS: Final[Mapping[ViolationCode | wire.ProblemCode, str]] = {
    ViolationCode.CONTACT_INCOMPLETE: "is needed in a new contact"
}
"""The page's own words where the rules' name a path that stands beside its field anyway."""


class Checkout:
    """One order and its limit, both as JSON texts; `judge` says what an edited form amounts to."""

    def __init__(self, order: str, limit: str) -> None:
        self._payload = wire.loads(order)
        self._order = wire.parse_order(self._payload)
        self._limit = wire.parse_limit(wire.loads(limit))

    def judge(self, edits: str) -> str:
        """What the page shows for these `Edits`."""
        return json.dumps({**self._terms(), **self._judged(json.loads(edits))})

    def _terms(self) -> dict[str, str]:
        return {
            "placed_total": str(self._order.placed_total),
            "ceiling": str(ceiling(self._order, self._limit).total),
            "headroom": str(headroom(self._order, self._limit)),
        }

    def _judged(self, edits: Edits) -> dict[str, Any]:
        try:
            update = wire.parse_update(self._update(edits))
        except wire.InvalidPayload as invalid:
            return self._refused(invalid.problems, None)
        match decide_update(self._order, update, self._limit):
            case Allowed(order=updated, totals=totals):
                return {
                    "verdict": "unchanged" if updated is self._order else "allowed",
                    "reasons": [],
                    "totals": _shown(totals),
                    "left": str(headroom(updated, self._limit)),
                    "body": wire.dump_update(update),
                }
            case Denied(violations=violations):
                return self._refused(violations, _proposed(self._order, update))

    def _refused(
        self, reasons: Iterable[Violation | wire.Problem], totals: Totals | None
    ) -> dict[str, Any]:
        return {
            "verdict": "denied",
            "reasons": [{"path": r.path, "text": _WORDS.get(r.code, r.message)} for r in reasons],
            "totals": totals and _shown(totals),
            "left": None,
            "body": None,
        }

    def _update(self, edits: Edits) -> dict[str, Any]:
        """The update that the edits make; an edited item brings all items along."""
        ids = ("backd_order_id", "merchant_order_id")
        update = {name: self._payload[name] for name in ids}
        if any(path.startswith("/items/") for path in edits):
            update["items"] = copy.deepcopy(self._payload["items"])
        for path, text in edits.items():
            *way, name = path.split("/")[1:]
            place: Any = update
            for step in way:
                place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
            place[name] = _number(text) if name in _NUMBERS else text
        return update


def _number(text: str | None) -> Decimal | str | None:
    """The number that was typed, to its last digit; other text stays, for `wire` to refuse."""
    return Decimal(text) if text and _NUMBER.fullmatch(text) else text


def _proposed(order: Order, update: OrderUpdate) -> Totals | None:
    """The totals that a refused update would make, were it for its amounts and no limit."""
    amounts = OrderUpdate(
        order.backd_order_id,
        order.merchant_order_id,
        tax_amount=update.tax_amount,
        shipping_amount=update.shipping_amount,
        discount_amount=update.discount_amount,
        items=update.items,
    )
    decision = decide_update(order, amounts, MerchantLimit.UNLIMITED)
    return decision.totals if decision.allowed else None


def _shown(totals: Totals) -> dict[str, str]:
    return {"cart": str(totals.cart_amount), "total": str(totals.order_total)}
