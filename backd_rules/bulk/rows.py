"""One row of a batch, from objects."""

from __future__ import annotations

from typing import Any

from backd_rules.actions.requests import UNSET
from backd_rules.actions.rules import backd_order_id_matches, merchant_order_id_matches
from backd_rules.actions.update_order.proposal import FEES
from backd_rules.actions.update_order.request import (
    CONTACTS,
    STATED_AMOUNTS,
    OrderUpdate,
    states_nothing,
)
from backd_rules.actions.update_order.rules import new_contacts_are_complete
from backd_rules.bulk.bits import CONTACT_PATHS
from backd_rules.bulk.columns import BASIS_CODES, COMBINE_CODES, STATUS_CODES, item_names
from backd_rules.bulk.overflow import bounded_sums
from backd_rules.domain.item import LineItem, items_amount, items_range
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.values import check_type

Row = dict[str, Any]


def to_row(order: Order, update: OrderUpdate, limit: MerchantLimit) -> Row:
    """Return a row of a batch: the columns of `ROWS` and of `LIMIT_COLUMNS` by name.

    The values are `int`, `bool` and `None`: amounts in cents, and no personal data. Raises
    `TypeError` for arguments of other types (domain.md, F4 and U1).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
    >>> from backd_rules.bulk import to_row
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
    >>> update = OrderUpdate("BO-1", "M-1", tax_amount=Money.of(9))
    >>> row = to_row(order, update, MerchantLimit(max_increase=Money.of(10)))
    >>> row["order_total"], row["new_tax_amount"], row["new_order_total"], row["max_increase"]
    (10000, 900, None, 1000)
    """
    check_type(to_row, "order", order, Order)
    check_type(to_row, "update", update, OrderUpdate)
    check_type(to_row, "limit", limit, MerchantLimit)
    return _order_columns(order) | _update_columns(order, update) | _limit_columns(limit)


def _order_columns(order: Order) -> Row:
    return {
        "status": STATUS_CODES[order.status],
        **{name: getattr(order, name).cents for name in ("cart_amount", *FEES, "order_total")},
        "placed_total": None if order.placed_total is None else order.placed_total.cents,
        "increase_count": order.increase_count,
        **_sums("", order.items),
    }


def _update_columns(order: Order, update: OrderUpdate) -> Row:
    stated = {name: getattr(update, name) for name in STATED_AMOUNTS}
    return {
        "backd_order_id_matches": not backd_order_id_matches(order, update),
        "merchant_order_id_matches": not merchant_order_id_matches(order, update),
        **{f"new_{name}": None if at is UNSET else at.cents for name, at in stated.items()},
        **_sums("new_", () if update.items is UNSET else update.items),
        "new_contacts": _new_contacts(order, update),
    }


def _limit_columns(limit: MerchantLimit) -> Row:
    increase, percent, total = limit.max_increase, limit.max_increase_percent, limit.max_order_total
    return {
        "max_increase": None if increase is None else increase.cents,
        "max_increase_percent": None if percent is None else percent.hundredths,
        "max_order_total": None if total is None else total.cents,
        "max_increases": limit.max_increases,
        "combine": COMBINE_CODES[limit.combine],
        "measured_from": BASIS_CODES[limit.measured_from],
    }


def _sums(prefix: str, items: tuple[LineItem, ...]) -> Row:
    names = item_names(prefix)
    if not items:
        return dict.fromkeys(names)
    lowest, highest = items_range(items)
    return dict(zip(names, bounded_sums(lowest, items_amount(items), highest), strict=True))


def _new_contacts(order: Order, update: OrderUpdate) -> int:
    missing = {violation.path for violation in new_contacts_are_complete(order, update)}
    flags = [path in missing for path in CONTACT_PATHS]
    for contact in CONTACTS:
        patch, present = getattr(update, contact), getattr(order, contact)
        flags.append(present is None and patch is not UNSET and not states_nothing(patch))
    return sum(flag << bit for bit, flag in enumerate(flags))
