"""The reference: what `pydoc` and an editor's hover show of each public name.

An editor does not run the package: it shows the docstring that stands in the source. So the tests
read that one. `support.public_names.DOCUMENTED` lists the modules.
"""

import doctest
import inspect
import pydoc
import re
from importlib import import_module
from pathlib import Path

import attrs
import pytest
from support.docstrings import (
    WANTED,
    Entry,
    classes,
    constants,
    enums,
    examples,
    function_of,
    functions,
    gaps,
    gaps_of,
    members,
    names,
)
from support.hover import hovers
from support.public_names import DOCUMENTED

from backd_rules.actions.violations import VIOLATIONS

MEMBERS = [*members()]
METHODS = [
    (owner, member)
    for owner, member in MEMBERS
    if function_of(member.value) and not isinstance(member.value, property)
]
PROPERTIES = [(owner, member) for owner, member in MEMBERS if isinstance(member.value, property)]
VARIABLES = [
    (owner, member)
    for owner, member in MEMBERS
    if not function_of(member.value) and not (owner.value in VIOLATIONS and member.name == "path")
]
"""The class variables. The text of `Violation` explains the `path` of its classes."""
EVERYTHING = [*names(), *(member for _, member in MEMBERS)]
WITH_FIELDS = [entry for entry in classes() if attrs.has(entry.value)]


def path_of(value: object) -> str:
    return value.path if isinstance(value, Entry) else ""


def test_the_names_are_found() -> None:
    paths = {entry.path for entry in EVERYTHING}
    assert {"backd_rules.Money.of", "backd_rules.Order.tax_amount"} <= paths
    assert {"backd_rules.Money.ZERO", "backd_rules.UNSET", "backd_rules.wire.loads"} <= paths
    assert len(classes()) >= 46
    assert len(functions()) >= 36
    assert len(constants()) >= 7


@pytest.mark.parametrize("entry", [*classes(), *functions()], ids=path_of)
def test_a_class_or_function_has_an_example_its_errors_and_units(entry: Entry) -> None:
    assert gaps_of(entry) == []


@pytest.mark.parametrize("entry", constants(), ids=path_of)
def test_a_constant_is_described_below_its_assignment(entry: Entry) -> None:
    assert re.search(r"\.\n|\.$", str(entry.docstring))


@pytest.mark.parametrize(("owner", "member"), METHODS, ids=path_of)
def test_a_method_has_its_errors_and_units(owner: Entry, member: Entry) -> None:
    found = gaps_of(member)
    assert found == [] or (found == ["an example"] and owner.shows(member.name))


@pytest.mark.parametrize(("owner", "member"), PROPERTIES, ids=path_of)
def test_a_property_is_described_and_shown(owner: Entry, member: Entry) -> None:
    assert member.docstring
    assert "a unit" not in gaps_of(member)
    assert examples(member.docstring) or owner.shows(member.name)


@pytest.mark.parametrize(("owner", "member"), VARIABLES, ids=path_of)
def test_a_class_variable_is_described_or_shown(owner: Entry, member: Entry) -> None:
    assert member.docstring or owner.shows(member.name)


UNITS = {
    "Money": r"\bin dollars\b",
    "UnitPrice": r"\bin dollars\b",
    "Quantity": r"\bin pieces\b",
    "Percent": r"\bin percent of the base\b",
    "int": r"\b(cents|[Mm]illionths|[Tt]housandths|[Hh]undredths|[Hh]ow many)\b",
}
"""The unit that the description of a field states, by a word of the field's type."""


@pytest.mark.parametrize("entry", WITH_FIELDS, ids=path_of)
def test_a_field_is_described_with_its_unit(entry: Entry) -> None:
    listed = entry.value.__doc__.partition("\n\nFields:\n")[2]
    described = dict(re.findall(r"^    (\w+): (.+)$", listed, re.MULTILINE))
    for field in attrs.fields(entry.value):
        assert field.name in described
        for word in re.findall(r"\w+", str(field.type)):
            assert re.search(UNITS.get(word, ""), described[field.name]), field.name


@pytest.mark.parametrize("entry", enums(), ids=path_of)
def test_every_member_of_an_enum_is_listed(entry: Entry) -> None:
    listed = inspect.cleandoc(entry.value.__doc__).partition("\n\nMembers:\n")[2]
    assert re.findall(r"^    (\w+): .+\.$", listed, re.MULTILINE) == [*entry.value]


WITH_EXAMPLES = {
    str(each.docstring): each for each in reversed(EVERYTHING) if examples(each.docstring)
}
MODULES = [
    Entry(name, import_module(name), import_module(name).__doc__)
    for name in DOCUMENTED
    if examples(import_module(name).__doc__)
]


@pytest.mark.parametrize("entry", [*WITH_EXAMPLES.values(), *MODULES], ids=path_of)
def test_an_example_runs_as_it_stands(entry: Entry) -> None:
    """Each example has its own empty namespace: whoever copies it has all that it needs."""
    text = str(entry.docstring)
    assert any(example.want for example in examples(text))
    test = doctest.DocTestParser().get_doctest(text, {}, entry.path, None, 0)
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert report == []


@pytest.mark.parametrize("module", DOCUMENTED)
def test_the_docstring_of_a_module_has_every_name(module: str) -> None:
    text = str(import_module(module).__doc__)
    assert [name for name in DOCUMENTED[module] if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("entry", [*classes(), *functions()], ids=path_of)
def test_pydoc_shows_the_docstring(entry: Entry) -> None:
    page = pydoc.plain(pydoc.render_doc(entry.path))
    assert words(str(entry.docstring)) in words(re.sub(r"^ \|", "", page, flags=re.MULTILINE))


def words(text: str) -> str:
    return " ".join(text.split())


def test_an_editor_shows_the_docstring(tmp_path: Path) -> None:
    pointed_at = [*names(), *(member for _, member in (*METHODS, *PROPERTIES))]
    entries = {each.docstring: each for each in reversed(pointed_at)}.values()
    shown = hovers(tmp_path, DOCUMENTED, [entry.path for entry in entries])
    if not shown:
        pytest.skip("pyright does not run here")
    missing = [
        entry.path
        for entry, text in zip(entries, shown, strict=True)
        if words(str(entry.docstring)) not in words(text)
    ]
    assert missing == []


COMPLETE = """Return the total in dollars (domain.md, T1).

Never raises on an order.

>>> 1 + 1
2
"""


@pytest.mark.parametrize(
    ("docstring", "missing"),
    [
        (COMPLETE, []),
        (None, [*WANTED]),
        (COMPLETE.replace(">>> ", ""), ["an example"]),
        (COMPLETE.replace("Never raises", "Never fails"), ["its errors"]),
        (COMPLETE.replace("T1", "total"), ["an identifier"]),
        (COMPLETE.replace("in dollars", ""), ["a unit"]),
    ],
)
def test_a_gap_is_found(docstring: str | None, missing: list[str]) -> None:
    assert gaps(docstring) == missing


def test_a_gap_that_is_not_wanted_is_none() -> None:
    assert gaps("Return it.", amounts=False, rules=False) == ["an example", "its errors"]
