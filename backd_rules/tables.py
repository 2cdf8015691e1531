"""Which fields each payload has, and what each may hold: the one table of the wire form.

`wire` reads by it, and what describes or generates payloads can. Source: the reference;
domain.md, The request, The limit and The response.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

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
from backd_rules.problems import Problem, ProblemCode
from backd_rules.status import OrderStatus
from backd_rules.update import AddressUpdate, ContactUpdate, OrderUpdate, PersonNameUpdate


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

UPDATE: Final = Object(
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


LIMIT: Final = Object(
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
