"""What must hold for any bytes: for the readers, and for the command line.

Each target takes the bytes that a fuzzer makes, and raises where one of its properties does not
hold.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Final

from support.pathological import LONGEST_ANSWER, MOST_PROBLEMS

from backd_rules import wire
from backd_rules.cli import command


def _dump_updates(updates: tuple[Any, ...]) -> list[Any]:
    return [wire.dump_update(update) for update in updates]


_READERS: Final[Mapping[Callable[[Any], Any], Callable[[Any], Any]]] = {
    wire.parse_order: wire.dump_stored_order,
    wire.parse_update: wire.dump_update,
    wire.parse_updates: _dump_updates,
    wire.parse_ids: wire.dump_ids,
    wire.parse_both_ids: wire.dump_ids,
    wire.parse_refund_request: wire.dump_refund_request,
    wire.parse_limit: wire.dump_limit,
}
"""The inverse of each parser."""


def readers(data: bytes) -> None:
    """Check `loads` and the parsers.

    `loads` accepts JSON only, and reads it as Python's reader does. The parsers find the same
    whatever has decoded the numbers. An accepted value can be written, and is then read as itself.
    """
    try:
        document = wire.loads(data)
    except wire.InvalidPayload as invalid:
        _check_refusal(invalid)
        if {problem.code for problem in invalid.problems} == {wire.ProblemCode.BAD_JSON}:
            assert not _is_json(data), "loads refuses JSON"
        return
    text = data.decode("utf-8").removeprefix("\ufeff")
    assert _same(document, json.loads(text, parse_int=float)), "loads reads another value"
    json.dumps(document, ensure_ascii=False).encode("utf-8")
    for parse, dump in _READERS.items():
        found = _problems(parse, document)
        for decimals in _with_decimals(text):
            assert _problems(parse, decimals) == found, "decimals are judged differently"
        if not found:
            _check_round_trip(parse, dump, parse(document))


def _is_json(data: bytes) -> bool:
    def refuse(name: str) -> None:
        raise ValueError(name)

    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
        json.loads(text, parse_int=float, parse_constant=refuse)
    except ValueError:
        return False
    return True


def _same(one: Any, other: Any) -> bool:
    """Return whether two documents are equal, of which the other has floats only."""
    if isinstance(one, dict):
        return type(other) is dict and list(one) == list(other) and _all_same(one.values(), other)
    if isinstance(one, list):
        return type(other) is list and _all_same(one, dict(enumerate(other)))
    if type(one) in (int, float):
        return type(other) is float and float(one) == other
    return type(one) is type(other) and bool(one == other)


def _all_same(values: Any, other: Mapping[Any, Any]) -> bool:
    return len(values) == len(other) and all(map(_same, values, other.values()))


def _with_decimals(text: str) -> Iterator[Any]:
    """Yield the document with `Decimal` for numbers, if these can hold them."""
    try:
        yield json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except InvalidOperation:
        return


def _problems(parse: Callable[[Any], Any], document: Any) -> list[tuple[str, str]]:
    try:
        parse(document)
    except wire.InvalidPayload as invalid:
        _check_refusal(invalid)
        return [(problem.code, problem.path) for problem in invalid.problems]
    return []


def _check_refusal(invalid: wire.InvalidPayload) -> None:
    problems = invalid.problems
    assert 1 <= len(problems) <= MOST_PROBLEMS
    assert (problems[-1].code == wire.ProblemCode.TOO_MANY_PROBLEMS) == (len(problems) == 101)
    assert all(len(problem.path) <= 256 for problem in problems)
    envelope = wire.error_response(invalid)
    json.dumps(envelope, ensure_ascii=False).encode("utf-8")
    assert len(json.dumps(envelope)) <= LONGEST_ANSWER
    assert str(invalid).isprintable()


def _check_round_trip(parse: Callable[[Any], Any], dump: Callable[[Any], Any], value: Any) -> None:
    dumped = dump(value)
    read = parse(wire.loads(json.dumps(dumped, ensure_ascii=False).encode("utf-8")))
    assert read == value, "a written value is read as another"
    assert dump(read) == dumped, "a written value is written differently"


FILES: Final = ("a.json", "b.json", "c.json")
"""The files that the command line finds. The bytes have their contents, and standard input."""
SEPARATOR: Final = b"\x00"
_SLOW: Final = ("schema", "vectors")
"""These commands print a constant text of up to a megabyte."""


def command_line(data: bytes) -> None:
    """Check a run of the command line.

    The bytes are the arguments, one a line, then the files and standard input. A run ends with
    status 0, 1 or 2, has met no error of its own, and prints nothing that controls a terminal.
    """
    stated, *contents = data.split(SEPARATOR, len(FILES) + 1)
    argv = stated.decode("utf-8", "replace").split("\n")
    if argv[0] in _SLOW:
        return
    contents += [b""] * (len(FILES) + 1 - len(contents))
    for name, content in zip(FILES, contents, strict=False):
        (_folder() / name).write_bytes(content)
    with chdir(_folder()), _streams(contents[-1]) as (out, err):
        status = command.main(argv)
        printed, errors = _written(out), _written(err)
    assert status in (0, 1, 2)
    assert "Traceback" not in errors
    assert "internal error" not in errors
    for text in (printed, errors):
        assert text.replace("\n", "").isprintable(), "a control character is printed"
    if "--json" in argv and status < 2:
        json.loads(printed)


def _written(stream: Any) -> str:
    stream.flush()
    written: bytes = stream.buffer.getvalue()
    return written.decode("utf-8")


@cache
def _folder() -> Path:
    """Return a folder of this process, in memory if there is such a file system."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))


@contextmanager
def _streams(content: bytes) -> Iterator[tuple[Any, Any]]:
    """Replace the standard streams by ones in memory; yield those of the output."""
    before = sys.stdin, sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(given), "utf-8") for given in (content, b"", b"")]
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        yield streams[1], streams[2]
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "readers": readers,
    "command_line": command_line,
}
