"""The payloads as msgspec structs that accept the same payloads as the package.

The constraints of msgspec work on `int`, so `__post_init__` checks each `Decimal`. A decimal in
quotes is accepted as a number, which no option of msgspec changes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from benchmarks.pydantic_models import BAD, MAX

LINE: Final = f"\\A(?=\\s*\\S)[^{BAD}\ud800-\udfff]*\\Z"
"""Text that is not blank and has no forbidden character, in the syntax of Python's `re`."""

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


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """A request: unknown fields are forbidden."""


class Item(Request, frozen=True, omit_defaults=True):
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


class PersonNameUpdate(Request, frozen=True):
    first: Line | UnsetType = UNSET
    last: Line | UnsetType = UNSET


class AddressUpdate(Request, frozen=True):
    line1: Line | UnsetType = UNSET
    line2: Line | None | UnsetType = UNSET
    city: Line | UnsetType = UNSET
    state: Line | UnsetType = UNSET
    zipcode: Line | UnsetType = UNSET
    country: Line | UnsetType = UNSET


class ContactUpdate(Request, frozen=True):
    name: PersonNameUpdate | UnsetType = UNSET
    company_name: Line | None | UnsetType = UNSET
    address: AddressUpdate | UnsetType = UNSET
    phone_number: Line | UnsetType = UNSET
    email: Email | UnsetType = UNSET


class OrderUpdate(Request, frozen=True):
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
