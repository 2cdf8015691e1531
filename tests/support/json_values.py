"""JSON values: any of them, exact comparison, replacement at a path, and records written back."""

import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from backd_rules.schema.example import LIMIT, ORDER, UPDATE
from support import reference

Path = tuple[str | int, ...]
_NAMES = sorted({*ORDER, *UPDATE, *LIMIT, "placed_total", "increase_count", "max_increases"})
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters(codec=None), max_size=9)
    | st.sampled_from(["order_placed", "lower", "2026-04-16 10:30:00", 0, 75, 0.01, 10**400])
)
JSON: st.SearchStrategy[Any] = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=12,
)
"""Generates any JSON value, often with the names of the package's fields."""


def places(document: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path to every value in a document, except the document itself."""
    if path:
        yield path
    steps: Any = enumerate(document) if isinstance(document, list) else ()
    steps = document.items() if isinstance(document, dict) else steps
    for step, child in steps:
        yield from places(child, (*path, step))


def replaced(document: Any, path: Path, value: Any) -> Any:
    """Return a copy of `document` with `value` at `path`, and nowhere else."""
    if not path:
        return value
    step, *rest = path
    copy = document.copy()
    copy[step] = replaced(document[step], tuple(rest), value) if rest else value
    return copy


def assert_same_json(encoded: object, expected: object) -> None:
    """Assert equality including key order and `1` against `1.0`, and that all types are JSON's."""
    assert encoded == expected
    assert json.dumps(encoded, allow_nan=False) == json.dumps(expected)
    assert _has_json_types_only(encoded)


def _has_json_types_only(value: object) -> bool:
    if type(value) is dict:
        return all(type(k) is str and _has_json_types_only(child) for k, child in value.items())
    if type(value) is list:
        return all(_has_json_types_only(child) for child in value)
    return type(value) in (str, int, float, bool, type(None))


CONTACT_JSON: dict[str, Any] = reference.ORDER["shipping"]
ITEM_JSON: dict[str, Any] = reference.ITEM
ORDER_JSON: dict[str, Any] = {
    "backd_order_id": "BO-1",
    "order_total": 9150,
    "cart_amount": 9000,
    "tax_amount": 100,
    "shipping_amount": 50,
    "discount_amount": 0,
    "status": "order_placed",
    "merchant_order_id": "M-1",
    "merchant_order_status": "processing",
    "shipping": CONTACT_JSON,
    "items": [ITEM_JSON],
}
"""The payload of `support.examples.ORDER`, written by hand."""


_NAME = dict.fromkeys(("first", "last"))
_ADDRESS = dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"))
_CONTACT = {
    **dict.fromkeys(("company_name", "phone_number", "email")),
    "name": _NAME,
    "address": _ADDRESS,
}
_FEES = ("tax_amount", "shipping_amount", "discount_amount")
_RECORD: dict[str, Any] = {
    **dict.fromkeys(("backd_order_id", "merchant_order_id", "merchant_order_status", "status")),
    **dict.fromkeys(("order_total", "cart_amount", *_FEES, "placed_total", "increase_count")),
    "create_date": None,
    "shipping": _CONTACT,
    "billing": _CONTACT,
    "items": dict.fromkeys(
        ("display_name", "sku", "unit_price", "qty", "item_image_url", "item_url")
    ),
    "refunds": dict.fromkeys(("amount", "create_date", "status", "locked_at")),
}
"""The fields of a recorded order, and of the objects and arrays of objects inside."""

OPTIONAL = ("company_name", "line2", "item_image_url", "item_url")
"""The texts that may be empty (domain.md, N7)."""
BLANK = re.compile(
    "[\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u2800\u3164\ufeff\uffa0]*"
)
"""White space and invisible characters (domain.md, N6)."""


def written_back(order: dict[str, Any]) -> dict[str, Any]:
    """Return what is written back of a recorded order, given as JSON with floats.

    It is the payload, but for these: absent or null fees are zero (domain.md, F5), prices and
    quantities are rounded (domain.md, F6), blank optional texts and unknown fields are absent
    (domain.md, F4), and the status has one spelling.
    """
    record: dict[str, Any] = _known(order, _RECORD)
    record |= {fee: record.get(fee) or 0 for fee in _FEES}
    if record["status"] == "order_cancelled":
        record["status"] = "order_canceled"
    for item in record.get("items") or ():
        item["unit_price"] = _rounded(item["unit_price"], "0.000001")
        item["qty"] = _rounded(item["qty"], "0.001")
    return record


def states_nothing(patch: Any) -> bool:
    """Return whether a contact's patch states no field, also not inside (domain.md, U3)."""
    return isinstance(patch, dict) and all(map(states_nothing, patch.values()))


def _known(value: Any, fields: dict[str, Any] | None) -> Any:
    """Return a copy with these fields only, without blank optional texts."""
    if fields is None:
        return value
    if isinstance(value, list):
        return [_known(element, fields) for element in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _known(child, fields[name])
        for name, child in value.items()
        if name in fields and not is_cleared(name, child)
    }


def is_cleared(name: str, value: Any) -> bool:
    """Return whether the value of the field `name` is blank text that means nothing."""
    return name in OPTIONAL and isinstance(value, str) and BLANK.fullmatch(value) is not None


def _rounded(number: float, unit: str) -> float:
    exact = Decimal(str(number)).quantize(Decimal(unit), ROUND_HALF_UP)
    return float(exact)
