"""The rules: one pure function each, and `RULES` in order of precedence.

A rule is asked about the order as it is, the update, the limit and the amounts that the update
proposes, and answers with its violations, in the order of the request's fields. Every rule is
always asked. An agreement differs in its `MerchantLimit`, never in this file. Knows nothing of
how payloads look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backd_rules.amounts import MAX_SCALED
from backd_rules.limit import MerchantLimit, binding, increases_left, most_increases
from backd_rules.order import Order
from backd_rules.status import OrderAction, next_status
from backd_rules.update import CONTACTS, UNSET, OrderUpdate, Proposal, missing_fields
from backd_rules.violations import (
    AmountOutOfRange,
    BackdOrderIdMismatch,
    CartAmountMismatch,
    ContactIncomplete,
    IncreaseExceedsLimit,
    MerchantOrderIdMismatch,
    OrderTotalMismatch,
    StatusForbidsUpdate,
    TooManyIncreases,
    Violation,
)

Violations = tuple[Violation, ...]
Rule = Callable[[Order, OrderUpdate, MerchantLimit, Proposal], Violations]


def backd_order_id_matches(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """The update must mean this order (domain.md, The request)."""
    return () if update.backd_order_id == order.backd_order_id else (BackdOrderIdMismatch(),)


def merchant_order_id_matches(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """The merchant must mean this order too (domain.md, The request)."""
    same = update.merchant_order_id == order.merchant_order_id
    return () if same else (MerchantOrderIdMismatch(),)


def status_allows_update(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """An update can only occur if the order has been placed (the reference)."""
    allowed = next_status(order.status, OrderAction.UPDATE_ORDER) is not None
    return () if allowed else (StatusForbidsUpdate(order.status),)


def new_contacts_are_complete(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """A contact that the order did not have must arrive complete (domain.md, The request)."""
    return tuple(
        ContactIncomplete(f"/{field}{path}")
        for field in CONTACTS
        for path in missing_fields(getattr(order, field), getattr(update, field))
    )


def amounts_are_in_range(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """No total is negative, none is more than an amount can be (domain.md, New totals)."""
    totals = (("/order_total", proposal.following_total), ("/cart_amount", proposal.cart_amount))
    return tuple(
        AmountOutOfRange(path, cents) for path, cents in totals if not 0 <= cents <= MAX_SCALED
    )


def cart_amount_is_of_the_items(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """A stated `cart_amount` is the sum over the items, if there are any (domain.md, Amounts)."""
    if update.cart_amount is UNSET or proposal.items_amount in (None, proposal.cart_amount):
        return ()
    return (CartAmountMismatch(proposal.cart_amount, proposal.items_amount),)


def order_total_follows(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """A stated `order_total` must equal what follows from the amounts (domain.md, New totals)."""
    if proposal.order_total == proposal.following_total:
        return ()
    return (OrderTotalMismatch(proposal.order_total, proposal.following_total),)


def increase_is_within_limit(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """A raise must be within the limit, boundary included (the reference; domain.md, The limit)."""
    if proposal.order_total <= order.order_total.cents:
        return ()
    ceiling, term = binding(order, limit)
    if proposal.order_total <= ceiling:
        return ()
    return (IncreaseExceedsLimit(proposal.order_total, ceiling, term),)


def an_increase_is_left(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """No more updates may raise the total than agreed, or can be counted (domain.md, The limit)."""
    if proposal.order_total <= order.order_total.cents or increases_left(order, limit):
        return ()
    return (TooManyIncreases(order.increase_count, most_increases(limit)),)


RULES: Final[tuple[Rule, ...]] = (
    backd_order_id_matches,
    merchant_order_id_matches,
    status_allows_update,
    new_contacts_are_complete,
    amounts_are_in_range,
    cart_amount_is_of_the_items,
    order_total_follows,
    increase_is_within_limit,
    an_increase_is_left,
)
"""All rules, in the order of precedence of `ViolationCode`."""
