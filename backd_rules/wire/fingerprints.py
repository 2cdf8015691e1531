"""The fingerprint of an order.

A server stores an order only if its fingerprint is still the one it decided on, and sends it as an
ETag. It is a hash of everything that the order holds, personal data too, and reveals none.
"""

from __future__ import annotations

import json
from hashlib import sha256

from backd_rules.domain.order import Order
from backd_rules.wire.payloads import dump_order


def fingerprint(order: Order) -> str:
    """Return the SHA-256 of `order` in hexadecimal: the same in every process and every Python.

    Two orders have the same fingerprint exactly if they are equal, including `placed_total` and
    `increase_count`.
    """
    held = {
        **dump_order(order),
        "placed_total": order.placed_total.cents,
        "increase_count": order.increase_count,
    }
    text = json.dumps(held, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()
