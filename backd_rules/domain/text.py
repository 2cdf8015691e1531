"""Text: what a field of a request and a field of a record accept (domain.md, N6 and F4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backd_rules.domain.values import Fault, plain_str, refuse_type

BAD_RANGES: Final = (
    ("\x00", "\x1f"),
    ("\x7f", "\x9f"),
    ("\u061c", "\u061c"),
    ("\u200e", "\u200f"),
    ("\u2028", "\u202e"),
    ("\u2066", "\u2069"),
    ("\ud800", "\udfff"),
)
"""Characters that no text of a request has: controls (Cc), line separators, Bidi_Control characters
and surrogates. They are listed because Unicode tables differ between Python versions."""

BLANK_RANGES: Final = (
    ("\t", "\r"),
    ("\x1c", " "),
    ("\x85", "\x85"),
    ("\xa0", "\xa0"),
    ("\xad", "\xad"),
    ("\u034f", "\u034f"),
    ("\u115f", "\u1160"),
    ("\u1680", "\u1680"),
    ("\u17b4", "\u17b5"),
    ("\u180b", "\u180e"),
    ("\u2000", "\u200d"),
    ("\u2028", "\u2029"),
    ("\u202f", "\u202f"),
    ("\u205f", "\u2064"),
    ("\u2800", "\u2800"),
    ("\u3000", "\u3000"),
    ("\u3164", "\u3164"),
    ("\ufeff", "\ufeff"),
    ("\uffa0", "\uffa0"),
)
"""White space and the invisible characters: text of nothing else is blank."""


def character_class(ranges: Iterable[tuple[str, str]]) -> str:
    """Return the ranges as the inside of a regular expression's character class."""
    return "".join(f"{low}-{high}" for low, high in ranges)


_BAD_CHARACTERS: Final = re.compile(f"[{character_class(BAD_RANGES)}]")
_BLANK: Final = re.compile(f"[{character_class(BLANK_RANGES)}]*")
_LINE_BREAK: Final = re.compile("[\n-\r\x85\u2028\u2029]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def text_of(owner: object, name: str, value: object) -> str:
    """Return the `str` that `value` is or holds; raise `TypeError` if it is none."""
    text = plain_str(value)
    if text is None:
        refuse_type(owner, name, "of type str", value)
    return text


def is_blank(text: str) -> bool:
    """Return whether nobody sees anything of `text` (domain.md, N6)."""
    return _BLANK.fullmatch(text) is not None


def has_line_break(text: str) -> bool:
    """Return whether `text` has more than one line."""
    return _LINE_BREAK.search(text) is not None


def is_plain(text: str) -> bool:
    """Return whether `text` needs no closer look: it begins visibly and has no bad character.

    This is the fast path: most texts are printable and begin with a visible ASCII character.
    """
    return "!" <= text < "\x7f" and text.isprintable()


def text_fault(text: str, max_length: int) -> Fault | None:
    """Return why a request's field of at most `max_length` characters refuses `text`, or `None`."""
    if not is_plain(text) and is_blank(text):
        return Fault.BLANK
    if len(text) > max_length:
        return Fault.TOO_LONG
    # Forbidden characters are never printable, and `isprintable()` is cheap.
    if not text.isprintable() and _BAD_CHARACTERS.search(text):
        return Fault.BAD_CHARACTERS
    return None


def recorded_text_fault(text: str) -> Fault | None:
    """Return why a record cannot hold `text`: it cannot be encoded as UTF-8 (domain.md, F4)."""
    return Fault.BAD_CHARACTERS if not text.isascii() and _SURROGATE.search(text) else None
