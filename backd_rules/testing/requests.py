"""Strategies for updates: of any order, of a given order, and allowed by construction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    UNSET,
    Address,
    AddressUpdate,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderUpdate,
    PersonName,
    PersonNameUpdate,
)
from backd_rules.actions.update_order.request import STATED_AMOUNTS, Unset
from backd_rules.domain.fields import declarations
from backd_rules.domain.item import items_amount
from backd_rules.domain.limit import binding_cap, increases_left, unknown_history
from backd_rules.domain.status import next_status
from backd_rules.testing.numbers import FEES, MAX, amounts, near_boundaries, split_fees
from backd_rules.testing.records import carts, contacts, text_fields, texts

_T = TypeVar("_T")


def _unset_or(strategy: st.SearchStrategy[_T]) -> st.SearchStrategy[_T | Unset]:
    return st.just(UNSET) | strategy


def _optional(fields: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _unset_or(strategy) for name, strategy in fields.items()}


def person_name_updates() -> st.SearchStrategy[PersonNameUpdate]:
    """Generate patches of a person's name; shrinks to one without fields."""
    return st.builds(PersonNameUpdate, **_optional(text_fields(PersonNameUpdate)))


def address_updates() -> st.SearchStrategy[AddressUpdate]:
    """Generate patches of an address; shrinks to one without fields."""
    return st.builds(AddressUpdate, **_optional(text_fields(AddressUpdate)))


def contact_updates() -> st.SearchStrategy[ContactUpdate]:
    """Generate patches of a contact, complete or not; shrinks to one without fields."""
    parts = {"name": person_name_updates(), "address": address_updates()}
    return st.builds(ContactUpdate, **_optional({**parts, **text_fields(ContactUpdate)}))


def complete_contact_updates() -> st.SearchStrategy[ContactUpdate]:
    """Generate patches that are complete enough for a new contact; shrinks as `contacts` does."""
    return contacts().map(_as_patch)


def _as_patch(record: Any) -> Any:
    """Return the patch that states every field of `record`."""
    fields = {name: getattr(record, name) for name in declarations(type(record))}
    nested = {name: _as_patch(value) for name, value in fields.items() if type(value) in _PATCHES}
    return _PATCHES[type(record)](**(fields | nested))


_PATCHES: Final[Mapping[type, type[Any]]] = {
    PersonName: PersonNameUpdate,
    Address: AddressUpdate,
    Contact: ContactUpdate,
}
"""Maps each record to the class that patches it."""


_FIELDS: Final = _optional(
    {
        "merchant_order_status": texts(OrderUpdate, "merchant_order_status"),
        **dict.fromkeys(STATED_AMOUNTS, amounts(min_value=Money.ZERO)),
        "shipping": contact_updates(),
        "billing": contact_updates(),
        "items": carts(min_size=1),
    }
)
_FIELD_VALUES: Final = st.fixed_dictionaries(_FIELDS)
_IDS: Final = {name: texts(Order, name) for name in ("backd_order_id", "merchant_order_id")}


def updates() -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of no particular order; shrinks to the ids "0" and no other field."""
    return st.builds(OrderUpdate, **_IDS, **_FIELDS)


def updates_for(
    order: Order, *, limit: MerchantLimit | None = None
) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order`, allowed or not; half of them have consistent amounts.

    The total of a consistent update is mostly the current total, the placed total or, with a
    `limit`, the ceiling, or one cent away from one of these. Shrinks to an update that changes
    nothing. Raises `InvalidArgument` if `order` is not an `Order` or `limit` not a
    `MerchantLimit`.
    """
    check_arguments(order, limit or MerchantLimit.NO_INCREASE)
    consistent = near_boundaries(boundaries(order, limit), 0, MAX).flatmap(
        lambda total: updates_reaching_total(order, total)
    )
    return consistent | _FIELD_VALUES.map(lambda fields: update_of(order, fields))


def allowed_updates(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Generate updates of `order` that `limit` allows.

    The total is mostly the current total, the placed total or the ceiling of the limit, or one
    cent away from one of these. Shrinks to an update that changes nothing. Raises
    `InvalidArgument` if the order's status forbids updates, if `order` is not an `Order` or if
    `limit` is not a `MerchantLimit`.

        allowed_updates(order, MerchantLimit(max_increase=Money.of(75)))  # up to 75 dollars more
    """
    check_arguments(order, limit)
    if next_status(order.status, OrderAction.UPDATE_ORDER) is None:
        raise InvalidArgument(f"no update of an order with status {order.status} is allowed")
    totals = near_boundaries(boundaries(order, limit), 0, highest_allowed(order, limit))
    return totals.flatmap(lambda total: updates_reaching_total(order, total))


def check_arguments(order: object, limit: object) -> None:
    """Raise `InvalidArgument` unless `order` is an `Order` and `limit` a `MerchantLimit`."""
    if type(order) is not Order:
        raise InvalidArgument("order must be an Order")
    if type(limit) is not MerchantLimit:
        raise InvalidArgument("limit must be a MerchantLimit")


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


def highest_allowed(order: Order, limit: MerchantLimit) -> int:
    """Return the highest allowed total in cents; it is never below the current total."""
    current = order.order_total.cents
    cap = binding_cap(order, limit)
    if cap is None or unknown_history(order, limit) or increases_left(order, limit) == 0:
        return current
    return max(current, min(cap[0], MAX))


@st.composite
def updates_reaching_total(draw: st.DrawFn, order: Order, total: int) -> OrderUpdate:
    """Generate updates of `order` with consistent amounts that result in `total` cents.

    `total` must be at most 2 * MAX. A total above MAX is out of range, so no `order_total` is
    stated then.
    """
    cart, fields = draw(st.sampled_from(_CART_CHANGES))(draw, order)
    kept = {name: getattr(order, name).cents for name in FEES}
    adjustment = order.totals.adjustment.cents
    for name, cents in split_fees(draw, total - cart - adjustment, kept).items():
        # Draw first: if a changed fee took fewer choices, shrinking would prefer it.
        if draw(st.booleans()) or cents != kept[name]:
            fields[name] = Money(cents=cents)
    if draw(st.booleans()) and total <= MAX:
        fields["order_total"] = Money(cents=total)
    return update_of(order, {**fields, **draw(_other_fields(order))})


_CartChange = tuple[int, dict[str, Any]]
"""The new cart amount in cents, and the fields of the update that produce it."""


def _keep_cart(draw: st.DrawFn, order: Order) -> _CartChange:
    return order.cart_amount.cents, {}


def _state_cart(draw: st.DrawFn, order: Order) -> _CartChange:
    """State the sum of the order's items, or any amount if the order has none."""
    cart = items_amount(order.items) if order.items else draw(st.integers(0, MAX))
    return (cart, {"cart_amount": Money(cents=cart)}) if cart <= MAX else _keep_cart(draw, order)


def _replace_items(draw: st.DrawFn, order: Order) -> _CartChange:
    items = draw(carts(min_size=1))
    cart = items_amount(items)
    stated = {"cart_amount": Money(cents=cart)} if draw(st.booleans()) else {}
    return cart, {"items": items, **stated}


_CART_CHANGES: Final = (_keep_cart, _state_cart, _replace_items)


def _other_fields(order: Order) -> st.SearchStrategy[dict[str, Any]]:
    """Generate the fields that are not amounts or items; a new contact is complete."""
    fields: dict[str, st.SearchStrategy[Any]] = {"merchant_order_status": _MERCHANT_STATUS}
    for name in ("shipping", "billing"):
        fields[name] = _NEW_CONTACT if getattr(order, name) is None else _CONTACT_PATCH
    return st.just({}) | st.fixed_dictionaries({}, optional=fields)


_MERCHANT_STATUS: Final = texts(OrderUpdate, "merchant_order_status")
_NEW_CONTACT: Final = complete_contact_updates()
_CONTACT_PATCH: Final = contact_updates()
