"""Bugs to be found: what each replaces in the package shows that the fuzzer sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from backd_rules.cli import report, terminal
from backd_rules.wire import problems, strict_json


def _nothing(_: object) -> bool:
    return False


BUGS: Final[Mapping[str, tuple[tuple[Any, str, object], ...]]] = {
    "accept_lone_surrogates": ((strict_json, "_has_lone_surrogate", _nothing),),
    "report_every_problem": ((problems, "MAX_PROBLEMS", 10**6),),
    "print_control_characters": ((report, "printable", str), (terminal, "printable", str)),
}
"""By the name of a bug: modules, names in them, and what these are instead."""


def plant(bug: str) -> None:
    """Break the package in this process."""
    for module, name, value in BUGS[bug]:
        getattr(module, name)  # There must be such a name.
        setattr(module, name, value)
