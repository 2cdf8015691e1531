"""The rules of an update, one pure function each, in order of precedence.

A rule takes what it needs and returns its violations, in the order of the request's fields.
`decide` calls every rule. One agreement differs from another in its `MerchantLimit`, never here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backd_rules.actions.requests import UNSET
from backd_rules.actions.rules import Violations
from backd_rules.actions.update_order.proposal import ProposedTotals
from backd_rules.actions.update_order.request import (
    CONTACTS,
    REQUIRED_CONTACT_PATHS,
    ContactUpdate,
    OrderUpdate,
    states_nothing,
    value_at,
)
from backd_rules.actions.violations import (
    AmountOutOfRange,
    CartAmountMismatch,
    ContactIncomplete,
    HistoryUnknown,
    IncreaseExceedsLimit,
    OrderTotalMismatch,
    TooManyIncreases,
)
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.item import LineItem
from backd_rules.domain.limit import (
    MerchantLimit,
    binding_cap,
    most_increases,
    unknown_history,
)
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.order import Order

# A rule states facts that it has computed: to check them again takes a third of a refusal.
_out_of_range: Final = unchecked(AmountOutOfRange)
_cart_mismatch: Final = unchecked(CartAmountMismatch)
_total_mismatch: Final = unchecked(OrderTotalMismatch)
_history_unknown: Final = unchecked(HistoryUnknown)
_exceeds_limit: Final = unchecked(IncreaseExceedsLimit)
_too_many_increases: Final = unchecked(TooManyIncreases)


def new_contacts_are_complete(order: Order, update: OrderUpdate) -> Violations:
    """Refuse a contact that the order does not have, unless it is complete (domain.md, U3).

    A contact that states nothing changes nothing.
    """
    found: Violations = ()
    if order.shipping is None and update.shipping is not UNSET:
        found = _incomplete("shipping", update.shipping)
    if order.billing is None and update.billing is not UNSET:
        found += _incomplete("billing", update.billing)
    return found


def _incomplete(contact: str, patch: ContactUpdate) -> Violations:
    if states_nothing(patch):
        return ()
    violations = _INCOMPLETE[contact]
    return tuple([v for path, v in violations.items() if value_at(patch, path) is UNSET])


# Preallocated: an incomplete contact can produce nine violations, and there are two contacts.
_INCOMPLETE: Final = {
    contact: {
        path: ContactIncomplete("/".join(("", contact, *path))) for path in REQUIRED_CONTACT_PATHS
    }
    for contact in CONTACTS
}


def amounts_are_in_range(proposed: ProposedTotals) -> Violations:
    """Refuse a total or a cart that is negative or larger than an amount can be (domain.md, T6)."""
    found: Violations = ()
    total, cart = proposed.computed_total, proposed.cart_amount
    if not 0 <= total <= MAX_SCALED:
        found = (_out_of_range("/order_total", total),)
    if not 0 <= cart <= MAX_SCALED:
        found += (_out_of_range("/cart_amount", cart),)
    return found


Items = tuple[LineItem, ...]
ItemsRange = Callable[[Items], tuple[int, int]]
"""`items_range`, or a function that returns the same."""


def cart_amount_matches_items(proposed: ProposedTotals, range_of: ItemsRange) -> Violations:
    """Refuse a cart that is not the sum of the items, however they are rounded (domain.md, T4).

    It is judged only where the cart or the sum of the items changes.
    """
    cart, half_up = proposed.cart_amount, proposed.items_total
    if not proposed.is_cart_judged or cart == half_up:
        return ()
    lowest, highest = range_of(proposed.items)
    if lowest <= cart <= highest:
        return ()
    return (_cart_mismatch(cart, lowest, half_up, highest),)


def order_total_matches_amounts(proposed: ProposedTotals) -> Violations:
    """Refuse a stated `order_total` that does not follow from the amounts (domain.md, T5)."""
    if proposed.new_total == proposed.computed_total:
        return ()
    return (_total_mismatch(proposed.new_total, proposed.computed_total),)


def history_is_known(order: Order, limit: MerchantLimit, proposed: ProposedTotals) -> Violations:
    """Refuse a raise that needs a history which the order does not have (domain.md, L8)."""
    unknown = unknown_history(order, limit) if proposed.is_increase else ()
    return (_history_unknown(unknown),) if unknown else ()


def increase_is_within_limit(
    order: Order, limit: MerchantLimit, proposed: ProposedTotals
) -> Violations:
    """Refuse a raise above the limit, whose boundary is inside (domain.md, L1 to L5 and L7).

    It is not evaluated where a `placed_total` that is needed is unknown.
    """
    cap = binding_cap(order, limit) if proposed.is_increase else None
    if cap is None:
        return ()
    ceiling, term = cap
    if proposed.new_total <= ceiling:
        return ()
    return (_exceeds_limit(proposed.new_total, ceiling, term),)


def increase_count_within_limit(
    count: int | None, limit: MerchantLimit, proposed: ProposedTotals
) -> Violations:
    """Refuse a raise when all agreed increases are used up (domain.md, L1 and L9)."""
    if not proposed.is_increase or count is None or count < most_increases(limit):
        return ()
    return (_too_many_increases(count, most_increases(limit)),)
