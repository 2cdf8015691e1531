"""Contests in answering a request: the bytes of a body in, the bytes of a response out.

The order and the limit are values in memory already. Everyone's responses to what is allowed must
be equal as JSON, and everyone must refuse the same with the same status.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from backd_rules import MerchantLimit, Order, decide_update, wire
from benchmarks import msgspec_models, payloads, pydantic_models
from benchmarks.agreement import Disagreement
from benchmarks.cases import random_cases
from benchmarks.end_to_end_msgspec import answer as msgspec_answer
from benchmarks.end_to_end_pydantic import answer as pydantic_answer
from benchmarks.harness import OURS, Contest, calls
from benchmarks.payloads import Json
from benchmarks.wire_cases import exact, samples

GROUP: Final = "end to end"
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def our_answer(body: bytes, order: Order, limit: MerchantLimit) -> bytes:
    """The bytes of the response, as the package's README has it."""
    try:
        update = wire.parse_update(wire.loads(body))
    except wire.InvalidPayload as invalid:
        return _ENCODER.encode(wire.error_response(invalid)).encode()
    return _ENCODER.encode(wire.response(decide_update(order, update, limit))).encode()


class Server(NamedTuple):
    """Who answers, and how it reads the order and the limit that it has in memory."""

    name: str
    answer: Callable[[bytes, Any, Any], bytes]
    read_order: Callable[[Json], Any]
    read_limit: Callable[[Json], Any]


def _read_stored(payload: Json) -> msgspec_models.Stored:
    order = msgspec.convert(payload, msgspec_models.Order)
    past = payload.get("placed_total"), payload.get("increase_count", 0)
    return msgspec_models.Stored(order, *past)


SERVERS: Final = (
    Server(OURS, our_answer, wire.parse_order, wire.parse_limit),
    Server(
        "pydantic",
        pydantic_answer,
        pydantic_models.Order.model_validate,
        pydantic_models.Limit.model_validate,
    ),
    Server(
        "msgspec",
        msgspec_answer,
        _read_stored,
        lambda payload: msgspec.convert(payload, msgspec_models.Limit),
    ),
)


def contests() -> Iterator[Contest]:
    """Allowed, denied and malformed, once everyone is found to answer alike."""
    check_agreement()
    for case, body in _bodies().items():
        yield Contest(
            GROUP,
            case,
            tuple(
                calls(
                    server.name,
                    server.answer,
                    payloads.text(body),
                    server.read_order(payloads.order(1)),
                    server.read_limit(payloads.LIMIT),
                )
                for server in SERVERS
            ),
        )


def _bodies() -> dict[str, Json]:
    return {
        "1 item, allowed": payloads.new_totals(1),
        "1 item, allowed, with both contacts": payloads.with_contacts(1),
        "1 item, denied": payloads.too_much(1),
        "1 item, malformed": payloads.six_problems(1),
    }


def check_agreement(servers: tuple[Server, ...] = SERVERS) -> None:
    """Raise `Disagreement` unless all answer all samples alike, and all random cases."""
    for body, order, limit in _asked():
        text = payloads.text(body)
        answers = {
            server.name: _told(
                server.answer(text, server.read_order(order), server.read_limit(limit))
            )
            for server in servers
        }
        for name, answer in answers.items():
            if answer != answers[OURS]:
                raise Disagreement(f"{name} answers {answer}, not {answers[OURS]}, to {body}")


def _asked() -> Iterator[tuple[Json, Json, Json]]:
    """Bodies with the order and the limit that they meet."""
    order = payloads.order(1)
    for body in _bodies().values():
        yield body, order, payloads.LIMIT
    for sample in samples():
        if sample.kind not in _LENIENT:
            yield _of(order, sample.payload), order, payloads.LIMIT
    for case in random_cases(_CASES):
        past = {
            "placed_total": case.order.placed_total.to_decimal(),
            "increase_count": case.order.increase_count,
        }
        held = exact(wire.dump_order(case.order))
        yield wire.dump_update(case.update), {**held, **past}, exact(wire.dump_limit(case.limit))


_CASES: Final = 300
_LENIENT: Final = frozenset({"number: text"})
"""What pydantic and msgspec take from JSON though it is text: a decimal in quotes."""


def _of(order: Json, body: Json) -> Json:
    """`body` as an update of `order`, where it names any."""
    ids = ("backd_order_id", "merchant_order_id")
    return {**body, **{name: order[name] for name in ids if isinstance(body.get(name), str)}}


def _told(answer: bytes) -> object:
    """What answers must have in common: all that is allowed, and why the rest is refused.

    The codes and sentences of malformed payloads are everybody's own.
    """
    response = json.loads(answer)
    code = response["status"]["code"]
    if code == 200:
        return response
    places = [(reason["code"], reason["path"]) for reason in response["violations"]]
    return code, None if code == 400 else places
