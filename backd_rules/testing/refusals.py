"""Strategies for updates that are refused, for a reason of one's choice, by construction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    UNSET,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderUpdate,
    Quantity,
    ViolationCode,
)
from backd_rules.actions.update_order.request import CONTACT_LEAVES, CONTACTS
from backd_rules.domain.arithmetic import QUANTITY_UNIT
from backd_rules.domain.checks import CLEARABLE
from backd_rules.domain.limit import binding_cap, increases_left
from backd_rules.domain.order import items_amount
from backd_rules.domain.status import next_status
from backd_rules.testing.numbers import MAX, near_boundaries
from backd_rules.testing.records import carts, texts
from backd_rules.testing.requests import (
    check_arguments,
    complete_contact_updates,
    patch_of,
    updates_for,
    updates_reaching_total,
)

_Updates = st.SearchStrategy[OrderUpdate]


def denied_updates(
    order: Order, limit: MerchantLimit, *, code: ViolationCode | None = None
) -> st.SearchStrategy[OrderUpdate]:
    """Updates that are refused with `code`, and perhaps with others; by default with any code.

    Raises `InvalidArgument` for a code that no update of this order under this limit can get.
    Amounts that are wrong are mostly so by a cent. Shrinks to little more than what earns
    the refusal.
    """
    check_arguments(order, limit)
    if code is not None and type(code) is not ViolationCode:
        raise InvalidArgument("code must be a ViolationCode or None")
    wanted = ViolationCode if code is None else (code,)
    found = [updates for one in wanted if (updates := _DENIALS[one](order, limit)) is not None]
    if not found:
        raise InvalidArgument(f"no update of this order under this limit is refused as {code}")
    # `one_of` would take the branches of each apart, and draw those of the most branches most.
    return st.sampled_from(found).flatmap(_itself)


def _itself(updates: _Updates) -> _Updates:
    return updates


def _never(order: Order, limit: MerchantLimit) -> None:
    """An unknown order is a matter of batches: an update of one order has that order."""


def _other_backd_order_id(order: Order, limit: MerchantLimit) -> _Updates:
    other = _lines_but("backd_order_id", order.backd_order_id)
    return _with(updates_for(order, limit=limit), backd_order_id=other)


def _other_merchant_order_id(order: Order, limit: MerchantLimit) -> _Updates:
    other = _lines_but("merchant_order_id", order.merchant_order_id)
    return _with(updates_for(order, limit=limit), merchant_order_id=other)


def _lines_but(field: str, text: str) -> st.SearchStrategy[str]:
    """What a text field may hold other than `text`."""
    instead = "0" if text != "0" else "1"
    return texts(field).map(lambda other: instead if other == text else other)


def _with(updates: _Updates, **fields: st.SearchStrategy[Any]) -> _Updates:
    """`updates` that state `fields` instead of what they did."""
    return st.builds(attrs.evolve, updates, **fields)


def _of_a_status_that_forbids(order: Order, limit: MerchantLimit) -> _Updates | None:
    allowed = next_status(order.status, OrderAction.UPDATE_ORDER) is not None
    return None if allowed else updates_for(order, limit=limit)


def _with_an_incomplete_contact(order: Order, limit: MerchantLimit) -> _Updates | None:
    new = [name for name in CONTACTS if getattr(order, name) is None]
    if not new:
        return None
    patches = st.builds(_without, complete_contact_updates(), _LEAVES_LEFT_OUT)
    return st.sampled_from(new).flatmap(
        lambda name: _with(updates_for(order, limit=limit), **{name: patches})
    )


_REQUIRED: Final = [leaf for leaf in CONTACT_LEAVES if leaf[-1] not in CLEARABLE]
_LEAVES_LEFT_OUT: Final = st.lists(st.sampled_from(_REQUIRED), min_size=1, unique=True)


def _without(patch: Any, leaves: list[tuple[str, ...]]) -> ContactUpdate:
    """`patch`, a contact's, with `leaves` unset."""
    for first, *rest in leaves:
        part = _without(getattr(patch, first), [tuple(rest)]) if rest else UNSET
        patch = attrs.evolve(patch, **{first: part})
    contact: ContactUpdate = patch
    return contact


def _out_of_range(order: Order, limit: MerchantLimit) -> _Updates:
    over = near_boundaries([MAX + 1], MAX + 1, 2 * MAX).flatmap(
        lambda total: updates_reaching_total(order, total)
    )
    ways = [over, _with_items_over(order, MAX)]
    if order.cart_amount < Money.MAX:
        ways.append(_below_zero(order))
    return st.one_of(ways)


def _below_zero(order: Order) -> _Updates:
    """Updates whose discount is more than the cart, which is less than the most it can be."""
    cart = order.cart_amount.cents
    no_fees = {"tax_amount": Money.ZERO, "shipping_amount": Money.ZERO}
    return near_boundaries([cart + 1], cart + 1, MAX).map(
        lambda cents: patch_of(order, {**no_fees, "discount_amount": Money(cents=cents)})
    )


def _with_items_over(order: Order, cents: int) -> _Updates:
    """Updates with one item of more than `cents`, at least MAX and at most MAX * 10**11."""
    qty = Quantity(thousandths=MAX)
    dearer = cents * QUANTITY_UNIT // MAX + 2
    prices = near_boundaries([dearer], dearer, MAX)
    return prices.map(
        lambda price: patch_of(order, {"items": [LineItem("0", "0", Money(cents=price), qty)]})
    )


def _other_than(cents: int) -> st.SearchStrategy[Money]:
    """Amounts that are not `cents`, mostly a cent beside it."""
    beside = [other for other in (cents + 1, cents - 1) if 0 <= other <= MAX]
    others = st.integers(0, MAX - 1).map(lambda other: other + (other >= cents))
    return (st.sampled_from(beside) | others if beside else others).map(
        lambda other: Money(cents=other)
    )


@st.composite
def _with_another_cart(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> OrderUpdate:
    new = not order.items or draw(st.booleans())
    items = draw(carts(min_size=1)) if new else order.items
    fields: dict[str, Any] = {"items": items} if new else {}
    return patch_of(order, {**fields, "cart_amount": draw(_other_than(items_amount(items)))})


@st.composite
def _with_another_total(draw: st.DrawFn, order: Order, limit: MerchantLimit) -> OrderUpdate:
    total = draw(near_boundaries([order.order_total.cents, binding_cap(order, limit)[0]], 0, MAX))
    update = draw(updates_reaching_total(order, total))
    return attrs.evolve(update, order_total=draw(_other_than(total)))


def _above_the_limit(order: Order, limit: MerchantLimit) -> _Updates:
    return _above(order, max(order.order_total.cents, binding_cap(order, limit)[0]))


def _once_too_often(order: Order, limit: MerchantLimit) -> _Updates | None:
    if increases_left(order, limit) != 0:
        return None
    return _above(order, order.order_total.cents)


def _above(order: Order, cents: int) -> _Updates:
    """Updates that lead to a total of more than `cents`; only an item is as dear as it takes."""
    if cents >= MAX:
        return _with_items_over(order, cents + MAX)
    return near_boundaries([cents + 1], cents + 1, MAX).flatmap(
        lambda total: updates_reaching_total(order, total)
    )


_DENIALS: Final[Mapping[ViolationCode, Callable[[Order, MerchantLimit], _Updates | None]]] = {
    ViolationCode.UNKNOWN_ORDER: _never,
    ViolationCode.BACKD_ORDER_ID_MISMATCH: _other_backd_order_id,
    ViolationCode.MERCHANT_ORDER_ID_MISMATCH: _other_merchant_order_id,
    ViolationCode.STATUS_FORBIDS_UPDATE: _of_a_status_that_forbids,
    ViolationCode.CONTACT_INCOMPLETE: _with_an_incomplete_contact,
    ViolationCode.AMOUNT_OUT_OF_RANGE: _out_of_range,
    ViolationCode.CART_AMOUNT_MISMATCH: _with_another_cart,
    ViolationCode.ORDER_TOTAL_MISMATCH: _with_another_total,
    ViolationCode.INCREASE_EXCEEDS_LIMIT: _above_the_limit,
    ViolationCode.TOO_MANY_INCREASES: _once_too_often,
}
"""By code, the updates that get it: `None` where no update of that order does."""
