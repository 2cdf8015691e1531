"""The JSON Schemas of the response envelopes (domain.md, W1 to W3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from backd_rules.actions.violations import ViolationCode
from backd_rules.domain.status import OrderStatus
from backd_rules.schema.endpoints import MALFORMED, SUCCESS
from backd_rules.schema.json_schema import Json, definitions, full_schema, reference
from backd_rules.schema.payloads import DEFS, document
from backd_rules.wire import HTTP_STATUSES
from backd_rules.wire.containers import Array
from backd_rules.wire.problems import ProblemCode
from backd_rules.wire.tables import ORDER


def response() -> Json:
    """Return the schema of the envelopes of `wire.response` and `wire.error_response`."""
    statuses = dict.fromkeys(HTTP_STATUSES.values())
    refusals = {f"error_{status}": refused(status, [*ViolationCode]) for status in statuses}
    envelopes = {"success": success(DEFS), "error_400": malformed(), **refusals}
    outcomes = {"oneOf": [{"$ref": DEFS + name} for name in envelopes]}
    defs = {**envelopes, "order": full_schema(ORDER, DEFS), **definitions(ORDER, DEFS)}
    description = "The status.code is the HTTP status."
    return document("response", "The response", description, outcomes, defs)


def success(refs: str) -> Json:
    """Return the schema of the envelope of an allowed request."""
    return _envelope("success", SUCCESS, error=False, more={"data": _data(refs)})


def batch(updates: Array, with_data: Json, codes: Collection[ViolationCode]) -> Json:
    """Return the schema of the response to a batch: one envelope per update (domain.md, W3)."""
    without_data = _envelope("success", SUCCESS, error=False, more={})
    without_data["properties"]["data"] = False
    statuses = sorted({HTTP_STATUSES[code] for code in codes})
    envelopes = [with_data, without_data, *(refused(status, codes) for status in statuses)]
    return {
        "type": "array",
        "description": "Only the last allowed envelope of each order has `data`.",
        "items": {"oneOf": envelopes},
        "minItems": updates.least,
        "maxItems": updates.most,
    }


def _data(refs: str) -> Json:
    """Return the schema of an order in a response (domain.md, L8 and W1)."""
    return {
        **reference(ORDER, refs),
        "description": (
            "The order after the request. It has `refunds` only where there are any, and no "
            "`merchant_order_status` once it is canceled."
        ),
        "type": "object",
        "properties": {
            "refunds": {"type": "array", "minItems": 1},
            "placed_total": False,
            "increase_count": False,
        },
        "if": {"properties": {"status": {"const": str(OrderStatus.ORDER_CANCELED)}}},
        "then": {"properties": {"merchant_order_status": False}},
    }


def malformed() -> Json:
    """Return the schema of the envelope of a malformed payload."""
    return _error(MALFORMED, ProblemCode, ProblemCode)


def refused(status: int, codes: Collection[ViolationCode]) -> Json:
    """Return the schema of the envelope of a request that is refused with some of these codes."""
    return _error(status, codes, [code for code in codes if HTTP_STATUSES[code] == status])


def _error(status: int, codes: Iterable[str], first: Iterable[str]) -> Json:
    violations = {
        "type": "array",
        "description": "In order of precedence: the first decides the HTTP status.",
        "items": _violation(codes),
        "contains": _object({"code": _one_of(first)}),
    }
    return _envelope("error", status, error=True, more={"violations": violations})


def _violation(codes: Iterable[str]) -> Json:
    properties = {
        "code": _one_of(codes),
        "path": {"type": "string", "description": "An RFC 6901 JSON Pointer into the body."},
        "message": {"type": "string", "description": "For people; the code is the interface."},
        "facts": {
            "type": "object",
            "description": "What the message states, by name: amounts are in dollars.",
        },
    }
    return _object(properties)


def _one_of(codes: Iterable[str]) -> Json:
    return {"enum": [str(code) for code in codes]}


def _envelope(kind: str, status: int, *, error: bool, more: Json) -> Json:
    properties = {
        **more,
        "message": {"type": "string"},
        "status": _object({"type": {"const": kind}, "code": {"const": status}}),
        "error": {"const": error},
    }
    return _object(properties)


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}
