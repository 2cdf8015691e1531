"""Read JSON files as orders, requests and limits.

Each error names its file, what the file was read as, and the JSON Pointer of the field.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs

from backd_rules import wire
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.cli.terminal import CommandError
from backd_rules.domain.order import Order
from backd_rules.wire.problems import Problem
from backd_rules.wire.strict_json import MAX_BYTES

_T = TypeVar("_T")


def read_files(**files: tuple[str, Callable[[Any], Any]]) -> list[Any]:
    """Return the parsed content of each `(name, parse)` pair; `-` names standard input.

    The keywords say what each file is: `read_files(order=("order.json", parse_order))`. Raises
    `CommandError` with the problems of all files.
    """
    if [name for name, _ in files.values()].count("-") > 1:
        raise CommandError("only one of the files can be - (standard input)")
    values, errors = [], []
    for role, (name, parse) in files.items():
        try:
            values.append(parse(wire.loads(_read(name))))
        except wire.InvalidPayload as invalid:
            read_as = f"{name} as the {role}"
            errors += [_problem_line(read_as, problem) for problem in invalid.problems]
        except CommandError as error:
            errors += error.lines
    if errors:
        raise CommandError(*errors)
    return values


def parse_order(document: Any) -> Order:
    """Parse an order, or a response that has an order as its `data`."""
    if not (isinstance(document, dict) and "data" in document):
        return wire.parse_order(document)
    return _parse_below("/data", wire.parse_order, document["data"])


def parse_orders(document: Any) -> Order | tuple[Order, ...]:
    """Parse an order, or an array of orders."""
    if not isinstance(document, list):
        return parse_order(document)
    return _parse_elements(parse_order, document)


def parse_updates(document: Any) -> OrderUpdate | tuple[OrderUpdate, ...]:
    """Parse an update, or an array of updates."""
    batch = isinstance(document, list)
    return wire.parse_updates(document) if batch else wire.parse_update(document)


def _problem_line(read_as: str, problem: Problem) -> str:
    return f"{read_as}: {problem.path or '(whole document)'}: {problem.message} [{problem.code}]"


def _read(name: str) -> bytes:
    """Return the content of a file, but at most one byte more than `wire.loads` accepts."""
    try:
        if name != "-":
            with open(name, "rb") as file:
                return file.read(MAX_BYTES + 1)
        if sys.stdin is None:
            raise CommandError("-: standard input is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from None
    except ValueError:
        raise CommandError(f"{name}: not a valid file name") from None


def _parse_elements(parse: Callable[[Any], _T], documents: Sequence[Any]) -> tuple[_T, ...]:
    """Parse each element of an array. Raise the problems of all elements at once."""
    parsed: list[_T] = []
    problems: list[Problem] = []
    for index, document in enumerate(documents):
        try:
            parsed.append(_parse_below(f"/{index}", parse, document))
        except wire.InvalidPayload as invalid:
            problems += invalid.problems
    if problems:
        raise wire.InvalidPayload(problems)
    return tuple(parsed)


def _parse_below(path: str, parse: Callable[[Any], _T], document: Any) -> _T:
    """Parse the value at `path` of a document. Problem paths start at the document's root."""
    try:
        return parse(document)
    except wire.InvalidPayload as invalid:
        # Short enough: an order has problems at its own fields only, whose names are short.
        problems = [attrs.evolve(p, path=path + p.path) for p in invalid.problems]
    raise wire.InvalidPayload(problems)
