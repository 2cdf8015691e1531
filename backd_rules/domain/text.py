"""Text and timestamps: what a field of either kind accepts (domain.md, N6 and N8)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from backd_rules.domain.values import Fault

BAD_RANGES: Final = (
    ("\x00", "\x1f"),
    ("\x7f", "\x9f"),
    ("\u061c", "\u061c"),
    ("\u200e", "\u200f"),
    ("\u2028", "\u202e"),
    ("\u2066", "\u2069"),
    ("\ud800", "\udfff"),
)
"""Characters that no text field accepts: controls (Cc), line separators, Bidi_Control characters
and surrogates. They are listed because Unicode tables differ between Python versions."""

_BAD_CHARACTERS: Final = "[" + "".join(f"{low}-{high}" for low, high in BAD_RANGES) + "]"

TIMESTAMP_PATTERN: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
TIMESTAMP_FORMAT: Final = "YYYY-MM-DD HH:MM:SS"


def text_fault(text: object, max_length: int) -> Fault | None:
    """Return why a field of at most `max_length` characters refuses `text`, or `None`."""
    if type(text) is not str:
        return Fault.WRONG_TYPE
    if len(text) > max_length:
        return Fault.TOO_LONG
    # Forbidden characters are never printable, and `isprintable()` is cheap.
    if not text.isprintable() and re.search(_BAD_CHARACTERS, text):
        return Fault.BAD_CHARACTERS
    return Fault.BLANK if not text or text.isspace() else None


def timestamp_fault(text: object) -> Fault | None:
    """Return why `text` is not a timestamp of a day that exists, or `None`."""
    if type(text) is not str:
        return Fault.WRONG_TYPE
    if not re.fullmatch(TIMESTAMP_PATTERN, text):
        return Fault.BAD_FORMAT
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return Fault.BAD_FORMAT
    return None
