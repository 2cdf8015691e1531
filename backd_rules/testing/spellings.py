"""The strategy for valid payloads: a value has more than one payload."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import getitem
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    RefundRequest,
)
from backd_rules.domain.status import SPELLINGS
from backd_rules.testing.texts import BLANK_TEXTS
from backd_rules.wire import (
    dump_ids,
    dump_limit,
    dump_refund_request,
    dump_stored_order,
    dump_update,
)
from backd_rules.wire.codecs import Codec, Count, Number, RecordedText, Text
from backd_rules.wire.containers import Array, Field, Object
from backd_rules.wire.problems import Location
from backd_rules.wire.tables import LIMIT, ORDER, ORDER_IDS, REFUND_REQUEST, UPDATE

Json = dict[str, Any]
REMOVED: Final = object()
"""An absent field, among the values to put at a location."""

_FORMATS: Final[Mapping[type, tuple[Any, Object]]] = {
    Order: (dump_stored_order, ORDER),
    OrderUpdate: (dump_update, UPDATE),
    OrderIds: (dump_ids, ORDER_IDS),
    RefundRequest: (dump_refund_request, REFUND_REQUEST),
    MerchantLimit: (dump_limit, LIMIT),
}


def payloads(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Generate JSON-shaped dicts that `wire` reads as what `values` generates.

    `values` generates orders, requests or limits. Some payloads spell a value in another way than
    `wire` does: `9.0` for `9`, blank text for `null`, `null` for an absent field of a record.
    Shrinks as `values` does. Raises `InvalidArgument` on the first draw if `values` generates
    anything else.

        payloads(allowed_updates(order, limit))  # to send as JSON
    """
    return values.flatmap(_payloads)


def _payloads(value: Any) -> st.SearchStrategy[Json]:
    if type(value) not in _FORMATS:
        raise InvalidArgument("payloads are of orders, requests or limits")
    dump, codec = _FORMATS[type(value)]
    return _respelled(dump(value), codec)


@st.composite
def _respelled(draw: st.DrawFn, payload: Json, codec: Object) -> Json:
    places = [*_other_spellings(codec, payload, ())]
    # Numbers are everywhere: without a weight, few empty fields would be respelled.
    places += [place for place in places if None in place[1] or "" in place[1]]
    for _ in range(draw(st.integers(0, min(3, len(places))))):
        location, values = draw(st.sampled_from(places))
        put(payload, location, draw(st.sampled_from(values)))
    return payload


def with_value(payload: Any, location: Location, value: Any) -> Any:
    """Return a copy of `payload` with `value` at `location`."""
    if not location:
        return value
    mutated = copy.deepcopy(payload)
    put(mutated, location, value)
    return mutated


def put(payload: Any, location: Location, value: Any) -> None:
    """Put `value` at `location` in `payload`, or remove the field there."""
    parent: Any = reduce(getitem, location[:-1], payload)
    if value is REMOVED:
        parent.pop(location[-1], None)
    else:
        parent[location[-1]] = value


_Spellings = Iterator[tuple[Location, list[Any]]]
"""The locations in a payload, and the other values there that mean the same."""


def _other_spellings(codec: Codec, payload: Any, location: Location) -> _Spellings:
    if isinstance(codec, Object):
        for name, field in codec.fields.items():
            place = (*location, name)
            of_nothing = _of_nothing_recorded if codec.recorded else _of_nothing_requested
            if values := of_nothing(field, payload, name):
                yield place, values
            if payload.get(name) is not None:
                yield from _other_spellings(field.codec, payload[name], place)
    elif isinstance(codec, Array):
        for index, element in enumerate(payload):
            yield from _other_spellings(codec.element, element, (*location, index))
    elif isinstance(codec, (Number, Count)) and type(payload) is int:
        yield location, [float(payload)]
    elif payload == OrderStatus.ORDER_CANCELED:
        yield location, [*SPELLINGS]


def _of_nothing_recorded(field: Field, payload: Json, name: str) -> list[Any]:
    """Return what else a record can state in a field that holds nothing, or no fee (F4, F5)."""
    value = payload.get(name)
    if value == 0 and field.default == Money.ZERO:
        return [None, REMOVED]
    if value is not None or field.required:
        return []
    empty_array: list[Any] = [[]] if field.default == () else []
    return [None, *_blank_texts(field), *empty_array]


def _of_nothing_requested(field: Field, payload: Json, name: str) -> list[Any]:
    """Return what else a request can state in a field that is cleared or holds nothing (N7)."""
    holds_nothing = payload.get(name, field.default) is None
    return [None, *_blank_texts(field)] if field.nullable and holds_nothing else []


def _blank_texts(field: Field) -> tuple[str, ...]:
    is_text = isinstance(field.codec, (Text, RecordedText))
    return BLANK_TEXTS if is_text and field.codec.optional else ()  # type: ignore[attr-defined]
