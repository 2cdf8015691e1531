"""The schemas under JavaScript: Ajv takes what `wire` takes, by the same exceptions.

One process of Node is asked about everything, for it takes longer to start than to answer.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from agreement import EXCEPTIONS, READERS, any_payloads, excused, is_json, many, problems, vectors

from backd_rules import schema
from backd_rules.domain.text import text_fault
from embedding.needs import FOLDER, node_packages, program

pytestmark = pytest.mark.embedding

CASES = 10_000
REFERENCE = FOLDER.parent / "data" / "update_order_response.json"


class Answers(NamedTuple):
    """What was asked, as names of schemas and payloads, and what Ajv said."""

    asked: list[tuple[str, Any]]
    taken: list[bool]
    refused: dict[str, list[int]]

    def of(self, name: str, payload: Any) -> bool:
        return self.taken[self.asked.index((name, payload))]


def examples() -> list[tuple[str, Any]]:
    """What the tests name, and the conformance vectors."""
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    exceptions = [(e.schema, e.example) for e in EXCEPTIONS if is_json(e.example)]
    return [
        *exceptions,
        *vectors(),
        ("response", reference),
        ("response", {**reference, "error": True}),
    ]


def ask(node: str, path: Path, asked: list[tuple[str, Any]]) -> Answers:
    schemas = {name: make() for name, make in schema.SCHEMAS.items() if name != "openapi"}
    path.write_text(json.dumps({"schemas": schemas, "payloads": asked}), encoding="ascii")
    command = [node, str(FOLDER / "ajv.mjs"), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""  # Ajv tells there what it finds doubtful in a schema.
    said = json.loads(done.stdout)
    assert len(said["taken"]) == len(asked)
    return Answers(asked, said["taken"], said["refused"])


@pytest.fixture(scope="module")
def answers(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    node = program(pytestconfig, "node")
    node_packages(pytestconfig)
    asked = examples()
    for name in READERS:
        drawn = many(any_payloads(name), CASES // len(READERS))
        asked += [(name, payload) for payload in drawn if is_json(payload)]
    return ask(node, tmp_path_factory.mktemp("ajv") / "asked.json", asked)


def test_ajv_and_wire_take_the_same_of_ten_thousand(answers: Answers) -> None:
    seen = Counter[tuple[str, bool]]()
    for (name, payload), taken in zip(answers.asked, answers.taken, strict=True):
        if name in READERS:
            found = problems(READERS[name], payload)
            expected = all(excused(payload, problem) for problem in found)
            assert taken == expected, (name, payload, found)
            seen[name, taken] += 1
    assert seen.total() >= CASES * 9 // 10  # Some have NaN in them, which no JSON text has.
    assert all(seen[name, taken] >= CASES // 20 for name in READERS for taken in (True, False))


def test_ajv_takes_each_exception_that_is_json(answers: Answers) -> None:
    excuses = [excuse for excuse in EXCEPTIONS if is_json(excuse.example)]
    assert [str(excuse.code) for excuse in excuses] == [
        "too_precise",
        "wrong_type",
        "bad_format",
        "order_total_mismatch",
    ]
    assert all(answers.of(excuse.schema, excuse.example) for excuse in excuses)


def test_ajv_takes_the_references_example_as_a_response(answers: Answers) -> None:
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert answers.of("response", reference)
    assert not answers.of("response", {**reference, "error": True})


def test_javascript_and_python_know_the_same_characters(answers: Answers) -> None:
    every = range(sys.maxunicode + 1)
    assert answers.refused == {
        "alone": [point for point in every if text_fault(chr(point), 1)],
        "after": [point for point in every if text_fault(f"x{chr(point)}", 2)],
    }
