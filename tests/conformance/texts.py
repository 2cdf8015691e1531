"""Conformance cases for JSON texts: the payload that a text means, or its only problem.

These are lost where a text has been parsed to ordinary values.

Source: domain.md, N2 and V3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from conformance.cases import IDS, MAX, an_item, an_order


class TextCase(NamedTuple):
    """A text, and a payload that means the same; `reads` names the parser of both.

    `payload` is `None` if the text has a problem.
    """

    name: str
    reads: str
    text: str
    payload: Any = None


_END: Final = '"backd_order_id":"B-1","merchant_order_id":"M-1"}'
"""The end of an update, as text."""
_ORDER_END: Final = _END[:-1] + ',"status":"order_placed","order_total":100,"cart_amount":100}'
_ORDER: Final = {
    name: value
    for name, value in an_order(100).items()
    if name in {*IDS, "status", "order_total", "cart_amount"}
}
"""The payload of a text with `_ORDER_END` and nothing else."""


def texts() -> Iterator[TextCase]:
    """Yield all texts in their fixed order, the valid ones first."""
    for name, (number, means) in _AMOUNTS.items():
        payload = {**IDS, "tax_amount": means}
        yield TextCase(f"valid::{name}", "update", f'{{"tax_amount":{number},{_END}', payload)
    for name, (parser, text, payload) in _VALID.items():
        yield TextCase(f"valid::{name}", parser, text, payload)
    for name, (parser, text) in _MALFORMED.items():
        yield TextCase(name, parser, text)


_AMOUNTS: Final[Mapping[str, tuple[str, float]]] = {
    "seventeen-digits": ("18.050000000000001", 18.05),
    "twenty-digits": ("0.10000000000000000555", 0.1),
    "just-above-the-highest": ("9999999999999.9900001", MAX),
    "zeros-at-the-end": ("10.50000000000000000000", 10.5),
    "exponent": ("1.5e2", 150),
    "negative-exponent": ("1500E-2", 15),
    "tiny": ("1e-400", 0),
    "negative-tiny": ("-1e-400", 0),
    "negative-zero": ("-0.0", 0),
}
"""Amounts as text, and what they mean."""

_VALID: Final[Mapping[str, tuple[str, str, Any]]] = {
    "byte-order-mark": ("update", "\ufeff{" + _END, {**IDS}),
    "white-space": ("update", "\t\r\n {" + _END + "\n", {**IDS}),
    "escaped-name": ("update", '{"\\u0074ax_amount":1,' + _END, {**IDS, "tax_amount": 1}),
    "surrogate-pair": (
        "update",
        '{"merchant_order_status":"\\ud83d\\ude00",' + _END,
        {**IDS, "merchant_order_status": "\U0001f600"},
    ),
    "count-with-a-point": (
        "limit",
        '{"max_increase":1,"max_increases":1.0}',
        {"max_increase": 1, "max_increases": 1},
    ),
    "count-with-an-exponent": (
        "limit",
        '{"max_increase":1,"max_increases":1e1}',
        {"max_increase": 1, "max_increases": 10},
    ),
    "recorded-count-with-a-point": (
        "order",
        '{"increase_count":2.0,' + _ORDER_END,
        {**_ORDER, "increase_count": 2},
    ),
    "recorded-price": (
        "order",
        '{"items":[{"display_name":"Cable","sku":"C","unit_price":17.64705882352941176470,'
        '"qty":1}],' + _ORDER_END,
        {**_ORDER, "items": [an_item(17.647059, 1)]},
    ),
    "64-levels": ("order", '{"x":' + "[" * 63 + "]" * 63 + "," + _ORDER_END, _ORDER),
}
"""{name: (parser, text, payload that means the same)}"""

_MALFORMED: Final[Mapping[str, tuple[str, str]]] = {
    "bad_json::empty": ("update", ""),
    "bad_json::cut-off": ("update", "{" + _END[:-1]),
    "bad_json::more-after-it": ("update", "{" + _END + "{}"),
    "bad_json::comma-at-the-end": ("update", '{"tax_amount":1,}'),
    "bad_json::single-quotes": ("update", "{'tax_amount':1}"),
    "bad_json::nan": ("update", '{"tax_amount":NaN,' + _END),
    "bad_json::infinity": ("update", '{"tax_amount":-Infinity,' + _END),
    "bad_json::leading-zero": ("update", '{"tax_amount":01,' + _END),
    "bad_json::line-feed-in-a-string": ("update", '{"merchant_order_status":"a\nb",' + _END),
    "bad_json::two-byte-order-marks": ("update", "\ufeff\ufeff{" + _END),
    "duplicate_key:/backd_order_id:the-same": ("update", '{"backd_order_id":"B-1",' + _END),
    "duplicate_key:/tax_amount:escaped": (
        "update",
        '{"tax_amount":1,"\\u0074ax_amount":1,' + _END,
    ),
    "duplicate_key:/shipping/email:below": (
        "update",
        '{"shipping":{"email":"a","email":"b"},' + _END,
    ),
    "duplicate_key:/x:unknown-field-of-a-record": ("order", '{"x":1,"x":1,' + _ORDER_END),
    "too_deep::arrays": ("update", "[" * 65 + "]" * 65),
    "too_deep::unknown-field-of-a-record": (
        "order",
        '{"x":' + "[" * 64 + "]" * 64 + "," + _ORDER_END,
    ),
    "bad_characters:/merchant_order_status:lone-surrogate": (
        "update",
        '{"merchant_order_status":"\\ud800",' + _END,
    ),
    "bad_characters:/create_date:lone-surrogate-in-a-record": (
        "order",
        '{"create_date":"\\udc00",' + _ORDER_END,
    ),
    "too_precise:/tax_amount:float-noise": ("update", '{"tax_amount":0.30000000000000004,' + _END),
    "too_precise:/tax_amount:small": ("update", '{"tax_amount":1e-300,' + _END),
    "out_of_range:/tax_amount:large": ("update", '{"tax_amount":1e300,' + _END),
    "not_finite:/tax_amount:vast": ("update", '{"tax_amount":1e400,' + _END),
    "not_finite:/tax_amount:many-digits": ("update", '{"tax_amount":' + "9" * 400 + "," + _END),
    "wrong_type:/max_increases:nearly-whole": (
        "limit",
        '{"max_increase":1,"max_increases":1.0000000000000002}',
    ),
}
"""{name: (parser, text)}; a name is `code:path:variant` of the only problem."""
