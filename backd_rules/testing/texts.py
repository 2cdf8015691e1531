"""Strategies for texts: those that a request may state, and those that a record may hold."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules.domain.fields import declarations
from backd_rules.domain.kinds import Text
from backd_rules.domain.text import BAD_RANGES, is_blank, text_fault
from backd_rules.testing.numbers import mapped

# Controls and surrogates are Unicode categories; the other forbidden characters are listed.
_FORBIDDEN: Final = [
    chr(code)
    for low, high in BAD_RANGES
    for code in range(ord(low), ord(high) + 1)
    if "\x9f" < low < "\ud800"
]
_CHARACTERS: Final = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=_FORBIDDEN)
_ENCODABLE: Final = st.characters(exclude_categories=["Cs"])
_SHORT: Final = 8
"""The most characters that are drawn. Longer text repeats text of that length."""

BLANK_TEXTS: Final = ("", " ", "\u200b", "\u3164 \t")
"""Texts of which nobody sees anything (domain.md, N6)."""


def texts(cls: type, field: str) -> st.SearchStrategy[str]:
    """Generate texts that a request may state in a field of `cls`, some of maximum length.

    Shrinks to "0".
    """
    return _texts(text_kind(cls, field).max_length)


def other_texts(cls: type, field: str, text: str) -> st.SearchStrategy[str]:
    """Generate texts that a request may state in a field of `cls`, except `text`."""
    replacement = "0" if text != "0" else "1"
    return mapped(texts(cls, field), lambda other: replacement if other == text else other)


def recorded_texts(cls: type, field: str) -> st.SearchStrategy[str | None]:
    """Generate what a record may hold in a field of `cls` that is not an id (domain.md, F4).

    These are `None`, texts that a request may state, and others: blank ones, ones that are too
    long, and ones with control characters. Shrinks to `None`.
    """
    return _recorded_texts(text_kind(cls, field).max_length)


def text_kind(cls: type, field: str) -> Text:
    """Return the declaration of a text field of `cls`."""
    kind = declarations(cls)[field].kind
    if not isinstance(kind, Text):
        raise InvalidArgument(f"{cls.__name__}.{field} is not a text field")
    return kind


# One draw per text, and a choice only where it has to be: an order has up to fifty texts.
@cache
def _texts(max_length: int) -> st.SearchStrategy[str]:
    def visible(text: str) -> str:
        return "0" if is_blank(text) else _stretched(text, max_length)

    return mapped(st.text(_CHARACTERS, min_size=1, max_size=_SHORT), visible)


@cache
def _recorded_texts(max_length: int) -> st.SearchStrategy[str | None]:
    longer = max_length + 1
    anything = mapped(st.text(_ENCODABLE, max_size=_SHORT), lambda text: _stretched(text, longer))
    edges = ["0", *BLANK_TEXTS, "\0", "0\n0", "\x1f\x7f", "\u202e0", "0" * longer]
    return st.none() | _texts(max_length) | st.sampled_from(edges) | anything


def _stretched(text: str, length: int) -> str:
    """Return `text`, repeated to `length` characters if it is as long as can be drawn."""
    return text if len(text) < _SHORT else (text * length)[:length]


def required_texts(cls: type) -> dict[str, st.SearchStrategy[Any]]:
    """Return the strategy of each text field of `cls` that is not optional, for a request."""
    return {name: texts(cls, name) for name, kind in _text_kinds(cls).items() if not kind.optional}


def optional_texts(cls: type) -> dict[str, st.SearchStrategy[Any]]:
    """Return the strategy of each optional text field of `cls`; it shrinks to `None`."""
    kinds = _text_kinds(cls).items()
    return {name: st.none() | texts(cls, name) for name, kind in kinds if kind.optional}


def record_texts(cls: type) -> dict[str, st.SearchStrategy[Any]]:
    """Return the strategy of each text field of the record `cls` that is not an id."""
    kinds = _text_kinds(cls).items()
    return {name: recorded_texts(cls, name) for name, kind in kinds if not kind.identifies}


def _text_kinds(cls: type) -> dict[str, Text]:
    declared = declarations(cls).items()
    return {name: d.kind for name, d in declared if isinstance(d.kind, Text)}


def may_be_stated(cls: type, field: str, text: object) -> bool:
    """Return whether a request may state `text`, which a record holds, in a field of `cls`."""
    kind = text_kind(cls, field)
    return kind.optional if text is None else _is_valid(text, kind.max_length)


def _is_valid(text: object, max_length: int) -> bool:
    return isinstance(text, str) and text_fault(text, max_length) is None
