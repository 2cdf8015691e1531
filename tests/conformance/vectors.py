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
from conformance.batches import batches
from conformance.cases import Batch, Case, Json, RecordCase
from conformance.contents import contact_cases, text_cases
from conformance.history import adjustment_cases, fee_cases, history_cases
from conformance.items import item_cases, mismatch_cases
from conformance.limits import limit_cases
from conformance.malformed import Malformed, malformed
from conformance.records import record_cases
from conformance.texts import TextCase, texts
from conformance.updates import id_cases, status_cases, total_cases, violation_cases

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
    history_cases,
    status_cases,
    id_cases,
    total_cases,
    adjustment_cases,
    fee_cases,
    item_cases,
    mismatch_cases,
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
        "records": map(_record, record_cases()),
        "malformed": map(_malformed, malformed()),
        "texts": map(_text, texts()),
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
        return {"allowed": False, "violations": [*map(_violation, decision.violations)]}
    after = wire.dump_stored_order(decision.order)
    old = wire.dump_stored_order(before) if before else {}
    changed = {n: after[n] for n in _CONTENTS if n in after and after[n] != old.get(n)}
    known = {name: after[name] for name in STATED_AMOUNTS}
    if decision.order.increase_count is not None:
        known["increase_count"] = decision.order.increase_count
    return {"allowed": True, "after": {**known, **changed}}


def _violation(violation: Violation) -> Json:
    return {**_code_and_path(violation), "facts": violation.facts}


def _code_and_path(reason: Violation | wire.Problem) -> Json:
    return {"code": str(reason.code), "path": reason.path}


def _record(case: RecordCase) -> Json:
    return {**case._asdict(), "written": wire.dump_stored_order(wire.parse_order(case.order))}


def _malformed(case: Malformed) -> Json:
    problems = _problems(lambda: _PARSERS[case.reads](case.payload))
    return {**case._asdict(), "problems": problems}


def _text(case: TextCase) -> Json:
    problems = _problems(lambda: _PARSERS[case.reads](wire.loads(case.text)))
    stated = {name: value for name, value in case._asdict().items() if value is not None}
    return {**stated, "problems": problems}


def _problems(parse: Callable[[], object]) -> list[Json]:
    try:
        parse()
    except wire.InvalidPayload as invalid:
        return [*map(_code_and_path, invalid.problems)]
    return []
