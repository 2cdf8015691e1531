"""The conformance vectors: what the package says of hand-chosen cases, as lines of one JSON file.

For whoever writes the rules in another language; `vectors.md` says how to read the file, and the
tests hold each verdict to an independent model. The cases are those of the tables beside this
file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules import wire
from backd_rules._cases import Batch, Case, Json
from backd_rules._cases_malformed import Malformed, Text, malformed, texts
from backd_rules._cases_of_contents import contact_cases, item_cases, text_cases
from backd_rules._cases_of_limits import limit_cases
from backd_rules._cases_of_updates import (
    batches,
    fault_cases,
    id_cases,
    status_cases,
    total_cases,
)
from backd_rules.decision import Decision, decide_update, decide_updates
from backd_rules.order import Order
from backd_rules.update import AMOUNTS, CONTACTS

_PARSERS: Final[Mapping[str, Callable[[object], object]]] = MappingProxyType(
    {
        "update": wire.parse_update,
        "updates": wire.parse_updates,
        "order": wire.parse_order,
        "limit": wire.parse_limit,
    }
)
_CASES: Final = (
    limit_cases,
    status_cases,
    id_cases,
    total_cases,
    item_cases,
    contact_cases,
    text_cases,
    fault_cases,
)
_CHANGING: Final = ("merchant_order_status", *CONTACTS, "items")
"""What an update can change beside the amounts."""


def lines() -> Iterator[str]:
    """The file, one case a line."""
    parts: dict[str, Iterable[Json]] = {
        "cases": (_case(case) for make in _CASES for case in make()),
        "batches": map(_batch, batches()),
        "malformed": map(_malformed, malformed()),
        "texts": map(_text, texts()),
    }
    yield "{"
    for name, things in parts.items():
        yield f'"{name}": ['
        yield ",\n".join(json.dumps(thing, separators=(",", ":")) for thing in things)
        yield "]" if name == [*parts][-1] else "],"
    yield "}"


def _case(case: Case) -> Json:
    order, limit = wire.parse_order(case.order), wire.parse_limit(case.limit)
    decision = decide_update(order, wire.parse_update(case.update), limit)
    return {**case._asdict(), **_verdict(order, decision)}


def _batch(batch: Batch) -> Json:
    orders = {order.backd_order_id: order for order in map(wire.parse_order, batch.orders)}
    updates = wire.parse_updates(batch.updates)
    decisions = decide_updates(orders.values(), updates, wire.parse_limit(batch.limit))
    verdicts = []
    for update, decision in zip(updates, decisions, strict=True):
        verdicts.append(_verdict(orders.get(update.backd_order_id), decision))
        if decision.allowed:
            orders[update.backd_order_id] = decision.order
    return {**batch._asdict(), "verdicts": verdicts}


def _verdict(before: Order | None, decision: Decision) -> Json:
    if not decision.allowed:
        return {"allowed": False, "violations": _places(decision.violations)}
    after = wire.dump_order(decision.order)
    held = wire.dump_order(before) if before else {}
    changed = {n: after[n] for n in _CHANGING if n in after and after[n] != held.get(n)}
    amounts = {name: after[name] for name in AMOUNTS}
    count = {"increase_count": decision.order.increase_count}
    return {"allowed": True, "after": {**amounts, **count, **changed}}


def _places(reasons: Iterable[Any]) -> list[Json]:
    return [{"code": str(reason.code), "path": reason.path} for reason in reasons]


def _malformed(case: Malformed) -> Json:
    return {**case._asdict(), "problems": _problems(case.reads, case.payload)}


def _text(case: Text) -> Json:
    try:
        payload = wire.loads(case.text)
    except wire.InvalidPayload as invalid:
        return {**case._asdict(), "problems": _places(invalid.problems)}
    return {**case._asdict(), "problems": _problems(case.reads, payload)}


def _problems(reads: str, payload: object) -> list[Json]:
    try:
        _PARSERS[reads](payload)
    except wire.InvalidPayload as invalid:
        return _places(invalid.problems)
    return []
