"""The header `If-Match` (RFC 9110, section 13.1.1). This module must not import a web framework."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# Possessive quantifiers (`*+`) never backtrack, so the time is linear in the length of the header.
_TAG: Final = r'(?:W/)?"[!#-~\x80-\xff]*+"'
_ELEMENT: Final = rf"[ \t]*+(?:{_TAG})?+[ \t]*+"
_LIST: Final = re.compile(rf"{_ELEMENT}(?:,{_ELEMENT})*+")


def entity_tags(headers: Sequence[str]) -> frozenset[str] | None:
    """Return the entity tags of all `If-Match` headers, or `None` if every order matches.

    Every order matches if there is no header, or if it is `*`. Compare a strong tag by `in`: a weak
    tag keeps its `W/`, so it equals none. Raise `ValueError` if the headers are malformed.
    """
    text = ",".join(headers)
    if not headers or text.strip(" \t") == "*":
        return None
    if not _LIST.fullmatch(text):
        raise ValueError("If-Match is neither * nor a list of entity tags")
    return frozenset(re.findall(_TAG, text))
