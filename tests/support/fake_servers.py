"""Servers in memory for the stateful model: a right one, and one for each way to be wrong.

The right one is written on plain dicts and judged by the oracle; it imports nothing of the package.
"""

import copy
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from support import oracle
from support.oracle import CENT, Json, Verdict

FEES = ("tax_amount", "shipping_amount", "discount_amount")
HTTP = {
    "unknown_order": 404,
    "backd_order_id_mismatch": 404,
    "merchant_order_id_mismatch": 404,
    "status_forbids_update": 409,
}


def as_decimals(thing: Any) -> Any:
    """The same with exact numbers: "the shortest decimal that reads back as the same float"."""
    if isinstance(thing, dict):
        return {name: as_decimals(part) for name, part in thing.items()}
    if isinstance(thing, list):
        return [as_decimals(part) for part in thing]
    return Decimal(repr(thing)) if isinstance(thing, float) else thing


def merged(target: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7396): `null` removes, objects merge, all else replaces."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


class FakeServer:
    """The right one; each method is what some wrong one gets wrong."""

    def __init__(self) -> None:
        self.orders: dict[str, Json] = {}
        self.limits: dict[str, Json] = {}

    def create(self, order: Json, limit: Json) -> None:
        placed = {"placed_total": order["order_total"], "increase_count": 0}
        self.orders[order["backd_order_id"]] = {**copy.deepcopy(order), **placed}
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
        after["increase_count"] += self.raises(as_decimals(order), verdict)
        return self.settle(after, verdict)

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return oracle.judge(order, update, limit)

    def merge(self, order: Json, update: Json) -> Json:
        after: Json = merged(order, update)
        return after

    def raises(self, order: Json, verdict: Verdict) -> bool:
        return verdict.total > oracle.total_of(order)

    def settle(self, after: Json, verdict: Verdict) -> Json:
        if verdict.reasons:
            return refusal(verdict.reasons)
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


def refusal(reasons: list[tuple[str, str]]) -> Json:
    violations = [{"code": code, "path": path} for code, path in reasons]
    code = HTTP.get(reasons[0][0], 422)
    return {"error": True, "violations": violations, "status": {"code": code}}


def without(verdict: Verdict, code: str) -> Verdict:
    return verdict._replace(reasons=[reason for reason in verdict.reasons if reason[0] != code])


def with_limit_exceeded(verdict: Verdict) -> Verdict:
    reason = ("increase_exceeds_limit", "/order_total")
    return verdict._replace(reasons=[*without(verdict, reason[0]).reasons, reason])


class AllowsAfterConfirmation(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge({**order, "status": "order_placed"}, update, limit)


class MeasuresFromTheCurrentTotal(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge(order, update, {**limit, "measured_from": "order_total"})


class TakesTheLowerOfHigher(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge(order, update, {**limit, "combine": "lower"})


class IgnoresMaxIncreases(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return without(super().judge(order, update, limit), "too_many_increases")


class CountsEveryUpdate(FakeServer):
    def raises(self, order: Json, verdict: Verdict) -> bool:
        return True


class AllowsACentMore(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        total = Fraction(update.get("order_total", verdict.total))
        within = total <= self.reach(oracle.cap_of(order, limit))
        return without(verdict, "increase_exceeds_limit") if within else verdict

    def reach(self, cap: Fraction) -> Fraction:
        return cap + CENT


class RoundsThePercentUp(AllowsACentMore):
    def reach(self, cap: Fraction) -> Fraction:
        return math.ceil(cap / CENT) * CENT


class RoundsHalfToEven(FakeServer):
    """As Python's `round` does."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        if "items" not in update or "cart_amount" in update:
            return verdict
        lines = (Fraction(item["unit_price"]) * Fraction(item["qty"]) for item in update["items"])
        cart = sum((round(line, 2) for line in lines), Fraction(0))
        return verdict._replace(cart=cart, total=verdict.total - verdict.cart + cart)


class ExcludesTheBoundary(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        on_it = verdict.total == oracle.cap_of(order, limit)
        return with_limit_exceeded(verdict) if on_it and self.raises(order, verdict) else verdict


class RefusesATotalThatFalls(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        above = verdict.total > oracle.cap_of(order, limit)
        return with_limit_exceeded(verdict) if above else verdict


class LosesAbsentFees(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        return super().merge({**order, **dict.fromkeys(FEES, 0)}, update)

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge({**order, **dict.fromkeys(FEES, 0)}, update, limit)


class ReplacesContactsWhole(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        return {**super().merge(order, {}), **update}


class IgnoresNulls(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        return super().merge(order, self.stated(update))

    def stated(self, patch: Json) -> Json:
        parts = {name: part for name, part in patch.items() if part is not None}
        return {n: self.stated(p) if isinstance(p, dict) else p for n, p in parts.items()}


class AppendsItems(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        items = [*order.get("items", []), *update.get("items", [])]
        return {**super().merge(order, update), "items": items}


class StoresWhatItRefuses(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        if verdict.total >= 0:
            self.orders[after["backd_order_id"]] = after
        return super().settle(after, verdict)


class IgnoresTheItems(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return without(super().judge(order, update, limit), "cart_amount_mismatch")


class TrustsTheStatedTotal(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return without(super().judge(order, update, limit), "order_total_mismatch")


class CancelsAConfirmedOrder(FakeServer):
    def cancel(self, backd_order_id: str) -> bool:
        self.orders[backd_order_id]["status"] = "order_canceled"
        return True


class ConfirmsInSecret(FakeServer):
    """It says that it did not, and did."""

    def confirm(self, backd_order_id: str) -> bool:
        super().confirm(backd_order_id)
        return False


class ReadsWhatWasCreated(FakeServer):
    def create(self, order: Json, limit: Json) -> None:
        super().create(order, limit)
        self.created = {**getattr(self, "created", {}), order["backd_order_id"]: order}

    def read(self, backd_order_id: str) -> Json:
        order: Json = self.created[backd_order_id]
        return order


class AnswersWithTheOrderBefore(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        before = self.orders[after["backd_order_id"]]
        answer = super().settle(after, verdict)
        return {**answer, "data": before} if "data" in answer else answer


class NamesTheFirstReasonAlone(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        return super().settle(after, verdict._replace(reasons=verdict.reasons[:1]))


class RefusesAllWithOneStatus(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        answer = super().settle(after, verdict)
        return {**answer, "status": {"code": 422}} if answer["error"] else answer


class SaysNothingOfTheReasons(FakeServer):
    """Right: a server need not say why it refuses."""

    def settle(self, after: Json, verdict: Verdict) -> Json:
        answer = super().settle(after, verdict)
        return {name: answer[name] for name in ("error", "data") if name in answer}


RIGHT = (FakeServer, SaysNothingOfTheReasons)
SUBTLE = (TakesTheLowerOfHigher, IgnoresMaxIncreases, CountsEveryUpdate, RoundsThePercentUp)
"""Wrong in a way that takes many examples to meet."""
WRONG = (
    AllowsAfterConfirmation,
    MeasuresFromTheCurrentTotal,
    AllowsACentMore,
    RoundsHalfToEven,
    ExcludesTheBoundary,
    RefusesATotalThatFalls,
    LosesAbsentFees,
    ReplacesContactsWhole,
    IgnoresNulls,
    AppendsItems,
    StoresWhatItRefuses,
    IgnoresTheItems,
    TrustsTheStatedTotal,
    CancelsAConfirmedOrder,
    ConfirmsInSecret,
    ReadsWhatWasCreated,
    AnswersWithTheOrderBefore,
    NamesTheFirstReasonAlone,
    RefusesAllWithOneStatus,
)
