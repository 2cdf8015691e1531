"""An order as Backd returns it: totals, line items, contacts, refunds.

The names are the reference's. Each class checks what it is given; only what is derived from checked
parts comes from its `unchecked_` way. Knows nothing of updates.
"""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.domain.arithmetic import line_amount, order_total
from backd_rules.domain.checks import (
    check_amount,
    check_count,
    check_text,
    check_texts,
    check_timestamp,
    check_type,
    keep_tuple,
)
from backd_rules.domain.money import MAX_SCALED, Money, Quantity, unchecked_money
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import Fault, Value, refuse, unchecked


@attrs.frozen(getstate_setstate=False)
class PersonName(Value):
    """First and last name of a person; not shown in a `repr`. Raises on anything but two lines."""

    first: str = attrs.field(repr=False)
    last: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self, "first", "last")


unchecked_name: Final = unchecked(PersonName)


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


unchecked_address: Final = unchecked(Address)


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


unchecked_contact: Final = unchecked(Contact)


@attrs.frozen(getstate_setstate=False)
class LineItem(Value):
    """One line of an order: `qty` of an item at `unit_price` each, which is never negative.

    The URLs may be `None`; they and the name, which may be personal, are not shown in a `repr`.
    `amount_cents` follows: what the line adds to the cart, rounded half up to the cent; it may be
    more than `Money` can hold. Source: domain.md, Amounts (`qty`).
    """

    display_name: str = attrs.field(repr=False)
    sku: str
    unit_price: Money
    qty: Quantity
    item_image_url: str | None = attrs.field(default=None, repr=False)
    item_url: str | None = attrs.field(default=None, repr=False)
    amount_cents: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self, "display_name", "sku", "item_image_url", "item_url")
        check_amount(self, "unit_price", self.unit_price)
        check_type(self, "qty", self.qty, Quantity)
        amount = line_amount(self.unit_price.cents, self.qty.thousandths)
        object.__setattr__(self, "amount_cents", amount)


_unchecked_item: Final = unchecked(LineItem)


def unchecked_item(  # noqa: PLR0913, PLR0917
    name: str, sku: str, price: Money, qty: Quantity, image: str | None, url: str | None
) -> LineItem:
    """A line item of what its fields hold, in order, where that is known to be right."""
    amount = line_amount(price.cents, qty.thousandths)
    return _unchecked_item(name, sku, price, qty, image, url, amount)


def items_amount(items: tuple[LineItem, ...]) -> int:
    """The sum of the lines' amounts in cents; may be more than `Money` can hold."""
    total = 0
    for item in items:
        total += item.amount_cents
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
        object.__setattr__(self, "order_total", unchecked_money(total))


unchecked_totals: Final = unchecked(Totals)


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


unchecked_order: Final = unchecked(Order)
