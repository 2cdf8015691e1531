"""An order as Backd returns it: totals, line items, contacts, refunds.

The names are the reference's; the tables at the top say what each text field may hold, for the
constructors here and for everything that reads or describes them. Knows nothing of updates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import attrs

from backd_rules._values import Fault, Value, refuse, text_fault
from backd_rules.amounts import MAX_SCALED, Money, Quantity
from backd_rules.arithmetic import line_amount, order_total
from backd_rules.status import OrderStatus

_LINE: Final = 255
_URL: Final = 2048
_EMAIL: Final = 254

MAX_LENGTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "backd_order_id": _LINE,
        "merchant_order_id": _LINE,
        "merchant_order_status": _LINE,
        "first": _LINE,
        "last": _LINE,
        "company_name": _LINE,
        "line1": _LINE,
        "line2": _LINE,
        "city": _LINE,
        "state": _LINE,
        "zipcode": _LINE,
        "country": _LINE,
        "phone_number": _LINE,
        "email": _EMAIL,
        "display_name": _LINE,
        "sku": _LINE,
        "item_image_url": _URL,
        "item_url": _URL,
        "status": _LINE,
    }
)
"""The most characters each text field holds (a refund's for `status`). None may be blank."""

CLEARABLE: Final = frozenset({"company_name", "line2", "item_image_url", "item_url"})
"""The fields that may be empty: `null` clears them, and is an error on any other."""

TIMESTAMP: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
"""`YYYY-MM-DD HH:MM:SS`, without a zone (domain.md, The response)."""


def timestamp_fault(text: object) -> Fault | None:
    """What is wrong with `text` as a timestamp, if anything; it must name a day that exists."""
    if type(text) is not str:
        return Fault.WRONG_TYPE
    if not re.fullmatch(TIMESTAMP, text):
        return Fault.BAD_FORMAT
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return Fault.BAD_FORMAT
    return None


def check_text(owner: object, field: str, text: object) -> None:
    """Raise as `refuse` does unless `text` is what the text field `field` may hold."""
    if fault := text_fault(text, MAX_LENGTHS[field]):
        refuse(owner, field, fault)


def check_texts(owner: object, *fields: str) -> None:
    """Check each text field of `owner`; the clearable ones may also be `None`."""
    for field in fields:
        text = getattr(owner, field)
        if not (text is None and field in CLEARABLE):
            check_text(owner, field, text)


def check_amount(owner: object, field: str, amount: object) -> None:
    """Raise as `refuse` does unless `amount` is a `Money` that is not negative."""
    check_type(owner, field, amount, Money)
    if amount < Money.ZERO:  # type: ignore[operator]
        refuse(owner, field, Fault.OUT_OF_RANGE, "is negative")


def check_count(owner: object, field: str, count: object) -> None:
    """Raise as `refuse` does unless `count` is an `int` from 0 up to fifteen digits."""
    check_type(owner, field, count, int)
    if not 0 <= count <= MAX_SCALED:  # type: ignore[operator]
        refuse(owner, field, Fault.OUT_OF_RANGE)


def check_type(owner: object, field: str, thing: object, expected: type) -> None:
    """Raise as `refuse` does unless `thing` is exactly an `expected` (a `bool` is no `int`)."""
    if type(thing) is not expected:
        refuse(owner, field, Fault.WRONG_TYPE, f"must be of type {expected.__name__}")


def check_timestamp(owner: object, field: str, timestamp: object) -> None:
    """Raise as `refuse` does unless `timestamp` is `None` or a timestamp."""
    if timestamp is not None and (fault := timestamp_fault(timestamp)):
        refuse(owner, field, fault)


def keep_tuple(owner: object, field: str, *expected: type) -> None:
    """Make the sequence in `field` a tuple, and check that it holds nothing but `expected`."""
    things = getattr(owner, field)
    if type(things) not in (tuple, list):
        refuse(owner, field, Fault.WRONG_TYPE, "must be a tuple or a list")
    if any(type(thing) not in expected for thing in things):
        refuse(owner, field, Fault.WRONG_TYPE, "holds something of the wrong type")
    object.__setattr__(owner, field, tuple(things))


@attrs.frozen(getstate_setstate=False)
class PersonName(Value):
    """First and last name of a person; not shown in a `repr`. Raises on anything but two lines."""

    first: str = attrs.field(repr=False)
    last: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self, "first", "last")


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Address(Value):
    """A postal address; only `line2` may be `None`. Not shown in a `repr`."""

    line1: str = attrs.field(repr=False)
    line2: str | None = attrs.field(default=None, repr=False)
    city: str = attrs.field(repr=False)
    state: str = attrs.field(repr=False)
    zipcode: str = attrs.field(repr=False)
    country: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self, "line1", "line2", "city", "state", "zipcode", "country")


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Contact(Value):
    """Whom an order is shipped or billed to; only `company_name` may be `None`."""

    name: PersonName = attrs.field(repr=False)
    company_name: str | None = attrs.field(default=None, repr=False)
    address: Address = attrs.field(repr=False)
    phone_number: str = attrs.field(repr=False)
    email: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        check_type(self, "name", self.name, PersonName)
        check_type(self, "address", self.address, Address)
        check_texts(self, "company_name", "phone_number", "email")


@attrs.frozen(getstate_setstate=False)
class LineItem(Value):
    """One line of an order: `qty` of an item at `unit_price` each, which is never negative.

    The URLs may be `None`; they and the name, which may be personal, are not shown in a `repr`.
    """

    display_name: str = attrs.field(repr=False)
    sku: str
    unit_price: Money
    qty: Quantity
    item_image_url: str | None = attrs.field(default=None, repr=False)
    item_url: str | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self, "display_name", "sku", "item_image_url", "item_url")
        check_amount(self, "unit_price", self.unit_price)
        check_type(self, "qty", self.qty, Quantity)


def items_amount(items: tuple[LineItem, ...]) -> int:
    """The sum of the lines' amounts in cents; may be more than `Money` can hold."""
    total = 0
    for item in items:
        total += line_amount(item.unit_price.cents, item.qty.thousandths)
    return total


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Refund(Value):
    """A refund of an order; the timestamps are `YYYY-MM-DD HH:MM:SS` or `None`."""

    amount: Money
    create_date: str | None = None
    status: str
    locked_at: str | None = None

    def __attrs_post_init__(self) -> None:
        check_amount(self, "amount", self.amount)
        check_texts(self, "status")
        check_timestamp(self, "create_date", self.create_date)
        check_timestamp(self, "locked_at", self.locked_at)


@attrs.frozen(getstate_setstate=False)
class Totals(Value):
    """The four amounts of an order and the total that follows from them; none is negative.

    `order_total = cart_amount + tax_amount + shipping_amount - discount_amount`: an inconsistent
    total cannot be represented. Raises `ValueError` where it would be negative or out of range.
    Source: domain.md, Amounts.
    """

    cart_amount: Money
    tax_amount: Money
    shipping_amount: Money
    discount_amount: Money
    order_total: Money = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for field in ("cart_amount", "tax_amount", "shipping_amount", "discount_amount"):
            check_amount(self, field, getattr(self, field))
        total = order_total(
            self.cart_amount.cents,
            self.tax_amount.cents,
            self.shipping_amount.cents,
            self.discount_amount.cents,
        )
        if not 0 <= total <= MAX_SCALED:
            refuse(self, "order_total", Fault.OUT_OF_RANGE)
        object.__setattr__(self, "order_total", Money(cents=total))


@attrs.frozen(getstate_setstate=False)
class Order(Value):
    """An order in Backd's system.

    `placed_total` is the total at which it was placed (the original that increases are measured
    from; by default its present total) and `increase_count` how many updates have raised it.
    Raises `TypeError` or `ValueError`, naming the field, for anything a field does not hold.
    Source: the reference's `data` object; domain.md, Amounts and The limit.
    """

    backd_order_id: str
    merchant_order_id: str
    status: OrderStatus
    totals: Totals
    items: tuple[LineItem, ...] = ()
    merchant_order_status: str | None = None
    shipping: Contact | None = None
    billing: Contact | None = None
    create_date: str | None = None
    refunds: tuple[Refund, ...] = ()
    placed_total: Money = attrs.field(
        default=attrs.Factory(lambda self: getattr(self.totals, "order_total", None), True)
    )
    increase_count: int = 0

    def __attrs_post_init__(self) -> None:
        check_texts(self, "backd_order_id", "merchant_order_id")
        check_type(self, "status", self.status, OrderStatus)
        check_type(self, "totals", self.totals, Totals)
        keep_tuple(self, "items", LineItem)
        if self.merchant_order_status is not None:
            check_text(self, "merchant_order_status", self.merchant_order_status)
        for field in ("shipping", "billing"):
            if getattr(self, field) is not None:
                check_type(self, field, getattr(self, field), Contact)
        check_timestamp(self, "create_date", self.create_date)
        keep_tuple(self, "refunds", Refund)
        check_amount(self, "placed_total", self.placed_total)
        check_count(self, "increase_count", self.increase_count)

    @property
    def order_total(self) -> Money:
        """What the buyer owes: follows from the four amounts."""
        return self.totals.order_total

    @property
    def cart_amount(self) -> Money:
        """The shopping cart, excluding fees."""
        return self.totals.cart_amount

    @property
    def tax_amount(self) -> Money:
        """The tax charged."""
        return self.totals.tax_amount

    @property
    def shipping_amount(self) -> Money:
        """The shipping charged."""
        return self.totals.shipping_amount

    @property
    def discount_amount(self) -> Money:
        """The discount, as a positive amount."""
        return self.totals.discount_amount
