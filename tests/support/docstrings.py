"""The docstrings of public names as an editor reads them: from the source, without running it."""

import ast
import doctest
import re
import sys
from collections.abc import Iterator
from enum import EnumMeta
from functools import cache
from importlib import import_module
from inspect import isdatadescriptor, signature
from itertools import zip_longest
from pathlib import Path
from types import FunctionType
from typing import Any, Final, NamedTuple

import attrs

import backd_rules
from backd_rules.domain.fact_kinds import Cents
from backd_rules.domain.fields import declarations
from backd_rules.domain.kinds import Number
from backd_rules.domain.money import ScaledNumber
from support.public_names import DOCUMENTED, TOOLS

PACKAGE: Final = Path(backd_rules.__file__).parent
AMOUNT: Final = re.compile(r"\b(Money|UnitPrice|Quantity|Percent)\b")


class Entry(NamedTuple):
    """A public name, the value that it stands for, and its docstring in the source."""

    path: str
    value: Any
    docstring: str | None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def has_amounts(self) -> bool:
        """True for a function that takes or returns an amount, and a class that has one."""
        if isinstance(self.value, type):
            kinds = declarations(self.value).values() if attrs.has(self.value) else ()
            amounts = any(isinstance(each.kind, (Cents, Number)) for each in kinds)
            return amounts or issubclass(self.value, ScaledNumber)
        function = function_of(self.value)
        return function is not None and bool(AMOUNT.search(str(signature(function))))

    def shows(self, name: str) -> bool:
        """Return whether an example uses the member `name`."""
        return any(re.search(rf"\.{name}\b", each.source) for each in examples(self.docstring))


def function_of(value: Any) -> FunctionType | None:
    """Return the function that a method or a property calls."""
    value = getattr(value, "fget", getattr(value, "__func__", value))
    return value if isinstance(value, FunctionType) else None


def examples(docstring: str | None) -> list[doctest.Example]:
    """Return the examples of a docstring."""
    return doctest.DocTestParser().get_examples(docstring or "")


WANTED: Final = {
    "an example": r"^>>> ",
    "its errors": r"\b(Raises|Never raises)\b",
    "an identifier": r"domain\.md, [A-Z]\d",
    "a unit": r"\b(dollars?|cents?|percent|%|millionths|thousandths|pieces)\b",
}
"""What a docstring must have, and the text that says it."""


def gaps(docstring: str | None, *, amounts: bool = True, rules: bool = True) -> list[str]:
    """Return what a docstring does not say.

    Units are wanted where there are `amounts`, identifiers where the specification has `rules`.
    """
    not_wanted = {"a unit": not amounts, "an identifier": not rules}
    wanted = [what for what in WANTED if not not_wanted.get(what)]
    return [what for what in wanted if not re.search(WANTED[what], docstring or "", re.MULTILINE)]


def gaps_of(entry: Entry) -> list[str]:
    """Return what the docstring of a public name does not say."""
    rules = not entry.path.startswith(TOOLS)
    return gaps(entry.docstring, amounts=entry.has_amounts, rules=rules)


@cache
def docstrings(path: str) -> dict[str, str | None]:
    """Return the docstring below each definition and each assignment of a file, by dotted name."""
    return dict(_docstrings(ast.parse(Path(path).read_text("utf-8")).body, ""))


def _docstrings(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, str | None]]:
    for node, below in zip_longest(body, body[1:]):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield prefix + node.name, ast.get_docstring(node)
        if isinstance(node, ast.ClassDef):
            yield from _docstrings(node.body, f"{prefix}{node.name}.")
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, ast.Name):
                yield prefix + target.id, _text(below)


def _text(node: ast.stmt | None) -> str | None:
    """Return the text of a statement that is nothing but a text."""
    text = node.value if isinstance(node, ast.Expr) else None
    return text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def _docstrings_beside(value: type | FunctionType) -> dict[str, str | None]:
    """Return the docstrings of the file that defines `value`."""
    return docstrings(str(sys.modules[value.__module__].__file__))


def _docstring_of_constant(module: str, name: str, value: object) -> str | None:
    """Return the text below the assignment of a constant, in `module` or one below it."""
    file = Path(str(import_module(module).__file__))
    paths = [*file.parent.rglob("*.py")] if file.name == "__init__.py" else [file]
    for path in sorted(paths):
        if name in docstrings(str(path)):
            dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
            if vars(import_module(dotted.removesuffix(".__init__")))[name] is value:
                return docstrings(str(path))[name]
    raise LookupError(f"{module}.{name} is assigned nowhere")


@cache
def names() -> tuple[Entry, ...]:
    """Return every public name of the documented modules."""
    return tuple(
        _entry(module, name, getattr(import_module(module), name))
        for module, public in DOCUMENTED.items()
        for name in public
    )


def _entry(module: str, name: str, value: Any) -> Entry:
    if isinstance(value, (type, FunctionType)):
        return Entry(f"{module}.{name}", value, _docstrings_beside(value)[value.__qualname__])
    return Entry(f"{module}.{name}", value, _docstring_of_constant(module, name, value))


def classes() -> list[Entry]:
    """Return the public classes, enums included."""
    return [entry for entry in names() if isinstance(entry.value, type)]


def enums() -> list[Entry]:
    """Return the public enums."""
    return [entry for entry in classes() if isinstance(entry.value, EnumMeta)]


def functions() -> list[Entry]:
    """Return the public functions."""
    return [entry for entry in names() if isinstance(entry.value, FunctionType)]


def constants() -> list[Entry]:
    """Return the public names that stand for neither a class nor a function."""
    return [entry for entry in names() if not isinstance(entry.value, (type, FunctionType))]


def members() -> Iterator[tuple[Entry, Entry]]:
    """Yield each public class, apart from enums, with each method, property and class variable."""
    for owner in classes():
        if owner not in enums():
            own = [cls for cls in owner.value.__mro__ if cls.__module__.startswith("backd_rules")]
            for name in sorted({name for cls in own for name in vars(cls)}):
                value = next(vars(cls)[name] for cls in own if name in vars(cls))
                if not (name.startswith("_") or _is_field(value)):
                    yield owner, Entry(f"{owner.path}.{name}", value, _inherited(own, name))


def _is_field(value: object) -> bool:
    return isdatadescriptor(value) and not isinstance(value, property)


def _inherited(classes: list[type], name: str) -> str | None:
    """Return the docstring of a member in the first class that documents it."""
    found = (_docstrings_beside(cls).get(f"{cls.__qualname__}.{name}") for cls in classes)
    return next(filter(None, found), None)
