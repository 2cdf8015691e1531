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


def citations() -> Iterator[tuple[str, str]]:
    """Yield the file and the text of each citation, such as "L1 to L4 and V2"."""
    for folder in (PACKAGE, TESTS):
        for path in sorted(folder.rglob("*.py")):
            if "node_modules" not in path.parts and path != Path(__file__):
                text = " ".join(path.read_text(encoding="utf-8").split())
                for citation in re.findall(r"domain\.md, ([^).]+)", text):
                    yield path.name, citation


def test_the_specification_has_identifiers() -> None:
    assert len(IDENTIFIERS) > 50
    assert {"F1", "S2", "L4", "V2", "W3"} <= IDENTIFIERS


@pytest.mark.parametrize(("name", "citation"), sorted(set(citations())))
def test_a_citation_has_only_identifiers_that_exist(name: str, citation: str) -> None:
    words = re.findall(r"\w+", citation)
    assert {word for word in words if word not in ("and", "to")} <= IDENTIFIERS, name
