"""The OpenAPI document: the request, the response of each HTTP status, and the schemas."""

import json
from typing import Any

from jsonschema import Draft202012Validator
from support.reference import REFERENCE_FILE

from backd_rules import schema, wire
from backd_rules.schema.example import UPDATE

ERRORS = {400, *wire.HTTP_STATUSES.values()}


def operation() -> Any:
    document = schema.openapi()
    assert document["openapi"] == "3.1.0"
    assert list(document["paths"]) == ["/update_order"]
    assert list(document["paths"]["/update_order"]) == ["post"]
    return document["paths"]["/update_order"]["post"]


def validator_of(node: Any) -> Draft202012Validator:
    """Return a validator of a schema in the OpenAPI document."""
    return Draft202012Validator({**node["schema"], "components": schema.openapi()["components"]})


def test_every_http_status_has_its_envelope() -> None:
    responses = operation()["responses"]
    assert list(responses) == ["200", "400", "404", "409", "422"]
    assert {int(status) for status in responses} == {200} | ERRORS
    for status, described_response in responses.items():
        assert described_response["description"]
        schemas = validator_of(described_response["content"]["application/json"])
        outcome = "success" if status == "200" else "error"
        example = json.loads(REFERENCE_FILE.read_text(encoding="utf-8"))
        envelope = {**example, "status": {"type": outcome, "code": int(status)}}
        assert schemas.is_valid(envelope) == (status == "200")
        denied = {
            "message": "x",
            "status": {"type": "error", "code": 409},
            "error": True,
            "violations": [],
        }
        for code in ("status_forbids_action", "history_unknown"):
            found: list[Any] = [{"code": code, "path": "", "message": "x", "facts": {}}]
            envelope = {**denied, "violations": found}
            assert schemas.is_valid(envelope) == (status == "409")


def test_a_conflict_is_a_status_or_an_unknown_history() -> None:
    described = operation()["responses"]["409"]["description"]
    assert described == "The order's status forbids updates, or its history is unknown."
    error = schema.openapi()["components"]["schemas"]["error_409"]
    first = error["properties"]["violations"]["contains"]["properties"]["code"]["enum"]
    assert first == ["status_forbids_action", "history_unknown"]
    assert (
        "- history_unknown (409): The update raises the total, and " in operation()["description"]
    )


def test_the_request_has_the_schema_and_the_example() -> None:
    body = operation()["requestBody"]
    assert body["required"] is True
    assert list(body["content"]) == ["application/json"]
    request = body["content"]["application/json"]
    assert request["example"] == UPDATE
    assert validator_of(request).is_valid(UPDATE)
    assert not validator_of(request).is_valid({**UPDATE, "status": "order_placed"})
    assert operation()["description"] == schema.update_request()["description"]


def test_the_components_are_the_definitions_of_the_schemas() -> None:
    moved = json.dumps(schema.openapi()).replace("#/components/schemas/", "#/$defs/")
    schemas = json.loads(moved)["components"]["schemas"]
    for name in ("update-request", "order", "response"):
        for defined, definition in schema.SCHEMAS[name]()["$defs"].items():
            assert schemas[defined] == definition
    for defined, name in (("update_request", "update-request"), ("order", "order")):
        assert schemas[defined].items() <= schema.SCHEMAS[name]().items()
