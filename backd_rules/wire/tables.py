"""The codec of each payload, derived from the declarations of the fields.

Shared by `wire`, the JSON Schemas and the Hypothesis strategies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import attrs

from backd_rules.actions.requests import UNSET, OrderIds, RefundRequest
from backd_rules.actions.update_order.request import (
    CONTACTS,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.domain import kinds
from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.contact import Address, Contact, PersonName
from backd_rules.domain.fields import declarations
from backd_rules.domain.item import LineItem, items_amount, unchecked_item
from backd_rules.domain.limit import CAPS, MerchantLimit
from backd_rules.domain.money import money_or_wide
from backd_rules.domain.order import AMOUNTS, Order, Totals
from backd_rules.domain.refund import Refund
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import StatedEmpty
from backd_rules.wire.codecs import Choice, Codec, Count, Number, RecordedText, Text
from backd_rules.wire.containers import Array, Field, Object
from backd_rules.wire.problems import Location, ProblemCode, Problems, problem_at


def _choice(kind: kinds.Choice) -> Choice:
    unknown = kind.enum is OrderStatus
    return Choice(kind.enum, ProblemCode.UNKNOWN_STATUS if unknown else ProblemCode.BAD_FORMAT)


_Codecs = Mapping[type, Callable[[Any], Codec]]
_OF_REQUEST: Final[_Codecs] = MappingProxyType(
    {
        kinds.Text: lambda kind: Text(kind.max_length, kind.optional),
        kinds.Number: lambda kind: Number(kind.cls, kind.lowest),
        kinds.Count: lambda _: Count(),
        kinds.Choice: _choice,
    }
)
"""The codec of each declared kind of a single value, in a request."""
_OF_RECORD: Final[_Codecs] = MappingProxyType(
    {
        **_OF_REQUEST,
        kinds.Text: lambda kind: RecordedText(kind.optional, kind.identifies),
        kinds.Number: lambda kind: Number(kind.cls, kind.lowest, kind.rounded),
    }
)
"""The codec of each declared kind of a single value, in a record."""

_NO_OBJECTS: Final[Mapping[type, Object]] = MappingProxyType({})
_Inlined = Mapping[type, Mapping[str, Field]]


def _codec(kind: kinds.Kind, objects: Mapping[type, Object], codecs: _Codecs) -> Codec:
    """Return the codec of a declared kind; `objects` has those of nested classes."""
    if isinstance(kind, kinds.One):
        return objects[kind.cls]
    if isinstance(kind, kinds.Many):
        [cls] = kind.classes
        return Array(objects[cls], kind.least, kind.most)
    return codecs[type(kind)](kind)


def _fields(
    cls: type,
    objects: Mapping[type, Object] = _NO_OBJECTS,
    *,
    inlined: _Inlined = MappingProxyType({}),
    recorded: bool = False,
) -> dict[str, Field]:
    """Return the fields of the payload of a `cls`, in order of declaration.

    `objects` has the codecs of nested objects. `inlined` has the fields of nested classes whose
    fields stand beside the others.
    """
    codecs = _OF_RECORD if recorded else _OF_REQUEST
    defaults = {f.name: f.default for f in attrs.fields(cls)}
    fields: dict[str, Field] = {}
    for name, declared in declarations(cls).items():
        if isinstance(declared.kind, kinds.One) and declared.kind.cls in inlined:
            fields |= inlined[declared.kind.cls]
        elif declared.kind is not None:
            optional = kinds.may_be_none(declared.kind, recorded=recorded)
            needed = defaults[name] is attrs.NOTHING
            fields[name] = Field(
                codec=_codec(declared.kind, objects, codecs),
                meaning=declared.meaning,
                required=needed and not (optional and recorded),
                nullable=optional,
                default=None if needed else defaults[name],
            )
    return fields


def _record(name: str, cls: type, objects: Mapping[type, Object] = _NO_OBJECTS) -> Object:
    """Return the codec of a record, which may have fields that are not in the table."""
    fields = _fields(cls, objects, recorded=True)
    return Object(name=name, factory=unchecked(cls), fields=fields, recorded=True)


def _request(
    name: str, cls: type, objects: Mapping[type, Object] = _NO_OBJECTS, **options: Any
) -> Object:
    """Return the codec of a request, in which an absent field is `UNSET`."""
    fields = _fields(cls, objects)
    return Object(name=name, factory=unchecked(cls), fields=fields, omitted=UNSET, **options)


ITEM_UPDATE: Final = Object(
    name="item_update",
    factory=partial(unchecked_item, frozenset()),
    fields=_fields(LineItem),
)
CONTACT_UPDATE: Final = _request(
    "contact_update",
    ContactUpdate,
    {
        PersonNameUpdate: _request("name_update", PersonNameUpdate),
        AddressUpdate: _request("address_update", AddressUpdate),
    },
)
UPDATE: Final = _request(
    "update_request",
    OrderUpdate,
    {ContactUpdate: CONTACT_UPDATE, LineItem: ITEM_UPDATE},
    read_only=frozenset({"status", "create_date", "refunds"}),
)

MOST_UPDATES: Final = 100
UPDATES: Final = Array(UPDATE, least=1, most=MOST_UPDATES)
"""A batch (domain.md, U5)."""

ORDER_IDS: Final = _request("order_ids", OrderIds)
BOTH_ORDER_IDS: Final = attrs.evolve(
    ORDER_IDS,
    name="both_order_ids",
    fields={name: field._replace(required=True) for name, field in ORDER_IDS.fields.items()},
)
"""The ids of an order that the merchant places (domain.md, A1)."""
REFUND_REQUEST: Final = _request("refund_request", RefundRequest)

ITEM: Final = Object(
    name="item",
    factory=unchecked_item,
    fields=_fields(LineItem, recorded=True),
    recorded=True,
)
CONTACT: Final = _record(
    "contact",
    Contact,
    {PersonName: _record("name", PersonName), Address: _record("address", Address)},
)
REFUND: Final = _record("refund", Refund)


_TOTALS: Final = _fields(Totals, recorded=True)
_ORDER: Final = _fields(
    Order,
    {LineItem: ITEM, Contact: CONTACT, Refund: REFUND},
    inlined={Totals: _TOTALS},
    recorded=True,
)
_DOCUMENTED: Final = (
    *("backd_order_id", "create_date", "order_total", *AMOUNTS, "status"),
    *("merchant_order_id", "merchant_order_status", *CONTACTS),
)
"""The order of the reference's response, up to the items."""


def _order_from(stated_empty: StatedEmpty, *values: Any) -> Order:
    """Build an order from its decoded fields, in the order of the table."""
    fields = dict(zip(_ORDER_NAMES, values, strict=True))
    cart, tax, shipping, discount, total = map(fields.pop, _TOTALS)
    computed = order_total(cart.cents, tax.cents, shipping.cents, discount.cents, adjustment=0)
    adjustment = money_or_wide(total.cents - computed)
    order: Order = _order(
        **fields,
        stated_empty=stated_empty,
        totals=_totals(cart, tax, shipping, discount, adjustment, total),
        items_cents=items_amount(fields["items"]),
    )
    return order


_order: Final = unchecked(Order)
_totals: Final = unchecked(Totals)
_ORDER_NAMES: Final = tuple(dict.fromkeys((*_DOCUMENTED, *_ORDER)))

ORDER: Final = Object(
    name="order",
    factory=_order_from,
    fields={name: _ORDER[name] for name in _ORDER_NAMES},
    recorded=True,
)


def _cap_problems(payload: Mapping[str, object], location: Location) -> Problems:
    """Return the problem of a limit that states no cap (domain.md, L6)."""
    if any(cap in payload for cap in CAPS):
        return ()
    return (problem_at(location, ProblemCode.MISSING, one_of=CAPS),)


LIMIT: Final = Object(
    name="limit",
    factory=MerchantLimit,
    fields=_fields(MerchantLimit),
    validate=_cap_problems,
)
