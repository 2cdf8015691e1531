"""Conformance cases for malformed payloads and texts; each has exactly one problem.

A name is `parser:code:path:variant`. A test compares it with the problem that the parser reports.

Source: domain.md, N1 to N8, U4 to U6 and L6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from support.json_values import replaced

from conformance.cases import CONTACT, IDS, MAX, an_item, an_order


class Malformed(NamedTuple):
    """A payload with one problem; `reads` names its parser."""

    name: str
    reads: str
    payload: Any


class MalformedText(NamedTuple):
    """A text with one problem; `reads` names the parser of its payload."""

    name: str
    reads: str
    text: str


_REMOVED: Final = object()
"""A replacement value that removes the field."""
_VALID: Final[Mapping[str, Any]] = {
    "update": {**IDS, "shipping": {"name": {}, "address": {}}, "items": [an_item(1, 1)]},
    "updates": [{**IDS}, {**IDS}],
    "order": {
        **an_order(100),
        "create_date": "2026-04-16 10:30:00",
        "billing": CONTACT,
        "refunds": [{"amount": 1, "status": "draft"}],
    },
    "limit": {"max_increase": 75},
}

_Replacements = Mapping[str, Mapping[str, Any]]
"""{problem code: {variant: replacement value}}"""

_TEXTS: Final[_Replacements] = {
    "wrong_type": {"number": 1, "true": True, "array": [], "object": {}},
    "blank": {"empty": "", "space": " ", "no-break-space": "\u00a0", "wide-space": "\u3000"},
    "bad_characters": {
        "nul": "a\x00b",
        "line-feed-at-the-end": "a\n",
        "delete": "\x7fa",
        "next-line": "a\x85",
        "line-separator": "a\u2028b",
        "left-to-right-mark": "\u200ea",
        "right-to-left-override": "a\u202eb",
        "isolate": "a\u2066b",
    },
}
_TOO_LONG: Final = {"a-line": "x" * 256, "astral": "\U0001f600" * 256}
_TOO_LONG_EMAIL: Final = {"an-email": "x" * 255}
_TOO_LONG_URL: Final = {"a-url": "x" * 2049}
_TEXT_PATHS: Final = {
    "update": ("/merchant_order_status", "/shipping/address/line1", "/items/0/display_name"),
    "order": ("/backd_order_id", "/billing/email"),
}

_NUMBERS: Final[_Replacements] = {
    "wrong_type": {"text": "1", "true": True, "array": [], "object": {}},
    "too_precise": {"float-noise": 0.30000000000000004, "four-decimals": 1.0001},
    "out_of_range": {"negative": -1, "highest-and-one": 10**13, "huge": 10**20},
}
_AMOUNTS: Final[_Replacements] = {
    "too_precise": {"half-a-cent": 10.005, "least": 0.001, "under-highest": 9999999999999.984},
    "out_of_range": {"a-cent-below": -0.01},
}
_QUANTITIES: Final[_Replacements] = {
    "wrong_type": {"text": "1", "false": False},
    "too_precise": {"four-decimals": 1.0005, "least": 0.0001},
    "out_of_range": {"zero": 0, "negative": -0.001, "highest-and-one": 10**12},
}
_COUNTS: Final[_Replacements] = {
    "wrong_type": {"text": "1", "true": True, "half": 0.5},
    "out_of_range": {"negative": -1, "sixteen-digits": 10**15},
}
_TIMESTAMPS: Final[_Replacements] = {
    "wrong_type": {"number": 20260416},
    "bad_format": {
        "date": "2026-04-16",
        "with-t": "2026-04-16T10:30:00",
        "with-zone": "2026-04-16 10:30:00Z",
        "no-such-day": "2026-02-29 10:30:00",
        "century-without-leap-day": "2100-02-29 10:30:00",
        "month-13": "2026-13-01 10:30:00",
        "minute-60": "2026-04-16 10:60:00",
        "year-zero": "0000-01-01 00:00:00",
        "line-feed-at-the-end": "2026-04-16 10:30:00\n",
    },
}
_STATUSES: Final[_Replacements] = {
    "wrong_type": {"number": 1},
    "unknown_status": {"other": "shipped", "empty": "", "capitals": "ORDER_PLACED"},
}
_CHOICES: Final[_Replacements] = {
    "wrong_type": {"number": 1},
    "bad_format": {"other": "highest", "capitals": "LOWER"},
}
_ARRAYS: Final[_Replacements] = {"wrong_type": {"object": {}, "text": "x"}}
_OBJECTS: Final[_Replacements] = {"wrong_type": {"array": [], "text": "x"}}
_REQUIRED: Final[_Replacements] = {"missing": {"absent": _REMOVED}, "not_nullable": {"null": None}}
_NOT_NULLABLE: Final[_Replacements] = {"not_nullable": {"null": None}}

_REPLACEMENTS: Final[tuple[tuple[str, str, _Replacements], ...]] = (
    *((parser, path, _TEXTS) for parser, paths in _TEXT_PATHS.items() for path in paths),
    ("update", "/merchant_order_status", {"too_long": _TOO_LONG}),
    ("update", "/shipping/email", {"too_long": _TOO_LONG_EMAIL}),
    ("update", "/items/0/item_url", {"too_long": _TOO_LONG_URL}),
    ("update", "/tax_amount", _NUMBERS),
    ("update", "/tax_amount", _AMOUNTS),
    ("update", "/order_total", _AMOUNTS),
    ("update", "/items/0/unit_price", _NUMBERS),
    ("update", "/items/0/qty", _QUANTITIES),
    ("order", "/refunds/0/amount", _NUMBERS),
    ("order", "/placed_total", _NUMBERS),
    ("limit", "/max_increase", _NUMBERS),
    ("limit", "/max_increase_percent", _NUMBERS),
    ("limit", "/max_order_total", _AMOUNTS),
    ("limit", "/max_increases", _COUNTS),
    ("order", "/increase_count", _COUNTS),
    ("order", "/create_date", _TIMESTAMPS),
    ("order", "/refunds/0/locked_at", _TIMESTAMPS),
    ("order", "/status", _STATUSES),
    ("limit", "/combine", _CHOICES),
    ("limit", "/measured_from", _CHOICES),
    ("update", "/items", {**_ARRAYS, "empty": {"empty": []}}),
    ("order", "/refunds", _ARRAYS),
    ("update", "/shipping", _OBJECTS),
    ("update", "/shipping/name", _OBJECTS),
    ("update", "/items/0", _OBJECTS),
    ("update", "/backd_order_id", _REQUIRED),
    ("update", "/merchant_order_id", _REQUIRED),
    ("updates", "/1/merchant_order_id", _REQUIRED),
    ("update", "/items/0/qty", _REQUIRED),
    ("order", "/status", _REQUIRED),
    ("order", "/discount_amount", _REQUIRED),
    ("order", "/billing/address/city", _REQUIRED),
    *(("update", f"/{name}", _NOT_NULLABLE) for name in ("tax_amount", "items", "shipping")),
    ("update", "/shipping/address/city", _NOT_NULLABLE),
    ("limit", "/max_increase", _NOT_NULLABLE),
    ("limit", "/combine", _NOT_NULLABLE),
    ("update", "/tax_amuont", {"unknown_field": {"typo": 1}}),
    ("update", "/shipping/adress", {"unknown_field": {"typo": {}}}),
    ("update", "/items/0/a~1b~0c", {"unknown_field": {"escaped": 1}}),
    ("update", "/placed_total", {"unknown_field": {"of-an-order": 1}}),
    ("limit", "/max_incraese", {"unknown_field": {"typo": 1}}),
    *(
        ("update", f"/{name}", {"read_only_field": {"stated": 1}})
        for name in ("status", "create_date", "refunds")
    ),
    ("order", "/order_total", {"order_total_mismatch": {"a-cent": 100.01, "highest": MAX}}),
)
"""(parser, JSON Pointer, {problem code: {variant: replacement value}})"""

_WHOLE_PAYLOADS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("update", "wrong_type", [IDS]),
    ("update", "wrong_type", None),
    ("updates", "wrong_type", IDS),
    ("updates", "empty", []),
    ("order", "wrong_type", []),
    ("limit", "wrong_type", 75),
    ("limit", "missing", {}),
    ("limit", "missing", {"max_increases": 1}),
)
"""(parser, problem code, payload)"""


def malformed() -> Iterator[Malformed]:
    """Yield all malformed payloads in their fixed order."""
    for number, (parser, code, payload) in enumerate(_WHOLE_PAYLOADS, 1):
        yield Malformed(f"{parser}:{code}::{number}", parser, payload)
    for parser, path, replacements in _REPLACEMENTS:
        for code, variants in replacements.items():
            for variant, value in variants.items():
                payload = _replaced(_VALID[parser], path, value)
                yield Malformed(f"{parser}:{code}:{path}:{variant}", parser, payload)


def _replaced(payload: Any, pointer: str, value: Any) -> Any:
    """Return a copy of `payload` with `value` at a JSON Pointer, or without that field."""
    names = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    path = tuple(int(name) if name.isdecimal() else name for name in names)
    return _without_removed(replaced(payload, path, value))


def _without_removed(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_removed(element) for element in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_removed(v) for name, v in value.items() if v is not _REMOVED}


_IDS: Final = '"backd_order_id":"B-1","merchant_order_id":"M-1"}'
"""The end of an update, as text."""


def malformed_texts() -> Iterator[MalformedText]:
    """Yield all malformed texts in their fixed order."""
    for name, (parser, text) in _JSON_TEXTS.items():
        yield MalformedText(name, parser, text)


_JSON_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "bad_json::empty": ("update", ""),
    "bad_json::cut-off": ("update", "{" + _IDS[:-1]),
    "bad_json::more-after-it": ("update", "{" + _IDS + "{}"),
    "bad_json::comma-at-the-end": ("update", '{"tax_amount":1,}'),
    "bad_json::single-quotes": ("update", "{'tax_amount':1}"),
    "bad_json::nan": ("update", '{"tax_amount":NaN,' + _IDS),
    "bad_json::infinity": ("update", '{"tax_amount":-Infinity,' + _IDS),
    "bad_json::leading-zero": ("update", '{"tax_amount":01,' + _IDS),
    "bad_json::line-feed-in-a-string": (
        "update",
        '{"merchant_order_status":"a\nb",' + _IDS,
    ),
    "duplicate_key:/backd_order_id:the-same": (
        "update",
        '{"backd_order_id":"B-1",' + _IDS,
    ),
    "duplicate_key:/shipping/email:below": (
        "update",
        '{"shipping":{"email":"a","email":"b"},' + _IDS,
    ),
    "too_deep::arrays": ("update", "[" * 65 + "]" * 65),
    "bad_characters:/merchant_order_status:lone-surrogate": (
        "update",
        '{"merchant_order_status":"\\ud800",' + _IDS,
    ),
    "too_precise:/tax_amount:as-a-float-ten-cents": (
        "update",
        '{"tax_amount":0.10000000000000000555,' + _IDS,
    ),
    "too_precise:/tax_amount:tiny": ("update", '{"tax_amount":1e-400,' + _IDS),
    "out_of_range:/tax_amount:vast": ("update", '{"tax_amount":1e400,' + _IDS),
    "wrong_type:/max_increases:count-with-a-point": (
        "limit",
        '{"max_increase":1,"max_increases":1.0}',
    ),
}
"""{name: (parser, text)}: problems of the text itself, or lost if numbers are read as floats."""
