"""One short text that two orders share exactly if they are equal.

A server stores an order only if its fingerprint is still the one it decided on, and hands it out
as an ETag. It is a hash of everything that an order holds, personal data too, and shows none.
"""

from __future__ import annotations

import json
from hashlib import sha256

from backd_rules.domain.order import Order
from backd_rules.wire import dump_order


def fingerprint(order: Order) -> str:
    """The SHA-256 of `order` in hexadecimal digits: the same in every process and every Python.

    Equal orders have equal fingerprints, and different ones different. What only the limit is
    measured with, `placed_total` and `increase_count`, counts as the rest does.
    """
    held = {
        **dump_order(order),
        "placed_total": order.placed_total.cents,
        "increase_count": order.increase_count,
    }
    text = json.dumps(held, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()
