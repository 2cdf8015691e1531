"""The payloads as pydantic models that accept the same payloads as the package.

They are strict, forbid unknown fields and use pydantic's own constraints, no validator in Python.
The import of this module is what the import of the package is compared with.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

BAD: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""The characters that no text field accepts. Pydantic refuses surrogates itself."""
LINE: Final = f"^[^{BAD}]*[^{BAD}\\s][^{BAD}]*$"
"""Text that is not blank and has none of those characters."""

Line = Annotated[str, StringConstraints(max_length=255, pattern=LINE)]
Email = Annotated[str, StringConstraints(max_length=254, pattern=LINE)]
Url = Annotated[str, StringConstraints(max_length=2048, pattern=LINE)]

MAX: Final = Decimal("9999999999999.99")
# Strict `Decimal` would refuse `int` and `float`. A union with `int` takes twice as long to dump.
# Pydantic writes a `Decimal` as JSON text, and Backd's reference has numbers.
_AsNumber = PlainSerializer(float, return_type=float, when_used="json")
Amount = Annotated[Decimal, Field(strict=False, ge=0, le=MAX, decimal_places=2), _AsNumber]
Quantity = Annotated[
    Decimal,
    Field(strict=False, gt=0, le=Decimal("999999999999.999"), decimal_places=3),
    _AsNumber,
]
Count = Annotated[int, Field(ge=0, le=10**15 - 1)]
Timestamp = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")]

ABSENT: Final[Any] = None
"""The default of an absent field. Defaults are not validated, so a stated `null` is refused."""


class Request(BaseModel):
    """A request: unknown fields are forbidden."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Record(BaseModel):
    """A record: unknown fields are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class PersonName(Record):
    first: Line
    last: Line


class Address(Record):
    line1: Line
    line2: Line | None = None
    city: Line
    state: Line
    zipcode: Line
    country: Line


class Contact(Record):
    name: PersonName
    company_name: Line | None = None
    address: Address
    phone_number: Line
    email: Email


class Item(Request):
    display_name: Line
    sku: Line
    unit_price: Amount
    qty: Quantity
    item_image_url: Url | None = None
    item_url: Url | None = None


Status = Literal[
    "terms_selected",
    "order_placed",
    "order_confirmed",
    "order_canceled",
    "order_cancelled",
    "refund",
]


class Refund(Record):
    amount: Amount
    create_date: Timestamp | None = None
    status: Line
    locked_at: Timestamp | None = None


class Order(Record):
    backd_order_id: Line
    create_date: Timestamp | None = None
    order_total: Amount
    cart_amount: Amount
    tax_amount: Amount
    shipping_amount: Amount
    discount_amount: Amount
    status: Status
    merchant_order_id: Line
    merchant_order_status: Line | None = None
    shipping: Contact | None = None
    billing: Contact | None = None
    items: list[Item] = []
    refunds: list[Refund] | None = None
    placed_total: Amount | None = None
    increase_count: Count = 0


class PersonNameUpdate(Request):
    first: Line = ABSENT
    last: Line = ABSENT


class AddressUpdate(Request):
    line1: Line = ABSENT
    line2: Line | None = None
    city: Line = ABSENT
    state: Line = ABSENT
    zipcode: Line = ABSENT
    country: Line = ABSENT


class ContactUpdate(Request):
    name: PersonNameUpdate = ABSENT
    company_name: Line | None = None
    address: AddressUpdate = ABSENT
    phone_number: Line = ABSENT
    email: Email = ABSENT


class OrderUpdate(Request):
    backd_order_id: Line
    merchant_order_id: Line
    merchant_order_status: Line = ABSENT
    order_total: Amount = ABSENT
    cart_amount: Amount = ABSENT
    tax_amount: Amount = ABSENT
    shipping_amount: Amount = ABSENT
    discount_amount: Amount = ABSENT
    shipping: ContactUpdate = ABSENT
    billing: ContactUpdate = ABSENT
    items: Annotated[list[Item], Field(min_length=1)] = ABSENT


class Limit(Request):
    max_increase: Amount = ABSENT
    max_increase_percent: Amount = ABSENT
    max_order_total: Amount = ABSENT
    max_increases: Count = ABSENT
    combine: Literal["lower", "higher"] = "lower"
    measured_from: Literal["placed_total", "order_total"] = "placed_total"
