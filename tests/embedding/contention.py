"""A linearizability check: sixteen clients update one order at once.

Each client writes a counter into its own field of a contact. So every accepted response shows which
updates came before it. That gives the only order in which the updates can have been stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from itertools import chain
from threading import Barrier
from typing import Any, Final

from support.examples import order as example_order

from backd_rules import Address, Contact, Order, PersonName, decide_update, wire
from embedding.samples import LIMIT, Json, Post

CLIENTS: Final = 16
ROUNDS: Final = 10
CEILING: Final = 9225

_BLANK: Final = Contact(
    name=PersonName("0", "0"),
    company_name="0",
    address=Address(line1="0", line2="0", city="0", state="0", zipcode="0", country="0"),
    phone_number="0",
    email="0",
)
CONTENDED: Final = example_order(backd_order_id="BO-4", shipping=_BLANK, billing=_BLANK)
"""An order placed at 9150.00: cart 9000.00, tax 100.00, shipping 50.00."""

_COUNTERS: Final = [
    (contact, *path)
    for contact in ("shipping", "billing")
    for path in (
        *(("name", field) for field in ("first", "last")),
        *(("address", field) for field in ("line1", "line2", "city", "state", "zipcode")),
        ("phone_number",),
    )
]
"""The path of each client's counter."""


def check_contention(connect: Callable[[], AbstractContextManager[Post]]) -> Order:
    """Assert that the updates took effect one after another, and return the final order."""
    responses = _update_at_once(connect)
    accepted = [
        (update, envelope["data"]) for update, envelope in responses if not envelope["error"]
    ]
    for _, envelope in responses:
        if envelope["error"]:
            [violation] = envelope["violations"]
            assert envelope["status"]["code"] == 422
            assert (violation["code"], violation["path"]) == (
                "increase_exceeds_limit",
                "/order_total",
            )
    # The highest tax and the highest shipping amount together exceed the ceiling.
    assert 0 < len(accepted) < len(responses) == CLIENTS * ROUNDS
    return _replay(accepted)


def _update_at_once(
    connect: Callable[[], AbstractContextManager[Post]],
) -> list[tuple[Json, Json]]:
    """Return the updates of every client, each with its response."""
    start = Barrier(CLIENTS, timeout=30)

    def run(client: int) -> list[tuple[Json, Json]]:
        updates = [_update(client, count) for count in range(1, ROUNDS + 1)]
        with connect() as post:
            start.wait()
            return [(update, post(json.dumps(update).encode())) for update in updates]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(chain.from_iterable(pool.map(run, range(CLIENTS))))


def _update(client: int, count: int) -> Json:
    """Return the client's update that sets its counter to `count` and adds 5.00 times `count`.

    Odd clients change the tax, even ones the shipping amount.
    """
    update: Json = {"backd_order_id": "BO-4", "merchant_order_id": "M-1"}
    if client % 2:
        update["tax_amount"] = 100 + 5 * count
    else:
        update["shipping_amount"] = 50 + 5 * count
    *parents, field = _COUNTERS[client]
    parent = update
    for name in parents:
        parent = parent.setdefault(name, {})
    parent[field] = str(count)
    return update


def _progress(data: Json) -> int:
    """Return the sum of all counters, which grows with every stored update."""
    total = 0
    for path in _COUNTERS:
        value: Any = data
        for name in path:
            value = value[name]
        total += int(value)
    return total


def _replay(accepted: list[tuple[Json, Json]]) -> Order:
    """Assert that the accepted updates, decided in turn, have the same responses."""
    order = CONTENDED
    for update, data in sorted(accepted, key=lambda pair: _progress(pair[1])):
        decision = decide_update(order, wire.parse_update(update), LIMIT)
        assert decision.allowed
        assert wire.dump_order(decision.order) == data
        assert data["order_total"] <= CEILING
        order = decision.order
    return order
