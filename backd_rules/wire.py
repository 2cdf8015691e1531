"""JSON-shaped dicts to value objects and back, and the response envelope.

`parse_*` takes what a JSON decoder gives (numbers as `int`, `float` or `Decimal`) and raises
`InvalidPayload` with every problem, and nothing else, whatever JSON value it is given. `dump_*`
and the envelopes are dicts of JSON types, dollars as numbers. `loads` is the strict reader.
Source: the reference; domain.md, The request and The response.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    scale_number,
)
from backd_rules.arithmetic import order_total
from backd_rules.decision import Decision
from backd_rules.fields import Array, Choice, Count, Kind, Number, Object, Text, Timestamp
from backd_rules.limit import CAPS, Basis, Combine, MerchantLimit
from backd_rules.order import (
    MAX_LENGTHS,
    Address,
    Contact,
    LineItem,
    Order,
    PersonName,
    Refund,
    Totals,
)
from backd_rules.problems import InvalidPayload, Problem, ProblemCode
from backd_rules.status import OrderStatus
from backd_rules.strict_json import loads
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


def _money(cents: int) -> Money:
    return Money(cents=cents)


def _quantity(thousandths: int) -> Quantity:
    return Quantity(thousandths=thousandths)


def _percent(hundredths: int) -> Percent:
    return Percent(hundredths=hundredths)


_AMOUNT: Final = Number(_money, MONEY_PLACES)


def _texts(*names: str) -> dict[str, Kind]:
    return {name: Text(MAX_LENGTHS[name]) for name in names}


_NAME: Final = _texts("first", "last")
_ADDRESS: Final = _texts("line1", "line2", "city", "state", "zipcode", "country")


def _contact(name: Object, address: Object) -> dict[str, Kind]:
    company, rest = _texts("company_name"), _texts("phone_number", "email")
    return {"name": name, **company, "address": address, **rest}


_CONTACT_UPDATE: Final = Object(
    make=ContactUpdate,
    fields=_contact(
        Object(make=PersonNameUpdate, fields=_NAME),
        Object(make=AddressUpdate, fields=_ADDRESS),
    ),
)
_CONTACT: Final = Object(
    make=Contact,
    fields=_contact(
        Object(make=PersonName, fields=_NAME, required=frozenset(_NAME), closed=False),
        Object(
            make=Address, fields=_ADDRESS, required=frozenset(_ADDRESS) - {"line2"}, closed=False
        ),
    ),
    required=frozenset({"name", "address", "phone_number", "email"}),
    closed=False,
)


def _item(*, closed: bool) -> Object:
    return Object(
        make=LineItem,
        fields={
            **_texts("display_name", "sku"),
            "unit_price": _AMOUNT,
            "qty": Number(_quantity, QUANTITY_PLACES, 1),
            **_texts("item_image_url", "item_url"),
        },
        required=frozenset({"display_name", "sku", "unit_price", "qty"}),
        closed=closed,
    )


_IDS: Final = ("backd_order_id", "merchant_order_id")
_PARTS: Final = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
_AMOUNTS: Final[dict[str, Kind]] = dict.fromkeys(("order_total", *_PARTS), _AMOUNT)

_UPDATE: Final = Object(
    make=OrderUpdate,
    fields={
        **_texts(*_IDS, "merchant_order_status"),
        **_AMOUNTS,
        "shipping": _CONTACT_UPDATE,
        "billing": _CONTACT_UPDATE,
        "items": Array(_item(closed=True)),
    },
    required=frozenset(_IDS),
    read_only=frozenset({"status", "create_date", "refunds"}),
)


def _total_problems(payload: Mapping[str, object], path: str) -> Iterator[Problem]:
    """Whether the stated total follows from the amounts, where all five are amounts."""
    scaled = [scale_number(payload.get(name), MONEY_PLACES) for name in _AMOUNTS]
    cents = [amount for amount in scaled if type(amount) is int and amount >= 0]
    if len(cents) == len(_AMOUNTS) and cents[0] != order_total(*cents[1:]):
        message = "is not cart_amount + tax_amount + shipping_amount - discount_amount"
        yield Problem(ProblemCode.ORDER_TOTAL_MISMATCH, f"{path}/order_total", message)


def _make_order(*, order_total: Money, **fields: Any) -> Order:
    totals = Totals(*(fields.pop(name) for name in _PARTS))
    if totals.order_total != order_total:
        raise ValueError
    return Order(totals=totals, **fields)


_ORDER: Final = Object(
    make=_make_order,
    fields={
        "backd_order_id": Text(MAX_LENGTHS["backd_order_id"]),
        "create_date": Timestamp(),
        **_AMOUNTS,
        "status": Choice(OrderStatus, ProblemCode.UNKNOWN_STATUS),
        **_texts("merchant_order_id", "merchant_order_status"),
        "shipping": _CONTACT,
        "billing": _CONTACT,
        "items": Array(_item(closed=False), may_be_empty=True),
        "refunds": Array(
            Object(
                make=Refund,
                fields={
                    "amount": _AMOUNT,
                    "create_date": Timestamp(),
                    **_texts("status"),
                    "locked_at": Timestamp(),
                },
                required=frozenset({"amount", "status"}),
                closed=False,
            ),
            may_be_empty=True,
        ),
        "placed_total": _AMOUNT,
        "increase_count": Count(),
    },
    required=frozenset({*_IDS, "status", *_AMOUNTS}),
    closed=False,
    check=_total_problems,
)


def _cap_problems(payload: Mapping[str, object], path: str) -> Iterator[Problem]:
    if not any(cap in payload for cap in CAPS):
        message = f"must state at least one of {', '.join(CAPS)}"
        yield Problem(ProblemCode.MISSING, path, message)


_LIMIT: Final = Object(
    make=MerchantLimit,
    fields={
        "max_increase": _AMOUNT,
        "max_increase_percent": Number(_percent, PERCENT_PLACES),
        "max_order_total": _AMOUNT,
        "max_increases": Count(),
        "combine": Choice(Combine, ProblemCode.BAD_FORMAT),
        "measured_from": Choice(Basis, ProblemCode.BAD_FORMAT),
    },
    check=_cap_problems,
)


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
    order: Order = _parse(_ORDER, payload)
    return order


def parse_update(payload: object) -> OrderUpdate:
    """The update that a request's body states; a field it does not know is a problem."""
    update: OrderUpdate = _parse(_UPDATE, payload)
    return update


def parse_updates(payload: object) -> tuple[OrderUpdate, ...]:
    """The updates of a batch: an array, never empty, of what `parse_update` takes."""
    updates: tuple[OrderUpdate, ...] = _parse(Array(_UPDATE), payload)
    return updates


def parse_limit(payload: object) -> MerchantLimit:
    """The limit that a person wrote, by the names of `MerchantLimit`; dollars and percent."""
    limit: MerchantLimit = _parse(_LIMIT, payload)
    return limit


def _unscaled(scaled: int, places: int) -> int | float:
    """A JSON number: whole where it can be; at most fifteen digits, which a float keeps."""
    unit = 10**places
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


def _dump_refund(refund: Refund) -> dict[str, Any]:
    held = _held(refund)
    return {name: held[name] for name in _REFUND_ORDER if name in held}


_REFUND_ORDER: Final = ("amount", "create_date", "status", "locked_at")
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
        Refund: _dump_refund,
        PersonNameUpdate: _stated,
        AddressUpdate: _stated,
        ContactUpdate: _stated,
    }
)


def dump_order(order: Order) -> dict[str, Any]:
    """The `data` of a response: what the reference documents, without what is not there."""
    fields = {name: getattr(order, name) for name in _ORDER.fields if name not in _UNDOCUMENTED}
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
        "violations": [{"code": str(r.code), "path": r.path, "message": r.message} for r in reasons],
    }
