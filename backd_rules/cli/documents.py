"""Parse the documents that a file may hold: one order or request, or an array of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs

from backd_rules import wire
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.order import Order
from backd_rules.wire.problems import MAX_PROBLEMS, Problem

_T = TypeVar("_T")


def parse_order(document: Any) -> Order:
    """Parse an order, or a response that has an order as its `data`."""
    if not (isinstance(document, dict) and "data" in document):
        return wire.parse_order(document)
    return _parse_below("/data", wire.parse_order, document["data"])


def parse_orders(document: Any) -> Order | tuple[Order, ...]:
    """Parse an order, or an array of orders."""
    if not isinstance(document, list):
        return parse_order(document)
    return _parse_elements(parse_order, document)


def parse_updates(document: Any) -> OrderUpdate | tuple[OrderUpdate, ...]:
    """Parse an update, or an array of updates."""
    batch = isinstance(document, list)
    return wire.parse_updates(document) if batch else wire.parse_update(document)


def _parse_elements(parse: Callable[[Any], _T], documents: Sequence[Any]) -> tuple[_T, ...]:
    """Parse each element of an array. Raise the problems of all elements at once.

    Stop once there are more problems than are reported (domain.md, V4).
    """
    parsed: list[_T] = []
    problems: list[Problem] = []
    for index, document in enumerate(documents):
        try:
            parsed.append(_parse_below(f"/{index}", parse, document))
        except wire.InvalidPayload as invalid:
            problems += invalid.problems
        if len(problems) > MAX_PROBLEMS:
            break
    if problems:
        raise wire.InvalidPayload(problems)
    return tuple(parsed)


def _parse_below(path: str, parse: Callable[[Any], _T], document: Any) -> _T:
    """Parse the value at `path` of a document. Problem paths start at the document's root."""
    try:
        return parse(document)
    except wire.InvalidPayload as invalid:
        # Short enough: an order has problems at its own fields only, whose names are short.
        problems = [attrs.evolve(p, path=path + p.path) for p in invalid.problems]
    raise wire.InvalidPayload(problems)
