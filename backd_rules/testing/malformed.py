"""Strategies for malformed payloads and texts, each with its problem."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from backd_rules import MerchantLimit, Order, OrderIds, OrderUpdate, RefundRequest
from backd_rules.domain.limit import CAPS
from backd_rules.testing.action_requests import order_ids, refund_requests
from backd_rules.testing.invalid_values import invalid_values
from backd_rules.testing.merchant_limits import limits
from backd_rules.testing.numbers import mapped
from backd_rules.testing.records import orders
from backd_rules.testing.requests import updates
from backd_rules.testing.spellings import REMOVED, Json, payloads, with_value
from backd_rules.wire.codecs import Codec
from backd_rules.wire.containers import Array, Object
from backd_rules.wire.problems import Location, ProblemCode, pointer
from backd_rules.wire.strict_json import MAX_BYTES, MAX_DEPTH
from backd_rules.wire.tables import LIMIT, ORDER, ORDER_IDS, REFUND_REQUEST, UPDATE


class Malformed(NamedTuple):
    """A payload or text with exactly one problem.

    `payload` is a JSON-shaped value, or the text. `code` is the code of the problem and `path` its
    JSON Pointer.

        Malformed({"backd_order_id": " "}, ProblemCode.BLANK, "/backd_order_id")
    """

    payload: Any
    code: ProblemCode
    path: str


class _Mutation(NamedTuple):
    """A way to give a payload one problem: put one of `values` at `location`."""

    code: ProblemCode
    location: Location
    values: Sequence[Any]


_Mutations = Iterator[_Mutation]


def malformed_payloads(
    *, of: type = OrderUpdate, code: ProblemCode | None = None
) -> st.SearchStrategy[Malformed]:
    """Generate `Malformed(payload, code, path)`: payloads with exactly one problem.

    `of` is the type of a request, `Order` or `MerchantLimit`. By default every code is drawn that
    such a payload can have, except `too_many_problems`. Shrinks to a small payload. Raises
    `InvalidArgument` if `of` is another type, or if no payload of that type can have `code` alone.

    A payload may have NaN or an infinity (`not_finite`). JSON has neither: what `json.dumps` writes
    is `bad_json` at the empty path.

        malformed_payloads(of=Order, code=ProblemCode.MISSING)
    """
    if of not in _PAYLOAD_TYPES:
        raise InvalidArgument("of must be the type of a request, Order or MerchantLimit")
    if code is not None and type(code) is not ProblemCode:
        raise InvalidArgument("code must be a ProblemCode or None")
    codes = {mutation.code for mutation in _mutations(of, {})}
    if code is not None and code not in codes:
        raise InvalidArgument(f"no payload of {of.__name__} has the problem {code}")
    return _malformed(of, sorted(codes) if code is None else [code])


@st.composite
def _malformed(draw: st.DrawFn, of: type, codes: list[ProblemCode]) -> Malformed:
    # Draw the code first: Hypothesis's mutations skew the last choices most.
    code = draw(st.sampled_from(codes))
    payload = draw(_PAYLOAD_TYPES[of].payloads)
    possible = [mutation for mutation in _mutations(of, payload) if mutation.code == code]
    _, location, values = draw(st.sampled_from(possible))
    mutated = with_value(payload, location, draw(st.sampled_from(values)))
    return Malformed(mutated, code, pointer(location))


def _mutations(of: type, payload: Json) -> _Mutations:
    """Yield every mutation of `payload`; an empty payload yields every possible code."""
    fields, _, other_mutations = _PAYLOAD_TYPES[of]
    yield from _field_mutations(fields, payload, ())
    yield from other_mutations(payload)


def _field_mutations(codec: Codec, payload: object, location: Location) -> _Mutations:
    """Yield every mutation of a field and the fields below; the payload of no field is `None`."""
    for code, values in invalid_values(codec):
        yield _Mutation(code, location, values)
    if isinstance(codec, Object) and isinstance(payload, dict):
        yield from _object_mutations(codec, payload, location)
    elif isinstance(codec, Array) and isinstance(payload, list):
        for index, element in enumerate(payload):
            yield from _field_mutations(codec.element, element, (*location, index))


def _object_mutations(codec: Object, payload: Json, location: Location) -> _Mutations:
    for name, field in codec.fields.items():
        below = (*location, name)
        yield from _field_mutations(field.codec, payload.get(name), below)
        if field.required:
            yield _Mutation(ProblemCode.MISSING, below, [REMOVED])
        if field.required if codec.recorded else not field.nullable:
            yield _Mutation(ProblemCode.NOT_NULLABLE, below, [None])
    if not codec.recorded:
        yield _Mutation(ProblemCode.UNKNOWN_FIELD, (*location, "a/field~"), [0, None])
    for name in sorted(codec.read_only):
        yield _Mutation(ProblemCode.READ_ONLY_FIELD, (*location, name), [0, None])


def _no_mutations(payload: Json) -> _Mutations:
    return iter(())


def _no_caps(payload: Json) -> _Mutations:
    without_caps = {name: value for name, value in payload.items() if name not in CAPS}
    yield _Mutation(ProblemCode.MISSING, (), [without_caps])


class _PayloadType(NamedTuple):
    """A type of payload: its fields, valid payloads, and mutations of more than one field."""

    fields: Object
    payloads: st.SearchStrategy[Json]
    other_mutations: Callable[[Json], _Mutations]


_PAYLOAD_TYPES: Final = {
    OrderUpdate: _PayloadType(UPDATE, payloads(updates()), _no_mutations),
    OrderIds: _PayloadType(ORDER_IDS, payloads(order_ids()), _no_mutations),
    RefundRequest: _PayloadType(REFUND_REQUEST, payloads(refund_requests()), _no_mutations),
    Order: _PayloadType(ORDER, payloads(orders()), _no_mutations),
    MerchantLimit: _PayloadType(LIMIT, payloads(limits()), _no_caps),
}


def malformed_texts() -> st.SearchStrategy[Malformed]:
    """Generate `Malformed(text, code, path)`: texts with exactly one problem for `wire.loads`.

    Shrinks to a text that is not JSON.

        malformed_texts().map(lambda malformed: malformed.payload)
    """
    return payloads(updates()).flatmap(
        lambda payload: mapped(
            st.sampled_from(_TEXT_MUTATIONS), lambda mutation: mutation(json.dumps(payload))
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
