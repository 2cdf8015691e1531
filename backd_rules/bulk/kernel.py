"""The decision on integers: the rules of `actions.update_order`, for one row or for many at once.

Everything takes Python's `int` and `bool`, or arrays of int64 and bool. No branch depends on a
value in an array. The functions call `domain.arithmetic`, so there is one money maths. Amounts are
in cents.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from backd_rules.actions.violations import ViolationCode
from backd_rules.bulk.bits import CONTACT_PATHS, first_bit
from backd_rules.bulk.operands import Held, Items, Patch, Stated, Terms
from backd_rules.bulk.overflow import (
    BEYOND,
    Int,
    Mask,
    at_most,
    exact_sum,
    highest,
    negate,
    percent_ceiling_for,
    select,
    shared,
)
from backd_rules.bulk.trees import replaced
from backd_rules.domain.arithmetic import (
    amount_ceiling,
    order_total,
    percent_ceiling,
    remaining,
)
from backd_rules.domain.numbers import MAX_SCALED


class Proposed(NamedTuple):
    """The totals that an update would produce (domain.md, T1 to T4)."""

    cart: Int
    tax: Int
    shipping: Int
    discount: Int
    computed_total: Int
    new_total: Int
    is_cart_off: Mask
    is_increase: Mask


class Cap(NamedTuple):
    """The highest total, and the position in `CAPS` of the term that binds.

    `is_known` is false where the limit needs a history that is unknown.
    """

    total: Int
    bound_by: Int
    is_placed_known: Mask
    is_known: Mask


def _stated_or(stated: Stated, present: Int) -> Int:
    return select(stated.exists, stated.amount, present)


def propose(held: Held, patch: Patch) -> Proposed:
    """Return the totals after an update (domain.md, T1 to T4)."""
    brings, new, old = patch.items.exist, patch.items, held.items
    is_new_sum = brings & (negate(old.exist) | _are_different(new, old))
    cart = _stated_or(patch.cart, select(is_new_sum, new.half_up, held.cart))
    fees = (
        _stated_or(patch.tax, held.tax),
        _stated_or(patch.shipping, held.shipping),
        _stated_or(patch.discount, held.discount),
    )
    adjustment = held.total - order_total(held.cart, held.tax, held.shipping, held.discount, 0)
    computed = order_total(cart, *fees, adjustment)
    total = _stated_or(patch.total, computed)
    is_judged = is_new_sum | (cart != held.cart)
    is_off = (brings & _is_off(cart, new)) | (negate(brings) & old.exist & _is_off(cart, old))
    return Proposed(cart, *fees, computed, total, is_judged & is_off, total > held.total)


def _are_different(new: Items, old: Items) -> Mask:
    are_different = new.half_up != old.half_up
    is_far = shared(new.half_up == BEYOND)
    if is_far is False:
        return are_different
    # The two bounds of a sum that is beyond are two parts of its number: see `bounded_sums`.
    return are_different | (is_far & ((new.lowest != old.lowest) | (new.highest != old.highest)))


def _is_off(cart: Int, items: Items) -> Mask:
    return (cart < items.lowest) | (cart > items.highest)


def cap_of(held: Held, terms: Terms, *, exactly: bool = False) -> Cap:
    """Return the ceiling of an order, which can exceed `Money` (domain.md, L1 to L4 and L8).

    It is at most `BEYOND`, unless it is asked for `exactly`, of one order.
    """
    by_amount, by_percent, by_total = terms.increase.exists, terms.percent.exists, terms.cap.exists
    base = select(terms.from_present, held.total, held.placed.amount)
    total: Int = 0
    takes_percent: Mask = False
    if by_amount is not False:
        total = amount_ceiling(base, terms.increase.amount)
    if by_percent is not False:
        percent = terms.percent.amount
        form = percent_ceiling_for(highest(base), highest(percent))
        raised = percent_ceiling(base, percent) if exactly else form(base, percent)
        takes_percent = by_percent
        if by_amount is not False:
            wins = ((raised > total) & terms.takes_higher) | (
                (raised < total) & negate(terms.takes_higher)
            )
            takes_percent = by_percent & (negate(by_amount) | wins)
        total = select(takes_percent, raised, total)
    is_measured = by_amount | by_percent
    takes_total = by_total
    if by_total is not False:
        takes_total = by_total & (negate(is_measured) | (terms.cap.amount < total))
    is_placed_known = negate(is_measured) | terms.from_present | held.placed.exists
    return Cap(
        select(takes_total, terms.cap.amount, total),
        select(takes_total, 2, takes_percent * 1),
        is_placed_known,
        is_placed_known & (negate(terms.increases.exists) | held.increases.exists),
    )


def has_none_left(held: Held, terms: Terms) -> Mask:
    """Return whether the agreed increases are used up; an unknown count is taken as none."""
    most = select(terms.increases.exists, terms.increases.amount, MAX_SCALED)
    return held.increases.exists & (held.increases.amount >= most)


MISSING: Final = (1 << len(CONTACT_PATHS)) - 1
"""The bits of `contacts` that say which fields are missing."""

_BITS_OF_CONTACTS: Final = first_bit(ViolationCode.CONTACT_INCOMPLETE)
_BIT_OF_STATUS: Final = first_bit(ViolationCode.STATUS_FORBIDS_ACTION)
_BITS_OF_AMOUNTS: Final = first_bit(ViolationCode.AMOUNT_OUT_OF_RANGE)


def violations(held: Held, patch: Patch, proposed: Proposed, cap: Cap, terms: Terms) -> Int:
    """Return the violations as bits, each rule in order of precedence (domain.md, V1 and V2)."""
    computed, new, raises = proposed.computed_total, proposed.new_total, proposed.is_increase
    by_amounts = _in_one_byte(
        (computed < 0) | (computed > MAX_SCALED),
        proposed.cart > MAX_SCALED,
        proposed.is_cart_off,
        new != computed,
        raises & negate(cap.is_known),
        raises & cap.is_placed_known & _exceeds(held, patch, proposed, cap, terms),
        raises & has_none_left(held, terms),
    )
    by_identity = _in_one_byte(
        negate(held.exists),
        held.exists & negate(patch.names_order),
        held.exists & negate(patch.names_merchants_order),
    )
    found = (
        (_wide(_in_one_byte(held.is_forbidden)) << _BIT_OF_STATUS)
        | ((patch.contacts & MISSING) << _BITS_OF_CONTACTS)
        | (_wide(by_amounts) << _BITS_OF_AMOUNTS)
    )
    # Nothing else is judged of another order (V1).
    return found * (by_identity == 0) + by_identity


_FAR: Final = BEYOND - 4 * MAX_SCALED
"""A sum of items of less than this does not make a total of `BEYOND`, and one of `BEYOND` or more
does not make a total of less: fees, discounts and an adjustment (F7) change it by less than that.
"""


def _exceeds(held: Held, patch: Patch, proposed: Proposed, cap: Cap, terms: Terms) -> Mask:
    """Return whether the new total is above the ceiling, exactly."""
    is_above = proposed.new_total > cap.total
    is_far = shared(patch.items.exist & (patch.items.half_up >= _FAR))
    if is_far is False:
        return is_above
    is_far = is_far & (cap.total >= _FAR)
    return replaced(is_above, is_far, _exceeds_exactly, held, patch, terms)


def _exceeds_exactly(held: Held, patch: Patch, terms: Terms) -> bool:
    """Return the same of one row, on integers of any size."""
    held = held._replace(items=_exact(held.items))
    proposed = propose(held, patch._replace(items=_exact(patch.items)))
    cap = cap_of(held, terms, exactly=True)
    is_above: bool = proposed.new_total > cap.total
    return is_above


def _exact(items: Items) -> Items:
    return items._replace(half_up=exact_sum(*items[1:]))


def _in_one_byte(*flags: Mask) -> Int:
    """Return up to eight flags as the bits of a number, the first one the lowest."""
    bits: Int = 0
    for position, flag in enumerate(flags):
        byte = flag if isinstance(flag, bool) else flag.view("u1")
        bits = bits + (byte << position)
    return bits


def _wide(byte: Int) -> Int:
    return byte if isinstance(byte, int) else byte.astype("i4")


class Verdict(NamedTuple):
    """A decision: the violations, and the amounts after it (the present ones if it is refused)."""

    allowed: Mask
    violations: Int
    after: Held
    cap: Cap
    headroom: Int
    is_headroom_known: Mask


def decide(held: Held, patch: Patch, terms: Terms, sound: Mask = True) -> Verdict:
    """Decide an update, as `actions.decide_update` does (domain.md, V1 and V2).

    A row that is not `sound` cannot be decided, and changes nothing.
    """
    proposed, cap = propose(held, patch), cap_of(held, terms)
    found = violations(held, patch, proposed, cap, terms)
    allowed = sound & (found == 0)
    after = _after(held, proposed, allowed)
    if terms.from_present is not False:
        cap = cap_of(after, terms)
    ceiling = at_most(cap.total, MAX_SCALED)
    is_zero = held.is_forbidden | has_none_left(after, terms)
    return Verdict(
        allowed,
        found,
        after,
        cap._replace(total=ceiling),
        remaining(ceiling, after.total) * negate(is_zero),
        cap.is_known | held.is_forbidden,
    )


def _after(held: Held, proposed: Proposed, allowed: Mask) -> Held:
    """Return the order after the decision, but for its items (domain.md, L9)."""
    raised = held.increases.amount + (allowed & proposed.is_increase)
    return Held(
        held.exists,
        held.is_forbidden,
        select(allowed, proposed.cart, held.cart),
        select(allowed, proposed.tax, held.tax),
        select(allowed, proposed.shipping, held.shipping),
        select(allowed, proposed.discount, held.discount),
        select(allowed, proposed.computed_total, held.total),
        held.placed,
        held.increases._replace(amount=raised),
        held.items,
    )


def items_after(held: Held, patch: Patch, allowed: Mask) -> Items:
    """Return the items after the decision: an allowed update replaces them (domain.md, U2)."""
    replaces, new, old = allowed & patch.items.exist, patch.items, held.items
    sums = (select(replaces, *both) for both in zip(new[1:], old[1:], strict=True))
    return Items(old.exist | replaces, *sums)
