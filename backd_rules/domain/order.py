"""An order as Backd returns it: totals, and the line items, contacts and refunds that it holds.

These are records, which are read as they are: a text may be anything that can be encoded, or `None`
where it is absent (domain.md, F1 to F7). The names are the reference's.
"""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.contact import Contact
from backd_rules.domain.fields import (
    check_record,
    choice,
    count,
    described,
    documented,
    many,
    number,
    one,
    text,
)
from backd_rules.domain.item import LineItem, items_amount
from backd_rules.domain.money import Money, WideMoney
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.refund import Refund
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.timestamps import TIMESTAMP_FORMAT
from backd_rules.domain.values import Record, Value, check_type, refuse

TOTAL_FORMULA: Final = "cart_amount + tax_amount + shipping_amount - discount_amount"
"""The amounts of `arithmetic.order_total`, for people."""


@documented
@attrs.frozen(getstate_setstate=False)
class Totals(Value):
    """The four amounts of an order, its adjustment, and the total that follows, in dollars.

    `order_total = cart_amount + tax_amount + shipping_amount - discount_amount`, plus the
    adjustment. Raises `ValueError` where it would be negative or larger than an amount can be, and
    `TypeError` for amounts of other types (domain.md, F5, F7, T1 and T6).

    >>> from backd_rules import Money, Totals
    >>> Totals(Money.of(100), tax_amount=Money.of("8.25"), discount_amount=Money.of(5)).order_total
    Money(cents=10325)
    """

    cart_amount: Money = attrs.field(
        metadata=number("Total amount in the shopping cart excluding fees, in dollars.", Money)
    )
    tax_amount: Money = attrs.field(
        default=Money.ZERO,
        metadata=number("The amount of tax charged for the order, in dollars.", Money),
    )
    shipping_amount: Money = attrs.field(
        default=Money.ZERO,
        metadata=number("The amount of shipping charged for the order, in dollars.", Money),
    )
    discount_amount: Money = attrs.field(
        default=Money.ZERO,
        metadata=number(
            "The total discount amount applied to the order as positive number, in dollars.", Money
        ),
    )
    adjustment: Money = attrs.field(
        default=Money.ZERO,
        metadata=described(
            "Fees or credits that no update has a field for, in dollars; may be negative."
        ),
    )
    order_total: Money = attrs.field(
        init=False,
        eq=False,
        metadata=number(
            f"Total order amount including all applicable fees, in dollars: {TOTAL_FORMULA}, "
            "plus the adjustment.",
            Money,
        ),
    )

    def __attrs_post_init__(self) -> None:
        check_record(self)
        if type(self.adjustment) is not WideMoney:
            check_type(self, "adjustment", self.adjustment, Money)
        cart, tax, shipping, discount = (getattr(self, name).cents for name in AMOUNTS)
        total = order_total(cart, tax, shipping, discount, self.adjustment.cents)
        if not 0 <= total <= MAX_SCALED:
            refuse(self, "order_total", f"must be from {Money.ZERO} to {Money.MAX}")
        object.__setattr__(self, "order_total", Money(cents=total))


AMOUNTS: Final = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
"""The amounts that make the total, in the order in which `arithmetic.order_total` takes them."""


@documented
@attrs.frozen(getstate_setstate=False)
class Order(Record):
    """An order in Backd's system, as recorded.

    The amounts of `totals` can be read here too, in dollars. Raises `TypeError` or `ValueError`
    that names the field which holds something else (domain.md, F1 to F7).

    >>> from backd_rules import Money, Order, OrderStatus, Totals
    >>> totals = Totals(Money.of(100), tax_amount=Money.of("8.25"))
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, totals)
    >>> order.cart_amount + order.tax_amount + order.shipping_amount - order.discount_amount
    Money(cents=10825)
    >>> str(order.order_total)
    '108.25'
    """

    backd_order_id: str = attrs.field(
        metadata=text("Unique identifier for the order in Backd's system.", identifies=True)
    )
    merchant_order_id: str = attrs.field(
        metadata=text("Unique identifier for the order in the merchant's system.", identifies=True)
    )
    status: OrderStatus = attrs.field(
        metadata=choice("Status of the order in Backd's system.", OrderStatus)
    )
    totals: Totals = attrs.field(metadata=one("The amounts of the order.", Totals))
    items: tuple[LineItem, ...] = attrs.field(
        default=(),
        metadata=many("List of items included in the order.", LineItem),
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
        default=None, metadata=text(f"When the order was created: {TIMESTAMP_FORMAT}.")
    )
    refunds: tuple[Refund, ...] = attrs.field(
        default=(), metadata=many("The order's refunds, where there are any.", Refund)
    )
    placed_total: Money | None = attrs.field(
        default=None,
        metadata=number(
            "The total at which the order was placed, in dollars: the base of most limits. `None` "
            "if it is not known.",
            Money,
        ),
    )
    increase_count: int | None = attrs.field(
        default=None,
        metadata=count("How many updates have raised the total. `None` if it is not known."),
    )
    items_cents: int = attrs.field(
        init=False,
        eq=False,
        repr=False,
        metadata=described(
            "Computed: the sum of the items in cents, each line half up. It can exceed `Money`."
        ),
    )

    def __attrs_post_init__(self) -> None:
        check_record(self)
        object.__setattr__(self, "items_cents", items_amount(self.items))

    def as_placed(self) -> Order:
        """Return the order with its present total as `placed_total`, and no increases.

        `place` does this. Call it for an order that was placed elsewhere and never updated, once,
        and store the history from then on. On the response to an update it would make every new
        total the base of the next increase. Never raises (domain.md, L8).

        >>> from backd_rules import Money, Order, OrderStatus, Totals
        >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
        >>> order.placed_total, order.as_placed().placed_total, order.as_placed().increase_count
        (None, Money(cents=10000), 0)
        """
        return attrs.evolve(self, placed_total=self.order_total, increase_count=0)

    @property
    def order_total(self) -> Money:
        """The total that the buyer owes, in dollars."""
        return self.totals.order_total

    @property
    def cart_amount(self) -> Money:
        """The shopping cart, excluding fees, in dollars."""
        return self.totals.cart_amount

    @property
    def tax_amount(self) -> Money:
        """The tax charged, in dollars."""
        return self.totals.tax_amount

    @property
    def shipping_amount(self) -> Money:
        """The shipping charged, in dollars."""
        return self.totals.shipping_amount

    @property
    def discount_amount(self) -> Money:
        """The discount, as a positive amount in dollars."""
        return self.totals.discount_amount
