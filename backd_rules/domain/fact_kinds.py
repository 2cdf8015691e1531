"""The kinds of values that a violation, a problem or a change states.

They check as those of `kinds` do. No payload has a field of these kinds.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from backd_rules.domain.text import text_of
from backd_rules.domain.timestamps import TIMESTAMP_FORMAT, moment_of
from backd_rules.domain.values import plain_int, refuse, refuse_type

LONGEST_POINTER: Final = 256
"""The highest number of characters of a path (domain.md, V4)."""

_POINTER: Final = re.compile("(?:/(?:[^~\ud800-\udfff]|~[01])*)?")

Fact = str | int | float | tuple[str, ...] | None
"""What a violation or a problem states: a text, a number, or several texts."""


class Cents:
    """A whole number of cents, which can exceed `Money`."""

    def accept(self, owner: object, name: str, value: object) -> int:
        """Return the number; raise if it is refused."""
        cents = plain_int(value)
        if cents is None:
            refuse_type(owner, name, "of type int", value)
        return cents


class Word(NamedTuple):
    """One of some words."""

    words: tuple[str, ...]

    def accept(self, owner: object, name: str, value: object) -> str:
        """Return the word; raise if it is refused."""
        word = text_of(owner, name, value)
        if word not in self.words:
            refuse(owner, name, f"must be one of {', '.join(self.words)}")
        return word


class Words(NamedTuple):
    """A tuple of at least one of these words, each at most once."""

    words: tuple[str, ...]

    def accept(self, owner: object, name: str, value: object) -> tuple[str, ...]:
        """Return the words as a tuple; raise if one is refused."""
        if not isinstance(value, (tuple, list)):
            refuse_type(owner, name, "a tuple or a list", value)
        word = Word(self.words)
        found = tuple(word.accept(owner, f"{name}[{i}]", part) for i, part in enumerate(value))
        if not found or len({*found}) < len(found):
            refuse(owner, name, "must have at least 1 element, and none twice")
        return found


class Pointer:
    """An RFC 6901 JSON Pointer of at most 256 characters; empty for the whole (domain.md, V4)."""

    def accept(self, owner: object, name: str, value: object) -> str:
        """Return the pointer; raise if it is refused."""
        pointer = text_of(owner, name, value)
        if not _POINTER.fullmatch(pointer):
            reason = 'must be a JSON Pointer: "" or text that begins with "/", with ~0 for ~'
            refuse(owner, name, reason)
        if len(pointer) > LONGEST_POINTER:
            refuse(owner, name, f"must have at most {LONGEST_POINTER} characters")
        return pointer


class Timestamp:
    """A timestamp, or `None` if there is none (domain.md, N8)."""

    def accept(self, owner: object, name: str, value: object) -> str:
        """Return the timestamp; raise if it is refused."""
        text = text_of(owner, name, value)
        if moment_of(text) is None:
            refuse(owner, name, f"must be {TIMESTAMP_FORMAT}")
        return text


class Facts:
    """A tuple of pairs: the name of a fact, and the fact."""

    def accept(self, owner: object, name: str, value: Any) -> tuple[tuple[str, Fact], ...]:
        """Return the pairs; raise if there is anything else."""
        if not isinstance(value, tuple):
            refuse_type(owner, name, "a tuple", value)
        for index, pair in enumerate(value):
            place = f"{name}[{index}]"
            if not (isinstance(pair, tuple) and len(pair) == 2):
                refuse_type(owner, place, "a pair of a name and a fact", pair)
            text_of(owner, f"{place}[0]", pair[0])
            if not _is_fact(pair[1]):
                refuse_type(
                    owner, f"{place}[1]", "a text, a finite number or a tuple of texts", pair[1]
                )
        return value


def _is_fact(value: object) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(part, str) for part in value)
    if isinstance(value, float):
        return abs(value) < float("inf")  # JSON has no other numbers.
    return value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))


FactKind = Cents | Word | Words | Pointer | Timestamp | Facts
