"""Many clients that update the same orders at once, and what each was answered.

Each client owns one field of a contact, into which it writes the number of each of its requests:
so an order shows of every client which update it holds. Each also states a fee, which all share.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import attrs
import httpx
from support.examples import CONTACT, ORDER

from backd_rules import Order
from embedding.shop import Shop

Json = dict[str, Any]
_Done = TypeVar("_Done")

FIELDS: Final = [
    (contact, part, field)
    for contact in ("shipping", "billing")
    for part, fields in {
        "name": ("first", "last"),
        "address": ("line1", "line2", "city", "state", "zipcode", "country"),
    }.items()
    for field in fields
]
"""The place in an order that each client owns: sixteen of them."""


def blank_order(backd_order_id: str) -> Order:
    """An order of 9150.00, with a fee of 100.00 and one of 50.00, that no client has updated."""
    nobody = {"first": "0", "last": "0"}
    nowhere = dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"), "0")
    contact = attrs.evolve(
        CONTACT,
        name=attrs.evolve(CONTACT.name, **nobody),
        address=attrs.evolve(CONTACT.address, **nowhere),
    )
    return attrs.evolve(ORDER, backd_order_id=backd_order_id, shipping=contact, billing=contact)


def update_of(backd_order_id: str, client: int, number: int, **fees: float) -> Json:
    """The update that a client states as its `number`-th."""
    contact, part, field = FIELDS[client]
    ids = {"backd_order_id": backd_order_id, "merchant_order_id": ORDER.merchant_order_id}
    return {**ids, contact: {part: {field: str(number)}}, **fees}


def numbers_in(data: Json) -> tuple[int, ...]:
    """Of each client, the number of its last update that the order holds."""
    return tuple(int(data[contact][part][field]) for contact, part, field in FIELDS)


def at_once(shop: Shop, clients: int, work: Callable[[int, Shop], _Done]) -> list[_Done]:
    """What `work` returns for each client, each of which asks over a connection of its own."""

    def one(client: int) -> _Done:
        with httpx.Client(base_url=shop.server.url, timeout=60) as http:
            return work(client, attrs.evolve(shop, http=http))

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(one, range(clients)))
