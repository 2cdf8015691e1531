"""Strategies for updates: any, those of one order, and those that are allowed by construction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    UNSET,
    AddressUpdate,
    Contact,
    ContactUpdate,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.actions.update_order.request import AMOUNTS, Unset
from backd_rules.domain.limit import binding_cap, increases_left
from backd_rules.domain.order import items_amount
from backd_rules.domain.status import next_status
from backd_rules.testing.numbers import FEES, MAX, amounts, near_boundaries, split_fees
from backd_rules.testing.records import carts, contacts, text_fields, texts

_T = TypeVar("_T")


def _maybe(strategy: st.SearchStrategy[_T]) -> st.SearchStrategy[_T | Unset]:
    return st.just(UNSET) | strategy


def _patch(fields: Mapping[str, st.SearchStrategy[Any]]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _maybe(strategy) for name, strategy in fields.items()}


def person_name_updates() -> st.SearchStrategy[PersonNameUpdate]:
    """What an update states of a name; shrinks to nothing."""
    return st.builds(PersonNameUpdate, **_patch(text_fields("first", "last")))


def address_updates() -> st.SearchStrategy[AddressUpdate]:
    """What an update states of an address; shrinks to nothing."""
    names = ("line1", "line2", "city", "state", "zipcode", "country")
    return st.builds(AddressUpdate, **_patch(text_fields(*names)))


def contact_updates() -> st.SearchStrategy[ContactUpdate]:
    """What an update states of a contact, complete or not; shrinks to nothing."""
    parts = {"name": person_name_updates(), "address": address_updates()}
    texts = text_fields("company_name", "phone_number", "email")
    return st.builds(ContactUpdate, **_patch({**parts, **texts}))


def complete_contact_updates() -> st.SearchStrategy[ContactUpdate]:
    """What an update states of a contact that the order did not have; shrinks as `contacts`."""
    return contacts().map(_stating)


def _stating(contact: Contact) -> ContactUpdate:
    name, address = contact.name, contact.address
    return ContactUpdate(
        PersonNameUpdate(name.first, name.last),
        contact.company_name,
        AddressUpdate(
            address.line1,
            address.line2,
            address.city,
            address.state,
            address.zipcode,
            address.country,
        ),
        contact.phone_number,
        contact.email,
    )


_ANY_FIELDS: Final = _patch(
    {
        "merchant_order_status": texts("merchant_order_status"),
        **dict.fromkeys(AMOUNTS, amounts(min_value=Money.ZERO)),
        "shipping": contact_updates(),
        "billing": contact_updates(),
        "items": carts(min_size=1),
    }
)
_ANY: Final = st.fixed_dictionaries(_ANY_FIELDS)
_IDS: Final = text_fields("backd_order_id", "merchant_order_id")


def updates() -> st.SearchStrategy[OrderUpdate]:
    """Updates of any order; shrinks to the ids "0" and nothing stated."""
    return st.builds(OrderUpdate, **_IDS, **_ANY_FIELDS)


def updates_for(
    order: Order, *, limit: MerchantLimit | None = None
) -> st.SearchStrategy[OrderUpdate]:
    """Updates that mean `order`: half of them with amounts that agree, and half with any.

    Where the amounts agree, the total is mostly the present or the placed one, or with a `limit`
    its ceiling, or a cent beside these. Shrinks to an update that changes nothing.
    """
    check_arguments(order, limit or MerchantLimit.NO_INCREASE)
    agreeing = near_boundaries(_marks(order, limit), 0, MAX).flatmap(
        lambda total: updates_reaching_total(order, total)
    )
    return agreeing | _ANY.map(lambda fields: patch_of(order, fields))


def allowed_updates(order: Order, limit: MerchantLimit) -> st.SearchStrategy[OrderUpdate]:
    """Updates of `order` that `limit` allows; raises `InvalidArgument` where its status forbids.

    The total is mostly the present or the placed one or the limit's ceiling, or a cent beside.
    Shrinks to an update that changes nothing.
    """
    check_arguments(order, limit)
    if next_status(order.status, OrderAction.UPDATE_ORDER) is None:
        raise InvalidArgument(f"no update of an order with status {order.status} is allowed")
    goals = near_boundaries(_marks(order, limit), 0, highest_allowed(order, limit))
    return goals.flatmap(lambda total: updates_reaching_total(order, total))


def check_arguments(order: object, limit: object) -> None:
    """Raise `InvalidArgument` unless these are an `Order` and a `MerchantLimit`."""
    if type(order) is not Order:
        raise InvalidArgument("order must be an Order")
    if type(limit) is not MerchantLimit:
        raise InvalidArgument("limit must be a MerchantLimit")


def patch_of(order: Order, fields: Mapping[str, Any]) -> OrderUpdate:
    """An update that means `order` and states `fields`."""
    return OrderUpdate(order.backd_order_id, order.merchant_order_id, **fields)


def _marks(order: Order, limit: MerchantLimit | None) -> list[int]:
    """The totals in cents at which a decision can turn."""
    marks = [order.order_total.cents, order.placed_total.cents]
    return marks if limit is None else [*marks, binding_cap(order, limit)[0]]


def highest_allowed(order: Order, limit: MerchantLimit) -> int:
    """The highest total in cents that an update may lead to: never below the present one."""
    present = order.order_total.cents
    if increases_left(order, limit) == 0:
        return present
    return max(present, min(binding_cap(order, limit)[0], MAX))


@st.composite
def updates_reaching_total(draw: st.DrawFn, order: Order, total: int) -> OrderUpdate:
    """Updates of `order` in which all agrees and that lead to `total` cents, at most 2 * MAX.

    A total above MAX is out of range and therefore not stated.
    """
    cart, fields = draw(st.sampled_from(_WAYS))(draw, order)
    kept = {name: getattr(order, name).cents for name in FEES}
    for name, cents in split_fees(draw, total - cart, kept).items():
        # Drawn in any case: what is shortest is what shrinking prefers.
        if draw(st.booleans()) or cents != kept[name]:
            fields[name] = Money(cents=cents)
    if draw(st.booleans()) and total <= MAX:
        fields["order_total"] = Money(cents=total)
    return patch_of(order, {**fields, **draw(_plain_fields(order))})


_Cart = tuple[int, dict[str, Any]]


def _cart_as_it_is(draw: st.DrawFn, order: Order) -> _Cart:
    return order.cart_amount.cents, {}


def _cart_stated(draw: st.DrawFn, order: Order) -> _Cart:
    """A cart that may be stated: the sum over the order's items, or any where it has none."""
    cart = items_amount(order.items) if order.items else draw(st.integers(0, MAX))
    return (
        (cart, {"cart_amount": Money(cents=cart)}) if cart <= MAX else _cart_as_it_is(draw, order)
    )


def _cart_of_new_items(draw: st.DrawFn, order: Order) -> _Cart:
    items = draw(carts(min_size=1))
    cart = items_amount(items)
    stated = {"cart_amount": Money(cents=cart)} if draw(st.booleans()) else {}
    return cart, {"items": items, **stated}


_WAYS: Final = (_cart_as_it_is, _cart_stated, _cart_of_new_items)
"""The ways to come to a cart; each gives its cents and the fields to state."""


def _plain_fields(order: Order) -> st.SearchStrategy[dict[str, Any]]:
    """The fields that have nothing to do with money: contacts that are new come complete."""
    fields: dict[str, st.SearchStrategy[Any]] = {"merchant_order_status": _PLAIN_STATUS}
    for name in ("shipping", "billing"):
        fields[name] = _NEW_CONTACT if getattr(order, name) is None else _CONTACT_PATCH
    return st.just({}) | st.fixed_dictionaries({}, optional=fields)


_PLAIN_STATUS: Final = texts("merchant_order_status")
_NEW_CONTACT: Final = complete_contact_updates()
_CONTACT_PATCH: Final = contact_updates()
