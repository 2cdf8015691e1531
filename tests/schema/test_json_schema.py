"""The schemas of single codecs: the patterns of a text, and no `multipleOf`."""

import json
import re
import sys

from jsonschema import Draft202012Validator

from backd_rules.domain.text import text_fault
from backd_rules.schema.json_schema import DEFINED, full_schema


def test_multiple_of_would_refuse_valid_amounts() -> None:
    assert not Draft202012Validator({"multipleOf": 0.01}).is_valid(0.07)


def characters_of(pattern: str) -> set[str]:
    return set(re.findall(pattern, "".join(map(chr, range(sys.maxunicode + 1)))))


def test_the_patterns_of_a_text_are_right_for_every_character() -> None:
    text = full_schema(DEFINED["text"], "")
    bad = characters_of(text["not"]["pattern"])
    every = set(map(chr, range(sys.maxunicode + 1)))
    assert bad == {char for char in every if text_fault(f"x{char}", 2)}
    assert every - bad - characters_of(text["pattern"]) == {
        char for char in every - bad if char.isspace()
    }
    assert json.dumps(text).isascii()
