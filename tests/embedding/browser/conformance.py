"""Run the conformance vectors of the installed package.

`conformance/vectors.md` in the package describes their format. This module uses public names only,
and does no I/O except to read the vectors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any, Final

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    Order,
    Violation,
    decide_update,
    decide_updates,
    wire,
)

Json = dict[str, Any]

_PARSERS: Final[Mapping[str, Callable[[object], object]]] = {
    "update": wire.parse_update,
    "updates": wire.parse_updates,
    "order": wire.parse_order,
    "limit": wire.parse_limit,
}


def report() -> str:
    """Return, as JSON, the number of vectors that pass in each list and the names of the others."""
    file = resources.files("backd_rules") / "conformance" / "vectors.json"
    vectors = json.loads(file.read_text(encoding="utf-8"))
    results = {
        part: [(v["name"], _passes(_CHECKS[part], v)) for v in vectors[part]] for part in vectors
    }
    return json.dumps(
        {
            "passed": {part: sum(ok for _, ok in found) for part, found in results.items()},
            "failed": [name for found in results.values() for name, ok in found if not ok],
        }
    )


def _passes(check: Callable[[Json], bool], vector: Json) -> bool:
    try:
        return check(vector)
    except wire.InvalidPayload:  # The vector is well-formed.
        return False


def _case_passes(case: Json) -> bool:
    order = wire.parse_order(case["order"])
    update, limit = wire.parse_update(case["update"]), wire.parse_limit(case["limit"])
    return _matches(case, order, decide_update(order, update, limit))


def _batch_passes(batch: Json) -> bool:
    orders = {order.backd_order_id: order for order in map(wire.parse_order, batch["orders"])}
    updates, limit = wire.parse_updates(batch["updates"]), wire.parse_limit(batch["limit"])
    decisions = decide_updates(orders.values(), updates, limit)
    for update, decision, verdict in zip(updates, decisions, batch["verdicts"], strict=True):
        if not _matches(verdict, orders.get(update.backd_order_id), decision):
            return False
        if decision.allowed:
            orders[update.backd_order_id] = decision.order
    return True


def _record_passes(record: Json) -> bool:
    written = wire.dump_stored_order(wire.parse_order(record["order"]))
    return json.dumps(written, sort_keys=True) == json.dumps(record["written"], sort_keys=True)


def _malformed_passes(malformed: Json) -> bool:
    problems = _problems(lambda: _PARSERS[malformed["reads"]](malformed["payload"]))
    return problems == malformed["problems"]


def _text_passes(text: Json) -> bool:
    parse = _PARSERS[text["reads"]]
    if "payload" in text:
        return parse(wire.loads(text["text"])) == parse(text["payload"])
    return _problems(lambda: parse(wire.loads(text["text"]))) == text["problems"]


_CHECKS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "cases": _case_passes,
    "batches": _batch_passes,
    "records": _record_passes,
    "malformed": _malformed_passes,
    "texts": _text_passes,
}


def _matches(verdict: Json, before: Order | None, decision: Decision) -> bool:
    """Return whether the decision is the expected one. `after` lists only the changed fields."""
    match decision:
        case Allowed(order=order) if before:
            return verdict["allowed"] and {**_fields(before), **verdict["after"]} == _fields(order)
        case Denied(violations=violations):
            found = [{**_code_and_path(v), "facts": v.facts} for v in violations]
            return not verdict["allowed"] and found == verdict["violations"]
    return False


def _fields(order: Order) -> Json:
    return {**wire.dump_order(order), "increase_count": order.increase_count}


def _problems(parse: Callable[[], object]) -> list[Json]:
    try:
        parse()
    except wire.InvalidPayload as invalid:
        return [_code_and_path(problem) for problem in invalid.problems]
    return []


def _code_and_path(reason: Violation | wire.Problem) -> Json:
    return {"code": str(reason.code), "path": reason.path}
