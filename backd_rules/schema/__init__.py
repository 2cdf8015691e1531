"""JSON Schemas (2020-12) of the payloads of `wire`, and an OpenAPI 3.1 document of the endpoint.

All derive from the same tables as the codecs of `wire`, so they cannot drift apart. Each function
returns a new dict of JSON types, which the caller may change. The `description` of a schema lists
the checks that JSON Schema cannot express.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.actions.violations import VIOLATIONS, ViolationCode
from backd_rules.domain.limit import CAPS
from backd_rules.schema.example import UPDATE as EXAMPLE
from backd_rules.schema.json_schema import Json, definitions, full_schema, reference
from backd_rules.wire import HTTP_STATUSES
from backd_rules.wire.codecs import Codec
from backd_rules.wire.problems import ProblemCode
from backd_rules.wire.strict_json import MAX_BYTES, MAX_DEPTH
from backd_rules.wire.tables import LIMIT, ORDER, UPDATE, UPDATES

__all__ = [
    "SCHEMAS",
    "limit",
    "openapi",
    "order",
    "response",
    "update_request",
    "update_requests",
]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DEFS: Final = "#/$defs/"
_COMPONENTS: Final = "#/components/schemas/"

_DECIMALS: Final = (
    "an amount with more than two decimals, a unit_price with more than six, a qty with more than "
    "three: too_precise"
)
_TWO_DECIMALS: Final = "an amount with more than two decimals: too_precise"
_TERM_DECIMALS: Final = "an amount or a percentage with more than two decimals: too_precise"
_SURROGATE: Final = "a lone surrogate in an unknown field: bad_characters"
_TEXT: Final = (
    "text that is not strict JSON in UTF-8: bad_json",
    "a duplicate name in one object: duplicate_key",
    f"nesting deeper than {MAX_DEPTH} levels: too_deep",
    f"a text of more than {MAX_BYTES} bytes: too_large",
)


def _exceptions(*sentences: str) -> str:
    """Return a list of the payloads that `wire` refuses although the schema accepts them."""
    title = "Refused by the reader, although this schema cannot express it:"
    return _bullets(title, [*sentences, *_TEXT])


def _bullets(title: str, sentences: Iterable[str]) -> str:
    return "\n".join([title, "", *(f"- {sentence}" for sentence in sentences)])


def _violations() -> str:
    """Return a list of the violations, which the rules find and no schema can."""
    reasons = (f"{v.code} ({HTTP_STATUSES[v.code]}): {v.meaning}" for v in VIOLATIONS)
    return _bullets("Checked by the rules, which also need the order and the limit:", reasons)


def _document(name: str, title: str, description: str, schema: Json, defs: Json) -> Json:
    head = {"$schema": _DIALECT, "$id": f"urn:backd-rules:{name}", "title": title}
    return {**head, "description": description, **schema, "$defs": defs}


def _of_codec(
    name: str, title: str, description: str, codec: Codec, more: Json | None = None
) -> Json:
    schema = {**full_schema(codec, _DEFS), **(more or {})}
    return _document(name, title, description, schema, definitions(codec, _DEFS))


def update_request() -> Json:
    """Return the schema of a payload of `wire.parse_update`."""
    description = f"{_exceptions(_DECIMALS)}\n\n{_violations()}"
    return _of_codec("update-request", "An update of an order", description, UPDATE)


def update_requests() -> Json:
    """Return the schema of a payload of `wire.parse_updates`, which is a batch."""
    description = f"{_exceptions(_DECIMALS)}\n\n{_violations()}"
    return _of_codec("update-requests", "A batch of updates", description, UPDATES)


def order() -> Json:
    """Return the schema of a payload of `wire.parse_order`."""
    description = _exceptions(_TWO_DECIMALS, _SURROGATE)
    return _of_codec("order", "An order", description, ORDER)


def limit() -> Json:
    """Return the schema of a payload of `wire.parse_limit`."""
    # Ajv in strict mode refuses a required property that is not described beside it.
    caps = {"anyOf": [{"properties": {cap: {}}, "required": [cap]} for cap in CAPS]}
    return _of_codec("limit", "A merchant's limit", _exceptions(_TERM_DECIMALS), LIMIT, caps)


_MALFORMED: Final = 400
_ERRORS: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType(
    {
        _MALFORMED: tuple(ProblemCode),
        **{
            status: tuple(code for code, its in HTTP_STATUSES.items() if its == status)
            for status in HTTP_STATUSES.values()
        },
    }
)
"""The codes that the first violation can have, by the HTTP status of the error."""


def response() -> Json:
    """Return the schema of the envelopes of `wire.response` and `wire.error_response`."""
    defs = _envelopes(_DEFS)
    outcomes = {"oneOf": [{"$ref": _DEFS + name} for name in defs]}
    all_defs = {**defs, "order": full_schema(ORDER, _DEFS), **definitions(ORDER, _DEFS)}
    description = "The status.code is the HTTP status."
    return _document("response", "The response", description, outcomes, all_defs)


def _envelopes(refs: str) -> Json:
    errors = {_error_name(status): _error(status) for status in _ERRORS}
    return {"success": _success(refs), **errors}


def _error_name(status: int) -> str:
    return f"error_{status}"


def _success(refs: str) -> Json:
    return _envelope("success", 200, error=False, more={"data": reference(ORDER, refs)})


def _error(status: int) -> Json:
    codes = ProblemCode if status == _MALFORMED else ViolationCode
    violations = {
        "type": "array",
        "description": "In order of precedence: the first decides the HTTP status.",
        "items": _violation(codes),
        "contains": _violation(_ERRORS[status]),
    }
    return _envelope("error", status, error=True, more={"violations": violations})


def _violation(codes: Iterable[str]) -> Json:
    properties = {
        "code": {"enum": [str(code) for code in codes]},
        "path": {"type": "string", "description": "An RFC 6901 JSON Pointer into the body."},
        "message": {"type": "string", "description": "For people; the code is the interface."},
        "facts": {
            "type": "object",
            "description": "What the message states, by name: amounts are in dollars.",
        },
    }
    return _object(properties)


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


_OUTCOMES: Final[Mapping[int, str]] = MappingProxyType(
    {
        200: "Updated order details.",
        400: "The payload is malformed.",
        404: "There is no such order, or it is not the merchant's.",
        409: "The order's status forbids updates, or its history is unknown.",
        422: "The rules refuse the update.",
    }
)


def openapi() -> Json:
    """Return an OpenAPI 3.1 document of `POST /update_order`, for one update."""
    schemas = {
        "update_request": full_schema(UPDATE, _COMPONENTS),
        "order": full_schema(ORDER, _COMPONENTS),
        **definitions(UPDATE, _COMPONENTS),
        **definitions(ORDER, _COMPONENTS),
        **_envelopes(_COMPONENTS),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Backd: update_order", "version": "1.0.0"},
        "paths": {"/update_order": {"post": _operation()}},
        "components": {"schemas": schemas},
    }


def _operation() -> Json:
    body = {"schema": reference(UPDATE, _COMPONENTS), "example": copy.deepcopy(EXAMPLE)}
    return {
        "operationId": "update_order",
        "summary": "Update an order that has been placed.",
        "description": f"{_exceptions(_DECIMALS)}\n\n{_violations()}",
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {str(status): _response(status) for status in _OUTCOMES},
    }


def _response(status: int) -> Json:
    name = _error_name(status) if status in _ERRORS else "success"
    content = {"application/json": {"schema": {"$ref": _COMPONENTS + name}}}
    return {"description": _OUTCOMES[status], "content": content}


SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = MappingProxyType(
    {
        "update-request": update_request,
        "update-requests": update_requests,
        "order": order,
        "limit": limit,
        "response": response,
        "openapi": openapi,
    }
)
"""The function that returns each document, by its name on the command line."""
