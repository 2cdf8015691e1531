"""JSON values: any of them, and the places in a document where one can be replaced."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from backd_rules.schema.example import LIMIT, ORDER, UPDATE

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
"""Generates any JSON value, often with the names of our fields."""


def places(document: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path to every value in a document, except the document itself."""
    if path:
        yield path
    steps: Any = enumerate(document) if isinstance(document, list) else ()
    steps = document.items() if isinstance(document, dict) else steps
    for step, child in steps:
        yield from places(child, (*path, step))


def replaced(document: Any, path: Path, value: Any) -> Any:
    """Return a copy of `document` with `value` at `path`."""
    document = copy.deepcopy(document)
    *parents, last = path
    parent = document
    for step in parents:
        parent = parent[step]
    parent[last] = value
    return document
