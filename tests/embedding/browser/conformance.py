"""The conformance vectors of the installed package, decided anew wherever this runs.

Written by the page on their format, `vectors.md`, and by the public names alone. Pure, but for
reading the file; `report` is JSON text, so that any language can take it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any, Final

from backd_rules import Allowed, Denied, Order, Violation, decide_update, decide_updates, wire

Json = dict[str, Any]

_PARSERS: Final[Mapping[str, Callable[[object], object]]] = {
    "update": wire.parse_update,
    "updates": wire.parse_updates,
    "order": wire.parse_order,
    "limit": wire.parse_limit,
}


def report() -> str:
    """How many vectors of each list hold, and the names of those that do not."""
    file = resources.files("backd_rules") / "conformance" / "vectors.json"
    vectors = json.loads(file.read_text(encoding="utf-8"))
    held = {part: [(v["name"], _CHECKS[part](v)) for v in vectors[part]] for part in vectors}
    return json.dumps(
        {
            "passed": {part: sum(holds for _, holds in found) for part, found in held.items()},
            "failed": [name for found in held.values() for name, holds in found if not holds],
        }
    )


def _case_holds(case: Json) -> bool:
    order = wire.parse_order(case["order"])
    update, limit = wire.parse_update(case["update"]), wire.parse_limit(case["limit"])
    return _is_verdict(case, order, decide_update(order, update, limit))


def _batch_holds(batch: Json) -> bool:
    orders = {order.backd_order_id: order for order in map(wire.parse_order, batch["orders"])}
    updates, limit = wire.parse_updates(batch["updates"]), wire.parse_limit(batch["limit"])
    decisions = decide_updates(orders.values(), updates, limit)
    for update, decision, verdict in zip(updates, decisions, batch["verdicts"], strict=True):
        if not _is_verdict(verdict, orders.get(update.backd_order_id), decision):
            return False
        if decision.allowed:
            orders[update.backd_order_id] = decision.order
    return True


def _malformed_holds(malformed: Json) -> bool:
    return _are(_problems(malformed["reads"], malformed["payload"]), malformed["problems"])


def _text_holds(text: Json) -> bool:
    try:
        payload = wire.loads(text["text"])
    except wire.InvalidPayload as invalid:
        return _are(invalid.problems, text["problems"])
    return _are(_problems(text["reads"], payload), text["problems"])


_CHECKS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "cases": _case_holds,
    "batches": _batch_holds,
    "malformed": _malformed_holds,
    "texts": _text_holds,
}


def _is_verdict(verdict: Json, before: Order | None, decision: Allowed | Denied) -> bool:
    """Whether this was decided; an order is as it was `before` but for what `after` states."""
    match decision:
        case Allowed(order=order) if before:
            return verdict["allowed"] and {**_held(before), **verdict["after"]} == _held(order)
        case Denied(violations=violations):
            return not verdict["allowed"] and _are(violations, verdict["violations"])
    return False


def _held(order: Order) -> Json:
    return {**wire.dump_order(order), "increase_count": order.increase_count}


def _problems(reads: str, payload: object) -> tuple[wire.Problem, ...]:
    try:
        _PARSERS[reads](payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems
    return ()


def _are(reasons: Iterable[Violation | wire.Problem], places: list[Json]) -> bool:
    """Whether these are the reasons, in this order."""
    return [{"code": str(reason.code), "path": reason.path} for reason in reasons] == places
