"""Fake servers with a bug in their amounts. They import nothing of the package."""

from decimal import Decimal
from fractions import Fraction

from support import oracle
from support.correct_server import FakeServer
from support.oracle import CENT, Json, Verdict

FEES = ("tax_amount", "shipping_amount", "discount_amount")


def without(verdict: Verdict, code: str) -> Verdict:
    return verdict._replace(reasons=[reason for reason in verdict.reasons if reason[0] != code])


class RoundsHalfToEven(FakeServer):
    """Rounds a line as Python's `round` does."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        if not moves_cart(order, update):
            return verdict
        lines = (Fraction(item["unit_price"]) * Fraction(item["qty"]) for item in update["items"])
        return with_cart(verdict, sum((round(line, 2) for line in lines), Fraction(0)))


def moves_cart(order: Json, update: Json) -> bool:
    """Return whether the cart becomes the sum of the update's items (T3)."""
    if "items" not in update or "cart_amount" in update:
        return False
    old = order.get("items") or []
    return not old or oracle.cart_of(old) != oracle.cart_of(update["items"])


def with_cart(verdict: Verdict, cart: Fraction) -> Verdict:
    return verdict._replace(cart=cart, total=verdict.total - verdict.cart + cart)


class RoundsCartsHalfUpOnly(FakeServer):
    """Refuses a new cart whose lines are rounded down or up (T4)."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        items = update.get("items", order.get("items") or [])
        same_sum = oracle.cart_of(items) == oracle.cart_of(order.get("items") or [])
        is_judged = items and not (same_sum and verdict.cart == Fraction(order["cart_amount"]))
        refused = is_judged and verdict.cart != oracle.cart_of(items)
        return with_cart_mismatch(verdict) if refused else verdict


class JudgesAnUnchangedCart(FakeServer):
    """Refuses to keep a recorded cart that has never been the sum of the items (T4)."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        items = update.get("items", order.get("items") or [])
        off = abs(verdict.cart - oracle.cart_of(items)) > len(items) * CENT
        return with_cart_mismatch(verdict) if items and off else verdict


def with_cart_mismatch(verdict: Verdict) -> Verdict:
    """Return the verdict with this reason in its place among the others (V2)."""
    reason, later = ("cart_amount_mismatch", "/cart_amount"), LATER
    reasons = without(verdict, reason[0]).reasons
    before = [one for one in reasons if one[0] not in later]
    after = [one for one in reasons if one[0] in later]
    return verdict._replace(reasons=[*before, reason, *after])


LATER = (
    "order_total_mismatch",
    "history_unknown",
    "increase_exceeds_limit",
    "too_many_increases",
)
"""The codes that come after `cart_amount_mismatch`."""


class MovesTheCartOnRestatedItems(FakeServer):
    """Sets the cart to the sum of the items even if that has not changed (T3)."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        verdict = super().judge(order, update, limit)
        if "items" not in update or "cart_amount" in update:
            return verdict
        return with_cart(verdict, oracle.cart_of(update["items"]))


class IgnoresTheAdjustment(FakeServer):
    """Takes the four amounts for the total (F7)."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge({**order, "order_total": of_amounts(order)}, update, limit)


def of_amounts(order: Json) -> Fraction:
    cart, *fees = (Fraction(order[name]) for name in ("cart_amount", *FEES))
    tax, shipping, discount = fees
    return cart + tax + shipping - discount


class ResetsAbsentFees(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        return super().merge(without_fees(order), update)

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge(without_fees(order), update, limit)


def without_fees(order: Json) -> Json:
    """Return the order with fees of zero, and with its adjustment."""
    total = float(
        Fraction(order["order_total"]) - of_amounts(order) + Fraction(order["cart_amount"])
    )
    return {**order, **dict.fromkeys(FEES, 0), "order_total": Decimal(repr(total))}
