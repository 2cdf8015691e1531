"""The OpenAPI 3.1 document of all endpoints, from their table."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backd_rules.schema import descriptions, envelopes
from backd_rules.schema.endpoints import ENDPOINTS, MALFORMED, SUCCESS, Endpoint
from backd_rules.schema.json_schema import Json, definitions, full_schema, reference
from backd_rules.wire.tables import ORDER

_COMPONENTS: Final = "#/components/schemas/"


def openapi() -> Json:
    """Return an OpenAPI 3.1 document of the endpoints; `update_order` also takes a batch."""
    schemas: Json = {}
    for codec in (*(endpoint.request for endpoint in ENDPOINTS), ORDER):
        schemas |= {codec.name: full_schema(codec, _COMPONENTS), **definitions(codec, _COMPONENTS)}
    schemas |= {"success": envelopes.success(_COMPONENTS), "error_400": envelopes.malformed()}
    paths: Json = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Backd: post-order management", "version": "1.0.0"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(endpoint: Endpoint) -> Json:
    request = _body(endpoint) if endpoint.has_body else _parameters(endpoint)
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        **request,
        "responses": {str(status): _response(endpoint, status) for status in endpoint.statuses},
    }


def _body(endpoint: Endpoint) -> Json:
    schema = reference(endpoint.request, _COMPONENTS)
    if endpoint.batch:
        schema = {"oneOf": [schema, reference(endpoint.batch, _COMPONENTS)]}
    body = {"schema": schema, "example": copy.deepcopy(endpoint.example)}
    return {
        "description": descriptions.of_request(endpoint.request, endpoint.codes),
        "requestBody": {"required": True, "content": {"application/json": body}},
    }


def _parameters(endpoint: Endpoint) -> Json:
    parameters = [
        {
            "name": name,
            "in": "path" if f"{{{name}}}" in endpoint.path else "query",
            "required": field.required,
            "description": field.meaning,
            "schema": reference(field.codec, _COMPONENTS),
            "example": endpoint.example[name],
        }
        for name, field in endpoint.request.fields.items()
    ]
    return {"description": descriptions.of_rules(endpoint.codes), "parameters": parameters}


_REFUSED: Final[Mapping[int, str]] = MappingProxyType(
    {
        404: "There is no such order, or it is not the merchant's.",
        409: "What is recorded of the order does not allow the action.",
        422: "The rules refuse what the request states.",
    }
)
"""The meaning of each HTTP status of a violation."""


def _response(endpoint: Endpoint, status: int) -> Json:
    if status == SUCCESS:
        return _content(endpoint.success, _success(endpoint))
    if status == MALFORMED:
        return _content("The request is malformed.", {"$ref": f"{_COMPONENTS}error_400"})
    return _content(_REFUSED[status], envelopes.refused(status, endpoint.codes))


def _success(endpoint: Endpoint) -> Json:
    single = {"$ref": f"{_COMPONENTS}success"}
    if endpoint.batch is None:
        return single
    return {"oneOf": [single, envelopes.batch(endpoint.batch, single, endpoint.codes)]}


def _content(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
