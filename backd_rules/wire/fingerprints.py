"""The fingerprint of an order.

A server stores an order only if its fingerprint is still the one it decided on, and sends it as an
ETag. It is a hash of everything that the order holds, personal data too, and reveals none.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from backd_rules.domain.order import Order
from backd_rules.domain.values import check_type
from backd_rules.wire.payloads import dump_order


def fingerprint(order: Order) -> str:
    """Return the SHA-256 of `order` in hexadecimal: the same in every process and every Python.

    Two orders have the same fingerprint exactly if they are equal, including `placed_total` and
    `increase_count`. Raises `TypeError` for anything but an `Order` (domain.md, F4 and L8).

    >>> from backd_rules import Money, Order, OrderStatus, Totals, fingerprint
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> len(fingerprint(order)), fingerprint(order) == fingerprint(order.as_placed())
    (64, False)
    """
    check_type(fingerprint, "order", order, Order)
    placed = order.placed_total
    held = {
        **_without_nothing(dump_order(order)),
        "placed_total": None if placed is None else placed.cents,
        "increase_count": order.increase_count,
    }
    return digest(held)


def digest(payload: Any) -> str:
    """Return the SHA-256 of a payload of JSON types: the order of its fields does not count."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def _without_nothing(payload: Any) -> Any:
    """Return `payload` without `null` and empty arrays, which do not count in comparisons."""
    if isinstance(payload, list):
        return [_without_nothing(element) for element in payload]
    if not isinstance(payload, dict):
        return payload
    kept = ((name, value) for name, value in payload.items() if value is not None and value != [])
    return {name: _without_nothing(value) for name, value in kept}
