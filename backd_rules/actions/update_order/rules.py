"""The rules: one pure function each, and `RULES` in order of precedence.

A rule is asked about the order as it is, the update, the limit and the amounts that the update
proposes, and answers with its violations, in the order of the request's fields. Every rule is
always asked. An agreement differs in its `MerchantLimit`, never in this file. Knows nothing of
how payloads look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backd_rules.actions.update_order.apply import Proposal
from backd_rules.actions.update_order.request import (
    CONTACT_LEAVES,
    CONTACTS,
    UNSET,
    ContactUpdate,
    OrderUpdate,
    at,
)
from backd_rules.actions.violations import (
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
from backd_rules.domain.checks import CLEARABLE
from backd_rules.domain.limit import MerchantLimit, binding_cap, most_increases
from backd_rules.domain.money import MAX_SCALED
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction, OrderStatus, next_status

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
    return () if order.status in _UPDATABLE else (StatusForbidsUpdate(order.status),)


def new_contacts_are_complete(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """A contact that the order did not have must arrive complete (domain.md, The request)."""
    found: Violations = ()
    if order.shipping is None and update.shipping is not UNSET:
        found = _incomplete("shipping", update.shipping)
    if order.billing is None and update.billing is not UNSET:
        found += _incomplete("billing", update.billing)
    return found


def _incomplete(contact: str, patch: ContactUpdate) -> Violations:
    lacking = _LACKING[contact]
    return tuple([lacks for leaf, lacks in lacking.items() if at(patch, leaf) is UNSET])


# A contact can lack many fields, and there are two: what is said of each is ready made.
_LACKING: Final = {
    contact: {
        leaf: ContactIncomplete("/".join(("", contact, *leaf)))
        for leaf in CONTACT_LEAVES
        if leaf[-1] not in CLEARABLE
    }
    for contact in CONTACTS
}


def amounts_are_in_range(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """No total is negative, none is more than an amount can be (domain.md, New totals)."""
    found: Violations = ()
    total, cart = proposal.following_total, proposal.cart_amount
    if not 0 <= total <= MAX_SCALED:
        found = (AmountOutOfRange("/order_total", total),)
    if not 0 <= cart <= MAX_SCALED:
        found += (AmountOutOfRange("/cart_amount", cart),)
    return found


def cart_amount_is_of_the_items(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """A stated `cart_amount` is the sum over the items, if there are any (domain.md, Amounts)."""
    expected = proposal.items_amount
    if update.cart_amount is UNSET or expected is None or expected == proposal.cart_amount:
        return ()
    return (CartAmountMismatch(proposal.cart_amount, expected),)


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
    if not proposal.rises:
        return ()
    ceiling, term = binding_cap(order, limit)
    if proposal.order_total <= ceiling:
        return ()
    return (IncreaseExceedsLimit(proposal.order_total, ceiling, term),)


def an_increase_is_left(
    order: Order, update: OrderUpdate, limit: MerchantLimit, proposal: Proposal
) -> Violations:
    """No more updates may raise the total than agreed, or can be counted (domain.md, The limit)."""
    if not proposal.rises or order.increase_count < most_increases(limit):
        return ()
    return (TooManyIncreases(order.increase_count, most_increases(limit)),)


_UPDATABLE: Final = frozenset(s for s in OrderStatus if next_status(s, OrderAction.UPDATE_ORDER))

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
