"""Each document: a valid JSON Schema with resolved references and a complete description."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.schema_agreement import READERS

from backd_rules import schema

STANDALONE = [name for name in schema.SCHEMAS if name != "openapi"]


def test_the_names() -> None:
    assert list(schema.SCHEMAS) == [
        "update-request",
        "update-requests",
        "order-ids",
        "both-order-ids",
        "refund-request",
        "order",
        "limit",
        "response",
        "openapi",
    ]


@pytest.mark.parametrize("name", STANDALONE)
def test_a_schema_is_valid_and_has_an_id_and_a_title(name: str) -> None:
    document = schema.SCHEMAS[name]()
    Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"] == f"urn:backd-rules:{name}"
    assert document["title"]


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_every_reference_is_defined_and_every_definition_used(name: str) -> None:
    document = schema.SCHEMAS[name]()
    assert json.loads(json.dumps(document)) == document
    prefix = "#/components/schemas/" if name == "openapi" else "#/$defs/"
    defined = document["components"]["schemas"] if name == "openapi" else document["$defs"]
    used = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(document)))
    assert used == {prefix + name for name in defined}


def test_repeated_types_have_one_definition() -> None:
    names = ["text", "optional_text", "email", "url", "amount", "contact_update", "item_update"]
    assert list(schema.update_request()["$defs"]) == names


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_a_caller_can_change_a_document(name: str) -> None:
    def clear(node: Any) -> None:
        for child in node.values() if isinstance(node, dict) else node:
            if isinstance(child, dict | list):
                clear(child)
        node.clear()

    before = json.dumps(schema.SCHEMAS[name]())
    clear(schema.SCHEMAS[name]())
    assert json.dumps(schema.SCHEMAS[name]()) == before


NOT_EXPRESSED = {
    "update-request": {"too_precise"},
    "update-requests": {"too_precise"},
    "order-ids": set[str](),
    "both-order-ids": set[str](),
    "refund-request": {"too_precise"},
    "order": {"too_precise", "bad_characters"},
    "limit": {"too_precise"},
}
OF_EVERY_TEXT = {"bad_json", "duplicate_key", "too_deep", "too_large"}
OTHER_ORDER = [("unknown_order", 404), ("backd_order_id_mismatch", 404)]
OTHER_OF_MERCHANT = [*OTHER_ORDER, ("merchant_order_id_mismatch", 404)]
STATUS = ("status_forbids_action", 409)
OF_UPDATES = [
    *OTHER_OF_MERCHANT,
    STATUS,
    ("contact_incomplete", 422),
    ("amount_out_of_range", 422),
    ("cart_amount_mismatch", 422),
    ("order_total_mismatch", 422),
    ("history_unknown", 409),
    ("increase_exceeds_limit", 422),
    ("too_many_increases", 422),
]
LOCKED = ("refund_locked", 409)
CHECKED_BY_RULES = {
    "update-request": OF_UPDATES,
    "update-requests": OF_UPDATES,
    # These ids confirm or cancel an order, or delete a refund request.
    "order-ids": [*OTHER_OF_MERCHANT, STATUS, ("no_active_refund", 409), LOCKED],
    "both-order-ids": [*OTHER_ORDER, STATUS],
    "refund-request": [*OTHER_OF_MERCHANT, STATUS, ("refund_exceeds_total", 422), LOCKED],
    "order": [],
    "limit": [],
}
"""The violations that a request can lead to, with their HTTP statuses."""


@pytest.mark.parametrize("name", READERS)
def test_the_description_lists_every_code_that_the_schema_cannot_express(name: str) -> None:
    reader, _, rules = schema.SCHEMAS[name]()["description"].partition("\n\nChecked by the rules")
    codes = re.findall(r"^- .*: ([a-z_]+)$", reader, re.M)
    assert set(codes) == NOT_EXPRESSED[name] | OF_EVERY_TEXT
    assert len(codes) == len(set(codes))
    listed = re.findall(r"^- (\w+) \((\d+)\): [\w`]", rules, re.M)
    assert [(code, int(status)) for code, status in listed] == CHECKED_BY_RULES[name]
