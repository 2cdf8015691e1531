"""The strict reader of JSON text: it refuses what RFC 8259 leaves to the implementation.

A number means the nearest double (domain.md, N2). The reader looks for problems in this order:
size, depth, number of arrays and objects, syntax, duplicate keys, lone surrogates. It reports the
places of the first kind that it finds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

from backd_rules.domain.fact_kinds import Fact
from backd_rules.domain.values import refuse_type
from backd_rules.wire.problems import (
    MAX_PROBLEMS,
    InvalidPayload,
    Problem,
    ProblemCode,
    problem_at,
)

MAX_BYTES: Final = 1024 * 1024
"""The highest number of bytes that `loads` reads: 1 MiB of UTF-8."""
MAX_DEPTH: Final = 64
MAX_CONTAINERS: Final = 100_000
"""The highest number of arrays and objects. No valid document of 1 MiB has as many, but for fields
that are ignored. Half a million can take half a second to read."""

# Also matches an unterminated string. Otherwise the scan restarts at every quote and becomes
# quadratic.
_STRING: Final = r'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
# A surrogate is well formed only as an escaped pair: Python's reader joins no other.
_NO_LONE_SURROGATE: Final = (
    r"(?s)(?:[^\\\ud800-\udfff]++|\\(?:[^u]|u(?![dD][89a-fA-F])|u[dD][89abAB]..\\u[dD][c-fC-F]))*+"
)
_SURROGATE: Final = "[\ud800-\udfff]"
_LEVELS: Final = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
"""One level down or up, as a signed byte, for each bracket."""
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[{]}"))
_SHORT: Final = 19
_LONG_INTEGER: Final = "[0-9]{19}"
"""In a text without these, no integer has more than `_SHORT` characters."""
_SHORT_TEXT: Final = 4096
_BYTE_ORDER_MARK: Final = "\ufeff"


def loads(text: str | bytes) -> Any:
    """Return the value of a JSON text, which is UTF-8 if it is `bytes`.

    A leading byte order mark is skipped. Raises `InvalidPayload` for `NaN`, infinities, duplicate
    keys, lone surrogates, nesting deeper than 64 levels, more than 100,000 arrays and objects, and
    text over 1 MiB. Raises `TypeError` for anything but `str` or `bytes` (domain.md, N2 and V3).

    >>> from backd_rules import wire
    >>> wire.loads(b'{"tax_amount": 8.25}')
    {'tax_amount': 8.25}
    """
    if not isinstance(text, (str, bytes)):
        refuse_type(loads, "text", "a str or bytes", text)
    text = _decoded(text)
    _check_brackets(text)
    document = _parsed(text)
    if _has_lone_surrogate(text):
        raise InvalidPayload(_surrogates(document))
    return document


def _has_lone_surrogate(text: str) -> bool:
    # Fast path: most texts have neither an escape nor a character beyond ASCII.
    plain = ("\\" not in text or "\\u" not in text) and text.isascii()
    return not plain and re.fullmatch(_NO_LONE_SURROGATE, text) is None


def _invalid(code: ProblemCode, **facts: Fact) -> InvalidPayload:
    return InvalidPayload([problem_at((), code, **facts)])


def _decoded(text: str | bytes) -> str:
    size = len(text)
    if isinstance(text, str) and size <= MAX_BYTES and not text.isascii():
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise _invalid(ProblemCode.TOO_LARGE, max_bytes=MAX_BYTES)
    if isinstance(text, str):
        return text.removeprefix(_BYTE_ORDER_MARK)
    try:
        return text.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 at byte {error.start}"
    raise _invalid(ProblemCode.BAD_JSON, reason=reason)


def _check_brackets(text: str) -> None:
    # Fast path: most texts have fewer brackets than levels are allowed.
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    # A million brackets take 30 ms so, and 500 ms with a match for each.
    brackets = re.sub(_STRING, "", text).encode("utf-8", "surrogatepass")
    levels = brackets.translate(_LEVELS, _NO_BRACKETS)
    if max(accumulate(memoryview(levels).cast("b")), default=0) > MAX_DEPTH:
        raise _invalid(ProblemCode.TOO_DEEP, max_depth=MAX_DEPTH)
    if levels.count(1) > MAX_CONTAINERS:
        facts = {"max_bytes": MAX_BYTES, "max_containers": MAX_CONTAINERS}
        raise _invalid(ProblemCode.TOO_LARGE, **facts)


class _DuplicateKeyError(Exception):
    """A JSON object states one key twice."""


class _Repeated(str):
    """A key that its JSON object has stated before."""

    __slots__ = ()


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its duplicate keys."""


class _NoJsonError(Exception):
    """A constant that Python's reader accepts and JSON does not define."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise _DuplicateKeyError
    return document


def _integer(text: str) -> int | float:
    # `int()` has a configurable digit limit (`sys.set_int_max_str_digits`); `float()` has none. No
    # field takes so large a number.
    return int(text) if len(text) <= _SHORT else float(text)


def _no_constant(name: str) -> None:
    raise _NoJsonError(name)


_HOOKS: Final[dict[str, Any]] = {"object_pairs_hook": _unique, "parse_constant": _no_constant}
_DECODER: Final = json.JSONDecoder(parse_int=_integer, **_HOOKS)


def _parsed(text: str) -> Any:
    # To make a decoder takes 3 µs, a quarter of the time of a short text. To read a long text again
    # after its last key would double its time.
    if len(text) <= _SHORT_TEXT:
        try:
            return _decode(_DECODER, text)
        except _DuplicateKeyError:
            pass
    repeating: list[_Pairs] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Pairs:
        document = dict(pairs)
        if len(document) == len(pairs):
            return document
        repeating.append(_Pairs(pairs))
        return repeating[-1]

    # A call for each of half a million integers would take 0.1 s.
    parse_int = _integer if re.search(_LONG_INTEGER, text) else None
    hooks: dict[str, Any] = {"object_pairs_hook": unique, "parse_constant": _no_constant}
    document = _decode(json.JSONDecoder(parse_int=parse_int, **hooks), text)
    if repeating:
        raise InvalidPayload(_duplicates(document))
    return document


def _decode(decoder: json.JSONDecoder, text: str) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        reason = f"has an error at {place}: {error.msg}"
    except _NoJsonError as error:
        reason = f"has {error}, which is not JSON"
    raise _invalid(ProblemCode.BAD_JSON, reason=reason)


_Place = tuple["_Place", str | int] | None
"""A name or an index, behind the place that it is in. Only that of a problem is written out."""


def _problem(place: _Place, code: ProblemCode, **facts: Fact) -> Problem:
    location: list[str | int] = []
    while place is not None:
        place, step = place
        location.append(step)
    return problem_at(tuple(reversed(location)), code, **facts)


def _marked(pairs: _Pairs) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key, value in pairs:
        yield (_Repeated(key) if key in seen else key), value
        seen.add(key)


_CHILDREN: Final[dict[type, Any]] = {dict: dict.items, list: enumerate, _Pairs: _marked}
"""By the type of a node: the function that returns its names or indices with their values."""


# The two searches are functions that call themselves. Generators would take twice the time in deep
# documents.


def _duplicates(document: Any) -> list[Problem]:
    found: list[Problem] = []

    def search(children: Any, place: _Place) -> None:
        for key, child in children:
            if type(key) is _Repeated:
                found.append(_problem((place, key), ProblemCode.DUPLICATE_KEY))
            if child and (of_child := _CHILDREN.get(type(child))):
                search(of_child(child), (place, key))
            if len(found) > MAX_PROBLEMS:
                return

    search(_CHILDREN[type(document)](document), None)
    return found


def _surrogates(document: Any) -> list[Problem]:
    found: list[Problem] = []

    def check(text: str, place: _Place, forbidden: str) -> None:
        if re.search(_SURROGATE, text):
            found.append(_problem(place, ProblemCode.BAD_CHARACTERS, forbidden=forbidden))

    def search(children: Any, place: _Place) -> None:
        for key, child in children:
            if type(key) is str and not key.isascii():
                check(key, (place, key), "lone surrogates in its name")
            if type(child) is str:
                if not child.isascii():
                    check(child, (place, key), "lone surrogates")
            elif child and (of_child := _CHILDREN.get(type(child))):
                search(of_child(child), (place, key))
            if len(found) > MAX_PROBLEMS:
                return

    if type(document) is str:
        check(document, None, "lone surrogates")
    else:
        search(_CHILDREN[type(document)](document), None)
    return found
