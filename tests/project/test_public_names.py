"""The public names of the package: each one is listed by hand, documented and importable."""

import pydoc
import re
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from support.processes import printed
from support.public_names import LAZY, PUBLIC

import backd_rules
from backd_rules import testing

MACHINERY = {"TYPE_CHECKING", "import_module"}
"""Names that the package's own `__init__.py` uses. They are not public."""


def test_there_are_no_other_public_names() -> None:
    names = {
        name
        for name, value in vars(backd_rules).items()
        if not (isinstance(value, ModuleType) or name.startswith("_") or name in MACHINERY)
    }
    assert names - {*LAZY} == {*PUBLIC} - {*LAZY, "__version__"}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_importable(name: str) -> None:
    namespace: dict[str, object] = {}
    exec(f"from backd_rules import {name}", namespace)  # noqa: S102
    assert namespace[name] is getattr(backd_rules, name)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_index_in_the_docstring_has_every_public_name(name: str) -> None:
    index = str(backd_rules.__doc__).partition("\n\n")[2]
    assert re.search(rf"(?<![\w`]){name}(?!\w)", index)


def test_fingerprint_is_a_function_after_an_import_of_its_module() -> None:
    source = """
import backd_rules.wire.fingerprints
from backd_rules import fingerprint, wire
from backd_rules.schema.example import ORDER
print(len(fingerprint(wire.parse_order(ORDER))))
"""
    assert printed(source) == "64"


def test_no_submodule_has_the_name_of_a_public_function() -> None:
    functions = {name for name in PUBLIC if type(getattr(backd_rules, name)) is FunctionType}
    assert functions >= {"ceiling", "changes", "decide_update", "fingerprint", "headroom"}
    assert functions >= {"decide_updates", "next_status", "update_between", "explain", "confirm"}
    files = Path(backd_rules.__file__).parent.rglob("*")
    assert functions & {path.stem for path in files} == set()


def test_help_is_short() -> None:
    """With an `__all__`, `help` would print every class with its methods: 3,900 lines."""
    shown = pydoc.render_doc(backd_rules)
    assert len(shown.splitlines()) < 100


def test_help_lists_no_value_that_is_not_public() -> None:
    shown = pydoc.plain(pydoc.render_doc(backd_rules)).partition("\nDATA\n")[2]
    listed = re.findall(r"^    (\w+) = ", shown.partition("\n\n")[0], re.MULTILINE)
    assert listed == ["Decision", "RULES_VERSION", "UNSET", "Violation"]


def test_dir_has_the_lazy_names_for_completion() -> None:
    listed = [name for name in dir(backd_rules) if not name.startswith("_")]
    modules = {name for name in listed if isinstance(getattr(backd_rules, name), ModuleType)}
    assert {*listed} - modules == {*PUBLIC} - {"__version__", "schema", "wire"}
    assert modules >= {"schema", "wire"}
    assert {*testing.__all__} <= {*dir(testing)}


def test_lazy_names_need_no_other_import() -> None:
    source = """
import backd_rules
print(backd_rules.wire.__name__, backd_rules.schema.__name__, backd_rules.fingerprint.__name__)
"""
    assert printed(source) == "backd_rules.wire backd_rules.schema fingerprint"


def test_an_unknown_name_is_an_error_that_says_so() -> None:
    message = "^module 'backd_rules' has no attribute 'unknown'$"
    with pytest.raises(AttributeError, match=message):
        backd_rules.unknown  # noqa: B018
