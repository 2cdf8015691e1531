"""Contests of the package with itself: what the thousandth item and the last update cost.

Per item and per update: where both grow in line with what there is to do, the ratios are 1 or
less, for what is done once is shared by more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import starmap
from typing import Any, Final

from backd_rules import decide_update, decide_updates, wire
from benchmarks import payloads
from benchmarks.cases import case
from benchmarks.harness import Contest, Contestant, calls

GROUP: Final = "growth"
BATCH: Final = "batch"
HUNDRED: Final = "100 items"
_THOUSAND: Final = "1,000 items"
_COUNTS: Final = {_THOUSAND: 1000, HUNDRED: 100, "10 items": 10, "1 item": 1}
ALONE: Final = "one at a time"
_UPDATES: Final = 10_000


def contests() -> Iterator[Contest]:
    """Deciding and parsing, by items; deciding, by updates."""
    yield _by_items("decide, per item", _decided)
    yield _by_items("parse, per item", _parsed)
    orders, updates, limit = _orders_and_updates()
    pairs = [(order, update, limit) for order, update in zip(orders, updates, strict=True)]
    batch = calls("a batch of 10,000", decide_updates, orders, updates, limit)
    alone = calls(ALONE, lambda: list(starmap(decide_update, pairs)))
    yield Contest(
        BATCH,
        "decide, per update",
        (_per(batch, _UPDATES), _per(alone, _UPDATES)),
        subject=batch.name,
        loops=1,
    )


def _by_items(name: str, work: Callable[[str, int], Contestant]) -> Contest:
    contestants = tuple(_per(work(name, count), count) for name, count in _COUNTS.items())
    return Contest(GROUP, name, contestants, subject=_THOUSAND)


def _decided(name: str, count: int) -> Contestant:
    return calls(name, decide_update, *case(payloads.order(count), payloads.new_totals(count)))


def _parsed(name: str, count: int) -> Contestant:
    return calls(name, wire.parse_update, payloads.with_contacts(count))


def _per(one: Contestant, count: int) -> Contestant:
    """`one`, whose work is so many things, for each of them."""
    return one._replace(pieces=count)


def _orders_and_updates() -> tuple[Any, Any, Any]:
    """Ten thousand orders of one item, and an update of each."""
    ids = [{"backd_order_id": f"BO-{number:05}"} for number in range(_UPDATES)]
    order, update = payloads.order(1), payloads.new_totals(1)
    return (
        [wire.parse_order({**order, **id_}) for id_ in ids],
        [wire.parse_update({**update, **id_}) for id_ in ids],
        wire.parse_limit(payloads.LIMIT),
    )
