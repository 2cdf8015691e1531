"""The wrong values of each kind of field, by the code of their problem.

Source: domain.md, N1 to N6, F4 and F6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

WrongValues = Mapping[str, Mapping[str, Any]]
"""{problem code: {variant: wrong value}}"""

REMOVED: Final = object()
"""A value that removes the field."""

TEXT_TYPES: Final[WrongValues] = {
    "wrong_type": {"number": 1, "true": True, "array": [], "object": {}}
}
IDS_OF_A_RECORD: Final[WrongValues] = {
    **TEXT_TYPES,
    "blank": {"empty": "", "space": " ", "zero-width-space": "\u200b"},
}
TEXTS: Final[WrongValues] = {
    **TEXT_TYPES,
    "blank": {
        "empty": "",
        "space": " ",
        "no-break-space": "\u00a0",
        "wide-space": "\u3000",
        "line-feed": "\n",
        "zero-width-space": "\u200b",
    },
    "bad_characters": {
        "nul": "a\x00b",
        "line-feed-at-the-end": "a\n",
        "delete": "\x7fa",
        "next-line": "a\x85",
        "line-separator": "a\u2028b",
        "left-to-right-mark": "\u200ea",
        "right-to-left-override": "a\u202eb",
        "isolate": "a\u2066b",
        "invisible-and-bidirectional": "\u200b\u200e",
    },
}
_INVISIBLE: Final = (
    "00AD 034F 115F 1160 17B4 17B5 180B 180C 180D 180E 200B 200C 200D 2060 2061 2062 2063 2064 "
    "2800 3164 FEFF FFA0"
)
INVISIBLE: Final[WrongValues] = {
    "blank": {
        **{f"u-{point}": chr(int(point, 16)) for point in _INVISIBLE.split()},
        "several": " \u200b\ufeff\t",
    }
}
IDS_OF_A_REQUEST: Final[WrongValues] = {
    "wrong_type": {"number": 1},
    "blank": {"zero-width-space": "\u200b"},
    "too_long": {"a-line": "x" * 256},
    "bad_characters": {"line-feed-at-the-end": "a\n"},
}
TOO_LONG: Final[WrongValues] = {"too_long": {"a-line": "x" * 256, "astral": "\U0001f600" * 256}}
TOO_LONG_EMAIL: Final[WrongValues] = {"too_long": {"an-email": "x" * 255}}
TOO_LONG_URL: Final[WrongValues] = {"too_long": {"a-url": "x" * 2049}}

NUMBERS: Final[WrongValues] = {
    "wrong_type": {"text": "1", "true": True, "array": [], "object": {}},
    "too_precise": {"float-noise": 0.30000000000000004, "four-decimals": 1.0001},
    "out_of_range": {"negative": -1, "highest-and-one": 10**13, "huge": 10**20},
}
AMOUNTS: Final[WrongValues] = {
    "too_precise": {"half-a-cent": 10.005, "least": 0.001, "under-highest": 9999999999999.984},
    "out_of_range": {"a-cent-below": -0.01},
}
REFUND_AMOUNTS: Final[WrongValues] = {
    **NUMBERS,
    "too_precise": {**NUMBERS["too_precise"], **AMOUNTS["too_precise"]},
    "out_of_range": {**NUMBERS["out_of_range"], **AMOUNTS["out_of_range"], "zero": 0},
}
PRICES: Final[WrongValues] = {
    "wrong_type": {"text": "1", "true": True, "array": [], "object": {}},
    "too_precise": {
        "float-noise": 0.30000000000000004,
        "seven-decimals": 1.0000001,
        "least": 0.0000001,
        "under-highest": 999999999.9999985,
    },
    "out_of_range": {"negative": -0.000001, "highest-and-one": 10**9, "huge": 10**20},
}
RECORDED_PRICES: Final[WrongValues] = {
    "wrong_type": {"text": "1", "false": False},
    "out_of_range": {
        "negative": -0.000001,
        "highest-and-one": 10**9,
        "rounds-above-highest": 999999999.9999995,
    },
}
QUANTITIES: Final[WrongValues] = {
    "wrong_type": {"text": "1", "false": False},
    "too_precise": {"four-decimals": 1.0005, "least": 0.0001},
    "out_of_range": {"zero": 0, "negative": -0.001, "highest-and-one": 10**12},
}
RECORDED_QUANTITIES: Final[WrongValues] = {
    "wrong_type": {"text": "1", "false": False},
    "out_of_range": {
        "zero": 0,
        "negative": -0.001,
        "rounds-to-zero": 0.0004999,
        "highest-and-one": 10**12,
    },
}
COUNTS: Final[WrongValues] = {
    "wrong_type": {"text": "1", "true": True, "half": 0.5},
    "out_of_range": {"negative": -1, "sixteen-digits": 10**15},
}
STATUSES: Final[WrongValues] = {
    "wrong_type": {"number": 1},
    "unknown_status": {"other": "shipped", "empty": "", "capitals": "ORDER_PLACED"},
}
CHOICES: Final[WrongValues] = {
    "wrong_type": {"number": 1},
    "bad_format": {"other": "highest", "capitals": "LOWER"},
}
ARRAYS: Final[WrongValues] = {"wrong_type": {"object": {}, "text": "x"}}
OBJECTS: Final[WrongValues] = {"wrong_type": {"array": [], "text": "x"}}
ELEMENTS: Final[WrongValues] = {"wrong_type": {"array": [], "null": None}}
REQUIRED: Final[WrongValues] = {"missing": {"absent": REMOVED}, "not_nullable": {"null": None}}
NOT_NULLABLE: Final[WrongValues] = {"not_nullable": {"null": None}}
