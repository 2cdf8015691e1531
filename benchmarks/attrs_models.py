"""The payloads as plain attrs classes, structured by cattrs.

cattrs converts by default; hooks make it strict. Where all problems are wanted it says so with
its detailed validation, and else goes without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NewType

import attrs
import cattrs

from benchmarks.msgspec_models import LINE
from benchmarks.pydantic_models import MAX

Line = NewType("Line", str)
Email = NewType("Email", str)
Url = NewType("Url", str)
Amount = NewType("Amount", Decimal)
Quantity = NewType("Quantity", Decimal)

ABSENT: Final[Any] = None
"""The default of a field that is not stated; `None` is not structured where it is not meant."""


@attrs.frozen
class PersonName:
    """What an update states of a name."""

    first: Line = ABSENT
    last: Line = ABSENT


@attrs.frozen
class Address:
    """What an update states of an address."""

    line1: Line = ABSENT
    line2: Line | None = None
    city: Line = ABSENT
    state: Line = ABSENT
    zipcode: Line = ABSENT
    country: Line = ABSENT


@attrs.frozen
class Contact:
    """What an update states of a contact."""

    name: PersonName = ABSENT
    company_name: Line | None = None
    address: Address = ABSENT
    phone_number: Line = ABSENT
    email: Email = ABSENT


@attrs.frozen
class Item:
    """A line of an order."""

    display_name: Line
    sku: Line
    unit_price: Amount
    qty: Quantity
    item_image_url: Url | None = None
    item_url: Url | None = None


@attrs.frozen
class OrderUpdate:
    """The body of a request."""

    backd_order_id: Line
    merchant_order_id: Line
    merchant_order_status: Line = ABSENT
    order_total: Amount = ABSENT
    cart_amount: Amount = ABSENT
    tax_amount: Amount = ABSENT
    shipping_amount: Amount = ABSENT
    discount_amount: Amount = ABSENT
    shipping: Contact = ABSENT
    billing: Contact = ABSENT
    items: list[Item] = ABSENT


_LINE: Final = re.compile(LINE)
_Hook = Callable[[Any, Any], Any]


def _text(longest: int) -> _Hook:
    def structure(text: Any, _: Any) -> Any:
        if type(text) is not str:
            raise TypeError("not a string")
        if len(text) > longest or not _LINE.match(text):
            raise ValueError("not such a line")
        return text

    return structure


def _number(unit: Decimal, most: Decimal, least: Decimal) -> _Hook:
    def structure(number: Any, _: Any) -> Any:
        if type(number) is not int and type(number) is not Decimal:
            raise TypeError("not a number")
        if not least <= number <= most:
            raise ValueError("out of range")
        if type(number) is Decimal and number % unit:
            raise ValueError("too precise")
        return number

    return structure


def converter(*, detailed: bool) -> cattrs.Converter:
    """A converter that is strict, and tells of all problems if it is `detailed`."""
    made = cattrs.Converter(forbid_extra_keys=True, detailed_validation=detailed)
    hooks = {
        Line: _text(255),
        Email: _text(254),
        Url: _text(2048),
        Amount: _number(Decimal("0.01"), MAX, Decimal(0)),
        Quantity: _number(Decimal("0.001"), Decimal("999999999999.999"), Decimal("0.001")),
    }
    for kind, hook in hooks.items():
        made.register_structure_hook(kind, hook)
    items = made.get_structure_hook(list[Item])

    def structure_items(things: Any, kind: Any) -> Any:
        if type(things) is not list or not things:
            raise TypeError("not a list of one or more")
        return items(things, kind)

    made.register_structure_hook_func(lambda kind: kind == list[Item], structure_items)
    return made
