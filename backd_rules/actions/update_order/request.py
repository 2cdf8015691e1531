"""An update of an order: a patch in which an absent field stays as it is.

`UNSET` is absence, `None` clears a field that may be empty. Knows nothing of what it makes of an
order, nor of rules. Source: domain.md, The request.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final, Literal

import attrs

from backd_rules.domain.checks import (
    check_amount,
    check_text,
    check_texts,
    check_type,
    keep_tuple,
)
from backd_rules.domain.money import Money
from backd_rules.domain.order import LineItem
from backd_rules.domain.values import Fault, Value, refuse


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


def at(thing: object, leaf: Iterable[str]) -> object:
    """What stands at the end of `leaf`; an absent object on the way is what it leads to."""
    for name in leaf:
        if thing is None or thing is UNSET:
            break
        thing = getattr(thing, name)
    return thing
