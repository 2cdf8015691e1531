"""Payloads of updates, drawn at random, valid ones and malformed ones, for all who parse."""

from __future__ import annotations

import copy
from decimal import Decimal
from random import Random
from typing import Any, Final, NamedTuple

from backd_rules import wire
from benchmarks import payloads
from benchmarks.cases import random_cases
from benchmarks.payloads import Json

_SEED: Final = 20260416


class Spoilt(NamedTuple):
    """Something wrong: the kind of it, where, and what stands there (`GONE` for nothing)."""

    kind: str
    place: tuple[str | int, ...]
    thing: Any


GONE: Final = object()

_TEXTS: Final[tuple[tuple[str | int, ...], ...]] = (
    ("backd_order_id",),
    ("merchant_order_status",),
    ("shipping", "name", "first"),
    ("shipping", "address", "zipcode"),
    ("billing", "phone_number"),
    ("items", 0, "sku"),
)
_AMOUNTS: Final[tuple[tuple[str | int, ...], ...]] = (
    ("order_total",),
    ("tax_amount",),
    ("items", 0, "unit_price"),
)
_QTY: Final = ("items", 0, "qty")

SPOILT: Final = (
    *(
        Spoilt(kind, place, thing)
        for place in _TEXTS
        for kind, thing in (
            ("text: wrong type", 42),
            ("text: wrong type", True),
            ("text: null", None),
            ("text: blank", ""),
            ("text: blank", " "),
            ("text: blank", "\u3000"),
            ("text: too long", "x" * 2049),
            ("text: control character", "a\x00b"),
            ("text: control character", "a\n"),
            ("text: bidirectional character", "a\u202eb"),
        )
    ),
    *(
        Spoilt(kind, place, thing)
        for place in _AMOUNTS
        for kind, thing in (
            ("number: text", "10"),
            ("number: boolean", True),
            ("number: null", None),
            ("number: too precise", Decimal("10.005")),
            ("number: negative", -1),
            ("number: negative", Decimal("-0.01")),
            ("number: too large", 10**13),
            ("number: too large", Decimal("1e13")),
        )
    ),
    Spoilt("number: too precise", _QTY, Decimal("0.0005")),
    Spoilt("number: not positive", _QTY, 0),
    Spoilt("number: too large", _QTY, 10**12),
    Spoilt("missing", ("backd_order_id",), GONE),
    Spoilt("missing", ("merchant_order_id",), GONE),
    Spoilt("missing", ("items", 0, "sku"), GONE),
    Spoilt("unknown field", ("colour",), "red"),
    Spoilt("unknown field", ("shipping", "colour"), "red"),
    Spoilt("unknown field", ("shipping", "address", "colour"), "red"),
    Spoilt("unknown field", ("items", 0, "colour"), "red"),
    Spoilt("unknown field", ("status",), "order_placed"),
    Spoilt("object: wrong type", ("shipping",), []),
    Spoilt("object: null", ("shipping",), None),
    Spoilt("object: wrong type", ("billing", "name"), "Joe"),
    Spoilt("array: empty", ("items",), []),
    Spoilt("array: wrong type", ("items",), {}),
    Spoilt("array: null", ("items",), None),
)


class Sample(NamedTuple):
    """A payload, and what is wrong with it; `None` if nothing."""

    payload: Json
    kind: str | None


def samples() -> list[Sample]:
    """A few hundred payloads: every kind of fault in turn, and as many that are valid."""
    random = Random(_SEED)
    drawn = [wire.dump_update(case.update) for case in random_cases(len(SPOILT))]
    full = [payloads.with_contacts(random.randint(1, 4)) for _ in SPOILT]
    cleared = [_cleared(payload) for payload in full[:10]]
    valid = [Sample(exact(payload), None) for payload in (*drawn, *full, *cleared)]
    return valid + [
        Sample(_spoil(payload, spoilt), spoilt.kind)
        for payload, spoilt in zip(full, SPOILT, strict=True)
    ]


def _cleared(payload: Json) -> Json:
    whole = copy.deepcopy(payload)
    whole["shipping"]["company_name"] = whole["shipping"]["address"]["line2"] = None
    whole["items"][0]["item_url"] = None
    return whole


def _spoil(payload: Json, spoilt: Spoilt) -> Json:
    whole = copy.deepcopy(payload)
    node: Any = whole
    for step in spoilt.place[:-1]:
        node = node[step]
    if spoilt.thing is GONE:
        del node[spoilt.place[-1]]
    else:
        node[spoilt.place[-1]] = spoilt.thing
    return whole


def exact(thing: Any) -> Any:
    """`thing` as the strict reader gives it: `Decimal` for what is not whole."""
    if isinstance(thing, dict):
        return {name: exact(value) for name, value in thing.items()}
    if isinstance(thing, list):
        return [exact(value) for value in thing]
    return Decimal(repr(thing)) if isinstance(thing, float) else thing
