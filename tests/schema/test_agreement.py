"""A schema accepts a payload exactly if `wire` does, apart from the known exceptions."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import refusals
from support.json_values import replaced
from support.openapi_agreement import IN_OPENAPI, excused_in_openapi, openapi_validator
from support.schema_agreement import (
    EXCEPTIONS,
    READERS,
    Excuse,
    any_payloads,
    excused,
    is_json,
    problems,
    strict_texts,
    validator,
    vectors,
)

from backd_rules import schema, wire


def compare(name: str, payload: Any) -> set[str]:
    """Compare the verdicts on one payload, and return the codes of its problems."""
    found = problems(READERS[name], payload)
    expected = all(excused(payload, problem) for problem in found)
    assert validator(name).is_valid(payload) == expected, (payload, found)
    return {str(problem.code) for problem in found} or {"valid"}


MERCHANT_ORDER_ID: dict[str, tuple[str | int, ...]] = {
    **dict.fromkeys(IN_OPENAPI, ("merchant_order_id",)),
    "update-requests": (0, "merchant_order_id"),
}
"""The path of a text in each request."""

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_schema_and_wire_agree(name: str, data: st.DataObject) -> None:
    compare(name, data.draw(any_payloads(name)))


def compare_openapi(name: str, payload: Any) -> None:
    """Compare the verdicts on one payload."""
    found = problems(READERS[name], payload)
    expected = all(excused_in_openapi(payload, problem) for problem in found)
    assert openapi_validator(name).is_valid(payload) == expected, (payload, found)


@pytest.mark.parametrize("name", IN_OPENAPI)
@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_the_openapi_document_and_wire_agree(name: str, data: st.DataObject) -> None:
    compare_openapi(name, data.draw(any_payloads(name)))


@pytest.mark.parametrize("name", IN_OPENAPI)
def test_only_the_openapi_document_accepts_a_lone_surrogate(name: str) -> None:
    for text, accepts in (("M\ud800", True), ("M\udc00\udfff", True), ("M\ud800\n", False)):
        payload = replaced(READERS[name].example, MERCHANT_ORDER_ID[name], text)
        assert [str(p.code) for p in problems(READERS[name], payload)] == ["bad_characters"]
        assert not validator(name).is_valid(payload)
        assert openapi_validator(name).is_valid(payload) == accepts
        compare_openapi(name, payload)


def test_a_schema_and_wire_agree_on_the_conformance_vectors() -> None:
    for name, payload in vectors():
        compare(name, payload)
        if name in IN_OPENAPI:
            compare_openapi(name, payload)


@pytest.mark.thorough
@pytest.mark.parametrize("name", READERS)
def test_a_schema_and_wire_agree_on_thousands_of_payloads(name: str) -> None:
    seen = Counter[str]()

    @settings(max_examples=2500, deadline=None, suppress_health_check=SLOW, database=None)
    @given(any_payloads(name))
    def compare_drawn(payload: Any) -> None:
        seen.update(compare(name, payload))

    compare_drawn()
    assert seen.total() >= 2500
    assert 500 <= seen["valid"] <= 2000, seen


@pytest.mark.parametrize("excuse", EXCEPTIONS, ids=lambda excuse: f"{excuse.code} {excuse.schema}")
def test_each_exception_has_an_example(excuse: Excuse) -> None:
    assert validator(excuse.schema).is_valid(excuse.example)
    found = problems(READERS[excuse.schema], excuse.example)
    assert [problem.code for problem in found] == [excuse.code]
    assert excused(excuse.example, found[0])


@pytest.mark.parametrize("name", READERS)
def test_a_text_that_only_the_strict_reader_refuses(name: str) -> None:
    for code, text in strict_texts(name):
        assert validator(name).is_valid(json.loads(text)), code
        found = refusals.problems(lambda given: READERS[name].parse(wire.loads(given)), text)
        assert [found_code for found_code, _ in found] == [code]


@pytest.mark.parametrize("name", READERS)
def test_every_exception_that_a_description_lists_has_an_example(name: str) -> None:
    reader = schema.SCHEMAS[name]()["description"].partition("\n\nChecked by the rules")[0]
    listed = re.findall(r"^- .*: ([a-z_]+)$", reader, re.M)
    assert reader.count("\n- ") == len(listed) == len(set(listed))
    payloads = {str(e.code) for e in EXCEPTIONS if e.schema == name and is_json(e.example)}
    assert set(listed) == payloads | {str(code) for code, _ in strict_texts(name)}
