"""Sixteen clients raise one order at once; what they were answered must have happened in turn.

Each client counts in a field of its own, so that every accepted answer shows which updates it
stands on: that puts the accepted ones into the one order in which they can have been stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier
from typing import Final

from support.examples import order

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
CONTENDED: Final = order(backd_order_id="BO-4", shipping=_BLANK, billing=_BLANK)
"""Placed at 9150.00: a cart of 9000.00, a tax of 100.00, shipping of 50.00."""

_PLACES: Final = [
    (contact, *place)
    for contact in ("shipping", "billing")
    for place in (
        *(("name", field) for field in ("first", "last")),
        *(("address", field) for field in ("line1", "line2", "city", "state", "zipcode")),
        ("phone_number",),
    )
]
"""The field of each client."""


def raises_in_turn(connect: Callable[[], AbstractContextManager[Post]]) -> Order:
    """Assert that all is as if one client had been served after the other; what is then stored."""
    answers = _raise_at_once(connect)
    accepted = [(update, answer["data"]) for update, answer in answers if not answer["error"]]
    for _, answer in answers:
        if answer["error"]:
            [violation] = answer["violations"]
            assert answer["status"]["code"] == 422
            assert (violation["code"], violation["path"]) == (
                "increase_exceeds_limit",
                "/order_total",
            )
    # The last raise of the tax and the last one of shipping do not fit below the ceiling together.
    assert 0 < len(accepted) < len(answers) == CLIENTS * ROUNDS
    return _one_after_another(accepted)


def _raise_at_once(
    connect: Callable[[], AbstractContextManager[Post]],
) -> list[tuple[Json, Json]]:
    """Every client's updates, each with its answer."""
    start = Barrier(CLIENTS, timeout=30)

    def run(client: int) -> list[tuple[Json, Json]]:
        updates = [_update(client, count) for count in range(1, ROUNDS + 1)]
        with connect() as post:
            start.wait()
            return [(update, post(json.dumps(update).encode())) for update in updates]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [answer for answers in pool.map(run, range(CLIENTS)) for answer in answers]


def _update(client: int, count: int) -> Json:
    """Raises the tax or the shipping to 50.00 more in the end, and counts in the client's field."""
    update: Json = {"backd_order_id": "BO-4", "merchant_order_id": "M-1"}
    if client % 2:
        update["tax_amount"] = 100 + 5 * count
    else:
        update["shipping_amount"] = 50 + 5 * count
    *parents, field = _PLACES[client]
    inner = update
    for parent in parents:
        inner = inner.setdefault(parent, {})
    inner[field] = str(count)
    return update


def _progress(data: Json) -> int:
    """How far all the clients together had come: it grows with every update that is stored."""
    total = 0
    for place in _PLACES:
        inner = data
        for step in place:
            inner = inner[step]
        total += int(str(inner))
    return total


def _one_after_another(accepted: list[tuple[Json, Json]]) -> Order:
    now = CONTENDED
    for update, data in sorted(accepted, key=lambda answer: _progress(answer[1])):
        decision = decide_update(now, wire.parse_update(update), LIMIT)
        assert decision.allowed
        assert wire.dump_order(decision.order) == data
        assert data["order_total"] <= CEILING
        now = decision.order
    return now
