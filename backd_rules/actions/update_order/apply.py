"""Applying an update that the rules have accepted.

Results are built of validated parts and are not validated again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final, Literal, NamedTuple, TypeVar

from backd_rules.actions.requests import UNSET, Unset
from backd_rules.actions.update_order.proposal import FEES, ProposedTotals
from backd_rules.actions.update_order.request import (
    ContactUpdate,
    OrderUpdate,
    states_nothing,
)
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.contact import Address, Contact, PersonName
from backd_rules.domain.fields import declarations
from backd_rules.domain.kinds import One
from backd_rules.domain.money import Money
from backd_rules.domain.order import Order, Totals
from backd_rules.domain.values import Record

_T = TypeVar("_T")
_R = TypeVar("_R", bound=Record)
_Unset = Literal[Unset.UNSET]
_money: Final = unchecked(Money)
_totals: Final = unchecked(Totals)
_order: Final = unchecked(Order)


def apply_update(order: Order, update: OrderUpdate, proposed: ProposedTotals) -> Order:
    """Return `order` after an accepted update; `order` itself if nothing changes (domain.md, U1).

    A known `increase_count` grows by one exactly if the total grows (domain.md, L9).
    """
    totals = _apply_totals(order.totals, proposed)
    items = value_or(update.items, order.items)
    status = value_or(update.merchant_order_status, order.merchant_order_status)
    shipping, billing = order.shipping, order.billing
    if update.shipping is not UNSET:
        shipping = _apply_contact(shipping, update.shipping)
    if update.billing is not UNSET:
        billing = _apply_contact(billing, update.billing)
    count = order.increase_count
    # Equality of a tuple with itself compares each element, and an order may have many items.
    if (
        totals is order.totals
        and shipping is order.shipping
        and billing is order.billing
        and status == order.merchant_order_status
        and (items is order.items or items == order.items)
    ):
        return order
    return _order(
        order.stated_empty,
        order.backd_order_id,
        order.merchant_order_id,
        order.status,
        totals,
        items,
        status,
        shipping,
        billing,
        order.create_date,
        order.refunds,
        order.placed_total,
        None if count is None else count + proposed.is_increase,
        proposed.items_total,
    )


def value_or(stated: _T | _Unset, present: _T) -> _T:
    """Return the stated value, or the present one if the update states none."""
    return present if stated is UNSET else stated


def _apply_totals(present: Totals, proposed: ProposedTotals) -> Totals:
    cart, total = present.cart_amount, present.order_total
    same_cart = cart.cents == proposed.cart_amount
    same_total = total.cents == proposed.computed_total
    if same_cart and same_total and proposed.fees == _fees_of(present):
        return present
    return _totals(
        cart if same_cart else _money(proposed.cart_amount),
        *proposed.fees,
        present.adjustment,
        total if same_total else _money(proposed.computed_total),
    )


_fees_of: Final = attrgetter(*FEES)


def _apply_contact(contact: Contact | None, patch: ContactUpdate) -> Contact | None:
    """Return the contact after `patch`, which changes nothing if it states nothing (U3)."""
    return contact if states_nothing(patch) else _apply_patch(contact, patch, Contact)


class _PatchedField(NamedTuple):
    """The reader of a field, for a record and its patch, and the class of a record inside."""

    read: Callable[[Any], Any]
    record: type[Any] | None


_FIELDS: Final[Mapping[type, tuple[_PatchedField, ...]]] = {
    record: tuple(
        _PatchedField(
            attrgetter(name), declared.kind.cls if isinstance(declared.kind, One) else None
        )
        for name, declared in declarations(record).items()
    )
    for record in (PersonName, Address, Contact)
}


def _apply_patch(record: _R | None, patch: Any, cls: type[_R]) -> _R:
    """Return the record of `cls` with what `patch` states; `record` itself if nothing changes.

    Nested records are patched field by field, as RFC 7396 does (domain.md, U2).
    """
    present = cls() if record is None else record
    values: list[Any] = []
    changed = False
    for read, nested in _FIELDS[cls]:
        old, new = read(present), read(patch)
        if new is UNSET:
            new = old
        elif nested is not None:
            new = _apply_patch(old, new, nested)
            changed = changed or new is not old
        else:
            changed = changed or new != old
        values.append(new)
    return unchecked(cls)(present.stated_empty, *values) if changed else present
