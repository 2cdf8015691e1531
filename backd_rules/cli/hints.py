"""Hints for people, beside the problems of a file: files that were swapped, misspelt fields.

Pure functions. A hint repeats no value of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from backd_rules import wire
from backd_rules.cli.documents import parse_order, parse_updates
from backd_rules.wire.containers import Array, Object
from backd_rules.wire.problems import Problem, ProblemCode
from backd_rules.wire.tables import LIMIT, ORDER_IDS, REFUND_REQUEST, UPDATE

Parse = Callable[[Any], Any]

REQUESTS: Final = ("update", "request")
"""What a file that holds a request is read as. The other files hold what is recorded or agreed."""

_ONLY_IDS: Final = "request"
_KINDS: Final[Mapping[str, Parse]] = {
    "order": parse_order,
    "limit": wire.parse_limit,
    _ONLY_IDS: wire.parse_ids,
    "refund request": wire.parse_refund_request,
    "update": wire.parse_update,
}
"""The kinds of documents. One that states only ids is a request of several actions."""

_TABLES: Final[Mapping[Parse, Object]] = {
    wire.parse_limit: LIMIT,
    parse_updates: UPDATE,
    wire.parse_ids: ORDER_IDS,
    wire.parse_both_ids: ORDER_IDS,
    wire.parse_refund_request: REFUND_REQUEST,
}
"""The fields of the documents that may have no others. Unknown fields of an order are ignored."""

_CLOSE: Final = 0.7
"""The least similarity of a suggestion, from 0 to 1. `difflib` suggests more from 0.6 on."""


def looks_like(document: Any, read_as: str) -> str:
    """Return what kind of document this is, such as "an order", or an empty text if none.

    `read_as` is what the document could not be read as.
    """
    elements = document if isinstance(document, list) else [document]
    found = (kind for kind, parse in _KINDS.items() if _are_valid(elements, parse))
    kind = next(found, None) if elements else None
    # A request that lacks something has only ids, and a batch may have too many updates.
    if kind is None or (read_as in REQUESTS and kind in (_ONLY_IDS, read_as)):
        return ""
    if isinstance(document, list):
        return f"an array of {kind}s"
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _are_valid(elements: Iterable[Any], parse: Parse) -> bool:
    try:
        for element in elements:
            parse(element)
    except wire.InvalidPayload:
        return False
    return True


def suggestion(problem: Problem, parse: Parse) -> str:
    """Return the field that an unknown one is perhaps meant to be, or an empty text if none.

    `parse` has found the problem. The field is one of those at the place of the unknown one.
    """
    if problem.code is not ProblemCode.UNKNOWN_FIELD:
        return ""
    *place, name = problem.path.split("/")[1:]
    names = _names(_TABLES[parse], place)
    return next(iter(get_close_matches(name.lower(), names, n=1, cutoff=_CLOSE)), "")


def _names(table: Any, place: Iterable[str]) -> list[str]:
    """Return the names of the fields at a place of a document, which may be an array."""
    for step in place:
        if not step.isdigit():
            codec = table.fields[step].codec
            table = codec.element if isinstance(codec, Array) else codec
    return [*table.fields]
