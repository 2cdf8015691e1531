"""Run the conformance vectors of the installed package.

`conformance/vectors.md` in the package describes their format. This module uses public names only,
and does no I/O except to read the vectors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any, Final

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    Order,
    Violation,
    cancel,
    confirm,
    decide_update,
    decide_updates,
    delete_refund,
    place,
    refund_lock_time,
    request_refund,
    wire,
)

Json = dict[str, Any]

_PARSERS: Final[Mapping[str, Callable[[object], object]]] = {
    "update": wire.parse_update,
    "updates": wire.parse_updates,
    "order": wire.parse_order,
    "limit": wire.parse_limit,
    "ids": wire.parse_ids,
    "both_ids": wire.parse_both_ids,
    "refund_request": wire.parse_refund_request,
}
_ACTIONS: Final[Mapping[str, tuple[str, Callable[..., Decision]]]] = {
    "order_placed": ("both_ids", place),
    "confirm_order": ("ids", confirm),
    "cancel_order": ("ids", cancel),
    "refund": ("refund_request", request_refund),
    "delete_refund": ("ids", delete_refund),
}
"""The type of the payload of each action, and its decision."""
_FILES: Final = ("vectors.json", "actions.json")


def report() -> str:
    """Return, as JSON, the number of vectors that pass in each list and the names of the others."""
    folder = resources.files("backd_rules") / "conformance"
    results: dict[str, list[tuple[str, bool]]] = {}
    for name in _FILES:
        for part, vectors in json.loads((folder / name).read_text(encoding="utf-8")).items():
            found = [(vector["name"], _passes(_CHECKS[part], vector)) for vector in vectors]
            results.setdefault(part, []).extend(found)
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


def _action_passes(case: Json) -> bool:
    reads, decide = _ACTIONS[case["action"]]
    order = wire.parse_order(case["order"])
    request: Any = _PARSERS[reads](case["request"])
    times = [_moment(case["at"])] if "at" in case else []
    match decide(order, request, *times):
        case Allowed(order=after):
            expected = {**wire.dump_stored_order(order), **case.get("after", {})}
            return case["allowed"] and wire.dump_stored_order(after) == expected
        case Denied(violations=violations):
            return not case["allowed"] and _refusal(violations) == case["violations"]
    return False


def _lock_time_passes(case: Json) -> bool:
    return refund_lock_time(_moment(case["submitted_at"])) == _moment(case["locked_at"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_CHECKS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "cases": _case_passes,
    "batches": _batch_passes,
    "records": _record_passes,
    "malformed": _malformed_passes,
    "texts": _text_passes,
    "actions": _action_passes,
    "lock_times": _lock_time_passes,
}


def _matches(verdict: Json, before: Order | None, decision: Decision) -> bool:
    """Return whether the decision is the expected one. `after` lists only the changed fields."""
    match decision:
        case Allowed(order=order) if before:
            return verdict["allowed"] and {**_fields(before), **verdict["after"]} == _fields(order)
        case Denied(violations=violations):
            return not verdict["allowed"] and _refusal(violations) == verdict["violations"]
    return False


def _refusal(violations: tuple[Violation, ...]) -> list[Json]:
    return [{**_code_and_path(v), "facts": v.facts} for v in violations]


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
