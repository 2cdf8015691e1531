"""Each document: a valid JSON Schema with resolved references and a complete description."""

import doctest
import json
import re
from collections.abc import Iterator
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
    used = set(re.findall(r'"\$ref": "#/([^"]*)"', json.dumps(document)))
    defined = {"$defs": document.get("$defs", {})}
    if name == "openapi":
        sections = ("schemas", "parameters", "headers")
        defined = {f"components/{key}": document["components"][key] for key in sections}
    assert used == {f"{section}/{key}" for section in defined for key in defined[section]}


def test_repeated_types_have_one_definition() -> None:
    assert list(schema.update_request()["$defs"]) == [
        "text",
        "optional_text",
        "email",
        "url",
        "amount",
        "person_name_update",
        "address_update",
        "contact_update",
        "item_update",
    ]


def values(node: Any) -> Iterator[Any]:
    """Yield every name and every single value in a document."""
    if not isinstance(node, dict | list):
        yield node
    else:
        for child in node:
            yield from values(child)
            yield from values(node[child]) if isinstance(node, dict) else ()


def test_the_openapi_document_is_also_yaml() -> None:
    """YAML has no surrogate pairs, and not every control character. YAML 1.1 has no 5e-07."""
    every = [*values(schema.openapi())]
    assert not [value for value in every if isinstance(value, float) and "e" in repr(value)]
    found = set("".join(value for value in every if isinstance(value, str)))
    assert found == set(filter(str.isprintable, found)) | {"\n"}
    assert "".join(found).isascii()
    escapes = set(re.findall(r"\\(.)", json.dumps(schema.openapi(), indent=2)))
    assert escapes == {"n", '"', "\\"}


def test_a_document_has_no_schema_that_is_a_boolean() -> None:
    """Some code generators refuse a property whose schema is `false`."""

    def check(node: Any, name: str) -> None:
        assert not isinstance(node, bool) or name in {"required", "additionalProperties", "const"}
        if isinstance(node, dict | list):
            items = node.items() if isinstance(node, dict) else enumerate(node)
            for key, child in items:
                check(child, str(key))

    for name in ("openapi", "response"):
        check(schema.SCHEMAS[name](), "")


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


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_a_function_cites_the_specification_and_has_an_example_that_is_right(name: str) -> None:
    function = schema.SCHEMAS[name]
    assert re.match(r"Return .*\(domain\.md, [A-Z0-9]", function.__doc__ or "", re.S)
    [example] = doctest.DocTestFinder().find(function, globs=vars(schema))
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


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
