"""Generate the conformance vectors: the cases of this package with the library's verdicts.

`vectors.md` describes the two files. The tests compare each verdict with an independent model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from backd_rules import (
    Decision,
    Denied,
    Order,
    Violation,
    cancel,
    confirm,
    decide_update,
    delete_refund,
    place,
    refund_lock_time,
    request_refund,
    wire,
)
from backd_rules.actions.update_order.decide import replay
from backd_rules.actions.update_order.request import CONTACTS, STATED_AMOUNTS
from backd_rules.domain.timestamps import timestamp
from conformance.actions import action_cases
from conformance.batches import batches
from conformance.cases import ActionCase, Batch, Case, Json, LockTimeCase, RecordCase
from conformance.contents import contact_cases, text_cases
from conformance.history import adjustment_cases, fee_cases, history_cases
from conformance.items import item_cases, mismatch_cases
from conformance.limits import limit_cases
from conformance.lock_times import lock_time_cases
from conformance.malformed import Malformed, malformed
from conformance.malformed_requests import malformed_requests
from conformance.records import record_cases
from conformance.refunds import refund_cases
from conformance.texts import TextCase, texts
from conformance.updates import id_cases, status_cases, total_cases, violation_cases

_PARSERS: Final[Mapping[str, Callable[[object], object]]] = MappingProxyType(
    {
        "update": wire.parse_update,
        "updates": wire.parse_updates,
        "order": wire.parse_order,
        "limit": wire.parse_limit,
        "ids": wire.parse_ids,
        "both_ids": wire.parse_both_ids,
        "refund_request": wire.parse_refund_request,
    }
)
_ACTIONS: Final[Mapping[str, tuple[str, Callable[..., Decision]]]] = MappingProxyType(
    {
        "order_placed": ("both_ids", place),
        "confirm_order": ("ids", confirm),
        "cancel_order": ("ids", cancel),
        "refund": ("refund_request", request_refund),
        "delete_refund": ("ids", delete_refund),
    }
)
"""The type of the payload of each action other than the update, and its decision."""
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


def lines(file: str) -> Iterator[str]:
    """Yield the lines of a file, without line ends; each case is one line."""
    parts = FILES[file]()
    yield "{"
    for name, vectors in parts.items():
        yield f'"{name}": ['
        yield ",\n".join(json.dumps(vector, separators=(",", ":")) for vector in vectors)
        yield "]" if name == [*parts][-1] else "],"
    yield "}"


def _of_updates() -> dict[str, Iterable[Json]]:
    return {
        "cases": (_case(case) for cases in _CASES for case in cases()),
        "batches": map(_batch, batches()),
        "records": map(_record, record_cases()),
        "malformed": map(_malformed, malformed()),
        "texts": map(_text, texts()),
    }


def _of_other_actions() -> dict[str, Iterable[Json]]:
    return {
        "actions": map(_action, (*action_cases(), *refund_cases())),
        "lock_times": map(_lock_time, lock_time_cases()),
        "malformed": map(_malformed, malformed_requests()),
    }


FILES: Final = MappingProxyType({"vectors.json": _of_updates, "actions.json": _of_other_actions})
"""The lists of each file, in their order."""


def _case(case: Case) -> Json:
    order, limit = wire.parse_order(case.order), wire.parse_limit(case.limit)
    decision = decide_update(order, wire.parse_update(case.update), limit)
    return {**case._asdict(), **_verdict(order, decision)}


def _batch(batch: Batch) -> Json:
    orders, updates = map(wire.parse_order, batch.orders), wire.parse_updates(batch.updates)
    steps = replay(orders, updates, wire.parse_limit(batch.limit))
    verdicts = [_verdict(step.order, step.decision) for step in steps]
    return {**batch._asdict(), "verdicts": verdicts}


def _action(case: ActionCase) -> Json:
    reads, decide = _ACTIONS[case.action]
    order, request = wire.parse_order(case.order), _PARSERS[reads](case.request)
    times = () if case.at is None else (_moment(case.at),)
    decision = decide(order, request, *times)
    if isinstance(decision, Denied):
        return {**_stated(case), **_refusal(decision.violations)}
    old, new = map(wire.dump_stored_order, (order, decision.order))
    changed = {name: value for name, value in new.items() if value != old.get(name)}
    return {**_stated(case), "allowed": True, "after": changed}


def _lock_time(case: LockTimeCase) -> Json:
    locked_at = refund_lock_time(_moment(case.submitted_at))
    return {**case._asdict(), "locked_at": timestamp(locked_at)}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


def _verdict(before: Order | None, decision: Decision) -> Json:
    if isinstance(decision, Denied):
        return _refusal(decision.violations)
    after = wire.dump_stored_order(decision.order)
    old = wire.dump_stored_order(before) if before else {}
    changed = {n: after[n] for n in _CONTENTS if n in after and after[n] != old.get(n)}
    known = {name: after[name] for name in STATED_AMOUNTS}
    if decision.order.increase_count is not None:
        known["increase_count"] = decision.order.increase_count
    return {"allowed": True, "after": {**known, **changed}}


def _refusal(violations: tuple[Violation, ...]) -> Json:
    return {"allowed": False, "violations": [*map(_violation, violations)]}


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
    return {**_stated(case), "problems": problems}


def _stated(case: ActionCase | TextCase) -> Json:
    """Return the fields of a case, without those that it does not have."""
    return {name: value for name, value in case._asdict().items() if value is not None}


def _problems(parse: Callable[[], object]) -> list[Json]:
    try:
        parse()
    except wire.InvalidPayload as invalid:
        return [*map(_code_and_path, invalid.problems)]
    return []
