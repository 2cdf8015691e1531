"""Strategies for payloads: valid ones, and malformed ones with the problem that they carry."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import MerchantLimit, Order, OrderUpdate
from backd_rules.domain.checks import CLEARABLE
from backd_rules.domain.limit import CAPS
from backd_rules.domain.money import MAX_SCALED
from backd_rules.domain.values import BAD_RANGES
from backd_rules.testing.records import limits, orders
from backd_rules.testing.requests import updates
from backd_rules.wire import dump_limit, dump_order, dump_update
from backd_rules.wire.codecs import Choice, Count, Kind, Number, Text, Timestamp
from backd_rules.wire.containers import Array, Object
from backd_rules.wire.problems import ProblemCode, pointer
from backd_rules.wire.strict_json import MAX_BYTES, MAX_DEPTH
from backd_rules.wire.tables import LIMIT, ORDER, UPDATE

Json = dict[str, Any]
_DUMPS: Final[Mapping[type, Any]] = {
    Order: dump_order,
    OrderUpdate: dump_update,
    MerchantLimit: dump_limit,
}


def payloads(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """The JSON-shaped dicts of orders, updates or limits: `payloads(allowed_updates(...))`.

    Shrinks as `values` does. Raises `InvalidArgument` for a strategy of anything else.
    """
    return values.map(_dump)


def _dump(value: object) -> Json:
    dump = _DUMPS.get(type(value))
    if dump is None:
        raise InvalidArgument("payloads are of Order, OrderUpdate or MerchantLimit")
    payload: Json = dump(value)
    return payload


class Malformed(NamedTuple):
    """A payload (or a text) with exactly one problem: its code, and its JSON Pointer."""

    payload: Any
    code: ProblemCode
    path: str


_Steps = tuple[str | int, ...]
_Way = tuple[_Steps, st.SearchStrategy[Any]]
"""A way to spoil a payload: a place, and what to put there, `_GONE` for nothing."""

_Ways = Iterator[tuple[ProblemCode, _Way]]
_GONE: Final = object()


def malformed_payloads(
    *, of: type = OrderUpdate, code: ProblemCode | None = None
) -> st.SearchStrategy[Malformed]:
    """Payloads of an update, an `Order` or a `MerchantLimit` with exactly one problem.

    Draws `Malformed(payload, code, path)`, by default with any code that such a payload can have;
    shrinks to a small payload. Raises `InvalidArgument` for another type, or for a code that no
    payload of that type can have.
    """
    if of not in _TABLES:
        raise InvalidArgument("of must be OrderUpdate, Order or MerchantLimit")
    codes = {found for found, _ in _ways(of, {})}
    if code is not None and (type(code) is not ProblemCode or code not in codes):
        raise InvalidArgument(f"no payload of {of.__name__} has the problem {code}")
    return _malformed(of, sorted(codes) if code is None else [code])


@st.composite
def _malformed(draw: st.DrawFn, of: type, codes: list[ProblemCode]) -> Malformed:
    # The code comes first: what is drawn last is what Hypothesis's mutations skew most.
    code = draw(st.sampled_from(codes))
    payload = _dump(draw(_TABLES[of].values))
    steps, things = draw(
        st.sampled_from([way for found, way in _ways(of, payload) if found == code])
    )
    return Malformed(_spoiled(payload, steps, draw(things)), code, reduce(pointer, steps, ""))


def _ways(of: type, payload: Json) -> _Ways:
    """Every way to spoil a payload; those of an empty one have all the codes there are."""
    table, _, more = _TABLES[of]
    yield from _faults(table, payload, ())
    yield from more(payload)


def _spoiled(payload: Any, steps: _Steps, thing: Any) -> Any:
    """A copy of `payload` with `thing` in the place to which `steps` lead."""
    if not steps:
        return thing
    whole = copy.deepcopy(payload)
    node = reduce(getitem, steps[:-1], whole)
    if thing is _GONE:
        del node[steps[-1]]
    else:
        node[steps[-1]] = thing
    return whole


def _faults(kind: Kind, payload: object, steps: _Steps) -> _Ways:
    """Every way to spoil the payload of a `kind`, by the field table; what is absent is `None`."""
    for code, things in _FAULTS[type(kind)](kind):
        yield code, (steps, st.sampled_from(things))
    if isinstance(kind, Object) and isinstance(payload, dict):
        yield from _object_faults(kind, payload, steps)
    elif isinstance(kind, Array) and isinstance(payload, list):
        for index, thing in enumerate(payload):
            yield from _faults(kind.of, thing, (*steps, index))


def _object_faults(kind: Object, payload: Json, steps: _Steps) -> _Ways:
    for name, child in kind.fields.items():
        place = (*steps, name)
        yield from _faults(child, payload.get(name), place)
        if name in kind.required:
            yield ProblemCode.MISSING, (place, st.just(_GONE))
        if name in kind.required or (kind.closed and name not in CLEARABLE):
            yield ProblemCode.NOT_NULLABLE, (place, st.none())
    if kind.closed:
        yield ProblemCode.UNKNOWN_FIELD, ((*steps, "a/field~"), st.integers())
    for name in sorted(kind.read_only):
        yield ProblemCode.READ_ONLY_FIELD, ((*steps, name), st.integers())


_Faulty = list[tuple[ProblemCode, list[Any]]]
_NO_TEXT: Final = (ProblemCode.WRONG_TYPE, [0, True, [], {}])
_BAD: Final = [f"0{low}" for low, high in BAD_RANGES] + [f"{high}0" for low, high in BAD_RANGES]


def _text_faults(kind: Text) -> _Faulty:
    return [
        _NO_TEXT,
        (ProblemCode.BLANK, ["", " "]),
        (ProblemCode.TOO_LONG, ["0" * (kind.max_length + 1)]),
        (ProblemCode.BAD_CHARACTERS, _BAD),
    ]


def _timestamp_faults(kind: Timestamp) -> _Faulty:
    return [_NO_TEXT, (ProblemCode.BAD_FORMAT, ["2000-01-01", "2001-02-29 00:00:00"])]


def _number_faults(kind: Number) -> _Faulty:
    highest = 10 ** (_DIGITS - kind.places)
    return [
        (ProblemCode.WRONG_TYPE, ["0", False, [], {}]),
        (ProblemCode.NOT_FINITE, [math.inf, -math.inf, math.nan]),
        (ProblemCode.TOO_PRECISE, [10 ** -(kind.places + 1), 0.1 + 0.2]),
        (ProblemCode.OUT_OF_RANGE, [-1, highest, float(highest), *([0] * kind.lowest)]),
    ]


_DIGITS: Final = len(str(MAX_SCALED))


def _count_faults(kind: Count) -> _Faulty:
    return [
        (ProblemCode.WRONG_TYPE, ["0", False, 0.5, [], {}]),
        (ProblemCode.OUT_OF_RANGE, [-1, MAX_SCALED + 1]),
    ]


def _choice_faults(kind: Choice) -> _Faulty:
    return [_NO_TEXT, (kind.code, ["", "other"])]


def _array_faults(kind: Array) -> _Faulty:
    wrong: _Faulty = [(ProblemCode.WRONG_TYPE, [0, "0", {}])]
    return wrong if kind.may_be_empty else [*wrong, (ProblemCode.EMPTY, [[]])]


def _object_type_faults(kind: Object) -> _Faulty:
    return [(ProblemCode.WRONG_TYPE, [0, "0", []])]


_FAULTS: Final[Mapping[type, Callable[[Any], _Faulty]]] = {
    Text: _text_faults,
    Timestamp: _timestamp_faults,
    Number: _number_faults,
    Count: _count_faults,
    Choice: _choice_faults,
    Array: _array_faults,
    Object: _object_type_faults,
}
"""By kind of field, what is not one, with the code of its problem."""


def _nothing_more(payload: Json) -> _Ways:
    return iter(())


def _another_total(payload: Json) -> _Ways:
    total = 0 if payload.get("order_total") else 0.01
    yield ProblemCode.ORDER_TOTAL_MISMATCH, (("order_total",), st.just(total))


def _no_cap(payload: Json) -> _Ways:
    terms = {name: term for name, term in payload.items() if name not in CAPS}
    yield ProblemCode.MISSING, ((), st.just(terms))


class _Table(NamedTuple):
    """The fields of a type, its values, and how to spoil a payload beyond its fields."""

    fields: Object
    values: st.SearchStrategy[Any]
    more: Callable[[Json], _Ways]


_TABLES: Final = {
    OrderUpdate: _Table(UPDATE, updates(), _nothing_more),
    Order: _Table(ORDER, orders(), _another_total),
    MerchantLimit: _Table(LIMIT, limits(), _no_cap),
}


def malformed_texts() -> st.SearchStrategy[Malformed]:
    """Texts that `wire.loads` refuses, with one problem; shrinks to one that is no JSON."""
    return payloads(updates()).flatmap(
        lambda payload: st.sampled_from(_SPOIL_TEXT).map(lambda spoil: spoil(json.dumps(payload)))
    )


_SPOIL_TEXT: Final[Sequence[Callable[[str], Malformed]]] = [
    lambda text: Malformed(text[:-1], ProblemCode.BAD_JSON, ""),
    lambda text: Malformed(f"[NaN, {text}]", ProblemCode.BAD_JSON, ""),
    lambda text: Malformed(f'{{"sku": 0, "sku": {text}}}', ProblemCode.DUPLICATE_KEY, "/sku"),
    lambda text: Malformed("[" * MAX_DEPTH + text + "]" * MAX_DEPTH, ProblemCode.TOO_DEEP, ""),
    lambda text: Malformed(text + " " * MAX_BYTES, ProblemCode.TOO_LARGE, ""),
    lambda text: Malformed(f'[{text}, "\\ud800"]', ProblemCode.BAD_CHARACTERS, "/1"),
]
