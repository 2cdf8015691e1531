"""In-memory fake servers for the stateful tests: `RIGHT` ones, and wrong ones with one bug each.

They import nothing of the package.
"""

import math
from fractions import Fraction

from support import oracle
from support.correct_server import FakeServer as FakeServer  # noqa: PLC0414 # Re-exported.
from support.oracle import CENT, Json, Verdict

FEES = ("tax_amount", "shipping_amount", "discount_amount")


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


class IgnoresCombineHigher(FakeServer):
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
        within = total <= self.highest(oracle.cap_of(order, limit))
        return without(verdict, "increase_exceeds_limit") if within else verdict

    def highest(self, cap: Fraction) -> Fraction:
        return cap + CENT


class RoundsPercentagesUp(AllowsACentMore):
    def highest(self, cap: Fraction) -> Fraction:
        return math.ceil(cap / CENT) * CENT


class RoundsHalfToEven(FakeServer):
    """Rounds a line as Python's `round` does."""

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
        at_boundary = verdict.total == oracle.cap_of(order, limit)
        return (
            with_limit_exceeded(verdict) if at_boundary and self.raises(order, verdict) else verdict
        )


class RefusesATotalThatFalls(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        above = verdict.total > oracle.cap_of(order, limit)
        return with_limit_exceeded(verdict) if above else verdict


class ResetsAbsentFees(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        return super().merge({**order, **dict.fromkeys(FEES, 0)}, update)

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge({**order, **dict.fromkeys(FEES, 0)}, update, limit)


class ReplacesWholeContacts(FakeServer):
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


class StoresRefusedUpdates(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        if verdict.total >= 0:
            self.orders[after["backd_order_id"]] = after
        return super().settle(after, verdict)


class IgnoresItems(FakeServer):
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
    """Confirms the order and answers that it did not."""

    def confirm(self, backd_order_id: str) -> bool:
        super().confirm(backd_order_id)
        return False


class ReturnsTheCreatedOrder(FakeServer):
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


class GivesOnlyTheFirstReason(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        return super().settle(after, verdict._replace(reasons=verdict.reasons[:1]))


class UsesOneErrorStatus(FakeServer):
    def settle(self, after: Json, verdict: Verdict) -> Json:
        answer = super().settle(after, verdict)
        return {**answer, "status": {"code": 422}} if answer["error"] else answer


class GivesNoReasons(FakeServer):
    """Correct: a server need not return the reasons."""

    def settle(self, after: Json, verdict: Verdict) -> Json:
        answer = super().settle(after, verdict)
        return {name: answer[name] for name in ("error", "data") if name in answer}


RIGHT = (FakeServer, GivesNoReasons)
SUBTLE = (IgnoresCombineHigher, IgnoresMaxIncreases, CountsEveryUpdate, RoundsPercentagesUp)
"""Wrong servers that take many examples to find."""
WRONG = (
    AllowsAfterConfirmation,
    MeasuresFromTheCurrentTotal,
    AllowsACentMore,
    RoundsHalfToEven,
    ExcludesTheBoundary,
    RefusesATotalThatFalls,
    ResetsAbsentFees,
    ReplacesWholeContacts,
    IgnoresNulls,
    AppendsItems,
    StoresRefusedUpdates,
    IgnoresItems,
    TrustsTheStatedTotal,
    CancelsAConfirmedOrder,
    ConfirmsInSecret,
    ReturnsTheCreatedOrder,
    AnswersWithTheOrderBefore,
    GivesOnlyTheFirstReason,
    UsesOneErrorStatus,
)
