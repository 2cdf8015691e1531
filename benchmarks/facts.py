"""What the rules look at, as plain values: for the floor and for the peers.

Taken out of the value objects outside of what is timed, so that nobody pays for reading them but
the package itself.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from backd_rules import (
    UNSET,
    AddressUpdate,
    Basis,
    Combine,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    PersonNameUpdate,
)

Lines = tuple[tuple[int, int], ...]
"""Unit prices in cents with quantities in thousandths."""

Leaves = tuple[str | None, ...]
"""The texts of a contact that must be there when it is new; `None` for one that is not stated."""


class Facts(NamedTuple):
    """Cents, thousandths and hundredths as `int`; what is absent is `None`."""

    backd_order_id: str
    merchant_order_id: str
    own_backd_order_id: str
    own_merchant_order_id: str
    status: str
    cart: int | None
    tax: int | None
    shipping: int | None
    discount: int | None
    total: int | None
    items: Lines | None
    own_cart: int
    own_tax: int
    own_shipping: int
    own_discount: int
    own_total: int
    own_items: Lines
    placed_total: int
    increase_count: int
    max_increase: int | None
    max_increase_percent: int | None
    max_order_total: int | None
    max_increases: int | None
    higher: bool
    from_present: bool
    new_shipping: Leaves | None
    """Of a contact that the order did not have; `None` where nothing is new."""
    new_billing: Leaves | None


def facts(order: Order, update: OrderUpdate, limit: MerchantLimit) -> Facts:
    """The facts of one case."""
    percent = limit.max_increase_percent
    return Facts(
        update.backd_order_id,
        update.merchant_order_id,
        order.backd_order_id,
        order.merchant_order_id,
        str(order.status.value),
        _cents(update.cart_amount),
        _cents(update.tax_amount),
        _cents(update.shipping_amount),
        _cents(update.discount_amount),
        _cents(update.order_total),
        None if update.items is UNSET else _lines(update.items),
        order.cart_amount.cents,
        order.tax_amount.cents,
        order.shipping_amount.cents,
        order.discount_amount.cents,
        order.order_total.cents,
        _lines(order.items),
        order.placed_total.cents,
        order.increase_count,
        _cents(limit.max_increase),
        None if percent is None else percent.hundredths,
        _cents(limit.max_order_total),
        limit.max_increases,
        limit.combine is Combine.HIGHER,
        limit.measured_from is Basis.ORDER_TOTAL,
        _leaves(update.shipping) if order.shipping is None else None,
        _leaves(update.billing) if order.billing is None else None,
    )


def _cents(amount: object) -> int | None:
    return amount.cents if isinstance(amount, Money) else None


def _lines(items: tuple[LineItem, ...]) -> Lines:
    return tuple((item.unit_price.cents, item.qty.thousandths) for item in items)


_NO_NAME: Final = PersonNameUpdate()
_NO_ADDRESS: Final = AddressUpdate()


def _leaves(patch: object) -> Leaves | None:
    if not isinstance(patch, ContactUpdate):
        return None
    name = _NO_NAME if patch.name is UNSET else patch.name
    at = _NO_ADDRESS if patch.address is UNSET else patch.address
    texts = (
        *(name.first, name.last),
        *(at.line1, at.city, at.state, at.zipcode, at.country),
        *(patch.phone_number, patch.email),
    )
    return tuple(None if text is UNSET else text for text in texts)
