"""The update that turns one order into another: what a shop sends after it has edited an order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import attrs

from backd_rules.actions.decision import Denied
from backd_rules.actions.update_order.decide import decide_update
from backd_rules.actions.update_order.proposal import FEES, propose_totals
from backd_rules.actions.update_order.request import (
    CONTACTS,
    PATCH_CLASSES,
    OrderUpdate,
)
from backd_rules.domain.fields import declarations
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.values import check_type, refuse


def update_between(before: Order, after: Order) -> OrderUpdate:
    """Return the smallest update that turns `before` into `after`.

    It states the fields that differ, but no amount that follows from others. An update that raises
    the total also raises a known `increase_count` by one. Raises `ValueError` where no update can
    do that, and names the field or the violation: another status or history, a total that does not
    follow, text that no request may state. Raises `TypeError` for arguments that are no orders
    (domain.md, U1 and U2).

    >>> import attrs
    >>> from backd_rules import Money, Order, OrderStatus, Totals, update_between
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> edited = attrs.evolve(order, totals=attrs.evolve(order.totals, tax_amount=Money.of(9)))
    >>> update_between(order, edited).tax_amount
    Money(cents=900)
    """
    check_type(update_between, "before", before, Order)
    check_type(update_between, "after", after, Order)
    ids = (before.backd_order_id, before.merchant_order_id)
    try:
        update = OrderUpdate(*ids, **dict(_stated(before, after)))
    except (TypeError, ValueError) as error:
        _refuse(f"has what no update may state: {error}")
    if propose_totals(before, update).cart_amount != after.cart_amount.cents:
        update = attrs.evolve(update, cart_amount=after.cart_amount)
    decision = decide_update(before, update, MerchantLimit.UNLIMITED)
    if isinstance(decision, Denied):
        reasons = "; ".join(violation.message for violation in decision.violations)
        _refuse(f"would be refused: {reasons}")
    if different := _different_fields(decision.order, after):
        _refuse(f"differs from what an update leads to: see {', '.join(different)}")
    return update


def _different_fields(one: Order, other: Order) -> list[str]:
    return [name for name in declarations(Order) if getattr(one, name) != getattr(other, name)]


def _refuse(reason: str) -> NoReturn:
    refuse(update_between, "after", reason)


def _stated(before: Order, after: Order) -> Iterator[tuple[str, Any]]:
    """Yield the fields, apart from the cart and the total, that an update must state."""
    for name in ("merchant_order_status", *FEES, "items"):
        if getattr(before, name) != getattr(after, name):
            yield name, getattr(after, name)
    for name in CONTACTS:
        old, new = getattr(before, name), getattr(after, name)
        if new is not None and old != new:
            yield name, _patch_between(old, new)


def _patch_between(before: Any, after: Any) -> Any:
    """Return the patch that turns the record `before`, which may be `None`, into `after`."""
    cls = type(after)
    stated = {}
    for name in declarations(cls):
        old, new = getattr(before, name, None), getattr(after, name)
        if old != new:
            stated[name] = _patch_between(old, new) if type(new) in PATCH_CLASSES else new
    return PATCH_CLASSES[cls](**stated)
