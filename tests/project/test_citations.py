"""Docstrings and comments cite sentences of the specification by identifiers that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.reference import TESTS

import backd_rules

PACKAGE = Path(backd_rules.__file__).parent
SPECIFICATION = (PACKAGE / "domain.md").read_text(encoding="utf-8")
IDENTIFIERS = set(re.findall(r"^- \*\*([A-Z]\d+)\*\*", SPECIFICATION, re.MULTILINE))


MORE = r"(?:(?:,| and| to|, and) [A-Z]\d+)*"
"""The identifiers after the first, as in "L1 to L4, L7 and V2"."""

CITATION = re.compile(rf"domain\.md, (\w+{MORE})|\(([A-Z]\d+{MORE})\)")
"""A citation, with or without the name of the page."""


def sources() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file, in one line."""
    for folder in (PACKAGE, TESTS):
        for path in sorted(folder.rglob("*.py")):
            if "node_modules" not in path.parts and path != Path(__file__):
                yield path.name, " ".join(path.read_text(encoding="utf-8").split())


def citations() -> Iterator[tuple[str, str]]:
    """Yield the file and the text of each citation, such as "L1 to L4 and V2"."""
    for name, text in sources():
        for found in CITATION.finditer(text):
            yield name, found[1] or found[2]


def test_the_specification_has_identifiers() -> None:
    assert len(IDENTIFIERS) > 50
    assert {"F1", "S2", "L4", "V2", "W3"} <= IDENTIFIERS


@pytest.mark.parametrize(("name", "citation"), sorted(set(citations())))
def test_a_citation_has_only_identifiers_that_exist(name: str, citation: str) -> None:
    words = re.findall(r"\w+", citation)
    assert {word for word in words if word not in ("and", "to")} <= IDENTIFIERS, name


def test_citations_are_found() -> None:
    text = "(domain.md, L1 to L4 and V2). See N7 and (F4), domain.md, T1: so it is."
    found = [match[1] or match[2] for match in CITATION.finditer(text)]
    assert found == ["L1 to L4 and V2", "F4", "T1"]
    assert len(set(citations())) > 100
