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
from backd_rules.actions.decision import Decision, decide_update, decide_updates
from backd_rules.actions.update_order.request import AMOUNTS, CONTACTS
from backd_rules.domain.order import Order
from conformance.cases import Batch, Case, Json
from conformance.contents import contact_cases, item_cases, text_cases
from conformance.limits import limit_cases
from conformance.malformed import Malformed, Text, malformed, texts
from conformance.updates import (
    batches,
    fault_cases,
    id_cases,
    status_cases,
    total_cases,
)

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
    problems = _problems(lambda: _PARSERS[case.reads](case.payload))
    return {**case._asdict(), "problems": problems}


def _text(case: Text) -> Json:
    problems = _problems(lambda: _PARSERS[case.reads](wire.loads(case.text)))
    return {**case._asdict(), "problems": problems}


def _problems(read: Callable[[], object]) -> list[Json]:
    problems: tuple[wire.Problem, ...] = ()
    try:
        read()
    except wire.InvalidPayload as invalid:
        problems = invalid.problems
    return _places(problems)
