"""What an update makes of an order, before and after it is judged; nothing here judges.

`propose` says what the amounts would become, `merge` what the order becomes. What is merged is made
of checked parts and is not checked again. Source: domain.md, The request and New totals.
"""

from __future__ import annotations

from typing import Any, Final, Literal, TypeVar

import attrs

from backd_rules.actions.update_order.request import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
    Unset,
)
from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.money import Money, unchecked_money
from backd_rules.domain.order import (
    Address,
    Contact,
    Order,
    PersonName,
    Totals,
    items_amount,
    unchecked_address,
    unchecked_contact,
    unchecked_name,
    unchecked_order,
    unchecked_totals,
)
from backd_rules.domain.values import Value, unchecked

_T = TypeVar("_T")
_Unset = Literal[Unset.UNSET]


@attrs.frozen(getstate_setstate=False)
class Proposal(Value):
    """The amounts that follow from an update, in cents, before anyone has judged them.

    They may be outside of what `Money` holds. `items_amount` is the sum over the items the order
    would have, `None` where the update says nothing that it bears on, or where there are none;
    `following_total` follows from the four amounts; `order_total` is the stated total, else that,
    and `rises` if it is above the present one.
    """

    cart_amount: int
    items_amount: int | None
    following_total: int
    order_total: int
    rises: bool


_proposal: Final = unchecked(Proposal)


def propose(order: Order, update: OrderUpdate) -> Proposal:
    """What the amounts of `order` would become (domain.md, New totals)."""
    totals, items, cart_amount = order.totals, update.items, update.cart_amount
    in_items = None
    if items is not UNSET:
        in_items = items_amount(items)
    elif cart_amount is not UNSET and order.items:
        in_items = items_amount(order.items)
    if cart_amount is not UNSET:
        cart = cart_amount.cents
    else:
        cart = totals.cart_amount.cents if in_items is None else in_items
    tax, shipping = update.tax_amount, update.shipping_amount
    discount, stated = update.discount_amount, update.order_total
    following = order_total(
        cart,
        (totals.tax_amount if tax is UNSET else tax).cents,
        (totals.shipping_amount if shipping is UNSET else shipping).cents,
        (totals.discount_amount if discount is UNSET else discount).cents,
    )
    total = following if stated is UNSET else stated.cents
    return _proposal(cart, in_items, following, total, total > totals.order_total.cents)


def apply_update(order: Order, update: OrderUpdate, proposal: Proposal) -> Order:
    """The order after an update in which no rule found a fault; the same object if it is equal.

    `increase_count` grows by one exactly if the total grows.
    """
    totals = _merge_totals(order.totals, update, proposal)
    items = order.items if update.items is UNSET else update.items
    stated, status = update.merchant_order_status, order.merchant_order_status
    status = status if stated is UNSET else stated
    shipping, billing = order.shipping, order.billing
    if update.shipping is not UNSET:
        shipping = _merge_contact(shipping, update.shipping)
    if update.billing is not UNSET:
        billing = _merge_contact(billing, update.billing)
    if (
        totals is order.totals
        and status == order.merchant_order_status
        and shipping is order.shipping
        and billing is order.billing
        and items == order.items
    ):
        return order
    return unchecked_order(
        order.backd_order_id,
        order.merchant_order_id,
        order.status,
        totals,
        items,
        status,
        shipping,
        billing,
        order.create_date,
        order.refunds,
        order.placed_total,
        order.increase_count + proposal.rises,
    )


def value_or(stated: _T | _Unset, present: _T) -> _T:
    """What an update states, else what is there."""
    return present if stated is UNSET else stated


def _merge_totals(before: Totals, update: OrderUpdate, proposal: Proposal) -> Totals:
    """The totals as proposed, in range by now; the same object if they are equal."""
    cart = _money(update.cart_amount, before.cart_amount, proposal.cart_amount)
    tax, shipping, discount = update.tax_amount, update.shipping_amount, update.discount_amount
    tax = before.tax_amount if tax is UNSET else tax
    shipping = before.shipping_amount if shipping is UNSET else shipping
    discount = before.discount_amount if discount is UNSET else discount
    total = _money(update.order_total, before.order_total, proposal.following_total)
    if total is before.order_total and (cart, tax, shipping, discount) == (
        before.cart_amount,
        before.tax_amount,
        before.shipping_amount,
        before.discount_amount,
    ):
        return before
    return unchecked_totals(cart, tax, shipping, discount, total)


def _money(stated: Money | _Unset, present: Money, cents: int) -> Money:
    """An amount of so many cents: one that is there already, where it can be."""
    if present.cents == cents:
        return present
    return unchecked_money(cents) if stated is UNSET else stated


def _merge_contact(contact: Contact | None, patch: ContactUpdate) -> Contact:
    """`contact` with what `patch` states, the same object if it is equal.

    A contact that was not there comes whole from the patch: raises `TypeError` where it cannot.
    """
    if contact is None:
        return _new_contact(patch)
    after = unchecked_contact(
        _merge_name(contact.name, patch.name),
        value_or(patch.company_name, contact.company_name),
        _merge_address(contact.address, patch.address),
        value_or(patch.phone_number, contact.phone_number),
        value_or(patch.email, contact.email),
    )
    return contact if after == contact else after


def _merge_name(name: PersonName, patch: PersonNameUpdate | _Unset) -> PersonName:
    if patch is UNSET:
        return name
    return unchecked_name(value_or(patch.first, name.first), value_or(patch.last, name.last))


def _merge_address(address: Address, patch: AddressUpdate | _Unset) -> Address:
    if patch is UNSET:
        return address
    return unchecked_address(
        value_or(patch.line1, address.line1),
        value_or(patch.line2, address.line2),
        value_or(patch.city, address.city),
        value_or(patch.state, address.state),
        value_or(patch.zipcode, address.zipcode),
        value_or(patch.country, address.country),
    )


def _new_contact(patch: ContactUpdate) -> Contact:
    fields = _stated_fields(patch)
    fields["name"] = PersonName(**_stated_fields(patch.name))
    fields["address"] = Address(**_stated_fields(patch.address))
    return Contact(**fields)


def _stated_fields(patch: Any) -> dict[str, Any]:
    names = patch.__match_args__
    return {name: value for name in names if (value := getattr(patch, name)) is not UNSET}
