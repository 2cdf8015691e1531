"""Candidates end to end: the bytes of a request in, the bytes of a response out.

The order and the limit are in memory. A server with pydantic or msgspec has no rules of its own, so
it calls the floor. It merges the dumped update into the order, as RFC 7396 does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

import msgspec
import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from backd_rules import ViolationCode, decide_update, wire
from benchmarks.floor import Refusals, facts, floor, limit_facts, states_nothing
from benchmarks.harness import OURS
from benchmarks.msgspec_models import OrderUpdate as MsgspecUpdate
from benchmarks.payloads import Json
from benchmarks.pydantic_models import Order, OrderUpdate, read_order

OWN_JSON: Final = "pydantic's own JSON"
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def _json_dumps(payload: Json) -> bytes:
    return _ENCODER.encode(payload).encode()


JSON: Final[dict[str, tuple[Callable[[bytes], Any], Callable[[Json], bytes]]]] = {
    "json": (wire.loads, _json_dumps),
    "orjson": (orjson.loads, orjson.dumps),
}
"""The reader and the writer of the package's server, by the name of the library."""


class Server(NamedTuple):
    """A server: `answer` takes a body, and an order and a limit as the two readers return them."""

    name: str
    answer: Callable[[bytes, Any, Any], bytes]
    read_order: Callable[[Json], Any]
    read_limit: Callable[[Json], Any] = limit_facts


def _ours(loads: Callable[[bytes], Any], dumps: Callable[[Json], bytes]) -> Server:
    def answer(body: bytes, order: Any, limit: Any) -> bytes:
        try:
            update = wire.parse_update(loads(body))
        except wire.InvalidPayload as invalid:
            return dumps(wire.error_response(invalid))
        return dumps(wire.response(decide_update(order, update, limit)))

    return Server(OURS, answer, wire.parse_order, wire.parse_limit)


def _pydantic(
    name: str, read: Callable[[bytes], BaseModel], dumps: Callable[[Json], bytes]
) -> Server:
    def answer(body: bytes, order: BaseModel, limit: Json) -> bytes:
        try:
            update = read(body)
        except ValidationError as invalid:
            return dumps(_error(400, {error["msg"]: {} for error in invalid.errors()}))
        held = order.model_dump(mode="json", exclude_none=True)
        stated = update.model_dump(mode="json", exclude_unset=True)
        return dumps(_respond(held, stated, limit))

    return Server(name, answer, Order.model_validate)


_MSGSPEC_DECODER: Final = msgspec.json.Decoder(MsgspecUpdate)
_MSGSPEC_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_builtins: Final = partial(msgspec.to_builtins, builtin_types=(Decimal,))


def _msgspec_answer(body: bytes, order: Json, limit: Json) -> bytes:
    try:
        update = _MSGSPEC_DECODER.decode(body)
    except msgspec.ValidationError as invalid:
        return _MSGSPEC_ENCODER.encode(_error(400, {str(invalid): {}}))
    return _MSGSPEC_ENCODER.encode(_respond(order, _builtins(update), limit))


def _respond(order: Json, update: Json, limit: Json) -> Json:
    refused, cart, total = floor(facts(order, update, limit))
    if refused:
        return _error(wire.HTTP_STATUSES[ViolationCode(next(iter(refused)))], refused)
    stated = {name: value for name, value in update.items() if not states_nothing(value)}
    new = {"cart_amount": cart / 100, "order_total": total / 100}
    return {
        "data": _merge(order, {**stated, **new, "placed_total": None, "increase_count": None}),
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


def _merge(present: Json, patch: Json) -> Json:
    merged = {**present}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            merged[name] = _merge(merged.get(name, {}), value)
        else:
            merged[name] = value
    return merged


def _error(code: int, reasons: Refusals) -> Json:
    return {
        "message": "API Backd - Error",
        "status": {"type": "error", "code": code},
        "error": True,
        "violations": [{"code": reason, "facts": facts} for reason, facts in reasons.items()],
    }


def _validated(loads: Callable[[bytes], Any]) -> Callable[[bytes], BaseModel]:
    return lambda body: OrderUpdate.model_validate(loads(body))


_WITH_OWN_JSON: Final = (
    _pydantic(OWN_JSON, OrderUpdate.model_validate_json, to_json),
    Server("msgspec", _msgspec_answer, read_order),
)
SERVERS: Final = {
    "json": (
        _ours(*JSON["json"]),
        _pydantic("pydantic", _validated(partial(json.loads, parse_float=Decimal)), _json_dumps),
        *_WITH_OWN_JSON,
    ),
    "orjson": (
        _ours(*JSON["orjson"]),
        _pydantic("pydantic", _validated(orjson.loads), orjson.dumps),
        *_WITH_OWN_JSON,
    ),
}
"""The servers by the JSON library that reads and writes: all but the last two use it."""
