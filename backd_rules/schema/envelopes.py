"""The JSON Schemas of the response envelopes (domain.md, W1 to W3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from backd_rules.actions.violations import ViolationCode
from backd_rules.domain.status import OrderStatus
from backd_rules.schema.dialect import JSON_SCHEMA, Dialect
from backd_rules.schema.json_schema import Json, definitions, full_schema
from backd_rules.schema.payloads import document
from backd_rules.schema.statuses import BUSY, MALFORMED, REFUSED, SERVER_ERROR, STATUSES, SUCCESS
from backd_rules.wire.containers import Array
from backd_rules.wire.problems import MAX_PROBLEMS, ProblemCode
from backd_rules.wire.tables import ORDER

_BATCH: Final = "batch_success"
_NEVER: Final[Json] = {"not": {}}
"""No value, because some code generators do not read `false`."""
_VIOLATIONS: Final = "In order of precedence: the first decides the HTTP status."
_PROBLEMS: Final = f"In order, at most {MAX_PROBLEMS}. One more says that there are others."
_HISTORY: Final = ("placed_total", "increase_count")
"""The fields that only a record has."""


def response() -> Json:
    """Return the schema of the envelopes of `wire.response` and `wire.error_response`.

    An envelope has the order, or the violations or problems that refuse the request. Its
    `status.code` is the HTTP status (domain.md, W1 and W2). Never raises.

    >>> from backd_rules import schema
    >>> [envelope["$ref"] for envelope in schema.response()["oneOf"][:2]]
    ['#/$defs/success', '#/$defs/bad_request']
    """
    statuses = (SUCCESS, MALFORMED, *REFUSED)
    malformed = {"violations": {"type": "array", "minItems": 1}}
    outcomes = [JSON_SCHEMA.reference(STATUSES[status].name) for status in statuses]
    outcomes[1] |= {"type": "object", "properties": malformed}
    description = "The status.code is the HTTP status."
    defs = envelopes(statuses, JSON_SCHEMA)
    return document("response", "The response", description, {"oneOf": outcomes}, defs)


def envelopes(statuses: Iterable[int], dialect: Dialect) -> Json:
    """Return the schemas, by name, of the envelopes with these statuses and of their parts."""
    schemas: Json = {}
    for code in statuses:
        name = STATUSES[code].name
        is_error = code != SUCCESS
        schemas[name] = _error(code, dialect) if is_error else _success(name, dialect)
        kind = "error" if is_error else "success"
        schemas[f"{name}_status"] = _object(
            {
                "type": {"type": "string", "const": kind},
                "code": {"type": "integer", "const": code},
            }
        )
    return {
        **schemas,
        "violation": _reason("violation_code", dialect),
        "violation_code": _one_of(ViolationCode),
        "problem": _reason("problem_code", dialect),
        "problem_code": _one_of(ProblemCode),
        **definitions(ORDER, dialect),
        "order": _order(dialect),
    }


def batch(updates: Array, codes: Collection[ViolationCode], dialect: Dialect) -> Json:
    """Return the schemas, by name, of the response to a batch and of its parts (domain.md, W3)."""
    success = _success(STATUSES[SUCCESS].name, dialect)
    success["required"].remove("data")
    success["description"] = "Only the last allowed envelope of each order has `data`."
    statuses = (*REFUSED, SERVER_ERROR, BUSY)
    errors = [dialect.reference(STATUSES[status].name) for status in statuses]
    return {
        _BATCH: success,
        "batch_response": {
            "type": "array",
            "description": "One envelope per update, in order.",
            "items": dialect.reference("batch_envelope"),
            "minItems": updates.least,
            "maxItems": updates.most,
        },
        "batch_envelope": {"anyOf": [dialect.reference(_BATCH), *errors], **_only(codes)},
    }


def refused(status: int, codes: Collection[ViolationCode], dialect: Dialect) -> Json:
    """Return the schema of the envelope of a request that is refused with some of these codes."""
    return {**dialect.reference(STATUSES[status].name), **_only(codes)}


def _only(codes: Iterable[str]) -> Json:
    """Return keywords that narrow the codes of an envelope.

    Code generators ignore these keywords, so that they make one class for all endpoints.
    """
    narrowed = {"type": "array", "items": _has_code(codes)}
    return {"dependentSchemas": {"violations": {"properties": {"violations": narrowed}}}}


def _success(name: str, dialect: Dialect) -> Json:
    return _envelope(name, dialect, {"data": dialect.reference("order")}, error=False)


def _error(status: int, dialect: Dialect) -> Json:
    name, _, codes = STATUSES[status]
    is_malformed = status == MALFORMED
    reasons: Json = {
        "type": "array",
        "description": _PROBLEMS if is_malformed else _VIOLATIONS,
        "items": dialect.reference("problem" if is_malformed else "violation"),
    }
    if not codes:
        reasons |= {"description": "None: no rule refuses the request.", "maxItems": 0}
    elif not is_malformed:
        reasons["contains"] = _has_code(codes)
    return _envelope(name, dialect, {"violations": reasons}, error=True)


def _envelope(name: str, dialect: Dialect, content: Json, *, error: bool) -> Json:
    properties = {
        **content,
        "message": {"type": "string", "description": "For people."},
        "status": dialect.reference(f"{name}_status"),
        "error": {"type": "boolean", "const": error},
    }
    return _object(properties)


def _reason(code: str, dialect: Dialect) -> Json:
    properties = {
        "code": dialect.reference(code),
        "path": {
            "type": "string",
            "description": "An RFC 6901 JSON Pointer into the body or the parameters.",
        },
        "message": {"type": "string", "description": "For people; the code is the interface."},
        "facts": {
            "type": "object",
            "description": "What the message states, by name: amounts are in dollars.",
            "additionalProperties": True,
        },
    }
    return _object(properties)


def _order(dialect: Dialect) -> Json:
    """Return the schema of an order in a response (domain.md, L8 and W1)."""
    schema = full_schema(ORDER, dialect)
    properties = {n: field for n, field in schema["properties"].items() if n not in _HISTORY}
    refunds = properties["refunds"]
    properties["refunds"] = {
        "description": refunds["description"],
        **refunds["anyOf"][0],
        "minItems": 1,
    }
    return {
        **schema,
        "description": (
            "The order after the request. It has `refunds` only where there are any, and no "
            "`merchant_order_status` once it is canceled."
        ),
        "properties": properties,
        "dependentSchemas": {name: {**_NEVER} for name in _HISTORY},
        "if": {"properties": {"status": {"const": str(OrderStatus.ORDER_CANCELED)}}},
        "then": {"properties": {"merchant_order_status": {**_NEVER}}},
    }


def _has_code(codes: Iterable[str]) -> Json:
    return {"type": "object", "properties": {"code": _one_of(codes)}, "required": ["code"]}


def _one_of(codes: Iterable[str]) -> Json:
    return {"type": "string", "enum": [str(code) for code in codes]}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}
