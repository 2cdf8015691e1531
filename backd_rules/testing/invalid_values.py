"""Values that the codec of a field refuses, by the code of their problem."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.text import BAD_RANGES
from backd_rules.testing.texts import BLANK_TEXTS
from backd_rules.wire.codecs import Choice, Codec, Count, Number, RecordedText, Text
from backd_rules.wire.containers import Array, Object
from backd_rules.wire.problems import ProblemCode

_Values = list[tuple[ProblemCode, list[Any]]]


def invalid_values(codec: Codec) -> _Values:
    """Return values with exactly one problem, by its code."""
    return _OF_CODECS[type(codec)](codec)


_NOT_TEXT: Final = (ProblemCode.WRONG_TYPE, [0, True, [], {}])
_BLANK: Final = (ProblemCode.BLANK, [*BLANK_TEXTS])
_BAD_TEXTS: Final = [f"0{low}" for low, high in BAD_RANGES] + [
    f"{high}0" for low, high in BAD_RANGES
]


def _texts(codec: Text) -> _Values:
    return [
        _NOT_TEXT,
        *([] if codec.optional else [_BLANK]),
        (ProblemCode.TOO_LONG, ["0" * (codec.max_length + 1)]),
        (ProblemCode.BAD_CHARACTERS, _BAD_TEXTS),
    ]


def _recorded_texts(codec: RecordedText) -> _Values:
    """Return what no record can hold: text that cannot be encoded, and a blank id (F4)."""
    not_encodable = (ProblemCode.BAD_CHARACTERS, ["0\ud800", "\udfff"])
    return [_NOT_TEXT, *([_BLANK] if codec.identifies else []), not_encodable]


def _numbers(codec: Number) -> _Values:
    highest, a_tenth_of_a_unit = 10 ** (_DIGITS - codec.places), 10 ** -(codec.places + 1)
    too_low = [-1, *([0] if codec.lowest else [])]
    too_precise = [a_tenth_of_a_unit, 0.1 + 0.2, 1.23456789]
    if codec.rounded:  # A record's number is rounded half up instead, perhaps to zero (F6).
        too_low += [a_tenth_of_a_unit] if codec.lowest else []
        too_precise = []
    return [
        (ProblemCode.WRONG_TYPE, ["0", False, [], {}]),
        _NOT_FINITE,
        *([(ProblemCode.TOO_PRECISE, too_precise)] if too_precise else []),
        (ProblemCode.OUT_OF_RANGE, [*too_low, highest, float(highest)]),
    ]


_DIGITS: Final = len(str(MAX_SCALED))
_NOT_FINITE: Final = (ProblemCode.NOT_FINITE, [math.inf, -math.inf, math.nan])


def _counts(codec: Count) -> _Values:
    return [
        (ProblemCode.WRONG_TYPE, ["0", False, 0.5, [], {}]),
        _NOT_FINITE,
        (ProblemCode.OUT_OF_RANGE, [-1, -1.0, MAX_SCALED + 1, float(MAX_SCALED + 1)]),
    ]


def _choices(codec: Choice) -> _Values:
    return [_NOT_TEXT, (codec.code, ["", "other"])]


def _arrays(codec: Array) -> _Values:
    found: _Values = [(ProblemCode.WRONG_TYPE, [0, "0", {}])]
    if codec.least:
        found.append((ProblemCode.EMPTY, [[]]))
    if codec.most is not None:
        found.append((ProblemCode.TOO_MANY, [[{}] * (codec.most + 1)]))
    return found


def _objects(codec: Object) -> _Values:
    return [(ProblemCode.WRONG_TYPE, [0, "0", []])]


_OF_CODECS: Final[Mapping[type, Callable[[Any], _Values]]] = {
    Text: _texts,
    RecordedText: _recorded_texts,
    Number: _numbers,
    Count: _counts,
    Choice: _choices,
    Array: _arrays,
    Object: _objects,
}
"""Maps each codec to a function that returns the values that it refuses."""
