"""The JSON Schemas in JavaScript: Ajv accepts what `wire` accepts, with the same exceptions.

One Node process validates all payloads, because its start takes longer than the validation.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.schema_agreement import (
    EXCEPTIONS,
    READERS,
    any_payloads,
    excused,
    is_json,
    many,
    problems,
    vectors,
)

from backd_rules import schema
from backd_rules.domain.text import text_fault
from embedding.requirements import FOLDER, require_node_packages, require_program

pytestmark = pytest.mark.embedding

CASES = 10_000
REFERENCE = FOLDER.parent / "data" / "update_order_response.json"


class Results(NamedTuple):
    """The validated pairs of schema name and payload, and the results of Ajv."""

    payloads: list[tuple[str, Any]]
    accepted: list[bool]
    refused: dict[str, list[int]]

    def accepts(self, name: str, payload: Any) -> bool:
        return self.accepted[self.payloads.index((name, payload))]


def examples() -> list[tuple[str, Any]]:
    """Return the payloads that the tests name, and the conformance vectors."""
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    exceptions = [(e.schema, e.example) for e in EXCEPTIONS if is_json(e.example)]
    return [
        *exceptions,
        *vectors(),
        ("response", reference),
        *(("response", envelope) for envelope in no_responses(reference)),
    ]


def no_responses(reference: dict[str, Any]) -> list[Any]:
    """Return envelopes of an allowed request that no response has (domain.md, L8 and W1)."""
    data = reference["data"]
    return [
        {**reference, "error": True},
        {**reference, "data": {**data, "status": "order_canceled"}},
        {**reference, "data": {**data, "refunds": []}},
        {**reference, "data": {**data, "placed_total": 9150}},
    ]


def validate(node: str, path: Path, payloads: list[tuple[str, Any]]) -> Results:
    schemas = {name: make() for name, make in schema.SCHEMAS.items() if name != "openapi"}
    schemas["openapi-text"] = schema.openapi()["components"]["schemas"]["text"]
    path.write_text(json.dumps({"schemas": schemas, "payloads": payloads}), encoding="ascii")
    command = [node, str(FOLDER / "ajv.mjs"), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""  # Ajv prints warnings about a schema there.
    results = json.loads(done.stdout)
    assert len(results["accepted"]) == len(payloads)
    return Results(payloads, results["accepted"], results["refused"])


@pytest.fixture(scope="module")
def results(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Results:
    node = require_program(pytestconfig, "node")
    require_node_packages(pytestconfig)
    pairs = examples()
    for name in READERS:
        drawn = many(any_payloads(name), CASES // len(READERS))
        pairs += [(name, payload) for payload in drawn if is_json(payload)]
    return validate(node, tmp_path_factory.mktemp("ajv") / "payloads.json", pairs)


def test_ajv_and_wire_agree_on_ten_thousand_payloads(results: Results) -> None:
    seen = Counter[tuple[str, bool]]()
    for (name, payload), accepted in zip(results.payloads, results.accepted, strict=True):
        if name in READERS:
            found = problems(READERS[name], payload)
            expected = all(excused(payload, problem) for problem in found)
            assert accepted == expected, (name, payload, found)
            seen[name, accepted] += 1
    assert seen.total() >= CASES * 9 // 10  # Some contain NaN, which is not JSON.
    assert all(
        seen[name, accepted] >= CASES // 40 for name in READERS for accepted in (True, False)
    )


def test_ajv_accepts_each_exception_that_is_json(results: Results) -> None:
    excuses = [excuse for excuse in EXCEPTIONS if is_json(excuse.example)]
    assert [(str(excuse.code), excuse.schema) for excuse in excuses] == [
        ("too_precise", "update-request"),
        ("too_precise", "update-requests"),
        ("too_precise", "refund-request"),
        ("too_precise", "order"),
        ("too_precise", "limit"),
    ]
    assert all(results.accepts(excuse.schema, excuse.example) for excuse in excuses)


def test_ajv_accepts_the_example_response_of_the_reference(results: Results) -> None:
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert results.accepts("response", reference)
    for envelope in no_responses(reference):
        assert not results.accepts("response", envelope)


def test_javascript_and_python_refuse_the_same_characters(results: Results) -> None:
    """Only the OpenAPI document accepts the surrogates. All accept what is above U+FFFF."""
    code_points = range(sys.maxunicode + 1)
    surrogates = [*range(0xD800, 0xE000)]
    after = [point for point in code_points if text_fault(f"x{chr(point)}", 2)]
    assert after[-1] == surrogates[-1]
    assert results.refused == {
        "alone": [point for point in code_points if text_fault(chr(point), 1)],
        "after": after,
        "recorded": surrogates,
        "openapi": [point for point in after if point < surrogates[0]],
    }
