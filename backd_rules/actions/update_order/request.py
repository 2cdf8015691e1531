"""An update of an order: a patch in which an absent field stays as it is (domain.md, U1).

`None` or blank text clears an optional field (N7).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import attrs

from backd_rules.actions.requests import UNSET, Request, Unset
from backd_rules.domain.contact import Address, Contact, PersonName
from backd_rules.domain.fields import (
    Path,
    check_request,
    declarations,
    documented,
    field_paths,
    many,
    one,
)
from backd_rules.domain.item import LineItem
from backd_rules.domain.money import Money
from backd_rules.domain.order import Order, Totals

_Unset = Literal[Unset.UNSET]

MOST_ITEMS: Final = 1000
"""The highest number of items in an update (domain.md, U4)."""


@documented
@attrs.frozen(getstate_setstate=False)
class PersonNameUpdate(Request):
    """A patch of a person's name. A `repr` does not show it, as it is personal.

    Raises `TypeError` or `ValueError` that names the field (domain.md, U2 and N6).

    >>> from backd_rules import UNSET, PersonNameUpdate
    >>> PersonNameUpdate(first="Ada").last is UNSET
    True
    """

    RECORDS: ClassVar[tuple[type, ...]] = (PersonName,)

    first: str | _Unset = attrs.field(default=UNSET, repr=False)
    last: str | _Unset = attrs.field(default=UNSET, repr=False)

    __attrs_post_init__ = check_request


@documented
@attrs.frozen(getstate_setstate=False)
class AddressUpdate(Request):
    """A patch of an address; `line2=None` or `""` clears that field. A `repr` does not show it.

    Raises `TypeError` or `ValueError` that names the field (domain.md, U2, N6 and N7).

    >>> from backd_rules import UNSET, AddressUpdate
    >>> update = AddressUpdate(line2="")
    >>> update.line2 is None, update.line1 is UNSET
    (True, True)
    """

    RECORDS: ClassVar[tuple[type, ...]] = (Address,)

    line1: str | _Unset = attrs.field(default=UNSET, repr=False)
    line2: str | None | _Unset = attrs.field(default=UNSET, repr=False)
    city: str | _Unset = attrs.field(default=UNSET, repr=False)
    state: str | _Unset = attrs.field(default=UNSET, repr=False)
    zipcode: str | _Unset = attrs.field(default=UNSET, repr=False)
    country: str | _Unset = attrs.field(default=UNSET, repr=False)

    __attrs_post_init__ = check_request


@documented
@attrs.frozen(getstate_setstate=False)
class ContactUpdate(Request):
    """A patch of a contact; `company_name=None` or `""` clears that field. A `repr` shows nothing.

    A contact that the order does not have yet must be complete. Raises `TypeError` or `ValueError`
    that names the field (domain.md, U2, U3 and N7).

    >>> from backd_rules import AddressUpdate, ContactUpdate
    >>> update = ContactUpdate(address=AddressUpdate(line2="Floor 2"), company_name="")
    >>> update.company_name is None
    True
    """

    RECORDS: ClassVar[tuple[type, ...]] = (Contact,)

    name: PersonNameUpdate | _Unset = attrs.field(
        default=UNSET,
        repr=False,
        metadata=one("First and last name of a person.", PersonNameUpdate),
    )
    company_name: str | None | _Unset = attrs.field(default=UNSET, repr=False)
    address: AddressUpdate | _Unset = attrs.field(
        default=UNSET, repr=False, metadata=one("Postal address.", AddressUpdate)
    )
    phone_number: str | _Unset = attrs.field(default=UNSET, repr=False)
    email: str | _Unset = attrs.field(default=UNSET, repr=False)

    __attrs_post_init__ = check_request


@documented
@attrs.frozen(getstate_setstate=False)
class OrderUpdate(Request):
    """A patch of the order that its two ids name: the body of `POST /update_order`.

    A field that is not stated stays as it is. Amounts are in dollars and never negative. `items`
    replaces all items: 1 to 1,000, each with a name and a SKU. Raises `TypeError` or `ValueError`
    that names the field (domain.md, U1 to U4).

    >>> from backd_rules import UNSET, Money, OrderUpdate
    >>> update = OrderUpdate("BO-1", "M-1", tax_amount=Money.of("8.25"))
    >>> update.tax_amount, update.order_total is UNSET
    (Money(cents=825), True)
    """

    RECORDS: ClassVar[tuple[type, ...]] = (Totals, Order)

    backd_order_id: str
    merchant_order_id: str
    merchant_order_status: str | _Unset = UNSET
    order_total: Money | _Unset = UNSET
    cart_amount: Money | _Unset = UNSET
    tax_amount: Money | _Unset = UNSET
    shipping_amount: Money | _Unset = UNSET
    discount_amount: Money | _Unset = UNSET
    shipping: ContactUpdate | _Unset = attrs.field(
        default=UNSET, metadata=one("Contains shipping details for the order.", ContactUpdate)
    )
    billing: ContactUpdate | _Unset = attrs.field(
        default=UNSET, metadata=one("Contains billing details for the order.", ContactUpdate)
    )
    items: tuple[LineItem, ...] | _Unset = attrs.field(
        default=UNSET,
        metadata=many("List of items included in the order.", LineItem, least=1, most=MOST_ITEMS),
    )

    def __attrs_post_init__(self) -> None:
        check_request(self)
        if self.items is not UNSET:
            for item in self.items:  # A record can hold an item that no request may bring.
                check_request(item)


PATCH_CLASSES: Final[Mapping[type, type[Any]]] = {
    PersonName: PersonNameUpdate,
    Address: AddressUpdate,
    Contact: ContactUpdate,
}
"""The class that patches each record of a contact."""

CONTACTS: Final = ("shipping", "billing")
"""The fields of an update that hold a contact."""

CONTACT_PATHS: Final[tuple[Path, ...]] = tuple(path for path, _ in field_paths(ContactUpdate))
"""The path to every text of a contact, in the order of the request's fields."""

REQUIRED_CONTACT_PATHS: Final[tuple[Path, ...]] = tuple(
    path for path, declared in field_paths(ContactUpdate) if not declared.is_optional
)
"""The paths that a new contact must state (domain.md, U3)."""

STATED_AMOUNTS: Final = tuple(
    name for name in declarations(OrderUpdate) if name in declarations(Totals)
)
"""The amounts that an update may state: the total and those that make it."""


def value_at(value: object, path: Path) -> object:
    """Return the value at `path`, or the `None` or `UNSET` of an object on the way."""
    for name in path:
        if value is None or value is UNSET:
            break
        value = getattr(value, name)
    return value


def states_nothing(patch: Request) -> bool:
    """Return whether no field of `patch` is stated, nor of a patch inside (domain.md, U3)."""
    for name in declarations(type(patch)):  # `all` takes four times as long.
        value = getattr(patch, name)
        if value is not UNSET and not (isinstance(value, Request) and states_nothing(value)):
            return False
    return True
