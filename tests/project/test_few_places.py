"""A new text of a contact needs two modules: no other module has the name of one."""

import re
from pathlib import Path

import pytest

import backd_rules

FOLDER = Path(backd_rules.__file__).parent
DECLARED = {"domain/contact.py", "actions/update_order/request.py"}
"""The record declares a text, and the patch lists it. All else derives from the declaration."""

DATA = {
    "schema/example.py",
    "conformance/vectors.json",
    "conformance/actions.json",
    "domain.md",
}
"""The example order, the generated vectors and the specification are data, not code."""


def files_with(name: str) -> set[str]:
    files = [path for path in FOLDER.rglob("*") if path.suffix in (".py", ".json", ".md")]
    return {
        path.relative_to(FOLDER).as_posix()
        for path in files
        if re.search(rf"\b{name}\b", path.read_text("utf-8"))
    }


@pytest.mark.parametrize("name", ["line1", "zipcode", "phone_number"])
def test_a_required_text_of_a_contact_is_in_two_modules(name: str) -> None:
    assert files_with(name) - DATA == DECLARED


@pytest.mark.parametrize(
    ("name", "other"),
    [("line2", "wire/codecs.py"), ("company_name", "schema/json_schema.py")],
)
def test_an_optional_text_of_a_contact_is_in_one_more(name: str, other: str) -> None:
    """A problem names `line2` as the remedy; a schema is named after the kind of the other."""
    assert files_with(name) - DATA == DECLARED | {other}
