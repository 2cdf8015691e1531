"""Read JSON files as orders, requests and limits.

Each error names its file, what the file was read as, and the JSON Pointer of the field.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any, Final

from backd_rules import wire
from backd_rules.cli.hints import REQUESTS, Parse, looks_like, suggestion
from backd_rules.cli.terminal import CommandError
from backd_rules.wire.problems import ProblemCode, problem_at
from backd_rules.wire.strict_json import MAX_BYTES

_STANDARD_INPUT: Final = "-"
_SHOWN: Final = {_STANDARD_INPUT: "standard input", "": '""'}
"""How messages show the names of files that would be hard to see."""

_NO_JSON: Final = {
    rb"\xff\xfe\0\0|\0\0\xfe\xff|\0{3}[\t-~]|[\t-~]\0{3}": "is UTF-32; save it as UTF-8",
    rb"\xff\xfe|\xfe\xff|\0[\t-~]|[\t-~]\0": "is UTF-16; save it as UTF-8",
    rb"(\xef\xbb\xbf)?[\t\n\r ]*+\Z": "is empty",
}
"""What is wrong with a file by its first bytes: a byte order mark, or a NUL beside ASCII text."""


def read_files(**files: tuple[str, Parse]) -> list[Any]:
    """Return the parsed content of each `(name, parse)` pair; `-` names standard input.

    The keywords say what each file is: `read_files(order=("order.json", parse_order))`. Raises
    `CommandError` with the problems of all files, and with the response to a malformed request.
    """
    if [name for name, _ in files.values()].count(_STANDARD_INPUT) > 1:
        raise CommandError("only one of the files can be - (standard input)")
    values: list[Any] = []
    errors: list[str] = []
    response = None
    for role, (name, parse) in files.items():
        try:
            values.append(_parsed(name, role, parse))
        except CommandError as error:
            errors += error.lines
            response = response or error.response
    if errors:
        raise CommandError(*errors, response=response)
    return values


def _parsed(name: str, role: str, parse: Parse) -> Any:
    shown = _SHOWN.get(name, name)
    content = _content(name, shown)
    document = None
    try:
        document = _document(content)
        return parse(document)
    except wire.InvalidPayload as invalid:
        lines = _problem_lines(invalid, role, parse, document)
        response = wire.error_response(invalid) if role in REQUESTS else None
    raise CommandError(*(f"{shown} as the {role}: {line}" for line in lines), response=response)


def _content(name: str, shown: str) -> bytes:
    """Return the content of a file, but at most one byte more than `wire.loads` accepts."""
    try:
        if name != _STANDARD_INPUT:
            with open(name, "rb") as file:
                return file.read(MAX_BYTES + 1)
        if sys.stdin is None:
            raise CommandError(f"{shown} is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{shown}: {error.strerror}") from None
    except ValueError:
        raise CommandError(f"{shown}: not a valid file name") from None


def _document(content: bytes) -> Any:
    """Return the value of a JSON text. Name an encoding that is not UTF-8."""
    for pattern, reason in _NO_JSON.items():
        if len(content) <= MAX_BYTES and re.match(pattern, content):
            raise wire.InvalidPayload([problem_at((), ProblemCode.BAD_JSON, reason=reason)])
    return wire.loads(content)


def _problem_lines(
    invalid: wire.InvalidPayload, role: str, parse: Parse, document: Any
) -> Iterator[str]:
    """Yield the problems of a document, and what it looks like if it is of another kind."""
    kind = looks_like(document, role)
    for problem in invalid.problems:
        meant = "" if kind else suggestion(problem, parse)
        hint = f"; did you mean {meant}?" if meant else ""
        yield f"{problem.message}{hint} [{problem.code}]"
    if kind:
        yield f"this looks like {kind}"
