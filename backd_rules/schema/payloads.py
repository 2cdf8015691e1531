"""The JSON Schema of each payload that `wire` parses."""

from __future__ import annotations

from typing import Final

from backd_rules.domain.limit import CAPS
from backd_rules.schema import descriptions
from backd_rules.schema.dialect import JSON_SCHEMA
from backd_rules.schema.endpoints import codes_of
from backd_rules.schema.json_schema import Json, definitions, full_schema
from backd_rules.wire.codecs import Codec
from backd_rules.wire.tables import (
    BOTH_ORDER_IDS,
    LIMIT,
    ORDER,
    ORDER_IDS,
    REFUND_REQUEST,
    UPDATE,
    UPDATES,
)

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def document(name: str, title: str, description: str, schema: Json, defs: Json) -> Json:
    """Return a JSON Schema that can be used on its own."""
    head = {"$schema": _DIALECT, "$id": f"urn:backd-rules:{name}", "title": title}
    return {**head, "description": description, **schema, "$defs": defs}


def _of_codec(name: str, title: str, description: str, codec: Codec) -> Json:
    schema, defs = full_schema(codec, JSON_SCHEMA), definitions(codec, JSON_SCHEMA)
    return document(name, title, description, schema, defs)


def _of_request(name: str, title: str, codec: Codec) -> Json:
    description = descriptions.of_request(codec, codes_of(codec), JSON_SCHEMA)
    return _of_codec(name, title, description, codec)


def update_request() -> Json:
    """Return the schema of a payload of `wire.parse_update` (domain.md, U1 to U6).

    Never raises.

    >>> from backd_rules import schema
    >>> schema.update_request()["required"]
    ['backd_order_id', 'merchant_order_id']
    """
    return _of_request("update-request", "An update of an order", UPDATE)


def update_requests() -> Json:
    """Return the schema of a payload of `wire.parse_updates`, which is a batch (domain.md, U5).

    Never raises.

    >>> from backd_rules import schema
    >>> schema.update_requests()["maxItems"]
    100
    """
    description = descriptions.of_request(UPDATES, codes_of(UPDATE), JSON_SCHEMA)
    return _of_codec("update-requests", "A batch of updates", description, UPDATES)


def order_ids() -> Json:
    """Return the schema of a payload of `wire.parse_ids`, which names an order (domain.md, A2, A6).

    Never raises.

    >>> from backd_rules import schema
    >>> schema.order_ids()["required"]
    ['backd_order_id']
    """
    return _of_request("order-ids", "The ids of an order", ORDER_IDS)


def both_order_ids() -> Json:
    """Return the schema of a payload of `wire.parse_both_ids` (domain.md, A1).

    Never raises.

    >>> from backd_rules import schema
    >>> schema.both_order_ids()["required"]
    ['backd_order_id', 'merchant_order_id']
    """
    return _of_request("both-order-ids", "Both ids of an order", BOTH_ORDER_IDS)


def refund_request() -> Json:
    """Return the schema of a payload of `wire.parse_refund_request` (domain.md, A3).

    The amount is in dollars. Never raises.

    >>> from backd_rules import schema
    >>> schema.refund_request()["properties"]["refund_amount"]["minimum"]
    0.01
    """
    return _of_request("refund-request", "A request to refund an order", REFUND_REQUEST)


def order() -> Json:
    """Return the schema of a payload of `wire.parse_order`, which is a record (domain.md, F4, F5).

    The amounts are in dollars. Never raises.

    >>> from backd_rules import schema
    >>> schema.order()["required"][:3]
    ['backd_order_id', 'order_total', 'cart_amount']
    """
    return _of_codec("order", "An order", descriptions.of_reader(ORDER, JSON_SCHEMA), ORDER)


def limit() -> Json:
    """Return the schema of a payload of `wire.parse_limit` (domain.md, L1 to L6).

    The amounts are in dollars. A percentage of 15 means 15 %. Never raises.

    >>> from backd_rules import schema
    >>> list(schema.limit()["properties"])[:2]
    ['max_increase', 'max_increase_percent']
    """
    # Ajv in strict mode refuses a required property that is not described beside it.
    caps = {"anyOf": [{"properties": {cap: {}}, "required": [cap]} for cap in CAPS]}
    schema = {**full_schema(LIMIT, JSON_SCHEMA), **caps}
    description = descriptions.of_reader(LIMIT, JSON_SCHEMA)
    defs = definitions(LIMIT, JSON_SCHEMA)
    return document("limit", "A merchant's limit", description, schema, defs)
