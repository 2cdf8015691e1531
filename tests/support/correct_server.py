"""Correct in-memory servers for the stateful tests. The wrong servers override their methods.

They work on plain dicts, ask the oracles for verdicts, and import nothing of the package.
"""

import copy
import re
from datetime import datetime
from typing import Any

from support import oracle, oracle_actions
from support.exact_numbers import as_decimals
from support.merge_patch import merged
from support.oracle import Json, Verdict
from support.oracle_actions import Reasons

HTTP = {
    "unknown_order": 404,
    "backd_order_id_mismatch": 404,
    "merchant_order_id_mismatch": 404,
    "status_forbids_action": 409,
    "history_unknown": 409,
    "no_active_refund": 409,
    "refund_locked": 409,
}
CONTACTS = ("shipping", "billing")
OPTIONAL = ("company_name", "line2", "item_image_url", "item_url")
BLANK = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u2800\u3164\ufeff"
    r"\uffa0]*"
)
"""White space, and the invisible characters of N6."""


class FakeServer:
    """Stores orders and limits, and decides updates as the oracle does."""

    def __init__(self) -> None:
        self.orders: dict[str, Json] = {}
        self.limits: dict[str, Json] = {}

    def create(self, order: Json, limit: Json) -> None:
        is_placed = order["status"] != "terms_selected"
        history = {"placed_total": order["order_total"], "increase_count": 0} if is_placed else {}
        self.orders[order["backd_order_id"]] = {**copy.deepcopy(order), **history}
        self.limits[order["backd_order_id"]] = limit

    def update(self, update: Json) -> Json:
        order = self.orders.get(update["backd_order_id"])
        if order is None:
            return refusal([("unknown_order", "/backd_order_id")])
        limit = as_decimals(self.limits[update["backd_order_id"]])
        verdict = self.judge(as_decimals(order), as_decimals(update), limit)
        after = self.merge(order, update)
        after["cart_amount"] = float(verdict.cart)
        after["order_total"] = float(verdict.total)
        if "increase_count" in after:
            after["increase_count"] += self.raises(as_decimals(order), verdict)
        return self.settle(after, verdict.reasons)

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return oracle.judge(order, update, limit)

    def merge(self, order: Json, update: Json) -> Json:
        """Return the order after the update, without its totals (U1 to U3, N7)."""
        stated = {name: part for name, part in update.items() if not states_nothing(name, part)}
        after: Json = merged(order, self.cleared(stated))
        return after

    def cleared(self, patch: Json) -> Json:
        """Return the patch with `null` in place of blank text: both clear an optional field."""
        return {name: self.cleared_part(name, part) for name, part in patch.items()}

    def cleared_part(self, name: str, part: Any) -> Any:
        if isinstance(part, dict):
            return self.cleared(part)
        return None if name in OPTIONAL and is_blank(part) else part

    def raises(self, order: Json, verdict: Verdict) -> bool:
        return verdict.total > oracle.total_of(order)

    def settle(self, after: Json, reasons: Reasons) -> Json:
        if reasons:
            return refusal(reasons)
        self.orders[after["backd_order_id"]] = after
        return {"error": False, "data": after, "status": {"code": 200}}

    def confirm(self, backd_order_id: str) -> bool:
        return self.move(backd_order_id, "order_confirmed")

    def cancel(self, backd_order_id: str) -> bool:
        return self.move(backd_order_id, "order_canceled")

    def move(self, backd_order_id: str, status: str) -> bool:
        order = self.orders[backd_order_id]
        allowed: bool = order["status"] == "order_placed"
        if allowed:
            order["status"] = status
        return allowed

    def read(self, backd_order_id: str) -> Json:
        return self.orders[backd_order_id]


class FullServer(FakeServer):
    """Also places orders and refunds them, as the oracle of the actions does."""

    def place(self, request: Json) -> Json:
        return self.act("order_placed", request)

    def refund(self, request: Json, at: datetime) -> Json:
        return self.act("refund", request, at)

    def delete_refund(self, request: Json, at: datetime) -> Json:
        return self.act("delete_refund", request, at)

    def act(self, action: str, request: Json, at: datetime | None = None) -> Json:
        order = self.orders.get(request["backd_order_id"])
        if order is None:
            return refusal([("unknown_order", "/backd_order_id")])
        reasons = self.reasons(action, order, request, at)
        after = order if reasons else self.carry_out(action, order, request, at)
        return self.settle(after, reasons)

    def reasons(self, action: str, order: Json, request: Json, at: datetime | None) -> Reasons:
        return oracle_actions.act(action, order, request, at).reasons

    def carry_out(self, action: str, order: Json, request: Json, at: datetime | None) -> Json:
        changes = oracle_actions.changes(action, order, request, at)
        return {**order, **changes, "status": oracle_actions.STATUSES[action][1]}


def states_nothing(name: str, part: Any) -> bool:
    """Return whether this is a contact without any field, which changes nothing (U3)."""
    return name in CONTACTS and is_empty(part)


def is_empty(part: Any) -> bool:
    return isinstance(part, dict) and all(map(is_empty, part.values()))


def is_blank(text: str | None) -> bool:
    return text is not None and BLANK.fullmatch(text) is not None


def refusal(reasons: Reasons) -> Json:
    violations = [{"code": code, "path": path} for code, path in reasons]
    code = HTTP.get(reasons[0][0], 422)
    return {"error": True, "violations": violations, "status": {"code": code}}
