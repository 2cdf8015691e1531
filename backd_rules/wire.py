"""JSON-shaped dicts to value objects and back, and the response envelope.

`parse_*` takes what a JSON decoder gives (numbers as `int`, `float` or `Decimal`) and raises
`InvalidPayload` with every problem, and nothing else, whatever JSON value it is given. `dump_*`
and the envelopes are dicts of JSON types, dollars as numbers. `loads` is the strict reader.
Source: the reference; domain.md, The request and The response.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from backd_rules.amounts import (
    MONEY_PLACES,
    PERCENT_PLACES,
    QUANTITY_PLACES,
    Money,
    Percent,
    Quantity,
)
from backd_rules.decision import Decision
from backd_rules.fields import Array, Kind
from backd_rules.limit import Basis, Combine, MerchantLimit
from backd_rules.order import Address, Contact, LineItem, Order, PersonName, Refund
from backd_rules.problems import InvalidPayload, Problem, ProblemCode
from backd_rules.status import OrderStatus
from backd_rules.strict_json import loads
from backd_rules.tables import LIMIT, ORDER, UPDATE
from backd_rules.update import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.violations import Violation, ViolationCode

__all__ = [
    "HTTP_STATUSES",
    "InvalidPayload",
    "Problem",
    "ProblemCode",
    "dump_limit",
    "dump_order",
    "dump_update",
    "error_response",
    "loads",
    "parse_limit",
    "parse_order",
    "parse_update",
    "parse_updates",
    "response",
]


def _parse(kind: Kind, payload: object) -> Any:
    try:
        return kind.read(payload)
    except (TypeError, ValueError, KeyError):
        problems = tuple(kind.problems(payload, ""))
    raise InvalidPayload(problems)


def parse_order(payload: object) -> Order:
    """The order of a response's `data`; also reads `placed_total` and `increase_count`.

    Fields it does not know are ignored, and `null` in an optional field is its absence.
    """
    order: Order = _parse(ORDER, payload)
    return order


def parse_update(payload: object) -> OrderUpdate:
    """The update that a request's body states; a field it does not know is a problem."""
    update: OrderUpdate = _parse(UPDATE, payload)
    return update


def parse_updates(payload: object) -> tuple[OrderUpdate, ...]:
    """The updates of a batch: an array, never empty, of what `parse_update` takes."""
    updates: tuple[OrderUpdate, ...] = _parse(Array(UPDATE), payload)
    return updates


def parse_limit(payload: object) -> MerchantLimit:
    """The limit that a person wrote, by the names of `MerchantLimit`; dollars and percent."""
    limit: MerchantLimit = _parse(LIMIT, payload)
    return limit


def _unscaled(scaled: int, places: int) -> int | float:
    """A JSON number: whole where it can be; at most fifteen digits, which a float keeps."""
    unit: int = 10**places
    return scaled // unit if scaled % unit == 0 else scaled / unit


def _json(thing: Any) -> Any:
    """A field's value as JSON types; of value objects the fields that are stated."""
    dump = _DUMPS.get(type(thing))
    return dump(thing) if dump else thing


def _stated(thing: Any) -> dict[str, Any]:
    names = (field.name for field in attrs.fields(type(thing)))
    values = ((name, getattr(thing, name)) for name in names)
    return {name: _json(value) for name, value in values if value is not UNSET}


def _held(thing: Any) -> dict[str, Any]:
    return {name: value for name, value in _stated(thing).items() if value is not None}


_DUMPS: Final[Mapping[type, Any]] = MappingProxyType(
    {
        Money: lambda amount: _unscaled(amount.cents, MONEY_PLACES),
        Quantity: lambda qty: _unscaled(qty.thousandths, QUANTITY_PLACES),
        Percent: lambda percent: _unscaled(percent.hundredths, PERCENT_PLACES),
        tuple: lambda things: [_json(thing) for thing in things],
        OrderStatus: str,
        Combine: str,
        Basis: str,
        PersonName: _held,
        Address: _held,
        Contact: _held,
        LineItem: _held,
        Refund: _held,
        PersonNameUpdate: _stated,
        AddressUpdate: _stated,
        ContactUpdate: _stated,
    }
)


def dump_order(order: Order) -> dict[str, Any]:
    """The `data` of a response: what the reference documents, without what is not there."""
    fields = {name: getattr(order, name) for name in ORDER.fields if name not in _UNDOCUMENTED}
    held = {name: _json(value) for name, value in fields.items() if value is not None}
    return held if order.refunds else {n: v for n, v in held.items() if n != "refunds"}


_UNDOCUMENTED: Final = frozenset({"placed_total", "increase_count"})


def dump_update(update: OrderUpdate) -> dict[str, Any]:
    """The body of a request: the fields that are stated, cleared ones as `None`."""
    return _stated(update)


def dump_limit(limit: MerchantLimit) -> dict[str, Any]:
    """What `parse_limit` reads: dollars, percent and words, without terms not agreed."""
    return _held(limit)


HTTP_STATUSES: Final[Mapping[ViolationCode, int]] = MappingProxyType(
    {
        ViolationCode.UNKNOWN_ORDER: 404,
        ViolationCode.BACKD_ORDER_ID_MISMATCH: 404,
        ViolationCode.MERCHANT_ORDER_ID_MISMATCH: 404,
        ViolationCode.STATUS_FORBIDS_UPDATE: 409,
        ViolationCode.CONTACT_INCOMPLETE: 422,
        ViolationCode.AMOUNT_OUT_OF_RANGE: 422,
        ViolationCode.CART_AMOUNT_MISMATCH: 422,
        ViolationCode.ORDER_TOTAL_MISMATCH: 422,
        ViolationCode.INCREASE_EXCEEDS_LIMIT: 422,
        ViolationCode.TOO_MANY_INCREASES: 422,
    }
)
"""The HTTP status of each code; a response has that of its first violation."""
_MALFORMED: Final = 400


def response(decision: Decision) -> dict[str, Any]:
    """The response envelope of a decision; its `status.code` is the HTTP status."""
    if not decision.allowed:
        first = decision.violations[0]
        return _error("the update is refused", HTTP_STATUSES[first.code], decision.violations)
    return {
        "data": dump_order(decision.order),
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


def error_response(invalid_payload: InvalidPayload) -> dict[str, Any]:
    """The envelope for a malformed payload: its problems, listed as violations are."""
    return _error("the payload is malformed", _MALFORMED, invalid_payload.problems)


def _error(
    message: str, code: int, reasons: tuple[Violation, ...] | tuple[Problem, ...]
) -> dict[str, Any]:
    return {
        "message": f"API Backd - Error: {message}",
        "status": {"type": "error", "code": code},
        "error": True,
        "violations": [
            {"code": str(r.code), "path": r.path, "message": r.message} for r in reasons
        ],
    }
