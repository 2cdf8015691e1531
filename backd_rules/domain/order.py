"""An order as Backd returns it: totals, line items, contacts, refunds.

The names are the reference's. Adding a text field to a contact takes one line here and one in
`actions/update_order/request.py`.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from backd_rules.domain.arithmetic import line_amount, order_total
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.fields import (
    check_fields,
    choice,
    count,
    described,
    documented,
    many,
    number,
    one,
    text,
    timestamp,
)
from backd_rules.domain.money import Money, Quantity
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import Fault, Value, refuse

TOTAL_FORMULA: Final = "cart_amount + tax_amount + shipping_amount - discount_amount"
"""The amounts of `arithmetic.order_total`, for people."""

_EMAIL_LENGTH: Final = 254
_URL_LENGTH: Final = 2048


@documented
@attrs.frozen(getstate_setstate=False)
class PersonName(Value):
    """First and last name of a person. A `repr` does not show it, as it is personal."""

    first: str = attrs.field(repr=False, metadata=text("First name of the person."))
    last: str = attrs.field(repr=False, metadata=text("Last name of the person."))

    __attrs_post_init__ = check_fields


@documented
@attrs.frozen(kw_only=True, getstate_setstate=False)
class Address(Value):
    """A postal address; only `line2` may be `None`. A `repr` does not show it."""

    line1: str = attrs.field(repr=False, metadata=text("First address line."))
    line2: str | None = attrs.field(
        default=None, repr=False, metadata=text("Second address line (optional).", nullable=True)
    )
    city: str = attrs.field(repr=False, metadata=text("City of the address."))
    state: str = attrs.field(repr=False, metadata=text("State of the address."))
    zipcode: str = attrs.field(repr=False, metadata=text("Zip code of the address."))
    country: str = attrs.field(repr=False, metadata=text("Country of the address."))

    __attrs_post_init__ = check_fields


@documented
@attrs.frozen(kw_only=True, getstate_setstate=False)
class Contact(Value):
    """The person whom an order is shipped or billed to; only `company_name` may be `None`."""

    name: PersonName = attrs.field(
        repr=False, metadata=one("First and last name of a person.", PersonName)
    )
    company_name: str | None = attrs.field(
        default=None,
        repr=False,
        metadata=text("Name of the person's company (optional).", nullable=True),
    )
    address: Address = attrs.field(repr=False, metadata=one("Postal address.", Address))
    phone_number: str = attrs.field(repr=False, metadata=text("Phone number of the person."))
    email: str = attrs.field(
        repr=False, metadata=text("Email address of the person.", _EMAIL_LENGTH)
    )

    __attrs_post_init__ = check_fields


@documented
@attrs.frozen(getstate_setstate=False)
class LineItem(Value):
    """One line of an order: `qty` of an item at `unit_price` each.

    A `repr` shows neither the URLs nor the name, which may be personal (domain.md, N4 and N5).
    """

    display_name: str = attrs.field(repr=False, metadata=text("Display name of the item."))
    sku: str = attrs.field(metadata=text("Stock Keeping Unit (SKU) of the item."))
    unit_price: Money = attrs.field(
        metadata=number("Unit price of the item, in dollars.", Money),
    )
    qty: Quantity = attrs.field(
        metadata=number("Quantity of the item ordered, with at most three decimals.", Quantity)
    )
    item_image_url: str | None = attrs.field(
        default=None,
        repr=False,
        metadata=text("URL of the item's image (optional).", _URL_LENGTH, nullable=True),
    )
    item_url: str | None = attrs.field(
        default=None,
        repr=False,
        metadata=text("URL of the item's page (optional).", _URL_LENGTH, nullable=True),
    )
    amount_cents: int = attrs.field(
        init=False,
        eq=False,
        repr=False,
        metadata=described(
            "Computed: the amount of the line in cents, rounded half up. It can exceed `Money`."
        ),
    )

    def __attrs_post_init__(self) -> None:
        check_fields(self)
        amount = line_amount(self.unit_price.cents, self.qty.thousandths)
        object.__setattr__(self, "amount_cents", amount)


def unchecked_item(  # noqa: PLR0913, PLR0917
    name: str, sku: str, price: Money, qty: Quantity, image: str | None, url: str | None
) -> LineItem:
    """Build a `LineItem` from validated fields, in order of declaration."""
    amount = line_amount(price.cents, qty.thousandths)
    return _unchecked_item(name, sku, price, qty, image, url, amount)


_unchecked_item: Final = unchecked(LineItem)


def items_amount(items: tuple[LineItem, ...]) -> int:
    """Return the sum of the lines' amounts in cents, which can exceed `Money`."""
    total = 0
    for item in items:
        total += item.amount_cents
    return total


@documented
@attrs.frozen(kw_only=True, getstate_setstate=False)
class Refund(Value):
    """A refund of an order."""

    amount: Money = attrs.field(metadata=number("The amount of the refund, in dollars.", Money))
    create_date: str | None = attrs.field(
        default=None, metadata=timestamp("When the refund was requested.")
    )
    status: str = attrs.field(metadata=text("Status of the refund."))
    locked_at: str | None = attrs.field(
        default=None, metadata=timestamp("When the refund was locked, or will be.")
    )

    __attrs_post_init__ = check_fields


@documented
@attrs.frozen(getstate_setstate=False)
class Totals(Value):
    """The four amounts of an order and the total that follows from them (domain.md, T1).

    `order_total = cart_amount + tax_amount + shipping_amount - discount_amount`. Raises
    `ValueError` where it would be negative or larger than an amount can be (domain.md, T6).
    """

    cart_amount: Money = attrs.field(
        metadata=number("Total amount in the shopping cart excluding fees, in dollars.", Money)
    )
    tax_amount: Money = attrs.field(
        metadata=number("The amount of tax charged for the order, in dollars.", Money)
    )
    shipping_amount: Money = attrs.field(
        metadata=number("The amount of shipping charged for the order, in dollars.", Money)
    )
    discount_amount: Money = attrs.field(
        metadata=number(
            "The total discount amount applied to the order as positive number, in dollars.", Money
        )
    )
    order_total: Money = attrs.field(
        init=False,
        eq=False,
        metadata=number(
            f"Total order amount including all applicable fees, in dollars: {TOTAL_FORMULA}.",
            Money,
        ),
    )

    def __attrs_post_init__(self) -> None:
        check_fields(self)
        total = order_total(*(getattr(self, name).cents for name in AMOUNTS))
        if not 0 <= total <= MAX_SCALED:
            refuse(self, "order_total", Fault.OUT_OF_RANGE)
        object.__setattr__(self, "order_total", Money(cents=total))


AMOUNTS: Final = tuple(field.name for field in attrs.fields(Totals) if field.init)
"""The amounts that make the total, in the order in which `arithmetic.order_total` takes them."""


def _present_total(order: Order) -> Any:
    # `totals` is not checked yet: a wrong type is reported as that of `totals`.
    return getattr(order.totals, "order_total", None)


@documented
@attrs.frozen(getstate_setstate=False)
class Order(Value):
    """An order in Backd's system.

    Raises `TypeError` or `ValueError` that names the field which holds something else. The amounts
    of `totals` can be read here too: `order.order_total`, `order.tax_amount` (domain.md, F1).
    """

    backd_order_id: str = attrs.field(
        metadata=text("Unique identifier for the order in Backd's system.")
    )
    merchant_order_id: str = attrs.field(
        metadata=text("Unique identifier for the order in the merchant's system.")
    )
    status: OrderStatus = attrs.field(
        metadata=choice("Status of the order in Backd's system.", OrderStatus)
    )
    totals: Totals = attrs.field(metadata=one("The amounts of the order.", Totals))
    items: tuple[LineItem, ...] = attrs.field(
        default=(), metadata=many("List of items included in the order.", LineItem)
    )
    merchant_order_status: str | None = attrs.field(
        default=None, metadata=text("Status of the order in the merchant's system.")
    )
    shipping: Contact | None = attrs.field(
        default=None, metadata=one("Contains shipping details for the order.", Contact)
    )
    billing: Contact | None = attrs.field(
        default=None, metadata=one("Contains billing details for the order.", Contact)
    )
    create_date: str | None = attrs.field(
        default=None, metadata=timestamp("When the order was created.")
    )
    refunds: tuple[Refund, ...] = attrs.field(
        default=(), metadata=many("The order's refunds, where there are any.", Refund)
    )
    placed_total: Money = attrs.field(
        default=attrs.Factory(_present_total, takes_self=True),
        metadata=number(
            "The total at which the order was placed, in dollars: what increases are measured "
            "from. By default the present total.",
            Money,
        ),
    )
    increase_count: int = attrs.field(
        default=0, metadata=count("How many updates have raised the total. By default none.")
    )

    __attrs_post_init__ = check_fields

    @property
    def order_total(self) -> Money:
        """The total that the buyer owes."""
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
