"""The JSON Schema of each payload that `wire` parses."""

from __future__ import annotations

from typing import Final

from backd_rules.domain.limit import CAPS
from backd_rules.schema import descriptions
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

DEFS: Final = "#/$defs/"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def document(name: str, title: str, description: str, schema: Json, defs: Json) -> Json:
    """Return a JSON Schema that can be used on its own."""
    head = {"$schema": _DIALECT, "$id": f"urn:backd-rules:{name}", "title": title}
    return {**head, "description": description, **schema, "$defs": defs}


def _of_codec(name: str, title: str, description: str, codec: Codec) -> Json:
    return document(name, title, description, full_schema(codec, DEFS), definitions(codec, DEFS))


def _of_request(name: str, title: str, codec: Codec) -> Json:
    return _of_codec(name, title, descriptions.of_request(codec, codes_of(codec)), codec)


def update_request() -> Json:
    """Return the schema of a payload of `wire.parse_update`."""
    return _of_request("update-request", "An update of an order", UPDATE)


def update_requests() -> Json:
    """Return the schema of a payload of `wire.parse_updates`, which is a batch."""
    description = descriptions.of_request(UPDATES, codes_of(UPDATE))
    return _of_codec("update-requests", "A batch of updates", description, UPDATES)


def order_ids() -> Json:
    """Return the schema of a payload of `wire.parse_ids`."""
    return _of_request("order-ids", "The ids of an order", ORDER_IDS)


def both_order_ids() -> Json:
    """Return the schema of a payload of `wire.parse_both_ids`."""
    return _of_request("both-order-ids", "Both ids of an order", BOTH_ORDER_IDS)


def refund_request() -> Json:
    """Return the schema of a payload of `wire.parse_refund_request`."""
    return _of_request("refund-request", "A request to refund an order", REFUND_REQUEST)


def order() -> Json:
    """Return the schema of a payload of `wire.parse_order`."""
    return _of_codec("order", "An order", descriptions.of_reader(ORDER), ORDER)


def limit() -> Json:
    """Return the schema of a payload of `wire.parse_limit`."""
    # Ajv in strict mode refuses a required property that is not described beside it.
    caps = {"anyOf": [{"properties": {cap: {}}, "required": [cap]} for cap in CAPS]}
    schema = {**full_schema(LIMIT, DEFS), **caps}
    description = descriptions.of_reader(LIMIT)
    return document("limit", "A merchant's limit", description, schema, definitions(LIMIT, DEFS))
