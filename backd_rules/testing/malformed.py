"""Strategies for payloads: valid ones, and malformed ones with their problem."""

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
from backd_rules.domain.limit import CAPS
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.text import BAD_RANGES
from backd_rules.testing.records import limits, orders
from backd_rules.testing.requests import updates
from backd_rules.wire import dump_limit, dump_order, dump_update
from backd_rules.wire.codecs import Choice, Codec, Count, Number, RecordedText, Text
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
    """Generate the JSON-shaped dicts of the orders, updates or limits that `values` generates.

    Shrinks as `values` does. Raises `InvalidArgument` on the first draw if `values` generates
    anything else.

        payloads(allowed_updates(order, limit))  # to send as JSON
    """
    return values.map(_dump)


def _dump(value: object) -> Json:
    dump = _DUMPS.get(type(value))
    if dump is None:
        raise InvalidArgument("payloads are of Order, OrderUpdate or MerchantLimit")
    payload: Json = dump(value)
    return payload


class Malformed(NamedTuple):
    """A payload or text with exactly one problem.

    `payload` is a JSON-shaped value, or the text. `code` is the code of the problem and `path` its
    JSON Pointer.
    """

    payload: Any
    code: ProblemCode
    path: str


_Location = tuple[str | int, ...]
_Mutation = tuple[_Location, st.SearchStrategy[Any]]
"""The location in a payload, and the values to put there; `_REMOVED` removes the field."""

_Mutations = Iterator[tuple[ProblemCode, _Mutation]]
_REMOVED: Final = object()


def malformed_payloads(
    *, of: type = OrderUpdate, code: ProblemCode | None = None
) -> st.SearchStrategy[Malformed]:
    """Generate `Malformed(payload, code, path)`: payloads with exactly one problem.

    `of` is `OrderUpdate`, `Order` or `MerchantLimit`. By default every code is drawn that such a
    payload can have. Shrinks to a small payload. Raises `InvalidArgument` if `of` is another type,
    or if no payload of that type can have `code`.

        malformed_payloads(of=Order, code=ProblemCode.MISSING)
    """
    if of not in _PAYLOAD_TYPES:
        raise InvalidArgument("of must be OrderUpdate, Order or MerchantLimit")
    codes = {possible for possible, _ in _mutations(of, {})}
    if code is not None and (type(code) is not ProblemCode or code not in codes):
        raise InvalidArgument(f"no payload of {of.__name__} has the problem {code}")
    return _malformed(of, sorted(codes) if code is None else [code])


@st.composite
def _malformed(draw: st.DrawFn, of: type, codes: list[ProblemCode]) -> Malformed:
    # Draw the code first: Hypothesis's mutations skew the last choices most.
    code = draw(st.sampled_from(codes))
    payload = _dump(draw(_PAYLOAD_TYPES[of].values))
    mutations = [mutation for other, mutation in _mutations(of, payload) if other == code]
    location, values = draw(st.sampled_from(mutations))
    return Malformed(_with_value(payload, location, draw(values)), code, pointer(location))


def _mutations(of: type, payload: Json) -> _Mutations:
    """Yield every mutation of `payload`; an empty payload yields every possible code."""
    fields, _, other_mutations = _PAYLOAD_TYPES[of]
    yield from _field_mutations(fields, payload, ())
    yield from other_mutations(payload)


def _with_value(payload: Any, location: _Location, value: Any) -> Any:
    """Return a copy of `payload` with `value` at `location`."""
    if not location:
        return value
    mutated = copy.deepcopy(payload)
    parent = reduce(getitem, location[:-1], mutated)
    if value is _REMOVED:
        del parent[location[-1]]
    else:
        parent[location[-1]] = value
    return mutated


def _field_mutations(codec: Codec, payload: object, location: _Location) -> _Mutations:
    """Yield every mutation of a field and the fields below; the payload of no field is `None`."""
    for code, values in _INVALID_VALUES[type(codec)](codec):
        yield code, (location, st.sampled_from(values))
    if isinstance(codec, Object) and isinstance(payload, dict):
        yield from _object_mutations(codec, payload, location)
    elif isinstance(codec, Array) and isinstance(payload, list):
        for index, element in enumerate(payload):
            yield from _field_mutations(codec.element, element, (*location, index))


def _object_mutations(codec: Object, payload: Json, location: _Location) -> _Mutations:
    for name, field in codec.fields.items():
        below = (*location, name)
        yield from _field_mutations(field.codec, payload.get(name), below)
        if field.required:
            yield ProblemCode.MISSING, (below, st.just(_REMOVED))
        if field.required if codec.recorded else not field.nullable:
            yield ProblemCode.NOT_NULLABLE, (below, st.none())
    if not codec.recorded:
        yield ProblemCode.UNKNOWN_FIELD, ((*location, "a/field~"), st.integers())
    for name in sorted(codec.read_only):
        yield ProblemCode.READ_ONLY_FIELD, ((*location, name), st.integers())


_InvalidValues = list[tuple[ProblemCode, list[Any]]]
_NOT_TEXT: Final = (ProblemCode.WRONG_TYPE, [0, True, [], {}])
_BLANK_TEXTS: Final = ["", " ", "\u200b"]
_BAD_TEXTS: Final = [f"0{low}" for low, high in BAD_RANGES] + [
    f"{high}0" for low, high in BAD_RANGES
]


def _invalid_texts(codec: Text) -> _InvalidValues:
    blank: _InvalidValues = [] if codec.optional else [(ProblemCode.BLANK, _BLANK_TEXTS)]
    return [
        _NOT_TEXT,
        *blank,
        (ProblemCode.TOO_LONG, ["0" * (codec.max_length + 1)]),
        (ProblemCode.BAD_CHARACTERS, _BAD_TEXTS),
    ]


def _invalid_recorded_texts(codec: RecordedText) -> _InvalidValues:
    blank: _InvalidValues = [(ProblemCode.BLANK, _BLANK_TEXTS)] if codec.identifies else []
    return [_NOT_TEXT, *blank, (ProblemCode.BAD_CHARACTERS, ["0\ud800", "\udfff"])]


def _invalid_numbers(codec: Number) -> _InvalidValues:
    highest = 10 ** (_DIGITS - codec.places)
    return [
        (ProblemCode.WRONG_TYPE, ["0", False, [], {}]),
        (ProblemCode.NOT_FINITE, [math.inf, -math.inf, math.nan]),
        *(
            []
            if codec.rounded
            else [(ProblemCode.TOO_PRECISE, [10 ** -(codec.places + 1), 0.1 + 0.2])]
        ),
        (ProblemCode.OUT_OF_RANGE, [-1, highest, float(highest), *([0] * codec.lowest)]),
    ]


_DIGITS: Final = len(str(MAX_SCALED))


def _invalid_counts(codec: Count) -> _InvalidValues:
    return [
        (ProblemCode.WRONG_TYPE, ["0", False, 0.5, [], {}]),
        (ProblemCode.OUT_OF_RANGE, [-1, MAX_SCALED + 1]),
    ]


def _invalid_choices(codec: Choice) -> _InvalidValues:
    return [_NOT_TEXT, (codec.code, ["", "other"])]


def _invalid_arrays(codec: Array) -> _InvalidValues:
    not_array: _InvalidValues = [(ProblemCode.WRONG_TYPE, [0, "0", {}])]
    return [*not_array, (ProblemCode.EMPTY, [[]])] if codec.least else not_array


def _invalid_objects(codec: Object) -> _InvalidValues:
    return [(ProblemCode.WRONG_TYPE, [0, "0", []])]


_INVALID_VALUES: Final[Mapping[type, Callable[[Any], _InvalidValues]]] = {
    Text: _invalid_texts,
    RecordedText: _invalid_recorded_texts,
    Number: _invalid_numbers,
    Count: _invalid_counts,
    Choice: _invalid_choices,
    Array: _invalid_arrays,
    Object: _invalid_objects,
}
"""Maps each kind of field to a function that returns invalid values by problem code."""


def _no_mutations(payload: Json) -> _Mutations:
    return iter(())


def _no_caps(payload: Json) -> _Mutations:
    without_caps = {name: value for name, value in payload.items() if name not in CAPS}
    yield ProblemCode.MISSING, ((), st.just(without_caps))


class _PayloadType(NamedTuple):
    """A type of payload: its fields, its valid values, and mutations of more than one field."""

    fields: Object
    values: st.SearchStrategy[Any]
    other_mutations: Callable[[Json], _Mutations]


_PAYLOAD_TYPES: Final = {
    OrderUpdate: _PayloadType(UPDATE, updates(), _no_mutations),
    Order: _PayloadType(ORDER, orders(), _no_mutations),
    MerchantLimit: _PayloadType(LIMIT, limits(), _no_caps),
}


def malformed_texts() -> st.SearchStrategy[Malformed]:
    """Generate `Malformed(text, code, path)`: texts with exactly one problem for `wire.loads`.

    Shrinks to a text that is not JSON.
    """
    return payloads(updates()).flatmap(
        lambda payload: st.sampled_from(_TEXT_MUTATIONS).map(
            lambda mutation: mutation(json.dumps(payload))
        )
    )


_TEXT_MUTATIONS: Final[Sequence[Callable[[str], Malformed]]] = [
    lambda text: Malformed(text[:-1], ProblemCode.BAD_JSON, ""),
    lambda text: Malformed(f"[NaN, {text}]", ProblemCode.BAD_JSON, ""),
    lambda text: Malformed(f'{{"sku": 0, "sku": {text}}}', ProblemCode.DUPLICATE_KEY, "/sku"),
    lambda text: Malformed("[" * MAX_DEPTH + text + "]" * MAX_DEPTH, ProblemCode.TOO_DEEP, ""),
    lambda text: Malformed(text + " " * MAX_BYTES, ProblemCode.TOO_LARGE, ""),
    lambda text: Malformed(f'[{text}, "\\ud800"]', ProblemCode.BAD_CHARACTERS, "/1"),
]
