"""The problems of a malformed payload, which no rule has judged yet (domain.md, V3 to V5).

A problem names its place and its reason, never the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import reduce
from itertools import islice
from types import MappingProxyType
from typing import Final

import attrs

from backd_rules.domain.codegen import unchecked
from backd_rules.domain.fact_kinds import LONGEST_POINTER, Fact
from backd_rules.domain.fields import check_request, choice, documented, json_pointer, pairs
from backd_rules.domain.values import Value, check_iterable, check_type, plain_str, refuse

MAX_PROBLEMS: Final = 100
"""How many problems are reported at most, apart from the one that says that there are more."""


class ProblemCode(StrEnum):
    """Why a payload is malformed. Codes are never renamed or reused.

    Raises `ValueError` for any other word (domain.md, V3).

    >>> from backd_rules import wire
    >>> wire.ProblemCode("too_long")
    <ProblemCode.TOO_LONG: 'too_long'>

    Members:
        bad_json: The text is not JSON in UTF-8.
        duplicate_key: An object states one name twice.
        too_deep: Arrays and objects are nested too deep.
        too_large: The text has too many bytes, or too many arrays and objects.
        too_many: An array has too many elements.
        missing: A required field is absent.
        wrong_type: The value has another JSON type.
        not_nullable: The field must not be `null`.
        not_finite: The number is `NaN`, or infinite as a double.
        too_precise: The number has too many decimals.
        out_of_range: The number is too low or too high.
        blank: The text shows nothing.
        too_long: The text has too many characters.
        bad_characters: The text has a character that no text may have.
        bad_format: The text is none of the known words.
        unknown_status: The text is no status of an order.
        empty: An array has no element.
        unknown_field: The object has no field of this name.
        read_only_field: No update may write the field.
        too_many_problems: There are more problems than are reported.
    """

    BAD_JSON = "bad_json"
    DUPLICATE_KEY = "duplicate_key"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
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
    TOO_MANY_PROBLEMS = "too_many_problems"


_MESSAGES: Final[Mapping[ProblemCode, str]] = MappingProxyType(
    {
        ProblemCode.BAD_JSON: "must be JSON in UTF-8, but it {reason}",
        ProblemCode.DUPLICATE_KEY: "must be stated once",
        ProblemCode.TOO_DEEP: "must be nested at most {max_depth} levels deep",
        ProblemCode.TOO_LARGE: "must have at most {max_bytes} bytes",
        ProblemCode.TOO_MANY: "must have at most {max_items} elements",
        ProblemCode.MISSING: "must be stated",
        ProblemCode.WRONG_TYPE: "must be {expected}",
        ProblemCode.NOT_NULLABLE: "must not be null",
        ProblemCode.NOT_FINITE: "must be a finite number",
        ProblemCode.TOO_PRECISE: "must have at most {max_decimals} decimals",
        ProblemCode.OUT_OF_RANGE: "must be from {lowest} to {highest}",
        ProblemCode.BLANK: "must not be blank",
        ProblemCode.TOO_LONG: "must have at most {max_length} characters",
        ProblemCode.BAD_CHARACTERS: "must have no {forbidden}",
        ProblemCode.BAD_FORMAT: "must be one of {one_of}",
        ProblemCode.UNKNOWN_STATUS: "must be one of {one_of}",
        ProblemCode.EMPTY: "must not be empty",
        ProblemCode.UNKNOWN_FIELD: "must not be stated, as there is no such field",
        ProblemCode.READ_ONLY_FIELD: "must not be stated, as no update may change it",
        ProblemCode.TOO_MANY_PROBLEMS: "has more problems than these {max_problems}",
    }
)
_MORE: Final[Mapping[tuple[ProblemCode, str], str]] = MappingProxyType(
    {
        (ProblemCode.TOO_LARGE, "max_containers"): (
            "must have at most {max_containers} arrays and objects"
        ),
        (ProblemCode.MISSING, "one_of"): "must state at least one of {one_of}",
        (ProblemCode.BAD_CHARACTERS, "remedy"): (
            "must have no {forbidden}; put the second line of an address into {remedy}"
        ),
    }
)
"""The messages of the problems that have one more fact."""

_FACTS: Final[Mapping[ProblemCode, set[str]]] = MappingProxyType(
    {code: {*re.findall("{([a-z_]+)}", message)} for code, message in _MESSAGES.items()}
)
"""The facts that each message names."""


@documented
@attrs.frozen(getstate_setstate=False)
class Problem(Value):
    """One problem of a payload: its code, its place and its facts, never the value.

    Raises `TypeError` or `ValueError` that names the field, also if a fact is missing which the
    message names (domain.md, V3 to V5).

    >>> from backd_rules import wire
    >>> problem = wire.Problem(wire.ProblemCode.TOO_LONG, "/sku", (("max_length", 255),))
    >>> problem.message
    '/sku must have at most 255 characters'
    >>> problem.facts
    {'max_length': 255}
    """

    code: ProblemCode = attrs.field(metadata=choice("The code, for programs.", ProblemCode))
    path: str = attrs.field(metadata=json_pointer("An RFC 6901 JSON Pointer; empty for the whole."))
    details: tuple[tuple[str, Fact], ...] = attrs.field(
        default=(), metadata=pairs("The facts, as pairs of a name and a value.")
    )

    def __attrs_post_init__(self) -> None:
        check_request(self)
        if not _FACTS[self.code] <= dict(self.details).keys():
            refuse(self, "details", f"must have {', '.join(sorted(_FACTS[self.code]))}")

    @property
    def facts(self) -> dict[str, object]:
        """The expected bounds and words by name, in JSON types (domain.md, V5).

        Bounds are in dollars. The texts below are English, from fixed lists.
        - `expected`: a number, a whole number, a string, an array, an object, an object with
          strings for names.
        - `forbidden`: line break, lone surrogates, lone surrogates in its name, control,
          bidirectional or surrogate characters.
        The `reason` of `bad_json` is English with a position, for a developer.
        """
        return {n: [*fact] if isinstance(fact, tuple) else fact for n, fact in self.details}

    @property
    def message(self) -> str:
        """The problem as a sentence for people: what is expected, and where.

        The path in it is escaped if it is not printable, and cut after 60 characters.
        """
        facts = {n: ", ".join(f) if isinstance(f, tuple) else f for n, f in self.details}
        special = (_MORE[self.code, name] for name in facts if (self.code, name) in _MORE)
        expected = next(special, _MESSAGES[self.code]).format_map(facts)
        return f"{_subject(self.path)} {expected}"


_LONGEST_SUBJECT: Final = 60
"""No path of a known field is as long. The client chooses the names of the others."""


def _subject(path: str) -> str:
    # Field names come from the client. Escape them to prevent log injection.
    shown = path if path.isprintable() else path.encode("unicode_escape").decode("ascii")
    if len(shown) > _LONGEST_SUBJECT:
        shown = f"{shown[: _LONGEST_SUBJECT - 3]}..."
    return shown or "the document"


class InvalidPayload(ValueError):
    """A malformed payload. `problems` has at least one problem, and at most the first 100.

    If there are more, a last one says so: `too_many_problems` at the empty path. Raises `TypeError`
    unless it is given problems, `ValueError` if there are none (domain.md, V4).

    >>> from backd_rules import wire
    >>> try:
    ...     wire.parse_ids({})
    ... except wire.InvalidPayload as invalid:
    ...     [(str(problem.code), problem.path) for problem in invalid.problems]
    [('missing', '/backd_order_id')]
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        check_iterable(self, "problems", problems, Problem)
        found = tuple(islice(problems, MAX_PROBLEMS + 1))
        if not found:
            refuse(self, "problems", "must have at least 1 element")
        for problem in found:
            check_type(self, "problems", problem, Problem)
        if len(found) > MAX_PROBLEMS:
            found = (*found[:MAX_PROBLEMS], _TOO_MANY_PROBLEMS)
        self.problems: tuple[Problem, ...] = found
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{problem.message} [{problem.code}]" for problem in self.problems)


_TOO_MANY_PROBLEMS: Final = Problem(
    ProblemCode.TOO_MANY_PROBLEMS, "", (("max_problems", MAX_PROBLEMS),)
)


Location = tuple[str | int, ...]
"""The names and indices that lead to a place in a payload."""

Problems = Iterable[Problem]


def problem_at(location: Location, code: ProblemCode, **facts: Fact) -> Problem:
    """Return the problem of the value at `location`."""
    return _problem(code, pointer(location), tuple(facts.items()))


_problem: Final = unchecked(Problem)


def pointer(location: Location) -> str:
    """Return the RFC 6901 JSON Pointer of `location`, of at most 256 characters (domain.md, V4).

    A longer one is cut, and ends in three dots. A lone surrogate becomes a replacement character,
    because no response with a surrogate can be encoded.
    """
    path = reduce(_step, location, "")
    if len(path) <= LONGEST_POINTER:
        return path
    # No `~` at the end: it would begin an escape sequence.
    return f"{path[: LONGEST_POINTER - 3].rstrip('~')}..."


def _step(path: str, step: str | int) -> str:
    name = (plain_str(step) or str(step))[:LONGEST_POINTER]
    if not name.isascii():
        name = re.sub("[\ud800-\udfff]", "\ufffd", name)
    return f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
