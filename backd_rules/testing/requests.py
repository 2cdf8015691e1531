"""Strategies for updates: of any order, of a given order, and allowed by construction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import MerchantLimit, Money, Order, OrderAction, OrderUpdate
from backd_rules.actions.update_order.request import CONTACTS, STATED_AMOUNTS
from backd_rules.domain.limit import binding_cap, increases_left, unknown_history
from backd_rules.domain.status import next_status
from backd_rules.testing.cart_changes import CART_CHANGES, bring_cart, restated_items
from backd_rules.testing.numbers import (
    FEES,
    MAX,
    amounts,
    mapped,
    near_boundaries,
    often,
    split_fees,
    weighted,
)
from backd_rules.testing.patches import (
    CLEARED,
    NOTHING_STATED,
    complete_contact_updates,
    complete_patch,
    contact_updates,
    restating_patch,
    some_of,
)
from backd_rules.testing.records import carts
from backd_rules.testing.texts import may_be_stated, texts

_CONTACT_PATCHES: Final = contact_updates()
_NEW_CONTACTS: Final = complete_contact_updates()
_MERCHANT_STATUSES: Final = texts(OrderUpdate, "merchant_order_status")
_FIELD_VALUES: Final = some_of(
    {
        "merchant_order_status": _MERCHANT_STATUSES,
        **dict.fromkeys(STATED_AMOUNTS, amounts(min_value=Money.ZERO)),
        **dict.fromkeys(CONTACTS, _CONTACT_PATCHES | _NEW_CONTACTS),
        "items": carts(min_size=1),
    }
)
_STATES_OTHERS: Final = st.sampled_from([False, True, True])
_IDS: Final = ("backd_order_id", "merchant_order_id")
_ID_VALUES: Final = st.fixed_dictionaries({name: texts(Order, name) for name in _IDS})


def updates() -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of no particular order. Shrinks to the ids "0" and no other field.

    Any fields are stated, with any values that a request may state. The amounts are in dollars, and
    need not fit each other.

        payloads(updates())  # to test how a server reads requests
    """
    return mapped(
        st.tuples(_ID_VALUES, _FIELD_VALUES), lambda drawn: OrderUpdate(**drawn[0], **drawn[1])
    )


def updates_for(
    order: Order, *, limit: MerchantLimit | None = None
) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order`, allowed or not; most have consistent amounts.

    The total of a consistent update is mostly the current total, the placed total or, with a
    `limit`, the ceiling, or one cent away from one of these. Other updates restate some of what
    the order records. Shrinks to an update that changes nothing. Raises `InvalidArgument` if no
    request can state the order's ids, or if `order` is not an `Order` or `limit` not a
    `MerchantLimit`.

        updates_for(order, limit=MerchantLimit(max_increase=Money.of(75)))
    """
    check_arguments(order, limit or MerchantLimit.NO_INCREASE)
    near = near_boundaries(boundaries(order, limit), *reachable_totals(order))
    totals = often(_around_the_ceiling(order, limit), near, *reachable_totals(order))
    consistent = totals.flatmap(lambda total: updates_reaching_total(order, total))
    return weighted(consistent, consistent, _any_updates(order, restated_fields(order)))


@st.composite
def _any_updates(draw: st.DrawFn, order: Order, restated: Mapping[str, Any]) -> OrderUpdate:
    kept = {name: st.just(value) for name, value in restated.items()}
    return update_of(order, {**draw(_FIELD_VALUES), **draw(some_of(kept))})


def restated_fields(order: Order) -> dict[str, Any]:
    """Return the value of each field of an update that restates what `order` records.

    A field is left out if no request may state what is recorded (domain.md, F3).
    """
    fields = {name: getattr(order, name) for name in STATED_AMOUNTS}
    for name in CONTACTS:
        if (contact := getattr(order, name)) is not None:
            fields[name] = restating_patch(contact)
    if _may_restate_status(order):
        fields["merchant_order_status"] = order.merchant_order_status
    if items := restated_items(order):
        fields["items"] = items
    return fields


def _may_restate_status(order: Order) -> bool:
    return may_be_stated(Order, "merchant_order_status", order.merchant_order_status)


def allowed_updates(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order` that `limit` allows.

    The total is mostly the ceiling of the limit, the current total or the placed total, or one
    cent away from one of these. It does not rise if the limit needs a history that the order does
    not have. Lines of items often end on half a cent. Patches of contacts are partial, complete or
    empty, or restate the record. Shrinks to an update that changes nothing. Raises
    `InvalidArgument` if the order's status forbids updates, if no request can state its ids, if
    `order` is not an `Order` or if `limit` is not a `MerchantLimit`.

        allowed_updates(order, MerchantLimit(max_increase=Money.of(75)))  # up to 75 dollars more
    """
    check_arguments(order, limit)
    if next_status(order.status, OrderAction.UPDATE_ORDER) is None:
        raise InvalidArgument(f"no update of an order with status {order.status} is allowed")
    lowest, _ = reachable_totals(order)
    highest = highest_allowed(order, limit)
    near = near_boundaries(boundaries(order, limit), lowest, highest)
    totals = often([highest], near, lowest, highest)
    return totals.flatmap(lambda total: updates_reaching_total(order, total))


def check_arguments(order: object, limit: object) -> None:
    """Raise `InvalidArgument` unless both have these types and a request can name the order."""
    check_order(order)
    if type(limit) is not MerchantLimit:
        raise InvalidArgument("limit must be a MerchantLimit")


def check_order(order: object) -> None:
    """Raise `InvalidArgument` unless this is an `Order` and a request can state its ids."""
    if type(order) is not Order:
        raise InvalidArgument("order must be an Order")
    for name in _IDS:
        if not may_be_stated(Order, name, getattr(order, name)):
            raise InvalidArgument(f"no request can state the {name} of this order")


def update_of(order: Order, fields: Mapping[str, Any]) -> OrderUpdate:
    """Return an update of `order` that contains `fields`."""
    return OrderUpdate(order.backd_order_id, order.merchant_order_id, **fields)


def boundaries(order: Order, limit: MerchantLimit | None) -> list[int]:
    """Return the totals in cents next to which a decision can change."""
    totals = [order.order_total.cents]
    if order.placed_total is not None:
        totals.append(order.placed_total.cents)
    cap = None if limit is None else binding_cap(order, limit)
    return totals if cap is None else [*totals, cap[0]]


def _around_the_ceiling(order: Order, limit: MerchantLimit | None) -> list[int]:
    """Return the highest total in cents that the caps of `limit` allow, and a cent more."""
    cap = None if limit is None else binding_cap(order, limit)
    return [] if cap is None else [cap[0], cap[0] + 1]


def reachable_totals(order: Order, highest: int = MAX) -> tuple[int, int]:
    """Return the lowest and highest total in cents that an update can make of amounts in range.

    The adjustment of an order whose recorded amounts are absurd rules out some (domain.md, F7).
    """
    adjustment = order.totals.adjustment.cents
    return max(0, adjustment - MAX), min(highest, adjustment + 3 * MAX)


def highest_allowed(order: Order, limit: MerchantLimit) -> int:
    """Return the highest allowed total in cents; it is never below the current total."""
    current, cap = order.order_total.cents, binding_cap(order, limit)
    if cap is None or unknown_history(order, limit) or increases_left(order, limit) == 0:
        return current
    return max(current, min(cap[0], reachable_totals(order)[1]))


@st.composite
def updates_reaching_total(draw: st.DrawFn, order: Order, total: int) -> OrderUpdate:
    """Generate updates of `order` with consistent amounts that result in `total` cents.

    `total` must be among the `reachable_totals`, of at most 2 * MAX. A total above MAX is out of
    range, so no `order_total` is stated then.
    """
    rest = total - order.totals.adjustment.cents
    # Draw these first: Hypothesis's mutations skew the last choices most.
    others = draw(some_of(_other_fields(order))) if draw(_STATES_OTHERS) else {}
    cart, fields = draw(st.sampled_from(CART_CHANGES))(draw, order)
    # The fees can add up to 2 * MAX, and take away up to MAX.
    lowest, highest = max(0, rest - 2 * MAX), min(MAX, rest + MAX)
    if not lowest <= cart <= highest:
        cart, fields = bring_cart(draw, lowest, highest)
    kept = {name: getattr(order, name).cents for name in FEES}
    for name, cents in split_fees(draw, rest - cart, kept).items():
        # Draw first: if a changed fee took fewer choices, shrinking would prefer it.
        if draw(st.booleans()) or cents != kept[name]:
            fields[name] = Money(cents=cents)
    if draw(st.booleans()) and total <= MAX:
        fields["order_total"] = Money(cents=total)
    return update_of(order, {**fields, **others})


def updates_of_texts(order: Order) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates that change contacts and texts, and neither amounts nor items."""
    return mapped(some_of(_other_fields(order)), lambda fields: update_of(order, fields))


def _other_fields(order: Order) -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for the fields that are not amounts or items; a new contact is complete."""
    fields: dict[str, st.SearchStrategy[Any]] = {"merchant_order_status": _MERCHANT_STATUSES}
    if _may_restate_status(order):
        fields["merchant_order_status"] |= st.just(order.merchant_order_status)
    for name in CONTACTS:
        contact = getattr(order, name)
        if contact is None:
            fields[name] = NOTHING_STATED | _NEW_CONTACTS
        else:
            complete = complete_patch(contact)
            near = st.sampled_from([restating_patch(contact), complete, complete])
            patches = (_CONTACT_PATCHES, _CONTACT_PATCHES, NOTHING_STATED, CLEARED, near, near)
            fields[name] = weighted(*patches)
    return fields
