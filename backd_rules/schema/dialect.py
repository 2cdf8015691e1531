"""The two dialects of the schemas: JSON Schema 2020-12 on its own, and in an OpenAPI document.

An OpenAPI document is often read as YAML. YAML has no surrogate pairs, and libyaml refuses the pair
that JSON writes for a character above U+FFFF. So the OpenAPI dialect has only ASCII characters. Its
patterns cannot name the characters above U+FFFF, and so they cannot refuse a lone surrogate.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from backd_rules.domain.text import BAD_RANGES, BLANK_RANGES

_Range = tuple[str, str]
_SURROGATES: Final = ("\ud800", "\udfff")
_LAST: Final = "\U0010ffff"
_ENCODABLE: Final = (("\0", "\ud7ff"), ("\ue000", _LAST))


class Dialect(NamedTuple):
    """How a document writes its schemas.

    `refs` is the prefix of a reference. `bad` is a pattern of a character that no request has.
    `unencodable` is one of a character that no record has, or `None` if the dialect cannot express
    it. With `is_openapi`, a number states its decimal places, and an order is one in a response.
    """

    refs: str
    bad: str
    unencodable: str | None
    is_openapi: bool

    def reference(self, name: str) -> dict[str, Any]:
        """Return a reference to the schema with this name."""
        return {"$ref": f"{self.refs}{name}"}


def _escaped(char: str) -> str:
    """Return an escape that ECMA-262 and Python share. They share none above U+FFFF."""
    return char if char > "\uffff" else f"\\u{ord(char):04x}"


def _class(ranges: Iterable[_Range]) -> str:
    """Return the ranges as the inside of a regular expression's character class."""
    return "".join(
        _escaped(low) if low == high else f"{_escaped(low)}-{_escaped(high)}"
        for low, high in ranges
    )


def _others(ranges: tuple[_Range, ...]) -> list[_Range]:
    """Return the ranges of all other characters; the first one must be between two ranges."""
    lows = [chr(ord(high) + 1) for _, high in ranges]
    highs = [chr(ord(low) - 1) for low, _ in ranges[1:]]
    return list(zip(lows, [*highs, _LAST], strict=True))


VISIBLE: Final = f"[^{_class(BLANK_RANGES)}]"
"""A pattern of a character that is not blank."""

# The range of the surrogates is not valid in every regular expression. All other ranges are.
JSON_SCHEMA: Final = Dialect(
    refs="#/$defs/",
    bad=f"[^{_class(_others(BAD_RANGES))}]",
    unencodable=f"[^{_class(_ENCODABLE)}]",
    is_openapi=False,
)
OPENAPI: Final = Dialect(
    refs="#/components/schemas/",
    bad=f"[{_class(r for r in BAD_RANGES if r != _SURROGATES)}]",
    unencodable=None,
    is_openapi=True,
)
