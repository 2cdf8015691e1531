"""The OpenAPI document: each endpoint with its request, and its HTTP statuses."""

import json
import re
from typing import Any

import pytest
from support.openapi import BODIES, REFUSALS, operations, validator_of

from backd_rules import ViolationCode, schema

NOT_EXPRESSED = ["bad_json", "duplicate_key", "too_deep", "too_large"]
STATUSES = {
    "order_placed": ["200", "400", "404", "409"],
    "update_order": ["200", "400", "404", "409", "422"],
    "confirm_order": ["200", "400", "404", "409"],
    "cancel_order": ["200", "400", "404", "409"],
    "refund": ["200", "400", "404", "409", "422"],
    "delete_refund": ["200", "400", "404", "409"],
    "find_order": ["200", "400", "404"],
}
BOTH_IDS = {"backd_order_id": "BO-20260416-0001", "merchant_order_id": "JKLMO4321"}


def test_the_document_has_every_endpoint_of_the_reference() -> None:
    document = schema.openapi()
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "Backd: post-order management"
    found = {
        (method, path): operation["operationId"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert found == {
        ("post", "/order_placed"): "order_placed",
        ("post", "/update_order"): "update_order",
        ("post", "/confirm_order"): "confirm_order",
        ("post", "/cancel_order"): "cancel_order",
        ("post", "/refund"): "refund",
        ("delete", "/refund"): "delete_refund",
        ("get", "/find_order/{backd_order_id}"): "find_order",
    }


@pytest.mark.parametrize("endpoint", STATUSES)
def test_an_endpoint_has_every_status_that_it_can_answer(endpoint: str) -> None:
    operation = operations()[endpoint]
    assert list(operation["responses"]) == STATUSES[endpoint]
    assert all(response["description"] for response in operation["responses"].values())
    assert operation["summary"].endswith(".")


@pytest.mark.parametrize("endpoint", REFUSALS)
def test_a_refusal_has_the_codes_of_its_status(endpoint: str) -> None:
    operation = operations()[endpoint]
    listed = re.findall(r"^- (\w+) \((\d+)\): [\w`]", operation["description"], re.M)
    assert sorted(listed) == sorted(
        (code, str(status)) for status, codes in REFUSALS[endpoint].items() for code in codes
    )
    precedence = [str(code) for code in ViolationCode]
    assert [code for code, _ in listed] == sorted(dict(listed), key=precedence.index)
    for status, codes in REFUSALS[endpoint].items():
        content = operation["responses"][str(status)]["content"]["application/json"]
        violations = content["schema"]["properties"]["violations"]
        assert violations["contains"]["properties"]["code"]["enum"] == codes
        assert violations["items"]["properties"]["code"]["enum"] == [code for code, _ in listed]


@pytest.mark.parametrize("endpoint", BODIES)
def test_a_body_has_its_schema_and_an_example(endpoint: str) -> None:
    operation = operations()[endpoint]
    assert "parameters" not in operation
    body = operation["requestBody"]
    assert body["required"] is True
    assert list(body["content"]) == ["application/json"]
    content = body["content"]["application/json"]
    parse, name = BODIES[endpoint]
    single = {"$ref": f"#/components/schemas/{name}"}
    batch = {"type": "array", "items": single, "minItems": 1, "maxItems": 100}
    expected = {"oneOf": [single, batch]} if endpoint == "update_order" else single
    assert content["schema"] == expected
    assert parse(content["example"])
    assert BOTH_IDS.items() <= content["example"].items()
    assert validator_of(content).is_valid(content["example"])
    assert not validator_of(content).is_valid({**content["example"], "status": "order_placed"})


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        ([BOTH_IDS], True),
        ([BOTH_IDS] * 100, True),
        ([], False),
        ([BOTH_IDS] * 101, False),
        ([BOTH_IDS, {}], False),
        ([[BOTH_IDS]], False),
    ],
)
def test_only_an_update_has_batches(body: Any, *, is_valid: bool) -> None:
    """A batch has 1 to 100 updates (domain.md, U5)."""
    for endpoint in BODIES:
        content = operations()[endpoint]["requestBody"]["content"]["application/json"]
        expected = is_valid and endpoint == "update_order"
        assert validator_of(content).is_valid(body) == expected, endpoint


def test_the_examples_refund_50_dollars_and_otherwise_state_the_ids() -> None:
    examples = {
        name: operations()[name]["requestBody"]["content"]["application/json"]["example"]
        for name in BODIES
        if name != "update_order"
    }
    refund = {**BOTH_IDS, "refund_amount": 50}
    assert examples.pop("refund") == refund
    assert list(examples.values()) == [BOTH_IDS] * 4


@pytest.mark.parametrize("endpoint", BODIES)
def test_the_description_of_a_body_lists_what_its_schema_cannot_express(endpoint: str) -> None:
    reader = operations()[endpoint]["description"].partition("\n\nChecked by the rules")[0]
    amounts = ["too_precise"] if endpoint in ("update_order", "refund") else []
    assert re.findall(r"^- .*: ([a-z_]+)$", reader, re.M) == [*amounts, *NOT_EXPRESSED]


def test_an_order_is_found_by_both_of_its_ids() -> None:
    """Nothing of an order is told to somebody who cannot name it (domain.md, V1)."""
    operation = operations()["find_order"]
    assert "requestBody" not in operation
    assert operation["description"].startswith("Checked by the rules")
    found = [(p["name"], p["in"], p["required"], p["example"]) for p in operation["parameters"]]
    assert found == [
        ("backd_order_id", "path", True, "BO-20260416-0001"),
        ("merchant_order_id", "query", True, "JKLMO4321"),
    ]
    for parameter in operation["parameters"]:
        assert parameter["description"].startswith("Unique identifier for the order in")
        assert parameter["schema"] == {"$ref": "#/components/schemas/text"}


def test_the_components_are_the_definitions_of_the_schemas() -> None:
    moved = json.dumps(schema.openapi()).replace("#/components/schemas/", "#/$defs/")
    schemas = json.loads(moved)["components"]["schemas"]
    documents = {name: make() for name, make in schema.SCHEMAS.items() if name != "openapi"}
    for document in documents.values():
        for defined in document["$defs"].keys() & schemas.keys():
            assert schemas[defined] == document["$defs"][defined]
    roots = ("update-request", "order-ids", "both-order-ids", "refund-request", "order")
    for name in roots:
        assert schemas[name.replace("-", "_")].items() <= documents[name].items()
