"""Bugs to be found: each breaks the package in this process, to show that the fuzzer sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from backd_rules.cli import report, terminal
from backd_rules.wire import problems, strict_json


def accept_lone_surrogates() -> None:
    """Let `loads` return text that cannot be encoded."""
    replace(strict_json, "_has_lone_surrogate", lambda _: False)


def cut_no_path() -> None:
    """Report paths of any length."""
    replace(problems, "_LONGEST_PATH", 10**6)


def print_control_characters() -> None:
    """Print what a record or a file name has, as it is."""
    for module in (report, terminal):
        replace(module, "printable", str)


def replace(module: Any, name: str, value: object) -> None:
    """Replace what the module has; raise if it has no such name."""
    getattr(module, name)
    setattr(module, name, value)


BUGS: Final[Mapping[str, Callable[[], None]]] = {
    bug.__name__: bug for bug in (accept_lone_surrogates, cut_no_path, print_control_characters)
}
