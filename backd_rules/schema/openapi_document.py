"""The OpenAPI 3.1 document of all endpoints, from their table."""

from __future__ import annotations

import copy
from typing import Final

from backd_rules.schema import descriptions
from backd_rules.schema.dialect import OPENAPI
from backd_rules.schema.endpoints import ENDPOINTS, Endpoint
from backd_rules.schema.envelopes import batch, envelopes, refused
from backd_rules.schema.json_schema import Json, definitions, full_schema, reference
from backd_rules.schema.statuses import BUSY, REFUSED, STATUSES, SUCCESS

_DESCRIPTION: Final = """\
The endpoints for an order after the buyer has selected terms. The Python package `backd_rules`
decides what they do. Its file `domain.md` is the specification.

Every response is an envelope, and its `status.code` is the HTTP status. The rules decide the
statuses 200, 400, 404, 409 and 422. A server adds 412 if it supports `If-Match`, 500 if it fails
and 503 if it is busy. The response to a batch contains the envelopes of 500 and 503. The errors of
HTTP itself, such as 401 and 405, are not listed here.

Amounts are in US dollars. `x-decimal-places` is the largest number of decimals of a number.
`multipleOf` would say it too, but validators that divide floats then refuse valid amounts such as
0.07.

Backd requires HTTP Basic authentication. Another server of these endpoints may require another
scheme, or none.
"""
_TAG: Final = "orders"
_UNION: Final = "update_or_batch"
_SCHEME: Final = "api_keys"
_PARAMETER: Final = {"$ref": "#/components/parameters/if_match"}
_HEADERS: Final = "#/components/headers/"

_ENTITY_TAG: Final = r'"[!#-~\u0080-\u00ff]*"'
_ELEMENT: Final = rf"[ \t]*((W/)?{_ENTITY_TAG}[ \t]*)?"


def openapi() -> Json:
    """Return an OpenAPI 3.1 document of the endpoints (domain.md, U1, A1 to A6).

    `update_order` also takes a batch (U5). Each response has the envelope of its status (W1 to W3).
    All text in the document is ASCII. It has no control character but the line feed, so that it is
    also valid as YAML.
    Never raises.

    >>> from backd_rules import schema
    >>> list(schema.openapi()["paths"])[:2]
    ['/order_placed', '/update_order']
    """
    paths: Json = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Backd: post-order management",
            "version": "1.0.0",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        # Not Backd's own: a fuzzer sends its requests to the first server.
        "servers": [{"url": "/", "description": "The server that serves this document."}],
        "security": [{_SCHEME: []}, {}],
        "tags": [{"name": _TAG, "description": "What may be done to an order."}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "parameters": {"if_match": _if_match()},
            "headers": _headers(),
            "securitySchemes": {_SCHEME: _security_scheme()},
        },
    }


def _schemas() -> Json:
    schemas: Json = {}
    for endpoint in ENDPOINTS:
        schemas |= definitions(endpoint.request, OPENAPI)
        schemas[endpoint.request.name] = full_schema(endpoint.request, OPENAPI)
        if endpoint.batch:
            schemas |= _unions(endpoint.request.name)
            schemas["update_requests"] = full_schema(endpoint.batch, OPENAPI)
            schemas |= batch(endpoint.batch, endpoint.codes, OPENAPI)
    return schemas | envelopes(STATUSES, OPENAPI)


def _unions(request: str) -> Json:
    """Return the schemas of the body and the response of an endpoint that also takes a batch.

    They have names, because a code generator would invent some.
    """
    members = {
        _UNION: (request, "update_requests"),
        f"{_UNION}_response": (STATUSES[SUCCESS].name, "batch_response"),
    }
    return {name: {"oneOf": [*map(OPENAPI.reference, refs)]} for name, refs in members.items()}


def _if_match() -> Json:
    return {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": (
            "ETags, of which the order must have one (RFC 9110, 13.1.1). A server may ignore it. "
            "It applies to one order, so that a batch with it is malformed."
        ),
        "schema": {"type": "string", "pattern": rf"^(\*|{_ELEMENT}(,{_ELEMENT})*)$"},
    }


def _headers() -> Json:
    return {
        "ETag": {
            "description": (
                "Changes exactly if the order changes. It is absent from the response to a batch, "
                "and if the server does not support `If-Match`."
            ),
            "schema": {"type": "string", "pattern": f"^{_ENTITY_TAG}$"},
        },
        "Retry-After": {
            "description": "The seconds after which to try again.",
            "schema": {"type": "integer", "minimum": 0},
        },
    }


def _security_scheme() -> Json:
    return {
        "type": "http",
        "scheme": "basic",
        "description": "The user name is the public API key. The password is the secret API key.",
    }


def _operation(endpoint: Endpoint) -> Json:
    request = _body(endpoint) if endpoint.has_body else _parameters(endpoint)
    return {
        "operationId": endpoint.name,
        "tags": [_TAG],
        "summary": endpoint.summary,
        **request,
        "responses": {str(status): _response(endpoint, status) for status in endpoint.statuses},
    }


def _body(endpoint: Endpoint) -> Json:
    single = reference(endpoint.request, OPENAPI)
    schema = OPENAPI.reference(_UNION) if endpoint.batch else single
    body = {"schema": schema, "example": copy.deepcopy(endpoint.example)}
    return {
        "description": descriptions.of_request(endpoint.request, endpoint.codes, OPENAPI),
        "parameters": [{**_PARAMETER}],
        "requestBody": {"required": True, "content": {"application/json": body}},
    }


def _parameters(endpoint: Endpoint) -> Json:
    parameters = [
        {
            "name": name,
            "in": "path" if f"{{{name}}}" in endpoint.path else "query",
            "required": field.required,
            "description": field.meaning,
            "schema": reference(field.codec, OPENAPI),
            "example": endpoint.example[name],
        }
        for name, field in endpoint.request.fields.items()
    ]
    return {"description": descriptions.of_rules(endpoint.codes), "parameters": parameters}


def _response(endpoint: Endpoint, status: int) -> Json:
    description = endpoint.success if status == SUCCESS else STATUSES[status].meaning
    headers = {SUCCESS: "ETag", BUSY: "Retry-After"}
    header = headers.get(status)
    return {
        "description": description,
        **({"headers": {header: {"$ref": f"{_HEADERS}{header}"}}} if header else {}),
        "content": {"application/json": {"schema": _envelope(endpoint, status)}},
    }


def _envelope(endpoint: Endpoint, status: int) -> Json:
    if status in REFUSED:
        return refused(status, endpoint.codes, OPENAPI)
    if status == SUCCESS and endpoint.batch:
        return OPENAPI.reference(f"{_UNION}_response")
    return OPENAPI.reference(STATUSES[status].name)
