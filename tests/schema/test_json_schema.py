"""The schemas of single codecs: the patterns of a text, the bounds and the decimals of a number."""

import re
import sys

import pytest
from jsonschema import Draft202012Validator

from backd_rules import schema
from backd_rules.domain.text import is_blank, text_fault
from backd_rules.schema.dialect import JSON_SCHEMA, OPENAPI, Dialect
from backd_rules.schema.json_schema import DEFINED, full_schema


def test_multiple_of_would_refuse_valid_amounts() -> None:
    cents = Draft202012Validator({"multipleOf": 0.01})
    assert sum(not cents.is_valid(number / 100) for number in range(10_001)) == 1363
    assert not any(map(cents.is_valid, (0.07, 4.35, 9999999999999.94)))


def characters_of(pattern: str) -> set[str]:
    return set(re.findall(pattern, "".join(map(chr, range(sys.maxunicode + 1)))))


EVERY = set(map(chr, range(sys.maxunicode + 1)))


SURROGATES = {chr(c) for c in range(0xD800, 0xE000)}


@pytest.mark.parametrize(
    ("dialect", "accepted"), [(JSON_SCHEMA, set[str]()), (OPENAPI, SURROGATES)]
)
def test_the_patterns_of_a_text_are_right_for_every_character(
    dialect: Dialect, accepted: set[str]
) -> None:
    """Only the OpenAPI dialect cannot refuse a lone surrogate."""
    text = full_schema(DEFINED["text"], dialect)
    bad = characters_of(text["not"]["pattern"])
    assert bad == {char for char in EVERY if text_fault(f"x{char}", 2)} - accepted
    assert EVERY - characters_of(text["pattern"]) == set(filter(is_blank, EVERY))


def test_the_patterns_are_readable() -> None:
    text = full_schema(DEFINED["text"], OPENAPI)
    assert text["not"]["pattern"] == (
        r"[\u0000-\u001f\u007f-\u009f\u061c\u200e-\u200f\u2028-\u202e\u2066-\u2069]"
    )
    assert text["pattern"].startswith(r"[^\u0009-\u000d\u001c-\u0020\u0085\u00a0\u00ad\u034f")
    assert full_schema(DEFINED["text"], JSON_SCHEMA)["pattern"] == text["pattern"]


def test_the_pattern_of_a_recorded_text_is_right_for_every_character() -> None:
    text = full_schema(DEFINED["recorded_text"], JSON_SCHEMA)
    assert list(text) == ["type", "not"]
    assert characters_of(text["not"]["pattern"]) == SURROGATES
    identifier = full_schema(DEFINED["recorded_id"], JSON_SCHEMA)
    assert identifier["not"] == text["not"]
    assert identifier["pattern"] == full_schema(DEFINED["text"], JSON_SCHEMA)["pattern"]
    assert full_schema(DEFINED["recorded_text"], OPENAPI) == {"type": "string"}


@pytest.mark.parametrize(
    ("owner", "field", "places"),
    [
        ("update_request", "tax_amount", 2),
        ("refund_request", "refund_amount", 2),
        ("item_update", "unit_price", 6),
        ("item_update", "qty", 3),
        ("item", "unit_price", 6),
        ("item", "qty", 3),
        ("refund", "amount", 2),
    ],
)
def test_openapi_states_the_decimals_of_a_number(owner: str, field: str, places: int) -> None:
    """An amount has at most two decimals, a price six, a quantity three (domain.md, N3, N4, F6)."""
    schemas = schema.openapi()["components"]["schemas"]
    number = schemas[owner]["properties"][field]
    number = schemas["amount"] if "$ref" in number else number
    assert (number["format"], number["x-decimal-places"]) == ("decimal", places)
    standalone = full_schema(DEFINED[owner], JSON_SCHEMA)["properties"][field]
    assert not {"format", "x-decimal-places", "multipleOf"} & standalone.keys()


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
