"""The payloads as pydantic models: strict, closed, exact, and with the package's constraints.

All of it is pydantic's own: constraints that its core checks, no validator in Python. So the
amounts stay `int` or `Decimal`. This module is also what the import of the package is held to.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

BAD: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""The characters that no text holds (surrogates are no text to pydantic anyway)."""
LINE: Final = f"^[^{BAD}]*[^{BAD}\\s][^{BAD}]*$"
"""Not blank, and free of those characters."""

Line = Annotated[str, StringConstraints(max_length=255, pattern=LINE)]
Email = Annotated[str, StringConstraints(max_length=254, pattern=LINE)]
Url = Annotated[str, StringConstraints(max_length=2048, pattern=LINE)]

MAX: Final = Decimal("9999999999999.99")
_Whole = Annotated[int, Field(ge=0, le=9_999_999_999_999)]
_Exact = Annotated[Decimal, Field(ge=0, le=MAX, decimal_places=2)]
# `Decimal` would be JSON text: the reference has numbers.
Amount = Annotated[_Whole | _Exact, PlainSerializer(float, return_type=float, when_used="json")]
_WholeQuantity = Annotated[int, Field(ge=1, le=999_999_999_999)]
_ExactQuantity = Annotated[Decimal, Field(gt=0, le=Decimal("999999999999.999"), decimal_places=3)]
Quantity = Annotated[
    _WholeQuantity | _ExactQuantity,
    PlainSerializer(float, return_type=float, when_used="json"),
]
Count = Annotated[int, Field(ge=0, le=10**15 - 1)]
Timestamp = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")]

ABSENT: Final[Any] = None
"""The default of a field that is not stated. It is not validated: a stated `null` is refused."""


class Closed(BaseModel):
    """What a person wrote: no other fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Open(BaseModel):
    """What a server sent: other fields are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class PersonName(Open):
    """A name."""

    first: Line
    last: Line


class Address(Open):
    """An address."""

    line1: Line
    line2: Line | None = None
    city: Line
    state: Line
    zipcode: Line
    country: Line


class Contact(Open):
    """A contact."""

    name: PersonName
    company_name: Line | None = None
    address: Address
    phone_number: Line
    email: Email


class Item(Closed):
    """A line of an order."""

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


class Refund(Open):
    """A refund of an order."""

    amount: Amount
    create_date: Timestamp | None = None
    status: Line
    locked_at: Timestamp | None = None


class Order(Open):
    """An order as Backd returns it, and what the limit is measured with, which it does not."""

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
    placed_total: Amount | None = Field(default=None, exclude=True)
    increase_count: Count = Field(default=0, exclude=True)


class PersonNameUpdate(Closed):
    """What an update states of a name."""

    first: Line = ABSENT
    last: Line = ABSENT


class AddressUpdate(Closed):
    """What an update states of an address."""

    line1: Line = ABSENT
    line2: Line | None = None
    city: Line = ABSENT
    state: Line = ABSENT
    zipcode: Line = ABSENT
    country: Line = ABSENT


class ContactUpdate(Closed):
    """What an update states of a contact."""

    name: PersonNameUpdate = ABSENT
    company_name: Line | None = None
    address: AddressUpdate = ABSENT
    phone_number: Line = ABSENT
    email: Email = ABSENT


class OrderUpdate(Closed):
    """The body of a request."""

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


class Limit(Closed):
    """The limit that a merchant has agreed upon."""

    max_increase: Amount = ABSENT
    max_increase_percent: Amount = ABSENT
    max_order_total: Amount = ABSENT
    max_increases: Count = ABSENT
    combine: Literal["lower", "higher"] = "lower"
    measured_from: Literal["placed_total", "order_total"] = "placed_total"


class ResponseStatus(BaseModel):
    """Of the response envelope."""

    type: str
    code: int


class Reason(BaseModel):
    """Why an update is refused."""

    code: str
    path: str
    message: str


class Success(BaseModel):
    """The response envelope of an update that is allowed."""

    data: Order
    message: str
    status: ResponseStatus
    error: bool


class Failure(BaseModel):
    """The response envelope of an update that is refused."""

    message: str
    status: ResponseStatus
    error: bool
    violations: list[Reason]
