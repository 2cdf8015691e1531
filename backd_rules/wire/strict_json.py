"""The strict reader of JSON text: it refuses what RFC 8259 leaves to the implementation.

A number means the nearest double (domain.md, N2). The reader looks for problems in this order:
size, depth, syntax, duplicate keys, lone surrogates. It reports the places of the first kind that
it finds.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from backd_rules.domain.fact_kinds import Fact
from backd_rules.domain.values import refuse_type
from backd_rules.wire.problems import (
    InvalidPayload,
    Location,
    Problem,
    ProblemCode,
    problem_at,
)

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 64

# Also matches an unterminated string. Otherwise the scan restarts at every quote and becomes
# quadratic.
_STRING_OR_BRACKET: Final = r'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]'
_MAY_HOLD_SURROGATE: Final = r"\\u[dD][89a-fA-F]|[\ud800-\udfff]"
_SURROGATE: Final = "[\ud800-\udfff]"
_SHORT: Final = 19
_LARGEST_DOUBLE: Final = math.nextafter(math.inf, 0)
_BYTE_ORDER_MARK: Final = "\ufeff"


def loads(text: str | bytes) -> Any:
    """Return the value of a JSON text, which is UTF-8 if it is `bytes`.

    `loads('{"tax_amount": 8.25}')` is `{"tax_amount": 8.25}`. A leading byte order mark is skipped.
    Raises `InvalidPayload` for `NaN`, infinities, duplicate keys, lone surrogates, nesting deeper
    than 64 levels and text over 1 MiB. Raises `TypeError` for anything but `str` or `bytes`
    (domain.md, V3).
    """
    if not isinstance(text, (str, bytes)):
        refuse_type(loads, "text", "a str or bytes", text)
    text = _decoded(text)
    _check_depth(text)
    document = _parsed(text)
    if _may_hold_surrogate(text):
        _raise_any(_surrogates(document, ()))
    return document


def _may_hold_surrogate(text: str) -> bool:
    # Fast path: most texts have neither an escape nor a character beyond ASCII.
    plain = ("\\" not in text or "\\u" not in text) and text.isascii()
    return not plain and re.search(_MAY_HOLD_SURROGATE, text) is not None


def _invalid(code: ProblemCode, **facts: Fact) -> InvalidPayload:
    return InvalidPayload([problem_at((), code, **facts)])


def _raise_any(problems: Iterator[Problem]) -> None:
    if first := next(problems, None):
        raise InvalidPayload(chain([first], problems))


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


def _check_depth(text: str) -> None:
    # Fast path: most texts have fewer brackets than levels are allowed.
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for token in re.finditer(_STRING_OR_BRACKET, text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth > MAX_DEPTH:
            raise _invalid(ProblemCode.TOO_DEEP, max_depth=MAX_DEPTH)


class _DuplicateKeyError(Exception):
    """A JSON object states one key twice."""


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
    # field takes so large a number, and an integer is never infinite.
    if len(text) <= _SHORT:
        return int(text)
    return max(-_LARGEST_DOUBLE, min(_LARGEST_DOUBLE, float(text)))


def _no_constant(name: str) -> None:
    raise _NoJsonError(name)


_HOOKS: Final[dict[str, Any]] = {"parse_int": _integer, "parse_constant": _no_constant}
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique, **_HOOKS)
_PAIRS_DECODER: Final = json.JSONDecoder(object_pairs_hook=_Pairs, **_HOOKS)


def _parsed(text: str) -> Any:
    try:
        return _decode(_DECODER, text)
    except _DuplicateKeyError:
        pass
    raise InvalidPayload(_duplicates(_decode(_PAIRS_DECODER, text), ()))


def _decode(decoder: json.JSONDecoder, text: str) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        reason = f"is not JSON at {place}: {error.msg}"
    except _NoJsonError as error:
        reason = f"has {error}, which is not JSON"
    raise _invalid(ProblemCode.BAD_JSON, reason=reason)


def _duplicates(node: Any, location: Location) -> Iterator[Problem]:
    seen = set()
    for key, child in _children(node):
        place = (*location, key)
        if key in seen:
            yield problem_at(place, ProblemCode.DUPLICATE_KEY)
        seen.add(key)
        yield from _duplicates(child, place)


def _surrogates(node: Any, location: Location) -> Iterator[Problem]:
    if isinstance(node, str) and re.search(_SURROGATE, node):
        yield problem_at(location, ProblemCode.BAD_CHARACTERS, forbidden="lone surrogates")
    for key, child in _children(node):
        place = (*location, key)
        if isinstance(key, str) and re.search(_SURROGATE, key):
            forbidden = "lone surrogates in its name"
            yield problem_at(place, ProblemCode.BAD_CHARACTERS, forbidden=forbidden)
        yield from _surrogates(child, place)


def _children(node: Any) -> Any:
    """Return the keys or indices of `node` with their values."""
    if isinstance(node, _Pairs):
        return node
    if isinstance(node, dict):
        return node.items()
    return enumerate(node) if isinstance(node, list) else ()
