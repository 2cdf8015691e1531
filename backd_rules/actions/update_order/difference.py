"""What an update changed: the fields in which two orders differ. It judges nothing."""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.actions.update_order.request import AMOUNTS, CONTACT_LEAVES, CONTACTS, at
from backd_rules.domain.order import Order
from backd_rules.domain.values import Value


@attrs.frozen(getstate_setstate=False)
class Change(Value):
    """One field that differs between two orders: `path` is an RFC 6901 JSON Pointer.

    `before` and `after` are what the orders hold there (`Money`, text, items; `None` for nothing).
    They may be personal and are not shown in a `repr`.
    """

    path: str
    before: object = attrs.field(repr=False)
    after: object = attrs.field(repr=False)


_LEAVES: Final = (
    ("backd_order_id",),
    ("merchant_order_id",),
    ("merchant_order_status",),
    *((amount,) for amount in AMOUNTS),
    *((contact, *leaf) for contact in CONTACTS for leaf in CONTACT_LEAVES),
    ("items",),
)


def changes(before: Order, after: Order) -> tuple[Change, ...]:
    """What an update changed, field by field, in the order of the request's fields.

    Contacts are compared leaf by leaf, `items` as a whole, for that is how they are replaced.
    """
    pairs = ((leaf, at(before, leaf), at(after, leaf)) for leaf in _LEAVES)
    return tuple(Change("/" + "/".join(leaf), old, new) for leaf, old, new in pairs if old != new)
