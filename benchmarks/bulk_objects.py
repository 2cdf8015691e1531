"""The decisions of a batch by `decide_update` and `decide_updates`, from objects made of its rows.

Only rows of `portfolio` can be objects: the lines of an item follow from the three sums of a row
only where these are close together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from backd_rules import (
    UNSET,
    AddressUpdate,
    Allowed,
    ContactUpdate,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    PersonNameUpdate,
    Quantity,
    Totals,
    UnitPrice,
    ceiling,
    decide_update,
    decide_updates,
    headroom,
)
from backd_rules.actions.update_order.request import STATED_AMOUNTS
from backd_rules.bulk import DECISIONS, ROWS
from backd_rules.bulk.bits import CONTACT_PATHS, VIOLATION_BITS
from backd_rules.bulk.columns import LIMIT_COLUMNS, STATUS_CODES
from backd_rules.domain.limit import CAPS, Basis, Combine
from backd_rules.domain.money import Percent, money_or_wide

Row = dict[str, Any]
_STATUSES = {code: status for status, code in STATUS_CODES.items()}
_COMBINES, _BASES = tuple(Combine), tuple(Basis)
_BITS = {found: 1 << bit for bit, found in enumerate(VIOLATION_BITS)}
_ONE = Quantity(thousandths=1_000)
_ROUNDED_UP = LineItem("item", "SKU-2", UnitPrice(millionths=5_000), _ONE)
_ROUNDED_DOWN = LineItem("item", "SKU-3", UnitPrice(millionths=1_000), _ONE)
_EACH = len(CONTACT_PATHS) // 2


class Case(NamedTuple):
    """The arguments of `decide_update`."""

    order: Order
    update: OrderUpdate
    limit: MerchantLimit


def rows_of(batch: pa.RecordBatch) -> list[Row]:
    """Return the rows of a batch: twice as fast as `to_pylist`."""
    names = [name for name in batch.schema.names if name in {*ROWS.names, *LIMIT_COLUMNS.names}]
    columns = (batch.column(name).to_pylist() for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def case_of(row: Row, limit: MerchantLimit | None, order_id: str = "BO-1") -> Case:
    """Return the objects of a row whose order exists."""
    order = _order_of(row, order_id)
    return Case(order, _update_of(row, order_id), limit or _limit_of(row))


def _order_of(row: Row, order_id: str) -> Order:
    cart, tax, shipping, discount, total = (row[name] or 0 for name in _AMOUNTS)
    adjustment = total - (cart + tax + shipping - discount)
    placed = row["placed_total"]
    return Order(
        order_id,
        "M-1",
        _STATUSES[row["status"]],
        Totals(
            *(_money(cart), _money(tax), _money(shipping), _money(discount)),
            adjustment=money_or_wide(adjustment),
        ),
        _items_of(row, ""),
        placed_total=None if placed is None else _money(placed),
        increase_count=row["increase_count"],
    )


def _update_of(row: Row, order_id: str) -> OrderUpdate:
    stated = {name: row[f"new_{name}"] for name in STATED_AMOUNTS}
    amounts: Any = {name: _money(cents) for name, cents in stated.items() if cents is not None}
    if items := _items_of(row, "new_"):
        amounts["items"] = items
    if contacts := row["new_contacts"]:
        amounts |= _contacts_of(contacts)
    return OrderUpdate(
        order_id if row["backd_order_id_matches"] else f"{order_id}-other",
        "M-1" if row["merchant_order_id_matches"] else "M-2",
        **amounts,
    )


_AMOUNTS = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount", "order_total")


def _money(cents: int) -> Money:
    return Money(cents=cents)


def _items_of(row: Row, prefix: str) -> tuple[LineItem, ...]:
    """Return lines with the three sums of a row."""
    half_up = row[f"{prefix}items_half_up"]
    if half_up is None:
        return ()
    up = half_up - row[f"{prefix}items_lowest"]
    down = row[f"{prefix}items_highest"] - half_up
    price = UnitPrice(millionths=(half_up - up) * 10_000)
    return (LineItem("item", "SKU-1", price, _ONE), *(_ROUNDED_UP,) * up, *(_ROUNDED_DOWN,) * down)


def _contacts_of(bits: int) -> dict[str, ContactUpdate]:
    found = {}
    for number, name in enumerate(("shipping", "billing")):
        if bits >> 2 * _EACH + number & 1:
            stated = [bits >> number * _EACH + bit & 1 for bit in range(_EACH)]
            texts: list[Any] = [UNSET if missing else "text" for missing in stated]
            found[name] = ContactUpdate(
                name=PersonNameUpdate(*texts[:2]),
                address=AddressUpdate(
                    line1=texts[2],
                    city=texts[3],
                    state=texts[4],
                    zipcode=texts[5],
                    country=texts[6],
                ),
                phone_number=texts[7],
                email=UNSET if texts[8] is UNSET else "a@example.com",
            )
    return found


def _limit_of(row: Row) -> MerchantLimit:
    increase, percent, total = (row[name] for name in CAPS)
    return MerchantLimit(
        None if increase is None else _money(increase),
        None if percent is None else Percent(hundredths=percent),
        None if total is None else _money(total),
        row["max_increases"],
        _COMBINES[row["combine"]],
        _BASES[row["measured_from"]],
    )


def from_columns(batch: pa.RecordBatch, limit: MerchantLimit | None) -> pa.RecordBatch:
    """Return the decisions about a batch, in which every order exists."""
    found = []
    for row in rows_of(batch):
        order, update, agreed = case_of(row, limit)
        found.append(_decision_row(order, decide_update(order, update, agreed), agreed))
    return _to_arrow(found)


def histories(batch: pa.RecordBatch) -> tuple[list[Order], list[OrderUpdate]]:
    """Return the orders and the updates of histories, the arguments of `decide_updates`."""
    orders, updates = [], []
    ids = batch.column("backd_order_id").to_pylist()
    for order_id, history in groupby(zip(ids, rows_of(batch), strict=True), itemgetter(0)):
        for number, (_, row) in enumerate(history):
            if number == 0:
                orders.append(_order_of(row, order_id))
            updates.append(_update_of(row, order_id))
    return orders, updates


def decided_histories(
    orders: Sequence[Order], updates: Sequence[OrderUpdate], limit: MerchantLimit
) -> pa.RecordBatch:
    """Return the decisions of `decide_updates`, as a batch."""
    present = {order.backd_order_id: order for order in orders}
    found = []
    for update, decision in zip(updates, decide_updates(orders, updates, limit), strict=True):
        order = present[update.backd_order_id]
        found.append(_decision_row(order, decision, limit))
        if isinstance(decision, Allowed):
            present[update.backd_order_id] = decision.order
    return _to_arrow(found)


def _decision_row(order: Order, decision: Any, limit: MerchantLimit) -> tuple[Any, ...]:
    refused = 0
    if not decision.allowed:
        for violation in decision.violations:
            refused |= _BITS[violation.code, violation.path]
    after = decision.order if decision.allowed else order
    totals = after.totals
    highest = bound_by = left = None
    with suppress(ValueError):  # The limit needs a history that is unknown.
        cap = ceiling(after, limit)
        highest, bound_by = cap.total.cents, CAPS.index(cap.bound_by)
    if highest is not None or after.status is not OrderStatus.ORDER_PLACED:
        left = headroom(after, limit).cents
    amounts = totals.cart_amount, totals.tax_amount, totals.shipping_amount, totals.discount_amount
    cents = (*(amount.cents for amount in amounts), totals.order_total.cents, after.increase_count)
    return (not refused, refused, *cents, highest, bound_by, left, None)


def _to_arrow(found: Iterable[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(DECISIONS, zip(*found, strict=True), strict=True)
    return pa.RecordBatch.from_arrays([pa.array(c, f.type) for f, c in columns], schema=DECISIONS)
