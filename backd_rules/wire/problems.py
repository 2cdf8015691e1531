"""The problems of a malformed payload, which no rule has judged yet (domain.md, V3).

A problem names its place and its reason, never the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import reduce
from typing import Final

import attrs

from backd_rules.domain.codegen import unchecked
from backd_rules.domain.fields import described, documented
from backd_rules.domain.values import Value


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


@documented
@attrs.frozen(getstate_setstate=False)
class Problem(Value):
    """One problem of a payload."""

    code: ProblemCode = attrs.field(metadata=described("The code, for programs."))
    path: str = attrs.field(metadata=described("An RFC 6901 JSON Pointer; empty for the whole."))
    message: str = attrs.field(metadata=described("A sentence, for people."))


class InvalidPayload(ValueError):
    """A malformed payload. `problems` has every problem; there is at least one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("an invalid payload has at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(map(_line, self.problems))


def _line(problem: Problem) -> str:
    # Field names come from the client. Escape them to prevent log injection.
    path = problem.path or "(whole)"
    path = path if path.isprintable() else path.encode("unicode_escape").decode("ascii")
    return f"{path}: {problem.message} [{problem.code}]"


_LONGEST_NAME: Final = 255


def pointer(path: str, step: str | int) -> str:
    """Return the RFC 6901 JSON Pointer `path` with one more step.

    Names longer than 255 characters are truncated. Otherwise one long key would be repeated in the
    path of every problem beneath it. A lone surrogate becomes a replacement character, because no
    response with a surrogate can be encoded.
    """
    name = str(step)
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}..."
    if not name.isascii():
        name = re.sub("[\ud800-\udfff]", "\ufffd", name)
    return f"{path}/{name.replace('~', '~0').replace('/', '~1')}"


Location = tuple[str | int, ...]
"""The names and indices that lead to a place in a payload."""

Problems = tuple[Problem, ...]

_problem: Final = unchecked(Problem)


def problem_at(location: Location, code: ProblemCode, message: str) -> Problem:
    """Return the problem of the value at `location`."""
    return _problem(code, reduce(pointer, location, ""), message)
