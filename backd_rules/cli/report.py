"""What the command line shows: decisions, headroom and the table of codes, as lines of text.

Pure: it makes text and prints none. The amounts are dollars.
"""

from __future__ import annotations

from collections.abc import Iterator

from backd_rules.actions.decision import Decision
from backd_rules.actions.update_order.apply import Proposal, propose, value_or
from backd_rules.actions.update_order.difference import changes
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.limit import MerchantLimit, ceiling, headroom, increases_left
from backd_rules.domain.money import MONEY_PLACES, Money, plain
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction, next_status
from backd_rules.wire import HTTP_STATUSES

ALLOWED = "ALLOWED"
DENIED = "DENIED"


def decision_lines(
    order: Order | None, update: OrderUpdate, limit: MerchantLimit, decision: Decision
) -> Iterator[str]:
    """A decision about `order` (`None` if there is no such order), for a person to read."""
    yield f"{ALLOWED if decision.allowed else DENIED}  {update.backd_order_id}"
    if not decision.allowed:
        for violation in decision.violations:
            yield f"  {violation.path or 'update'}: {violation.message} [{violation.code}]"
    if order is None:
        return
    proposal = propose(order, update)
    yield from _totals(order, update, proposal)
    yield ""
    yield _increase(order, proposal)
    yield _ceiling(order, limit)
    if decision.allowed:
        yield from _changed(order, decision.order)


def _totals(order: Order, update: OrderUpdate, proposal: Proposal) -> Iterator[str]:
    amounts = (
        ("cart_amount", order.cart_amount, plain(proposal.cart_amount, MONEY_PLACES)),
        ("tax_amount", order.tax_amount, value_or(update.tax_amount, order.tax_amount)),
        (
            "shipping_amount",
            order.shipping_amount,
            value_or(update.shipping_amount, order.shipping_amount),
        ),
        (
            "discount_amount",
            order.discount_amount,
            value_or(update.discount_amount, order.discount_amount),
        ),
        ("order_total", order.order_total, plain(proposal.following_total, MONEY_PLACES)),
    )
    yield ""
    yield f"  {'':15} {'before':>16} {'after':>16}"
    for name, before, after in amounts:
        yield f"  {name:15} {before!s:>16} {after!s:>16}"


def _increase(order: Order, proposal: Proposal) -> str:
    change = proposal.order_total - order.order_total.cents
    if change <= 0:
        return f"  The total does not rise ({plain(change, MONEY_PLACES)}): no limit applies."
    return f"  The total rises by {plain(change, MONEY_PLACES)}."


def _ceiling(order: Order, limit: MerchantLimit) -> str:
    reach = ceiling(order, limit)
    line = f"  It may reach {reach.total}, bound by {reach.bound_by}"
    if limit.max_increases is None:
        return f"{line}."
    return f"{line}; increases left: {increases_left(order, limit)}."


def _changed(before: Order, after: Order) -> Iterator[str]:
    found = changes(before, after)
    yield ""
    yield "  Changed:" if found else "  Nothing changes."
    for change in found:
        yield f"    {change.path}: {_shown(change.before)} -> {_shown(change.after)}"


def _shown(thing: object) -> str:
    if isinstance(thing, tuple):
        return f"{len(thing)} item{'' if len(thing) == 1 else 's'}"
    return "(none)" if thing is None else str(thing)


def headroom_lines(order: Order, limit: MerchantLimit) -> Iterator[str]:
    """How much may still be added to `order`, and why."""
    if next_status(order.status, OrderAction.UPDATE_ORDER) is None:
        yield f"{Money.ZERO} may be added: an order with status {order.status} cannot be updated."
        return
    yield f"{headroom(order, limit)} may still be added to the total of {order.order_total}."
    yield _ceiling(order, limit)


def rules_lines() -> Iterator[str]:
    """Every code in order of precedence: the HTTP status, the path and what it means."""
    for violation in VIOLATIONS:
        code = violation.code
        path = violation.path if isinstance(violation.path, str) else "the field"
        yield f"{code:27} {HTTP_STATUSES[code]}  {path or 'the whole update'}"
        yield f"{'':27} {violation.__doc__}"
