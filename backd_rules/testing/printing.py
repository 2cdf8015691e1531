"""The expressions by which Hypothesis shows values of the package in a failing example.

They evaluate back, and so they have all data: it is generated. A `repr` shows no personal data, and
no class has a `_repr_pretty_`, which IPython would use too.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import attrs

from backd_rules import UNSET
from backd_rules.testing.malformed import Malformed

if TYPE_CHECKING:
    from hypothesis.vendor.pretty import RepresentationPrinter

_INDENT: Final = 4


def show(value: object, printer: RepresentationPrinter) -> None:
    """Print an expression that evaluates to `value`.

    It evaluates where the classes in it are known by their names, and the module `datetime` by its
    own. Fields that are unset or have their default are left out.
    """
    # Not `printer.pretty`: Hypothesis would show a part as the call by which a strategy made it.
    if value is UNSET:
        printer.text("UNSET")
    elif isinstance(value, Enum):
        printer.text(f"{type(value).__name__}.{value.name}")
    elif isinstance(value, float) and not math.isfinite(value):
        printer.text(f"float({str(value)!r})")
    elif attrs.has(type(value)):
        _show_parts(f"{type(value).__name__}(", _fields(value), ")", printer)
    elif isinstance(value, Malformed):
        _show_parts("Malformed(", [("", part) for part in value], ")", printer)
    elif isinstance(value, dict):
        _show_parts("{", [(f"{name!r}: ", part) for name, part in value.items()], "}", printer)
    elif isinstance(value, list):
        _show_parts("[", [("", part) for part in value], "]", printer)
    elif isinstance(value, tuple):
        end = ",)" if len(value) == 1 else ")"
        _show_parts("(", [("", part) for part in value], end, printer)
    else:
        printer.text(repr(value))


_Parts = list[tuple[str, object]]
"""Values, each with the text in front of it."""


def _fields(value: Any) -> _Parts:
    """Return the fields of a value that differ from their defaults, required ones without names."""
    return [
        ("" if field.default is attrs.NOTHING and not field.kw_only else f"{field.name}=", stated)
        for field in attrs.fields(type(value))
        if field.init and (stated := getattr(value, field.name)) != field.default
    ]


def _show_parts(start: str, parts: _Parts, end: str, printer: RepresentationPrinter) -> None:
    with printer.group(_INDENT, start, end):
        for index, (prefix, part) in enumerate(parts):
            if index:
                printer.text(",")
            printer.breakable(" " if index else "")
            printer.text(prefix)
            show(part, printer)
