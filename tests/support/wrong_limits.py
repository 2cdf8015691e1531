"""Fake servers with a bug in how they judge the limit: nothing of the package."""

import math
from fractions import Fraction

from support import oracle
from support.correct_server import FakeServer
from support.oracle import CENT, Json, Verdict
from support.wrong_amounts import without

NO_CAP = Fraction(10**20)
EXCEEDS = ("increase_exceeds_limit", "/order_total")


def cap_of(order: Json, limit: Json) -> Fraction:
    """Return the cap in dollars, which may have more than two decimals."""
    unknown = oracle.needs_unknown_total(order, limit)
    return NO_CAP if unknown else oracle.cap_of(order, limit)


def means_another(order: Json, update: Json) -> bool:
    """Return whether the update means another order, and so is not judged further (V1)."""
    return any(update[name] != order[name] for name in ("backd_order_id", "merchant_order_id"))


def with_limit_exceeded(verdict: Verdict) -> Verdict:
    """Return the verdict with this reason in its place among the others (V2)."""
    reasons = without(verdict, EXCEEDS[0]).reasons
    later = [reason for reason in reasons if reason[0] == "too_many_increases"]
    before = [reason for reason in reasons if reason not in later]
    return verdict._replace(reasons=[*before, EXCEEDS, *later])


class MeasuresFromTheCurrentTotal(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge(order, update, {**limit, "measured_from": "order_total"})


class IgnoresCombineHigher(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge(order, update, {**limit, "combine": "lower"})


class IgnoresMaxIncreases(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return without(super().judge(order, update, limit), "too_many_increases")


class JudgesByAnotherCap(FakeServer):
    """Judges an increase by the cap that `highest` makes of the right one."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        if means_another(order, update) or oracle.needs_unknown_total(order, limit):
            return verdict
        total = oracle.exact(update.get("order_total", verdict.total))
        if total <= oracle.total_of(order):
            return verdict
        if total <= self.highest(oracle.cap_of(order, limit)):
            return without(verdict, EXCEEDS[0])
        return with_limit_exceeded(verdict)

    def highest(self, cap: Fraction) -> Fraction:
        raise NotImplementedError


class AllowsACentMore(JudgesByAnotherCap):
    def highest(self, cap: Fraction) -> Fraction:
        return cap + CENT


class ExcludesTheBoundary(JudgesByAnotherCap):
    def highest(self, cap: Fraction) -> Fraction:
        return math.ceil(cap / CENT) * CENT - CENT


class RoundsPercentagesUp(JudgesByAnotherCap):
    def highest(self, cap: Fraction) -> Fraction:
        return math.ceil(cap / CENT) * CENT


class RoundsPercentagesHalfUp(JudgesByAnotherCap):
    """Allows a cent more where the exact cap ends on half a cent or more (L4)."""

    def highest(self, cap: Fraction) -> Fraction:
        return oracle.round_half_up(cap, CENT)


class RoundsPercentagesHalfToEven(JudgesByAnotherCap):
    """Rounds the cap as Python's `round` does."""

    def highest(self, cap: Fraction) -> Fraction:
        return round(cap, 2)


class RoundsPercentagesDownToDollars(JudgesByAnotherCap):
    """Ends at a whole dollar where the cap has a part of a cent."""

    def highest(self, cap: Fraction) -> Fraction:
        return cap if cap % CENT == 0 else Fraction(math.floor(cap))


class RefusesATotalThatFalls(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        above = verdict.total > cap_of(order, limit) and not means_another(order, update)
        return with_limit_exceeded(verdict) if above else verdict
