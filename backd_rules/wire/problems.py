"""What can be wrong with a payload, before any rule is asked about it.

A problem names its place and its reason and never the value that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import reduce
from typing import Final

import attrs

from backd_rules.domain.values import Value, unchecked


class ProblemCode(StrEnum):
    """Why a payload is malformed. Codes are never renamed or reused."""

    BAD_JSON = "bad_json"
    DUPLICATE_KEY = "duplicate_key"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    NOT_NULLABLE = "not_nullable"
    NOT_FINITE = "not_finite"
    TOO_PRECISE = "too_precise"
    OUT_OF_RANGE = "out_of_range"
    BLANK = "blank"
    TOO_LONG = "too_long"
    BAD_CHARACTERS = "bad_characters"
    BAD_FORMAT = "bad_format"
    UNKNOWN_STATUS = "unknown_status"
    EMPTY = "empty"
    UNKNOWN_FIELD = "unknown_field"
    READ_ONLY_FIELD = "read_only_field"
    ORDER_TOTAL_MISMATCH = "order_total_mismatch"


@attrs.frozen(getstate_setstate=False)
class Problem(Value):
    """One thing that is wrong: its code, an RFC 6901 JSON Pointer to its place, and a sentence."""

    code: ProblemCode
    path: str
    message: str


class InvalidPayload(ValueError):
    """A malformed payload, with all its `problems`; there is at least one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("an invalid payload has at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(map(_line, self.problems))


def _line(problem: Problem) -> str:
    # A field's name is whatever somebody wrote: it must not begin a line of its own in a log.
    path = problem.path or "(whole)"
    path = path if path.isprintable() else path.encode("unicode_escape").decode("ascii")
    return f"{path}: {problem.message} [{problem.code}]"


_LONGEST_STEP: Final = 255


def pointer(path: str, step: str | int) -> str:
    """The RFC 6901 JSON Pointer `path` lengthened by one step.

    A name of over 255 characters, which no field has, is cut: a hostile text could else repeat
    one long name in the path of every problem below it. A lone surrogate in it, which no answer
    could be encoded with, becomes a replacement character.
    """
    name = str(step)
    if len(name) > _LONGEST_STEP:
        name = f"{name[:_LONGEST_STEP]}..."
    if not name.isascii():
        name = re.sub("[\ud800-\udfff]", "\ufffd", name)
    return f"{path}/{name.replace('~', '~0').replace('/', '~1')}"


Steps = tuple[str | int, ...]
"""The names and indices that lead to a place in a payload."""

_problem: Final = unchecked(Problem)


def problem_at(steps: Steps, code: ProblemCode, message: str) -> Problem:
    """The problem of what stands where `steps` lead."""
    return _problem(code, reduce(pointer, steps, ""), message)
