"""Conformance cases for malformed payloads; most have exactly one problem.

Such a name is `parser:code:path:variant`. A test compares it with the problem that the parser
reports.

Source: domain.md, F4, N1 to N6, U4 to U6, L6 and V3 to V4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from support.json_values import replaced

from conformance import wrong_values as wrong
from conformance.cases import CONTACT, IDS, an_item, an_order


class Malformed(NamedTuple):
    """A malformed payload; `reads` names its parser."""

    name: str
    reads: str
    payload: Any


_VALID: Final[Mapping[str, Any]] = {
    "update": {**IDS, "shipping": {"name": {}, "address": {}}, "items": [an_item(1, 1)]},
    "updates": [{**IDS}, {**IDS}],
    "order": {
        **an_order(100),
        "create_date": "2026-04-16 10:30:00",
        "billing": {name: CONTACT[name] for name in ("name", "email")},
        "items": [an_item(100, 1)],
        "refunds": [{"amount": 1, "status": "draft"}],
    },
    "limit": {"max_increase": 75},
}
_THOUSAND_AND_ONE: Final[wrong.WrongValues] = {"too_many": {"a-thousand-and-one": [0] * 1001}}

_OF_A_REQUEST: Final[tuple[tuple[str, str, wrong.WrongValues], ...]] = (
    *(
        ("update", path, wrong.TEXTS)
        for path in ("/merchant_order_status", "/shipping/address/line1", "/items/0/display_name")
    ),
    ("update", "/merchant_order_status", wrong.INVISIBLE),
    ("update", "/backd_order_id", wrong.IDS_OF_A_RECORD),
    ("update", "/shipping/company_name", wrong.TEXT_TYPES),
    ("update", "/merchant_order_status", wrong.TOO_LONG),
    ("update", "/shipping/email", wrong.TOO_LONG_EMAIL),
    ("update", "/items/0/item_url", wrong.TOO_LONG_URL),
    ("update", "/tax_amount", wrong.NUMBERS),
    ("update", "/tax_amount", wrong.AMOUNTS),
    ("update", "/order_total", wrong.AMOUNTS),
    ("update", "/items/0/unit_price", wrong.PRICES),
    ("update", "/items/0/qty", wrong.QUANTITIES),
    ("limit", "/max_increase", wrong.NUMBERS),
    ("limit", "/max_increase_percent", wrong.NUMBERS),
    ("limit", "/max_order_total", wrong.AMOUNTS),
    ("limit", "/max_increases", wrong.COUNTS),
    ("limit", "/combine", wrong.CHOICES),
    ("limit", "/measured_from", wrong.CHOICES),
    ("update", "/items", {**wrong.ARRAYS, "empty": {"empty": []}, **_THOUSAND_AND_ONE}),
    ("update", "/shipping", wrong.OBJECTS),
    ("update", "/shipping/name", wrong.OBJECTS),
    ("update", "/items/0", wrong.ELEMENTS),
    ("updates", "/0", wrong.ELEMENTS),
    ("update", "/backd_order_id", wrong.REQUIRED),
    ("update", "/merchant_order_id", wrong.REQUIRED),
    ("updates", "/1/merchant_order_id", wrong.REQUIRED),
    *(
        ("update", f"/items/0/{name}", wrong.REQUIRED)
        for name in ("display_name", "sku", "unit_price", "qty")
    ),
    *(("update", f"/{name}", wrong.NOT_NULLABLE) for name in ("tax_amount", "items", "shipping")),
    ("update", "/merchant_order_status", wrong.NOT_NULLABLE),
    ("update", "/shipping/name", wrong.NOT_NULLABLE),
    ("update", "/shipping/address/city", wrong.NOT_NULLABLE),
    ("limit", "/max_increase", wrong.NOT_NULLABLE),
    ("limit", "/max_increases", wrong.NOT_NULLABLE),
    ("limit", "/combine", wrong.NOT_NULLABLE),
    ("update", "/tax_amuont", {"unknown_field": {"typo": 1}}),
    ("update", "/shipping/adress", {"unknown_field": {"typo": {}}}),
    ("update", "/shipping/fax", {"unknown_field": {"null": None}}),
    ("update", "/items/0/a~1b~0c", {"unknown_field": {"escaped": 1}}),
    ("update", "/placed_total", {"unknown_field": {"of-an-order": 1}}),
    ("limit", "/max_incraese", {"unknown_field": {"typo": 1}}),
    *(
        ("update", f"/{name}", {"read_only_field": {"stated": 1}})
        for name in ("status", "create_date", "refunds")
    ),
)
_OF_A_RECORD: Final[tuple[tuple[str, wrong.WrongValues], ...]] = (
    *(("/" + name, wrong.IDS_OF_A_RECORD) for name in IDS),
    *(("/" + name, wrong.REQUIRED) for name in IDS),
    ("/status", {**wrong.STATUSES, **wrong.REQUIRED}),
    *((f"/{name}", {**wrong.AMOUNTS, **wrong.REQUIRED}) for name in ("order_total", "cart_amount")),
    ("/tax_amount", wrong.NUMBERS),
    *((f"/{name}", wrong.AMOUNTS) for name in ("shipping_amount", "discount_amount")),
    ("/items/0/unit_price", {**wrong.RECORDED_PRICES, **wrong.REQUIRED}),
    ("/items/0/qty", {**wrong.RECORDED_QUANTITIES, **wrong.REQUIRED}),
    ("/refunds/0/amount", {**wrong.NUMBERS, **wrong.REQUIRED}),
    ("/placed_total", wrong.NUMBERS),
    ("/increase_count", wrong.COUNTS),
    *(
        (path, wrong.TEXT_TYPES)
        for path in ("/create_date", "/billing/email", "/billing/name/first", "/items/0/sku")
    ),
    ("/refunds/0/status", {"wrong_type": {"number": 1}}),
    ("/items", wrong.ARRAYS),
    ("/items/0", wrong.ELEMENTS),
    ("/refunds", wrong.ARRAYS),
    ("/refunds/0", wrong.ELEMENTS),
    ("/billing", wrong.OBJECTS),
    ("/billing/name", wrong.OBJECTS),
)
"""(JSON Pointer, wrong values)"""

_WHOLE_PAYLOADS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("update", "wrong_type", [IDS]),
    ("update", "wrong_type", None),
    ("updates", "wrong_type", IDS),
    ("updates", "empty", []),
    ("order", "wrong_type", []),
    ("limit", "wrong_type", 75),
    ("limit", "missing", {}),
    ("limit", "missing", {"max_increases": 1}),
    ("updates", "too_many", [0] * 101),
)
"""(parser, problem code, payload)"""

_IN_EVERY_WAY: Final = {
    "zzz": 1,
    "items": [{"color": "red", "qty": 0, "unit_price": None, "sku": ""}, 1],
    "shipping": {"fax": "1", "email": None, "address": {"zip": 1, "line1": ""}},
    "discount_amount": "1",
    "order_total": 0.001,
    "status": "refund",
    "backd_order_id": 1,
}
_SEVERAL: Final[tuple[tuple[str, str, Any], ...]] = (
    ("in-the-order-of-the-fields", "update", _IN_EVERY_WAY),
    ("caps-last", "limit", {"max_increase_precent": 15, "combine": "x", "max_increases": -1}),
    ("of-each-update", "updates", [{"merchant_order_id": "M-1"}, {**IDS, "tax_amount": -1}, 1]),
    ("of-a-record", "order", {**IDS, "status": "x", "cart_amount": -1, "items": [{"qty": 0}]}),
    ("a-hundred", "updates", [0] * 100),
    ("a-hundred-and-one", "update", {**IDS, "items": [0] * 101}),
    ("path-of-256-characters", "update", {**IDS, "x" * 255: 1}),
    ("path-of-257-characters", "update", {**IDS, "x" * 256: 1}),
    ("long-path-below", "update", {**IDS, "shipping": {"x" * 300: 1}}),
)
"""(variant, parser, payload with several problems or a long path)"""


def malformed() -> Iterator[Malformed]:
    """Yield all malformed payloads in their fixed order."""
    for number, (parser, code, payload) in enumerate(_WHOLE_PAYLOADS, 1):
        yield Malformed(f"{parser}:{code}::{number}", parser, payload)
    for parser, path, values in _OF_A_REQUEST:
        yield from replacements(parser, _base(parser, path), path, values)
    for path, values in _OF_A_RECORD:
        yield from replacements("order", _base("order", path), path, values)
    for variant, parser, payload in _SEVERAL:
        yield Malformed(f"problems/{variant}", parser, payload)


def replacements(
    parser: str, valid: Any, path: str, values: wrong.WrongValues
) -> Iterator[Malformed]:
    """Yield a copy of a valid payload for each wrong value at a JSON Pointer."""
    for code, variants in values.items():
        for variant, value in variants.items():
            payload = _replaced(valid, path, value)
            yield Malformed(f"{parser}:{code}:{path}:{variant}", parser, payload)


def _base(parser: str, pointer: str) -> Any:
    """Return a valid payload with the optional field that the JSON Pointer leads to, if any."""
    payload = _VALID[parser]
    if not isinstance(payload, dict) or parser == "limit":
        return payload
    needed = {*IDS, "status", "order_total", "cart_amount", pointer.split("/")[1]}
    return {name: value for name, value in payload.items() if name in needed}


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
    return {name: _without_removed(v) for name, v in value.items() if v is not wrong.REMOVED}
