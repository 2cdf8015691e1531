"""Which fields each payload has, and what each may hold: the one table of the wire form.

`wire` reads by it, and what describes or generates payloads can. Source: the reference;
domain.md, The request, The limit and The response.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from backd_rules.actions.update_order.request import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.checks import MAX_LENGTHS
from backd_rules.domain.limit import CAPS, Basis, Combine, MerchantLimit
from backd_rules.domain.money import (
    MONEY_PLACES,
    PERCENT_PLACES,
    QUANTITY_PLACES,
    Percent,
    scale_number,
    unchecked_money,
    unchecked_quantity,
)
from backd_rules.domain.order import (
    Order,
    Refund,
    Totals,
    unchecked_address,
    unchecked_contact,
    unchecked_item,
    unchecked_name,
)
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import unchecked
from backd_rules.wire.codecs import Choice, Count, Kind, Number, Problems, Text, Timestamp
from backd_rules.wire.containers import Array, Object
from backd_rules.wire.problems import ProblemCode, Steps, problem_at

_AMOUNT: Final = Number(unchecked_money, "cents", MONEY_PLACES)


def _texts(*names: str) -> dict[str, Kind]:
    return {name: Text(MAX_LENGTHS[name]) for name in names}


_NAME: Final = _texts("first", "last")
_ADDRESS: Final = _texts("line1", "line2", "city", "state", "zipcode", "country")


def _contact(name: Object, address: Object) -> dict[str, Kind]:
    company, rest = _texts("company_name"), _texts("phone_number", "email")
    return {"name": name, **company, "address": address, **rest}


def _patch(cls: type, fields: dict[str, Kind], **more: Any) -> Object:
    return Object(make=unchecked(cls), fields=fields, nothing=UNSET, **more)


_CONTACT_UPDATE: Final = _patch(
    ContactUpdate,
    _contact(
        _patch(PersonNameUpdate, _NAME),
        _patch(AddressUpdate, _ADDRESS),
    ),
)
_CONTACT: Final = Object(
    make=unchecked_contact,
    fields=_contact(
        Object(make=unchecked_name, fields=_NAME, required=frozenset(_NAME), closed=False),
        Object(
            make=unchecked_address,
            fields=_ADDRESS,
            required=frozenset(_ADDRESS) - {"line2"},
            closed=False,
        ),
    ),
    required=frozenset({"name", "address", "phone_number", "email"}),
    closed=False,
)


def _item(*, closed: bool) -> Object:
    return Object(
        make=unchecked_item,
        fields={
            **_texts("display_name", "sku"),
            "unit_price": _AMOUNT,
            "qty": Number(unchecked_quantity, "thousandths", QUANTITY_PLACES, 1),
            **_texts("item_image_url", "item_url"),
        },
        required=frozenset({"display_name", "sku", "unit_price", "qty"}),
        closed=closed,
    )


_IDS: Final = ("backd_order_id", "merchant_order_id")
_PARTS: Final = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
_AMOUNTS: Final[dict[str, Kind]] = dict.fromkeys(("order_total", *_PARTS), _AMOUNT)

UPDATE: Final = _patch(
    OrderUpdate,
    {
        **_texts(*_IDS, "merchant_order_status"),
        **_AMOUNTS,
        "shipping": _CONTACT_UPDATE,
        "billing": _CONTACT_UPDATE,
        "items": Array(_item(closed=True)),
    },
    required=frozenset(_IDS),
    read_only=frozenset({"status", "create_date", "refunds"}),
)


def _total_problems(payload: Mapping[str, object], steps: Steps) -> Problems:
    """Whether the stated total follows from the amounts, where all five are amounts."""
    scaled = [scale_number(payload.get(name), MONEY_PLACES) for name in _AMOUNTS]
    cents = [amount for amount in scaled if type(amount) is int and amount >= 0]
    if len(cents) < len(_AMOUNTS) or cents[0] == order_total(*cents[1:]):
        return ()
    message = "is not cart_amount + tax_amount + shipping_amount - discount_amount"
    return (problem_at((*steps, "order_total"), ProblemCode.ORDER_TOTAL_MISMATCH, message),)


def _make_order(*held: Any) -> Order:
    fields = dict(zip(ORDER.fields, held, strict=True))
    totals = Totals(*(fields.pop(name) for name in _PARTS))
    if totals.order_total != fields.pop("order_total"):
        raise ValueError
    return Order(totals=totals, **{n: thing for n, thing in fields.items() if thing is not None})


ORDER: Final = Object(
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
                make=unchecked(Refund),
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


def _cap_problems(payload: Mapping[str, object], steps: Steps) -> Problems:
    if any(cap in payload for cap in CAPS):
        return ()
    message = f"must state at least one of {', '.join(CAPS)}"
    return (problem_at(steps, ProblemCode.MISSING, message),)


LIMIT: Final = Object(
    make=MerchantLimit,
    fields={
        "max_increase": _AMOUNT,
        "max_increase_percent": Number(unchecked(Percent), "hundredths", PERCENT_PLACES),
        "max_order_total": _AMOUNT,
        "max_increases": Count(),
        "combine": Choice(Combine, ProblemCode.BAD_FORMAT),
        "measured_from": Choice(Basis, ProblemCode.BAD_FORMAT),
    },
    defaults={"combine": Combine.LOWER, "measured_from": Basis.PLACED_TOTAL},
    check=_cap_problems,
)
