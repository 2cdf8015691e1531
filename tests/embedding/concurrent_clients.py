"""Clients that update the same orders at the same time.

Each client owns one field of a contact, and writes the number of each request into it. So an order
shows the last update of every client that it contains. Each update also sets a fee, which all
clients share.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import attrs
import httpx
from support.examples import CONTACT, ORDER

from backd_rules import Address, Order, PersonName
from embedding.order_server import OrderServer

Json = dict[str, Any]
_T = TypeVar("_T")

FIELDS: Final = [
    (contact, part, field)
    for contact in ("shipping", "billing")
    for part, fields in {
        "name": ("first", "last"),
        "address": ("line1", "line2", "city", "state", "zipcode", "country"),
    }.items()
    for field in fields
]
"""The path of the field that each of the sixteen clients owns."""


def blank_order(backd_order_id: str) -> Order:
    """Return an order of 9150.00, with tax 100.00 and shipping 50.00, before any update."""
    address: Json = dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"), "0")
    contact = attrs.evolve(CONTACT, name=PersonName("0", "0"), address=Address(**address))
    return attrs.evolve(ORDER, backd_order_id=backd_order_id, shipping=contact, billing=contact)


def update_of(backd_order_id: str, client: int, number: int, **fees: float) -> Json:
    """Return the update with this number of a client."""
    contact, part, field = FIELDS[client]
    ids = {"backd_order_id": backd_order_id, "merchant_order_id": ORDER.merchant_order_id}
    return {**ids, contact: {part: {field: str(number)}}, **fees}


def numbers_in(data: Json) -> tuple[int, ...]:
    """Return the number of the last update of each client that the order contains."""
    return tuple(int(data[contact][part][field]) for contact, part, field in FIELDS)


def run_clients(
    server: OrderServer, clients: int, work: Callable[[int, OrderServer], _T]
) -> list[_T]:
    """Run `work` for each client in its own thread, with its own connection; return the results."""

    def run(client: int) -> _T:
        with httpx.Client(base_url=server.process.url, timeout=60) as http:
            return work(client, attrs.evolve(server, http=http))

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(run, range(clients)))
