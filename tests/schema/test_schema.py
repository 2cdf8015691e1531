"""The schemas say what `wire` does: same verdicts, known exceptions, true descriptions."""

import json
import re
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.reference import REFERENCE_FILE
from support.schema_agreement import (
    EXCEPTIONS,
    READERS,
    TEXTS,
    Excuse,
    any_payloads,
    excused,
    problems,
    vectors,
)

from backd_rules import Allowed, Denied, OrderUpdate, ViolationCode, schema, wire
from backd_rules.domain.text import text_fault
from backd_rules.schema.example import UPDATE
from backd_rules.schema.json_schema import DEFINED, described
from backd_rules.testing.registry import BY_TYPE, malformed_payloads

Json = dict[str, Any]
STANDALONE = [name for name in schema.SCHEMAS if name != "openapi"]
ERRORS = {400, *wire.HTTP_STATUSES.values()}


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema.SCHEMAS[name]())


VALIDATORS = {name: validator(name) for name in STANDALONE}


def test_the_names() -> None:
    assert list(schema.SCHEMAS) == [
        "update-request",
        "update-requests",
        "order",
        "limit",
        "response",
        "openapi",
    ]


@pytest.mark.parametrize("name", STANDALONE)
def test_a_schema_is_one_by_its_metaschema_and_says_which_it_is(name: str) -> None:
    made = schema.SCHEMAS[name]()
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"urn:backd-rules:{name}"
    assert made["title"]


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_a_document_is_json_whose_references_lead_somewhere_and_nothing_is_idle(name: str) -> None:
    made = schema.SCHEMAS[name]()
    assert json.loads(json.dumps(made)) == made
    place = "#/components/schemas/" if name == "openapi" else "#/$defs/"
    defined = made["components"]["schemas"] if name == "openapi" else made["$defs"]
    used = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(made)))
    assert used == {place + name for name in defined}


def test_what_repeats_is_said_once() -> None:
    names = ["text", "email", "url", "amount", "contact_update", "item_update"]
    assert list(schema.update_request()["$defs"]) == names


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_whoever_asked_may_change_a_document(name: str) -> None:
    def spoil(node: Any) -> None:
        for child in node.values() if isinstance(node, dict) else node:
            if isinstance(child, dict | list):
                spoil(child)
        node.clear()

    before = json.dumps(schema.SCHEMAS[name]())
    spoil(schema.SCHEMAS[name]())
    assert json.dumps(schema.SCHEMAS[name]()) == before


def agrees(name: str, payload: Any) -> set[str]:
    """Compare one payload; returns the codes of its problems."""
    found = problems(READERS[name], payload)
    expected = all(excused(payload, problem) for problem in found)
    assert VALIDATORS[name].is_valid(payload) == expected, (payload, found)
    return {str(problem.code) for problem in found} or {"taken"}


SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_schema_and_wire_take_the_same(name: str, data: st.DataObject) -> None:
    agrees(name, data.draw(any_payloads(name)))


def test_a_schema_and_wire_take_the_same_of_the_conformance_vectors() -> None:
    for name, payload in vectors():
        agrees(name, payload)


@pytest.mark.thorough
@pytest.mark.parametrize("name", READERS)
def test_a_schema_and_wire_take_the_same_of_ten_thousand(name: str) -> None:
    """A quarter of them each."""
    seen = Counter[str]()

    @settings(max_examples=2500, deadline=None, suppress_health_check=SLOW, database=None)
    @given(any_payloads(name))
    def compare(payload: Any) -> None:
        seen.update(agrees(name, payload))

    compare()
    assert seen.total() >= 2500
    assert 500 <= seen["taken"] <= 2000, seen


@pytest.mark.parametrize("excuse", EXCEPTIONS, ids=lambda excuse: str(excuse.code))
def test_each_exception_has_an_example(excuse: Excuse) -> None:
    assert VALIDATORS[excuse.schema].is_valid(excuse.example)
    found = problems(READERS[excuse.schema], excuse.example)
    assert [problem.code for problem in found] == [excuse.code]
    assert excused(excuse.example, found[0])


@pytest.mark.parametrize(("code", "name", "text"), TEXTS)
def test_what_only_the_strict_reader_sees(code: str, name: str, text: str) -> None:
    assert VALIDATORS[name].is_valid(json.loads(text))
    with pytest.raises(wire.InvalidPayload) as caught:
        READERS[name].parse(wire.loads(text))
    assert [problem.code for problem in caught.value.problems] == [code]


UNSAID = {
    "update-request": {"too_precise"},
    "update-requests": {"too_precise"},
    "order": {"too_precise", "bad_format", "wrong_type", "order_total_mismatch"},
    "limit": {"too_precise", "wrong_type"},
}
OF_ANY_TEXT = {"bad_json", "bad_characters", "duplicate_key", "too_deep", "too_large"}


@pytest.mark.parametrize("name", READERS)
def test_the_description_lists_what_the_schema_cannot_say(name: str) -> None:
    unsaid, _, judged = schema.SCHEMAS[name]()["description"].partition("\n\nChecked by the rules")
    codes = [
        code
        for line in re.findall(r"^- .*: ([a-z_, ]+)$", unsaid, re.M)
        for code in line.split(", ")
    ]
    assert set(codes) == UNSAID[name] | OF_ANY_TEXT
    assert len(codes) == len(set(codes))
    rules = re.findall(r"^- (\w+) \((\d+)\): \w", judged, re.M)
    expected = [(code, str(wire.HTTP_STATUSES[code])) for code in ViolationCode]
    assert rules == (expected if name.startswith("update") else [])


def test_why_no_schema_says_multiple_of() -> None:
    assert not Draft202012Validator({"multipleOf": 0.01}).is_valid(0.07)


def characters_of(pattern: str) -> set[str]:
    return set(re.findall(pattern, "".join(map(chr, range(sys.maxunicode + 1)))))


def test_the_patterns_of_a_text_know_every_character() -> None:
    text = described(DEFINED["text"], "")
    bad = characters_of(text["not"]["pattern"])
    every = set(map(chr, range(sys.maxunicode + 1)))
    assert bad == {char for char in every if text_fault(f"x{char}", 2)}
    assert every - bad - characters_of(text["pattern"]) == {
        char for char in every - bad if char.isspace()
    }
    assert json.dumps(text).isascii()


def test_the_references_example_is_a_response() -> None:
    example = json.loads(REFERENCE_FILE.read_text(encoding="utf-8"))
    assert VALIDATORS["response"].is_valid(example)
    for wrong in (
        {**example, "error": True},
        {**example, "status": {"type": "success", "code": 201}},
        {**example, "data": {**example["data"], "status": "lost"}},
        {name: example[name] for name in ("message", "status", "error")},
    ):
        assert not VALIDATORS["response"].is_valid(wrong)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(BY_TYPE[Allowed]() | BY_TYPE[Denied]())
def test_every_decisions_response_is_one(decision: Allowed | Denied) -> None:
    VALIDATORS["response"].validate(wire.response(decision))


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(malformed_payloads(of=OrderUpdate))
def test_every_malformed_payloads_response_is_one(malformed: Any) -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(malformed.payload)
    VALIDATORS["response"].validate(wire.error_response(caught.value))


@pytest.mark.parametrize("code", [*ViolationCode, *wire.ProblemCode])
@pytest.mark.parametrize("status", ERRORS)
def test_a_code_comes_with_its_status_alone(code: str, status: int) -> None:
    envelope: Json = {
        "message": "API Backd - Error: x",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [{"code": str(code), "path": "", "message": "x"}],
    }
    expected = {400} if code in list(wire.ProblemCode) else set()
    expected |= {wire.HTTP_STATUSES[ViolationCode(code)]} if code in list(ViolationCode) else set()
    assert VALIDATORS["response"].is_valid(envelope) == (status in expected)
    assert not VALIDATORS["response"].is_valid({**envelope, "violations": []})


def operation() -> Any:
    document = schema.openapi()
    assert document["openapi"] == "3.1.0"
    assert list(document["paths"]) == ["/update_order"]
    assert list(document["paths"]["/update_order"]) == ["post"]
    return document["paths"]["/update_order"]["post"]


def below(node: Any) -> Draft202012Validator:
    """A validator of a schema in the OpenAPI document."""
    return Draft202012Validator({**node["schema"], "components": schema.openapi()["components"]})


def test_the_openapi_document_has_every_status_with_its_envelope() -> None:
    responses = operation()["responses"]
    assert list(responses) == ["200", "400", "404", "409", "422"]
    assert {int(status) for status in responses} == {200} | ERRORS
    for status, described_response in responses.items():
        assert described_response["description"]
        schemas = below(described_response["content"]["application/json"])
        kind = "success" if status == "200" else "error"
        example = json.loads(REFERENCE_FILE.read_text(encoding="utf-8"))
        envelope = {**example, "status": {"type": kind, "code": int(status)}}
        assert schemas.is_valid(envelope) == (status == "200")
        denied = {
            "message": "x",
            "status": {"type": "error", "code": 409},
            "error": True,
            "violations": [{"code": "status_forbids_update", "path": "", "message": "x"}],
        }
        assert schemas.is_valid(denied) == (status == "409")


def test_the_openapi_document_has_the_request() -> None:
    body = operation()["requestBody"]
    assert body["required"] is True
    assert list(body["content"]) == ["application/json"]
    request = body["content"]["application/json"]
    assert request["example"] == UPDATE
    assert below(request).is_valid(UPDATE)
    assert not below(request).is_valid({**UPDATE, "status": "order_placed"})
    assert operation()["description"] == schema.update_request()["description"]


def test_the_openapi_document_says_the_same_as_the_schemas() -> None:
    moved = json.dumps(schema.openapi()).replace("#/components/schemas/", "#/$defs/")
    schemas = json.loads(moved)["components"]["schemas"]
    for name in ("update-request", "order", "response"):
        for defined, its in schema.SCHEMAS[name]()["$defs"].items():
            assert schemas[defined] == its
    for defined, name in (("update_request", "update-request"), ("order", "order")):
        assert schemas[defined].items() <= schema.SCHEMAS[name]().items()
