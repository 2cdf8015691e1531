"""JSON Schemas (2020-12) of the payloads of `wire`, and an OpenAPI 3.1 document of the endpoints.

All derive from the same tables as the codecs of `wire`, so they cannot drift apart. Each function
returns a new dict of JSON types, which the caller may change. The `description` of a schema lists
the checks that JSON Schema cannot express.

    update_request, update_requests     an update, and a batch of updates
    order_ids, both_order_ids           the requests that name an order
    refund_request                      the request for a refund
    order, limit                        what is recorded and agreed
    response                            the envelope of an answer
    openapi                             the OpenAPI document of all endpoints
    SCHEMAS                             all of these, by their names on the command line

`backd-rules schema openapi` prints the document. In Python, write it to a file like this:

    Path("openapi.json").write_text(json.dumps(schema.openapi(), indent=2), encoding="ascii")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.schema.envelopes import response
from backd_rules.schema.openapi_document import openapi
from backd_rules.schema.payloads import (
    both_order_ids,
    limit,
    order,
    order_ids,
    refund_request,
    update_request,
    update_requests,
)

__all__ = [
    "SCHEMAS",
    "both_order_ids",
    "limit",
    "openapi",
    "order",
    "order_ids",
    "refund_request",
    "response",
    "update_request",
    "update_requests",
]

SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = MappingProxyType(
    {
        "update-request": update_request,
        "update-requests": update_requests,
        "order-ids": order_ids,
        "both-order-ids": both_order_ids,
        "refund-request": refund_request,
        "order": order,
        "limit": limit,
        "response": response,
        "openapi": openapi,
    }
)
"""The function that returns each document, by its name on the command line."""
