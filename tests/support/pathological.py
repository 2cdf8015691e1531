"""Hostile JSON texts of any size, by family, and what it costs to read them.

Texts and names cannot be chosen so that their hashes collide: Python draws the key of the hash of
`str` anew in each process, and no reader hashes anything else of a payload. So the family
"collisions" has names of equal length that differ in few characters.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from types import FrameType
from typing import Any, Final, NamedTuple

from backd_rules import wire
from backd_rules.wire.strict_json import MAX_CONTAINERS
from support.reference import IDS, ORDER

_MOST_AROUND: Final = 100
"""Arrays and objects around the units of a text, at most."""

Text = Callable[[int], str]
"""Returns a text of at most so many bytes, and of nearly as many."""


def filled(head: str, unit: str, tail: str = "") -> Text:
    """Return the texts of a head, as many units as fit, and a tail.

    Where that would be more arrays and objects than `wire.loads` accepts, zeros take the rest.
    """
    containers = unit.count("[") + unit.count("{")

    def text(size: int) -> str:
        room = size - _size(head) - _size(tail)
        count, most = room // _size(unit), (MAX_CONTAINERS - _MOST_AROUND) // max(containers, 1)
        if count * containers <= most * containers or not tail:
            return head + unit * count + tail
        zeros = "0," * ((room - most * _size(unit)) // 2)
        return head + unit * most + zeros + tail

    return text


def numbered(head: str, unit: str, tail: str) -> Text:
    """Return the texts in which each unit has a number of eight digits in place of `#`."""

    def text(size: int) -> str:
        room = (size - _size(head) - _size(tail)) // (_size(unit) + 7)
        return head + "".join(unit.replace("#", f"{n:08x}") for n in range(room)) + tail

    return text


def within(text: Text, head: str, tail: str) -> Text:
    """Return the texts that have those of `text` between `head` and `tail`."""
    return lambda size: head + text(size - _size(head) - _size(tail)) + tail


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


_LONG_NAME: Final = "\U0001f600" * 255
_LONG_OBJECTS: Final = f'{{"{_LONG_NAME}":' * 3, "}" * 3
"""Three levels of names of 255 emoji: the path of what is in them is cut."""
_LISTS: Final = "[" * 62 + "]" * 62
_OBJECTS: Final = '{"":' * 62 + "0" + "}" * 62
_LONE: Final = '"\\ud800"]'
_TWICE: Final = '{"a":0,"a":0}]'

_VALUES: Final[Mapping[str, Text]] = {
    "deep: lists": filled("[", _LISTS + ",", "0]"),
    "deep: objects": filled("[", _OBJECTS + ",", "0]"),
    "deep: too many levels": filled("", "["),
    "deep: too many levels of objects": filled("", '{"":'),
    "deep: closing brackets": filled("[", "]"),
    "wide: objects": filled("[", "{},", "{}]"),
    "wide: arrays": filled("[", "[],", "[]]"),
    "wide: small objects": filled("[", '{"":0},', "0]"),
    "wide: zeros": filled("[", "0,", "0]"),
    "wide: floats": filled("[", "1.1,", "0]"),
    "wide: empty texts": filled("[", '"",', '""]'),
    "wide: nulls": filled("[", "null,", "0]"),
    "long: a text": filled('"', "a", '"'),
    "long: a text of spaces": filled('"', " ", '"'),
    "long: a text of emoji": filled('"', "\U0001f600", '"'),
    "long: a name": filled('{"', "a", '":0}'),
    "long: a name of slashes": filled('{"', "/", '":0}'),
    "long: spaces around": filled("", " ", "0"),
    "long: lines around": filled("", "\n", "?"),
    "many problems: nulls for items": filled('{"items":[', "null,", "0]}"),
    "many problems: unknown names": numbered("{", '"#":0,', '"":0}'),
    "many problems: long unknown names": numbered("{", f'"{_LONG_NAME}#":0,', '"":0}'),
    "duplicates: of one name": filled("{", '"a":0,', '"a":0}'),
    "duplicates: in many objects": filled("[", '{"a":0,"a":0},', "0]"),
    "duplicates: in deep objects": within(
        filled("[", '{"a":0,"a":0},', "0]"), _LONG_OBJECTS[0], _LONG_OBJECTS[1]
    ),
    "duplicates: of long names": filled("{", f'"{_LONG_NAME}":0,', f'"{_LONG_NAME}":0}}'),
    "duplicates: after zeros": filled("[", "0,", _TWICE),
    "duplicates: after objects": filled("[", "{},", _TWICE),
    "duplicates: after deep lists": filled("[", _LISTS + ",", _TWICE),
    "duplicates: after deep objects": filled("[", _OBJECTS + ",", _TWICE),
    "surrogates: alone": filled("[", '"\\ud800",', "0]"),
    "surrogates: in names": numbered("{", '"\\ud800#":0,', '"":0}'),
    "surrogates: in deep objects": within(
        filled("[", '"\\ud800",', "0]"), _LONG_OBJECTS[0], _LONG_OBJECTS[1]
    ),
    "surrogates: in pairs": filled('"', "\\ud83d\\ude00", '"'),
    "surrogates: a pair before deep lists": filled('["\\ud83d\\ude00",', _LISTS + ",", "0]"),
    "surrogates: after zeros": filled("[", "0,", _LONE),
    "surrogates: after texts": filled("[", '"a",', _LONE),
    "surrogates: after texts of two bytes": filled("[", '"\xe9\xe9",', _LONE),
    "surrogates: after deep lists": filled("[", _LISTS + ",", _LONE),
    "surrogates: after deep objects": filled("[", '{"\xe9":' * 62 + "0" + "}" * 62 + ",", _LONE),
    "digits: an integer": filled("", "1"),
    "digits: a fraction": filled("0.", "1"),
    "digits: zeros of a fraction": filled("1.", "0"),
    "digits: zeros before the last": filled("0.", "0", "1"),
    "digits: a negative exponent": filled("", "9", "e-1000000"),
    "digits: many integers": filled("[", "1" * 20 + ",", "0]"),
    "digits: in a text": filled('"', "1", '"'),
    "exponents: large": filled("[", "1e999999999,", "0]"),
    "exponents: small": filled("[", "1e-999999999,", "0]"),
    "exponents: of many digits": filled("1e", "9"),
    "escapes: of lines": filled('"', "\\n", '"'),
    "escapes: of letters": filled('"', "\\u0061", '"'),
    "escapes: of quotes": filled('"', '\\"', '"'),
    "escapes: of backslashes": filled('"', "\\\\ud800", '"'),
    "escapes: never closed": filled("[[]," + "[]," * 65 + '"', '\\"'),
    "collisions: names": numbered('{"":0', ',"#":0', "}"),
    "collisions: long names": numbered("{", '"' + "k" * 60 + '#":0,', '"":0}'),
}
_NO_ARRAYS: Final = {name: field for name, field in ORDER.items() if name != "items"}
_ORDER_UP_TO_ITEMS: Final = json.dumps({**_NO_ARRAYS, "items": []})[:-2]
_ORDER_UP_TO_REFUNDS: Final = json.dumps({**_NO_ARRAYS, "refunds": []})[:-2]
_UPDATE: Final = json.dumps({**IDS, "items": []})[:-2]
_UPDATE_ITEM: Final = '{"display_name":"a","sku":"a","unit_price":0,"qty":1}'
_UPDATES: Final = "[" + f"{_UPDATE}]}}," * 9 + _UPDATE


def _items(item: str, last: str) -> Text:
    return filled(_ORDER_UP_TO_ITEMS, item + ",", last + "]}")


_ARRAYS: Final[Mapping[str, Text]] = {
    "wide: items of an order": _items('{"unit_price":0,"qty":1}', '{"unit_price":0,"qty":1}'),
    "wide: items of a batch": filled(_UPDATES, _UPDATE_ITEM + ",", _UPDATE_ITEM + "]}]"),
    "many problems: items of an order": _items("{}", "{}"),
    "many problems: refunds": filled(_ORDER_UP_TO_REFUNDS, "0,", "0]}"),
    "many problems: the last of many items": _items('{"unit_price":0,"qty":1}', "{}"),
    "many problems: the last of many refunds": filled(
        _ORDER_UP_TO_REFUNDS, '{"amount":0},', "{}]}"
    ),
    "many problems: updates": filled("[", "{},", "{}]"),
}
TEXTS: Final[Mapping[str, Text]] = {**_VALUES, **_ARRAYS}
"""The texts of each family, by its kind and what is repeated."""

MOST_BYTES: Final = 100
"""Bytes of memory for a byte of text: 100 MiB at the largest text."""
LONGEST_ANSWER: Final = 388_466
"""Bytes of the longest answer to a malformed payload: 100 paths of 254 emoji, each as two escapes
of six bytes, and a lone surrogate."""
MOST_PROBLEMS: Final = 101


def _of_decimals(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def _of_64_bits(text: str) -> Any:
    """Return what a reader such as `orjson` does: larger integers are floats."""
    return json.loads(text, parse_int=lambda digits: (int if len(digits) < 20 else float)(digits))


DECODERS: Final[tuple[Callable[[str], Any], ...]] = (wire.loads, _of_decimals, _of_64_bits)
Path = tuple[str | int, ...]
_ROOT: Final[Path] = ()
_ID: Final[Path] = ("backd_order_id",)
_PATCH: Final[tuple[Path, ...]] = (
    ("order_total",),
    ("items",),
    ("items", 0),
    ("items", 0, "qty"),
    ("shipping",),
    ("shipping", "name", "first"),
)
PARSERS: Final[Mapping[Callable[[Any], object], tuple[Path, ...]]] = {
    wire.parse_order: (
        *(_ROOT, _ID, *_PATCH),
        *(("status",), ("refunds",), ("refunds", 0, "amount"), ("increase_count",)),
    ),
    wire.parse_update: (_ROOT, _ID, *_PATCH),
    wire.parse_updates: (_ROOT, (0,), *((0, *path) for path in _PATCH)),
    wire.parse_ids: (_ROOT, _ID),
    wire.parse_both_ids: (_ROOT, _ID),
    wire.parse_refund_request: (_ROOT, _ID, ("refund_amount",)),
    wire.parse_limit: (_ROOT, ("max_increase",), ("max_increases",), ("combine",)),
}
"""The places at which each parser takes a value, one of each type."""


def placed(value: Any, path: Path) -> Any:
    """Return a payload of nothing but `value` at `path`."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


class Cost(NamedTuple):
    """The steps of a reader that are the same in every run.

    `calls` of Python and C functions, the `peak` of allocated bytes, and of an answer to a
    malformed payload its bytes and its problems.
    """

    calls: int
    peak: int
    answer: int
    problems: int


def cost(read: Callable[[Any], object], payload: Any, *, count_calls: bool = True) -> Cost:
    """Return what it costs to read `payload`. To count calls takes as long as all else."""
    calls = _calls(partial(_outcome, read, payload)) if count_calls else 0
    tracemalloc.start()
    answer = _outcome(read, payload)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Cost(calls, peak, *answer)


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def profile(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def _outcome(read: Callable[[Any], object], payload: Any) -> tuple[int, int]:
    """Return the length of an answer, or of the text of the exception, and the problems."""
    try:
        read(payload)
    except wire.InvalidPayload as invalid:
        answer = json.dumps(wire.error_response(invalid))
        return max(len(answer), len(str(invalid))), len(invalid.problems)
    return 0, 0
