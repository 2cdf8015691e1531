"""The OpenAPI document: each endpoint with its request, and its HTTP statuses."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.openapi import BODIES, REFUSALS, operations, validator_of

from backd_rules import ViolationCode, schema

NOT_EXPRESSED = ["bad_characters", "bad_json", "duplicate_key", "too_deep", "too_large"]
STATUSES = {
    "order_placed": ["200", "400", "404", "409", "412", "500", "503"],
    "update_order": ["200", "400", "404", "409", "412", "422", "500", "503"],
    "confirm_order": ["200", "400", "404", "409", "412", "500", "503"],
    "cancel_order": ["200", "400", "404", "409", "412", "500", "503"],
    "refund": ["200", "400", "404", "409", "412", "422", "500", "503"],
    "delete_refund": ["200", "400", "404", "409", "412", "500", "503"],
    "find_order": ["200", "400", "404", "500", "503"],
}
NAMES = {404: "not_found", 409: "conflict", 422: "unprocessable_content"}
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
        narrowed = content["schema"]["dependentSchemas"]["violations"]
        violations = narrowed["properties"]["violations"]
        name = content["schema"]["$ref"].removeprefix("#/components/schemas/")
        assert name == NAMES[status]
        general = schema.openapi()["components"]["schemas"][name]["properties"]["violations"]
        first = general["contains"]["properties"]["code"]["enum"]
        assert [code for code in first if code in dict(listed)] == codes
        assert violations["items"]["properties"]["code"]["enum"] == [code for code, _ in listed]


@pytest.mark.parametrize("endpoint", BODIES)
def test_a_body_has_its_schema_and_an_example(endpoint: str) -> None:
    operation = operations()[endpoint]
    body = operation["requestBody"]
    assert body["required"] is True
    assert list(body["content"]) == ["application/json"]
    content = body["content"]["application/json"]
    parse, name = BODIES[endpoint]
    single = {"$ref": f"#/components/schemas/{name}"}
    union = {"$ref": "#/components/schemas/update_or_batch"}
    expected = union if endpoint == "update_order" else single
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


def headers_of(endpoint: str) -> dict[str, list[str]]:
    """Return the names of the headers of each response that has some."""
    found = operations()[endpoint]["responses"].items()
    return {status: list(one["headers"]) for status, one in found if "headers" in one}


@pytest.mark.parametrize("endpoint", STATUSES)
def test_each_change_can_have_a_condition(endpoint: str) -> None:
    """An order has an ETag, and a request that changes it may have `If-Match`."""
    assert headers_of(endpoint) == {"200": ["ETag"], "503": ["Retry-After"]}
    if_match = [{"$ref": "#/components/parameters/if_match"}]
    assert (operations()[endpoint]["parameters"] == if_match) == (endpoint in BODIES)
    assert ("412" in STATUSES[endpoint]) == (endpoint in BODIES)


@pytest.mark.parametrize(
    ("header", "is_valid"),
    [
        ("*", True),
        ('"x"', True),
        ('W/"x"', True),
        ('"x", "y"', True),
        (',"x,y" ,,W/"z"\t,', True),
        ("", True),
        ("x", False),
        ('"x', False),
        ('"x" "y"', False),
        ('*, "x"', False),
        ('w/"x"', False),
    ],
)
def test_the_header_of_a_condition(header: str, *, is_valid: bool) -> None:
    """RFC 9110, 13.1.1 and 8.8.3."""
    components = schema.openapi()["components"]
    if_match = components["parameters"]["if_match"]
    assert (if_match["name"], if_match["in"], if_match["required"]) == ("If-Match", "header", False)
    assert Draft202012Validator(if_match["schema"]).is_valid(header) == is_valid
    etag = Draft202012Validator(components["headers"]["ETag"]["schema"])
    assert etag.is_valid(header) == (header == '"x"')


def test_the_document_states_how_backd_authenticates() -> None:
    """The alternative `{}` is for another server, which may require something else or nothing."""
    document = schema.openapi()
    assert document["security"] == [{"api_keys": []}, {}]
    [scheme] = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "basic")
    assert [server["url"] for server in document["servers"]] == ["/"]


def without_dialect(node: Any) -> Any:
    """Return a schema without the keywords in which the two dialects differ."""
    if isinstance(node, list):
        return [without_dialect(child) for child in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_dialect(child)
        for key, child in node.items()
        if key not in {"format", "x-decimal-places"} and not (key == "not" and "pattern" in child)
    }


def test_the_components_are_the_definitions_of_the_schemas() -> None:
    moved = json.dumps(schema.openapi()).replace("#/components/schemas/", "#/$defs/")
    schemas = without_dialect(json.loads(moved)["components"]["schemas"])
    documents = {
        name: without_dialect(make()) for name, make in schema.SCHEMAS.items() if name != "openapi"
    }
    for document in documents.values():
        # The prices and quantities of a response have been rounded.
        for defined in document["$defs"].keys() & schemas.keys() - {"item"}:
            assert schemas[defined] == document["$defs"][defined]
    for name in ("update-request", "order-ids", "both-order-ids", "refund-request"):
        assert schemas[name.replace("-", "_")].items() <= documents[name].items()


def test_an_order_in_a_response_is_a_record_without_its_history() -> None:
    """No response carries `placed_total` or `increase_count` (domain.md, L8)."""
    order = schema.openapi()["components"]["schemas"]["order"]
    record = schema.order()
    history = {"placed_total", "increase_count"}
    assert list(order["properties"]) == [n for n in record["properties"] if n not in history]
    assert order["required"] == record["required"]


@pytest.mark.parametrize(
    ("field", "lowest", "highest"),
    [("unit_price", 0, 999999999.999999), ("qty", 0.001, 999999999999.999)],
)
def test_a_line_of_a_response_has_been_rounded(field: str, lowest: float, highest: float) -> None:
    """F6. The bounds of a record, such as -5e-07, would be text in YAML 1.1."""
    item = schema.openapi()["components"]["schemas"]["item"]
    number = item["properties"][field]
    assert (number["minimum"], number["maximum"]) == (lowest, highest)
    assert item["required"] == ["unit_price", "qty"]
