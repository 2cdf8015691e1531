"""JSON-shaped dicts to value objects and back, and the response envelope.

`parse_*` takes what a JSON decoder gives (numbers as `int`, `float` or `Decimal`) and raises
`InvalidPayload` with every problem, and nothing else, whatever JSON value it is given. `dump_*`
and the envelopes are dicts of JSON types, dollars as numbers. `loads` is the strict reader.
Source: the reference; domain.md, The request and The response.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.actions.decision import Decision
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.actions.violations import Violation, ViolationCode
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.wire.codecs import MALFORMED, Kind
from backd_rules.wire.containers import Array
from backd_rules.wire.problems import InvalidPayload, Problem, ProblemCode
from backd_rules.wire.strict_json import MAX_BYTES, loads
from backd_rules.wire.tables import LIMIT, ORDER, UPDATE

__all__ = [
    "HTTP_STATUSES",
    "MAX_BYTES",
    "InvalidPayload",
    "Problem",
    "ProblemCode",
    "dump_limit",
    "dump_order",
    "dump_stored_order",
    "dump_update",
    "error_response",
    "loads",
    "parse_limit",
    "parse_order",
    "parse_update",
    "parse_updates",
    "response",
]


def _parse(kind: Kind, payload: object) -> Any:
    try:
        return kind.read(payload)
    except MALFORMED:
        problems = kind.problems(payload, ())
    raise InvalidPayload(problems)


def parse_order(payload: object) -> Order:
    """The order of a response's `data`; also reads `placed_total` and `increase_count`.

    Fields it does not know are ignored, and `null` in an optional field is its absence.
    """
    order: Order = _parse(ORDER, payload)
    return order


def parse_update(payload: object) -> OrderUpdate:
    """The update that a request's body states; a field it does not know is a problem."""
    update: OrderUpdate = _parse(UPDATE, payload)
    return update


_UPDATES: Final = Array(UPDATE)


def parse_updates(payload: object) -> tuple[OrderUpdate, ...]:
    """The updates of a batch: an array, never empty, of what `parse_update` takes."""
    updates: tuple[OrderUpdate, ...] = _parse(_UPDATES, payload)
    return updates


def parse_limit(payload: object) -> MerchantLimit:
    """The limit that a person wrote, by the names of `MerchantLimit`; dollars and percent."""
    limit: MerchantLimit = _parse(LIMIT, payload)
    return limit


def dump_order(order: Order) -> dict[str, Any]:
    """The `data` of a response: what the reference documents, without what is not there."""
    dumped = dump_stored_order(order)
    del dumped["placed_total"], dumped["increase_count"]
    return dumped


def dump_stored_order(order: Order) -> dict[str, Any]:
    """All of an order, to be kept: `dump_order` and what the limit is measured with.

    `parse_order` reads it back as an equal order.
    """
    dumped: dict[str, Any] = ORDER.write(order)
    if not order.refunds:
        del dumped["refunds"]
    return dumped


def dump_update(update: OrderUpdate) -> dict[str, Any]:
    """The body of a request: the fields that are stated, cleared ones as `None`."""
    dumped: dict[str, Any] = UPDATE.write(update)
    return dumped


def dump_limit(limit: MerchantLimit) -> dict[str, Any]:
    """What `parse_limit` reads: dollars, percent and words, without terms not agreed."""
    dumped: dict[str, Any] = LIMIT.write(limit)
    return dumped


HTTP_STATUSES: Final[Mapping[ViolationCode, int]] = MappingProxyType(
    {
        ViolationCode.UNKNOWN_ORDER: 404,
        ViolationCode.BACKD_ORDER_ID_MISMATCH: 404,
        ViolationCode.MERCHANT_ORDER_ID_MISMATCH: 404,
        ViolationCode.STATUS_FORBIDS_UPDATE: 409,
        ViolationCode.CONTACT_INCOMPLETE: 422,
        ViolationCode.AMOUNT_OUT_OF_RANGE: 422,
        ViolationCode.CART_AMOUNT_MISMATCH: 422,
        ViolationCode.ORDER_TOTAL_MISMATCH: 422,
        ViolationCode.INCREASE_EXCEEDS_LIMIT: 422,
        ViolationCode.TOO_MANY_INCREASES: 422,
    }
)
"""The HTTP status of each code; a response has that of its first violation."""
_MALFORMED: Final = 400


def response(decision: Decision) -> dict[str, Any]:
    """The response envelope of a decision; its `status.code` is the HTTP status."""
    if not decision.allowed:
        first = decision.violations[0]
        return _error("the update is refused", HTTP_STATUSES[first.code], decision.violations)
    return {
        "data": dump_order(decision.order),
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


def error_response(invalid_payload: InvalidPayload) -> dict[str, Any]:
    """The envelope for a malformed payload: its problems, listed as violations are."""
    return _error("the payload is malformed", _MALFORMED, invalid_payload.problems)


def _error(
    message: str, code: int, reasons: tuple[Violation, ...] | tuple[Problem, ...]
) -> dict[str, Any]:
    return {
        "message": f"API Backd - Error: {message}",
        "status": {"type": "error", "code": code},
        "error": True,
        "violations": [
            {"code": str(r.code), "path": r.path, "message": r.message} for r in reasons
        ],
    }
