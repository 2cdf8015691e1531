"""JSON values: a strategy for any of them, exact comparison, and replacement at a path."""

import json
from collections.abc import Iterator
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
