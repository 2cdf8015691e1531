"""Generate the conformance vectors: the cases of this package with the library's verdicts.

`vectors.md` describes the file. The tests compare each verdict with an independent model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from backd_rules import Decision, Order, Violation, decide_update, wire
from backd_rules.actions.update_order.decide import replay
from backd_rules.actions.update_order.request import CONTACTS, STATED_AMOUNTS
from conformance.cases import Batch, Case, Json
from conformance.contents import contact_cases, item_cases, text_cases
from conformance.limits import limit_cases
from conformance.malformed import Malformed, MalformedText, malformed, malformed_texts
from conformance.updates import (
    batches,
    id_cases,
    status_cases,
    total_cases,
    violation_cases,
)

_PARSERS: Final[Mapping[str, Callable[[object], object]]] = MappingProxyType(
    {
        "update": wire.parse_update,
        "updates": wire.parse_updates,
        "order": wire.parse_order,
        "limit": wire.parse_limit,
    }
)
_CASES: Final[tuple[Callable[[], Iterator[Case]], ...]] = (
    limit_cases,
    status_cases,
    id_cases,
    total_cases,
    item_cases,
    contact_cases,
    text_cases,
    violation_cases,
)
_CONTENTS: Final = ("merchant_order_status", *CONTACTS, "items")
"""The fields that an update can change, other than the amounts."""


def lines() -> Iterator[str]:
    """Yield the lines of the file, without line ends; each case is one line."""
    parts: dict[str, Iterable[Json]] = {
        "cases": (_case(case) for cases in _CASES for case in cases()),
        "batches": map(_batch, batches()),
        "malformed": map(_malformed, malformed()),
        "texts": map(_malformed_text, malformed_texts()),
    }
    yield "{"
    for name, vectors in parts.items():
        yield f'"{name}": ['
        yield ",\n".join(json.dumps(vector, separators=(",", ":")) for vector in vectors)
        yield "]" if name == [*parts][-1] else "],"
    yield "}"


def _case(case: Case) -> Json:
    order, limit = wire.parse_order(case.order), wire.parse_limit(case.limit)
    decision = decide_update(order, wire.parse_update(case.update), limit)
    return {**case._asdict(), **_verdict(order, decision)}


def _batch(batch: Batch) -> Json:
    orders, updates = map(wire.parse_order, batch.orders), wire.parse_updates(batch.updates)
    steps = replay(orders, updates, wire.parse_limit(batch.limit))
    verdicts = [_verdict(step.order, step.decision) for step in steps]
    return {**batch._asdict(), "verdicts": verdicts}


def _verdict(before: Order | None, decision: Decision) -> Json:
    if not decision.allowed:
        return {"allowed": False, "violations": _codes_and_paths(decision.violations)}
    after = wire.dump_order(decision.order)
    old = wire.dump_order(before) if before else {}
    changed = {n: after[n] for n in _CONTENTS if n in after and after[n] != old.get(n)}
    amounts = {name: after[name] for name in STATED_AMOUNTS}
    count = {"increase_count": decision.order.increase_count}
    return {"allowed": True, "after": {**amounts, **count, **changed}}


def _codes_and_paths(reasons: Iterable[Violation | wire.Problem]) -> list[Json]:
    return [{"code": str(reason.code), "path": reason.path} for reason in reasons]


def _malformed(case: Malformed) -> Json:
    problems = _problems(lambda: _PARSERS[case.reads](case.payload))
    return {**case._asdict(), "problems": problems}


def _malformed_text(case: MalformedText) -> Json:
    problems = _problems(lambda: _PARSERS[case.reads](wire.loads(case.text)))
    return {**case._asdict(), "problems": problems}


def _problems(parse: Callable[[], object]) -> list[Json]:
    try:
        parse()
    except wire.InvalidPayload as invalid:
        return _codes_and_paths(invalid.problems)
    return []
