"""The fields in which two orders differ. This module judges nothing."""

from __future__ import annotations

from types import NoneType
from typing import Final

import attrs

from backd_rules.actions.update_order.request import OrderUpdate, value_at
from backd_rules.domain.fields import (
    check_request,
    described,
    documented,
    field_paths,
    json_pointer,
)
from backd_rules.domain.item import LineItem
from backd_rules.domain.kinds import Many
from backd_rules.domain.money import Money
from backd_rules.domain.order import Order
from backd_rules.domain.refund import Refund
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import Value, check_type, refuse_type


@documented
@attrs.frozen(getstate_setstate=False)
class Change(Value):
    """One field that differs between two orders. A `repr` shows no value, as it may be personal.

    Raises `TypeError` or `ValueError` that names the field (domain.md, U2).

    >>> from backd_rules import Change, Money
    >>> change = Change("/tax_amount", Money.of(8), Money.of(9))
    >>> change.path, change.after
    ('/tax_amount', Money(cents=900))
    """

    path: str = attrs.field(metadata=json_pointer("An RFC 6901 JSON Pointer, as `/tax_amount`."))
    before: object = attrs.field(
        repr=False,
        metadata=described("The first order's value: `Money`, text, items, refunds or `None`."),
    )
    after: object = attrs.field(repr=False, metadata=described("The second order's value."))

    def __attrs_post_init__(self) -> None:
        check_request(self)
        _check_value(self, "before", self.before)
        _check_value(self, "after", self.after)


_SINGLE_VALUES: Final = (Money, str, OrderStatus, NoneType)
_SEVERAL_VALUES: Final = Many((LineItem, Refund))


def _check_value(change: Change, name: str, value: object) -> None:
    if isinstance(value, tuple):
        _SEVERAL_VALUES.accept(change, name, value)
    elif type(value) not in _SINGLE_VALUES:
        refuse_type(change, name, "Money, text, a tuple of items or refunds, or None", value)


_PATHS: Final = (*(path for path, _ in field_paths(OrderUpdate)), ("status",), ("refunds",))


def changes(before: Order, after: Order) -> tuple[Change, ...]:
    """Return the fields in which `after` differs from `before`, in the order of the request.

    Contacts are compared field by field and `items` as a whole, which is how an update replaces
    them. A changed status comes last but for `refunds`, which are compared as a whole. Raises
    `TypeError` for arguments of other types (domain.md, U2).

    >>> import attrs
    >>> from backd_rules import Money, Order, OrderStatus, Totals, changes
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> edited = attrs.evolve(order, totals=attrs.evolve(order.totals, tax_amount=Money.of(9)))
    >>> [change.path for change in changes(order, edited)]
    ['/order_total', '/tax_amount']
    """
    check_type(changes, "before", before, Order)
    check_type(changes, "after", after, Order)
    pairs = ((path, value_at(before, path), value_at(after, path)) for path in _PATHS)
    return tuple(Change("/" + "/".join(path), old, new) for path, old, new in pairs if old != new)
