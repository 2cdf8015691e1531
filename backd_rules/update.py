"""An update of an order: a patch in which an absent field stays as it is.

`UNSET` is absence, `None` clears a field that may be empty. `propose` says what the amounts would
become, `merge` what the order would become; neither judges. Knows nothing of rules.
Source: domain.md, The request and New totals.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, Final, Literal, NamedTuple

import attrs

from backd_rules._values import Fault, Value, refuse
from backd_rules.amounts import Money
from backd_rules.arithmetic import order_total
from backd_rules.order import (
    CLEARABLE,
    Address,
    Contact,
    LineItem,
    Order,
    PersonName,
    Totals,
    check_amount,
    check_text,
    check_texts,
    check_type,
    items_amount,
    keep_tuple,
)


class Unset(Enum):
    """The type of `UNSET`, an enum of one so that type checkers narrow it."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""The value of a field that an update does not state."""

_Unset = Literal[Unset.UNSET]


def _stated(owner: object, *fields: str) -> tuple[str, ...]:
    return tuple(field for field in fields if getattr(owner, field) is not UNSET)


@attrs.frozen(getstate_setstate=False)
class PersonNameUpdate(Value):
    """What an update changes in a name; not shown in a `repr`."""

    first: str | _Unset = attrs.field(default=UNSET, repr=False)
    last: str | _Unset = attrs.field(default=UNSET, repr=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self, *_stated(self, "first", "last"))


@attrs.frozen(getstate_setstate=False)
class AddressUpdate(Value):
    """What an update changes in an address; `line2=None` clears it. Not shown in a `repr`."""

    line1: str | _Unset = attrs.field(default=UNSET, repr=False)
    line2: str | None | _Unset = attrs.field(default=UNSET, repr=False)
    city: str | _Unset = attrs.field(default=UNSET, repr=False)
    state: str | _Unset = attrs.field(default=UNSET, repr=False)
    zipcode: str | _Unset = attrs.field(default=UNSET, repr=False)
    country: str | _Unset = attrs.field(default=UNSET, repr=False)

    def __attrs_post_init__(self) -> None:
        fields = ("line1", "line2", "city", "state", "zipcode", "country")
        check_texts(self, *_stated(self, *fields))


@attrs.frozen(getstate_setstate=False)
class ContactUpdate(Value):
    """What an update changes in a contact, field by field; `company_name=None` clears it."""

    name: PersonNameUpdate | _Unset = attrs.field(default=UNSET, repr=False)
    company_name: str | None | _Unset = attrs.field(default=UNSET, repr=False)
    address: AddressUpdate | _Unset = attrs.field(default=UNSET, repr=False)
    phone_number: str | _Unset = attrs.field(default=UNSET, repr=False)
    email: str | _Unset = attrs.field(default=UNSET, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.name is not UNSET:
            check_type(self, "name", self.name, PersonNameUpdate)
        if self.address is not UNSET:
            check_type(self, "address", self.address, AddressUpdate)
        check_texts(self, *_stated(self, "company_name", "phone_number", "email"))


AMOUNTS: Final = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
CONTACTS: Final = ("shipping", "billing")

CONTACT_LEAVES: Final = (
    ("name", "first"),
    ("name", "last"),
    ("company_name",),
    ("address", "line1"),
    ("address", "line2"),
    ("address", "city"),
    ("address", "state"),
    ("address", "zipcode"),
    ("address", "country"),
    ("phone_number",),
    ("email",),
)
"""The way to every text of a contact, in the order of the request's fields."""


@attrs.frozen(getstate_setstate=False)
class OrderUpdate(Value):
    """A patch of the order that its two ids name: the body of `POST /update_order`.

    Amounts are dollars and never negative; `items` replaces all items and is never empty. Raises
    `TypeError` or `ValueError`, naming the field, for anything a field does not hold.
    Source: domain.md, The request.
    """

    backd_order_id: str
    merchant_order_id: str
    merchant_order_status: str | _Unset = UNSET
    order_total: Money | _Unset = UNSET
    cart_amount: Money | _Unset = UNSET
    tax_amount: Money | _Unset = UNSET
    shipping_amount: Money | _Unset = UNSET
    discount_amount: Money | _Unset = UNSET
    shipping: ContactUpdate | _Unset = UNSET
    billing: ContactUpdate | _Unset = UNSET
    items: tuple[LineItem, ...] | _Unset = UNSET

    def __attrs_post_init__(self) -> None:
        check_texts(self, "backd_order_id", "merchant_order_id")
        if self.merchant_order_status is not UNSET:
            check_text(self, "merchant_order_status", self.merchant_order_status)
        for field in _stated(self, *AMOUNTS):
            check_amount(self, field, getattr(self, field))
        for field in _stated(self, *CONTACTS):
            check_type(self, field, getattr(self, field), ContactUpdate)
        if self.items is not UNSET:
            keep_tuple(self, "items", LineItem)
            if not self.items:
                refuse(self, "items", Fault.OUT_OF_RANGE, "is empty")


class Proposal(NamedTuple):
    """The amounts that an update proposes, in cents, before anyone has judged them.

    They may be outside of what `Money` holds. `items_amount` is the sum over the items the order
    would have, `None` where the update says nothing that it bears on, or where there are none;
    `following_total` follows from the four amounts; `order_total` is the stated total, else that.
    """

    cart_amount: int
    tax_amount: int
    shipping_amount: int
    discount_amount: int
    items_amount: int | None
    following_total: int
    order_total: int


def propose(order: Order, update: OrderUpdate) -> Proposal:
    """What the amounts of `order` would become (domain.md, New totals)."""
    totals = order.totals
    tax = _cents(update.tax_amount, totals.tax_amount)
    shipping = _cents(update.shipping_amount, totals.shipping_amount)
    discount = _cents(update.discount_amount, totals.discount_amount)
    in_items = _items_amount(order, update)
    cart = totals.cart_amount.cents if in_items is None else in_items
    if update.cart_amount is not UNSET:
        cart = update.cart_amount.cents
    following = order_total(cart, tax, shipping, discount)
    stated = following if update.order_total is UNSET else update.order_total.cents
    return Proposal(cart, tax, shipping, discount, in_items, following, stated)


def _cents(stated: Money | _Unset, present: Money) -> int:
    return (present if stated is UNSET else stated).cents


def _items_amount(order: Order, update: OrderUpdate) -> int | None:
    if update.items is not UNSET:
        return items_amount(update.items)
    if update.cart_amount is not UNSET and order.items:
        return items_amount(order.items)
    return None


def merge(order: Order, update: OrderUpdate, proposal: Proposal) -> Order:
    """The order after an update in which no rule found a fault; the same object if it is equal.

    `increase_count` grows by one exactly if the total grows.
    """
    cart, tax, shipping, discount = (Money(cents=cents) for cents in proposal[:4])
    after = Order(
        order.backd_order_id,
        order.merchant_order_id,
        order.status,
        Totals(cart, tax, shipping, discount),
        order.items if update.items is UNSET else update.items,
        order.merchant_order_status
        if update.merchant_order_status is UNSET
        else update.merchant_order_status,
        merge_contact(order.shipping, update.shipping),
        merge_contact(order.billing, update.billing),
        order.create_date,
        order.refunds,
        order.placed_total,
        order.increase_count + (proposal.following_total > order.order_total.cents),
    )
    return order if after == order else after


def merge_contact(contact: Contact | None, patch: ContactUpdate | _Unset) -> Contact | None:
    """`contact` with what `patch` states; raises `TypeError` where that is not a whole contact."""
    if patch is UNSET:
        return contact
    fields = _merged(contact, patch)
    fields["name"] = PersonName(**_merged(contact and contact.name, patch.name))
    fields["address"] = Address(**_merged(contact and contact.address, patch.address))
    return Contact(**fields)


def _merged(present: object, patch: object) -> dict[str, Any]:
    """The fields of `present`, if there is any, under those that `patch` states, if it does."""
    fields: dict[str, Any] = {}
    for source in (present, patch):
        if source is not None and source is not UNSET:
            names = (field.name for field in attrs.fields(type(source)))  # type: ignore[arg-type]
            fields.update((n, v) for n in names if (v := getattr(source, n)) is not UNSET)
    return fields


def missing_fields(contact: Contact | None, patch: ContactUpdate | _Unset) -> tuple[str, ...]:
    """The paths, within the contact, of what a patch lacks of a contact the order did not have."""
    if contact is not None or patch is UNSET:
        return ()
    required = (leaf for leaf in CONTACT_LEAVES if leaf[-1] not in CLEARABLE)
    return tuple("/" + "/".join(leaf) for leaf in required if _at(patch, leaf) is UNSET)


def _at(thing: object, leaf: Iterable[str]) -> object:
    """What stands at the end of `leaf`; an absent object on the way is what it leads to."""
    for name in leaf:
        if thing is None or thing is UNSET:
            break
        thing = getattr(thing, name)
    return thing


@attrs.frozen(getstate_setstate=False)
class Change(Value):
    """One field that differs between two orders: `path` is an RFC 6901 JSON Pointer.

    `before` and `after` are what the orders hold there (`Money`, text, items; `None` for nothing).
    They may be personal and are not shown in a `repr`.
    """

    path: str
    before: object = attrs.field(repr=False)
    after: object = attrs.field(repr=False)


_LEAVES: Final = (
    ("backd_order_id",),
    ("merchant_order_id",),
    ("merchant_order_status",),
    *((amount,) for amount in AMOUNTS),
    *((contact, *leaf) for contact in CONTACTS for leaf in CONTACT_LEAVES),
    ("items",),
)


def changes(before: Order, after: Order) -> tuple[Change, ...]:
    """What an update changed, field by field, in the order of the request's fields.

    Contacts are compared leaf by leaf, `items` as a whole, for that is how they are replaced.
    """
    pairs = ((leaf, _at(before, leaf), _at(after, leaf)) for leaf in _LEAVES)
    return tuple(Change("/" + "/".join(leaf), old, new) for leaf, old, new in pairs if old != new)
