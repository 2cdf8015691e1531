"""The schemas of single codecs: the patterns of a text, and no `multipleOf`."""

import json
import re
import sys

import pytest
from jsonschema import Draft202012Validator

from backd_rules import schema
from backd_rules.domain.text import is_blank, text_fault
from backd_rules.schema.json_schema import DEFINED, full_schema


def test_multiple_of_would_refuse_valid_amounts() -> None:
    assert not Draft202012Validator({"multipleOf": 0.01}).is_valid(0.07)


def characters_of(pattern: str) -> set[str]:
    return set(re.findall(pattern, "".join(map(chr, range(sys.maxunicode + 1)))))


EVERY = set(map(chr, range(sys.maxunicode + 1)))


def test_the_patterns_of_a_text_are_right_for_every_character() -> None:
    text = full_schema(DEFINED["text"], "")
    bad = characters_of(text["not"]["pattern"])
    assert bad == {char for char in EVERY if text_fault(f"x{char}", 2)}
    assert EVERY - characters_of(text["pattern"]) == set(filter(is_blank, EVERY))
    assert json.dumps(text).isascii()


def test_the_pattern_of_a_recorded_text_is_right_for_every_character() -> None:
    text = full_schema(DEFINED["recorded_text"], "")
    assert list(text) == ["type", "not"]
    assert characters_of(text["not"]["pattern"]) == {chr(c) for c in range(0xD800, 0xE000)}
    identifier = full_schema(DEFINED["recorded_id"], "")
    assert identifier["not"] == text["not"]
    assert identifier["pattern"] == full_schema(DEFINED["text"], "")["pattern"]


def bounds(name: str, path: list[str]) -> dict[str, object]:
    """Return the numeric bounds in a schema, at a path of properties."""
    node = schema.SCHEMAS[name]()
    defs = node["$defs"]
    for step in path:
        node = node["items"] if step == "[]" else node["properties"][step]
        node = node.get("anyOf", [node])[0]
        if "$ref" in node:
            node = defs[node["$ref"].rsplit("/", 1)[1]]
    return {key: value for key, value in node.items() if "im" in key and key != "description"}


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("update-request", ["tax_amount"], {"minimum": 0, "maximum": 9999999999999.99}),
        (
            "update-request",
            ["items", "[]", "unit_price"],
            {"minimum": 0, "maximum": 999999999.999999},
        ),
        (
            "update-request",
            ["items", "[]", "qty"],
            {"minimum": 0.001, "maximum": 999999999999.999},
        ),
        ("order", ["placed_total"], {"minimum": 0, "maximum": 9999999999999.99}),
        ("order", ["increase_count"], {"minimum": 0, "maximum": 999999999999999}),
        (
            "order",
            ["items", "[]", "unit_price"],
            {"minimum": -0.0000005, "exclusiveMaximum": 999999999.9999995},
        ),
        (
            "order",
            ["items", "[]", "qty"],
            {"minimum": 0.0005, "exclusiveMaximum": 999999999999.9995},
        ),
        ("limit", ["max_increases"], {"minimum": 0, "maximum": 999999999999999}),
    ],
)
def test_the_bounds_of_a_number(name: str, path: list[str], expected: dict[str, object]) -> None:
    """A recorded price and quantity are rounded half up (domain.md, F6)."""
    assert bounds(name, path) == expected
