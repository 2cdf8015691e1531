"""The payloads as msgspec structs: closed, and with the package's constraints.

Amounts are `int | Decimal`. msgspec's own constraints are for `int`: a `Decimal` is checked in
`__post_init__`. It reads a decimal in quotes as one, whatever it is told.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from benchmarks.pydantic_models import BAD, MAX

LINE: Final = f"\\A(?=\\s*\\S)[^{BAD}\ud800-\udfff]*\\Z"
"""Not blank, and free of characters that no text holds; as Python's `re` writes it."""

Line = Annotated[str, Meta(max_length=255, pattern=LINE)]
Email = Annotated[str, Meta(max_length=254, pattern=LINE)]
Url = Annotated[str, Meta(max_length=2048, pattern=LINE)]
Amount = Annotated[int, Meta(ge=0, le=9_999_999_999_999)] | Decimal
Quantity = Annotated[int, Meta(ge=1, le=999_999_999_999)] | Decimal

_CENT: Final = Decimal("0.01")
_THOUSANDTH: Final = Decimal("0.001")
_MOST: Final = Decimal("999999999999.999")


def _check(number: object, unit: Decimal, most: Decimal) -> None:
    if type(number) is Decimal:
        if not number.is_finite() or not 0 <= number <= most:
            raise ValueError("out of range")
        if number % unit:
            raise ValueError("too precise")


class Closed(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person wrote: no other fields."""


class PersonName(Struct, frozen=True):
    """A name."""

    first: Line
    last: Line


class Address(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An address."""

    line1: Line
    line2: Line | None = None
    city: Line
    state: Line
    zipcode: Line
    country: Line


class Contact(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A contact."""

    name: PersonName
    company_name: Line | None = None
    address: Address
    phone_number: Line
    email: Email


class Item(Closed, frozen=True, omit_defaults=True):
    """A line of an order."""

    display_name: Line
    sku: Line
    unit_price: Amount
    qty: Quantity
    item_image_url: Url | None = None
    item_url: Url | None = None

    def __post_init__(self) -> None:
        """Check the decimals."""
        _check(self.unit_price, _CENT, MAX)
        _check(self.qty, _THOUSANDTH, _MOST)
        if self.qty == 0:
            raise ValueError("out of range")


class Order(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An order as Backd returns it."""

    backd_order_id: Line
    create_date: str | None = None
    order_total: Amount
    cart_amount: Amount
    tax_amount: Amount
    shipping_amount: Amount
    discount_amount: Amount
    status: str
    merchant_order_id: Line
    merchant_order_status: Line | None = None
    shipping: Contact | None = None
    billing: Contact | None = None
    items: tuple[Item, ...]


class Stored(Struct, frozen=True):
    """An order with what the limit is measured with, which Backd does not return."""

    order: Order
    placed_total: Amount | None = None
    increase_count: int = 0


class PersonNameUpdate(Closed, frozen=True):
    """What an update states of a name."""

    first: Line | UnsetType = UNSET
    last: Line | UnsetType = UNSET


class AddressUpdate(Closed, frozen=True):
    """What an update states of an address."""

    line1: Line | UnsetType = UNSET
    line2: Line | None | UnsetType = UNSET
    city: Line | UnsetType = UNSET
    state: Line | UnsetType = UNSET
    zipcode: Line | UnsetType = UNSET
    country: Line | UnsetType = UNSET


class ContactUpdate(Closed, frozen=True):
    """What an update states of a contact."""

    name: PersonNameUpdate | UnsetType = UNSET
    company_name: Line | None | UnsetType = UNSET
    address: AddressUpdate | UnsetType = UNSET
    phone_number: Line | UnsetType = UNSET
    email: Email | UnsetType = UNSET


class OrderUpdate(Closed, frozen=True):
    """The body of a request."""

    backd_order_id: Line
    merchant_order_id: Line
    merchant_order_status: Line | UnsetType = UNSET
    order_total: Amount | UnsetType = UNSET
    cart_amount: Amount | UnsetType = UNSET
    tax_amount: Amount | UnsetType = UNSET
    shipping_amount: Amount | UnsetType = UNSET
    discount_amount: Amount | UnsetType = UNSET
    shipping: ContactUpdate | UnsetType = UNSET
    billing: ContactUpdate | UnsetType = UNSET
    items: Annotated[tuple[Item, ...], Meta(min_length=1)] | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Check the decimals."""
        _check(self.order_total, _CENT, MAX)
        _check(self.cart_amount, _CENT, MAX)
        _check(self.tax_amount, _CENT, MAX)
        _check(self.shipping_amount, _CENT, MAX)
        _check(self.discount_amount, _CENT, MAX)


class Limit(Struct, frozen=True):
    """The limit that a merchant has agreed upon."""

    max_increase: Amount | None = None
    max_increase_percent: Amount | None = None
    max_order_total: Amount | None = None
    max_increases: int | None = None
    combine: Literal["lower", "higher"] = "lower"
    measured_from: Literal["placed_total", "order_total"] = "placed_total"


class ResponseStatus(Struct, frozen=True):
    """Of the response envelope."""

    type: str
    code: int


class Reason(Struct, frozen=True):
    """Why an update is refused."""

    code: str
    path: str
    message: str


class Success(Struct, frozen=True):
    """The response envelope of an update that is allowed."""

    data: Order
    message: str
    status: ResponseStatus
    error: bool


class Failure(Struct, frozen=True):
    """The response envelope of an update that is refused."""

    message: str
    status: ResponseStatus
    error: bool
    violations: list[Reason]
