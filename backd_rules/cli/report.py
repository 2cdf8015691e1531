"""Render decisions, headroom and the violation codes as lines of text.

Pure functions: `terminal` prints the lines. Amounts are US dollars.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backd_rules.actions.decision import Allowed, Decision, Denied
from backd_rules.actions.rules import NamesAnOrder
from backd_rules.actions.update_order.decide import BatchStep
from backd_rules.actions.update_order.difference import changes
from backd_rules.actions.update_order.proposal import (
    FEES,
    ProposedTotals,
    propose_totals,
)
from backd_rules.actions.violations import VIOLATIONS, ViolationCode
from backd_rules.domain.item import items_amount
from backd_rules.domain.limit import (
    MerchantLimit,
    ceiling,
    headroom,
    increases_left,
    unknown_history,
)
from backd_rules.domain.money import Money, dollars
from backd_rules.domain.order import Order
from backd_rules.domain.refund import Refund, is_active
from backd_rules.domain.status import OrderAction, next_status
from backd_rules.wire import HTTP_STATUSES

_OTHER_ORDER: Final = (
    ViolationCode.UNKNOWN_ORDER,
    ViolationCode.BACKD_ORDER_ID_MISMATCH,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH,
)
"""The codes of a request that means another order."""

ALLOWED = "ALLOWED"
DENIED = "DENIED"


def decision_lines(step: BatchStep, limit: MerchantLimit) -> Iterator[str]:
    """Yield a report on an update: the verdict, the violations, the totals and the changes."""
    order, update, decision = step
    yield from _verdict_lines(update, decision)
    if order is None or means_another_order(decision):
        return
    proposed = propose_totals(order, update)
    yield ""
    yield from _amounts_table(order, proposed)
    yield ""
    yield f"  {_increase_line(order, proposed)}"
    if proposed.is_increase or not unknown_history(order, limit):
        yield f"  {_ceiling_line(order, limit)}"
    if isinstance(decision, Allowed):
        yield ""
        yield from _change_lines(order, decision.order)


def action_lines(order: Order, request: NamesAnOrder, decision: Decision) -> Iterator[str]:
    """Yield a report on any other action: the verdict, and the violations or the changes."""
    yield from _verdict_lines(request, decision)
    if isinstance(decision, Allowed):
        yield ""
        yield from _change_lines(order, decision.order)


def verdict_line(request: NamesAnOrder, decision: Decision) -> str:
    """Return the verdict and the id of the order that the request names."""
    return f"{ALLOWED if decision.allowed else DENIED}  {printable(request.backd_order_id)}"


def _verdict_lines(request: NamesAnOrder, decision: Decision) -> Iterator[str]:
    yield verdict_line(request, decision)
    if isinstance(decision, Denied):
        for violation in decision.violations:
            yield f"  {violation.message} [{violation.code}]"


def means_another_order(decision: Decision) -> bool:
    """Return whether a report must show nothing of the order (domain.md, V1)."""
    return isinstance(decision, Denied) and decision.violations[0].code in _OTHER_ORDER


def headroom_lines(order: Order, limit: MerchantLimit) -> Iterator[str]:
    """Yield how far the total of `order` may increase, and which term of the limit says so."""
    if not can_be_updated(order):
        yield f"{Money.ZERO} may be added: an order with status {order.status} cannot be updated."
        return
    yield f"{headroom(order, limit)} may still be added to the total of {order.order_total}."
    yield f"  {_ceiling_line(order, limit)}"


def is_headroom_known(order: Order, limit: MerchantLimit) -> bool:
    """Return whether the headroom is known: it is zero where no update is allowed."""
    return not (can_be_updated(order) and unknown_history(order, limit))


def can_be_updated(order: Order) -> bool:
    """Return whether the status of `order` allows updates (domain.md, S1)."""
    return next_status(order.status, OrderAction.UPDATE_ORDER) is not None


def unknown_line(order: Order, limit: MerchantLimit) -> str:
    """Return what of the history is missing, and what to do about it (domain.md, L8)."""
    missing = " and ".join(unknown_history(order, limit))
    return (
        f"The limit needs {missing}, which the order does not state. "
        "Use --as-placed if the order has never been updated."
    )


def rules_lines() -> Iterator[str]:
    """Yield each violation code in order of precedence, with its HTTP status, path and meaning."""
    for violation in VIOLATIONS:
        code = violation.code
        path = violation.path if isinstance(violation.path, str) else "the field"
        yield f"{code:27} {HTTP_STATUSES[code]}  {path or 'the whole request'}"
        yield f"{'':27} {violation.meaning}"


def _amounts_table(order: Order, proposed: ProposedTotals) -> Iterator[str]:
    yield _row("", "before", "after")
    yield _row("cart_amount", order.cart_amount, dollars(proposed.cart_amount))
    for name, after in zip(FEES, proposed.fees, strict=True):
        yield _row(name, getattr(order, name), after)
    if order.totals.adjustment:
        yield _row("adjustment", order.totals.adjustment, order.totals.adjustment)
    yield _row("order_total", order.order_total, dollars(proposed.computed_total))


def _row(name: str, before: object, after: object) -> str:
    return f"  {name:15} {before!s:>16} {after!s:>16}"


def _increase_line(order: Order, proposed: ProposedTotals) -> str:
    increase = proposed.new_total - order.order_total.cents
    if increase > 0:
        return f"The total increases by {dollars(increase)}."
    if increase < 0:
        return f"The total falls by {dollars(-increase)}, so no limit applies."
    return "The total stays the same, so no limit applies."


def _ceiling_line(order: Order, limit: MerchantLimit) -> str:
    if unknown_history(order, limit):
        return unknown_line(order, limit)
    highest = ceiling(order, limit)
    line = f"The limit allows a total of up to {highest.total} ({highest.bound_by})."
    if limit.max_increases is None:
        return line
    return f"{line} Increases left: {increases_left(order, limit)}."


def _change_lines(before: Order, after: Order) -> Iterator[str]:
    found = changes(before, after)
    yield "  Changed:" if found else "  Nothing changes."
    for change in found:
        if change.path == "/refunds":
            yield f"    /refunds: {_refund_count(before)} -> {_refund_count(after)}"
            yield from (f"      {_refund_text(refund)}" for refund in after.refunds)
        else:
            yield f"    {change.path}: {_rendered(change.before)} -> {_rendered(change.after)}"


def _rendered(value: object) -> str:
    if isinstance(value, tuple):
        return f"{counted(len(value), 'item')} ({dollars(items_amount(value))})"
    return "(none)" if value is None else printable(str(value))


def _refund_count(order: Order) -> str:
    return counted(len(order.refunds), "refund") if order.refunds else "(none)"


def _refund_text(refund: Refund) -> str:
    locks = f", locks at {refund.locked_at} UTC" if is_active(refund) else ""
    return printable(f"{refund.amount} {refund.status or '(no status)'}{locks}")


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: `counted(1, "item")` is "1 item"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def printable(text: str) -> str:
    """Escape control characters: a record or a file name must not control the terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
