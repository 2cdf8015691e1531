"""The codec of each payload, derived from the declarations of the fields.

Shared by `wire`, the JSON Schemas and the Hypothesis strategies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from backd_rules.actions.update_order.request import (
    CONTACTS,
    UNSET,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.domain import fields as kinds
from backd_rules.domain.arithmetic import order_total
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.fields import declarations
from backd_rules.domain.limit import CAPS, MerchantLimit
from backd_rules.domain.money import Money
from backd_rules.domain.numbers import scale_number
from backd_rules.domain.order import (
    AMOUNTS,
    TOTAL_FORMULA,
    Address,
    Contact,
    LineItem,
    Order,
    PersonName,
    Refund,
    Totals,
    unchecked_item,
)
from backd_rules.domain.status import OrderStatus
from backd_rules.wire.codecs import Choice, Codec, Count, Number, Text, Timestamp
from backd_rules.wire.containers import Array, Field, Object
from backd_rules.wire.problems import Location, ProblemCode, Problems, problem_at


def _choice(kind: kinds.Choice) -> Choice:
    unknown = kind.enum is OrderStatus
    return Choice(kind.enum, ProblemCode.UNKNOWN_STATUS if unknown else ProblemCode.BAD_FORMAT)


_SINGLE: Final[Mapping[type, Callable[[Any], Codec]]] = MappingProxyType(
    {
        kinds.Text: lambda kind: Text(kind.max_length),
        kinds.Timestamp: lambda _: Timestamp(),
        kinds.Number: lambda kind: Number(kind.cls, kind.lowest),
        kinds.Count: lambda _: Count(),
        kinds.Choice: _choice,
    }
)
"""The codec of each declared kind of a single value."""


def _codec(kind: kinds.Kind, objects: Mapping[type, Object]) -> Codec:
    """Return the codec of a declared kind; `objects` has those of nested classes."""
    if isinstance(kind, kinds.One):
        return objects[kind.cls]
    if isinstance(kind, kinds.Many):
        [cls] = kind.classes
        return Array(objects[cls], kind.allow_empty)
    return _SINGLE[type(kind)](kind)


def _fields(
    cls: type,
    objects: Mapping[type, Object] = MappingProxyType({}),
    inlined: Mapping[type, Mapping[str, Field]] = MappingProxyType({}),
) -> dict[str, Field]:
    """Return the fields of the payload of a `cls`, in order of declaration.

    `objects` has the codecs of nested objects. `inlined` has the fields of nested classes whose
    fields stand beside the others.
    """
    defaults = {f.name: f.default for f in attrs.fields(cls)}
    fields: dict[str, Field] = {}
    for name, declared in declarations(cls).items():
        if isinstance(declared.kind, kinds.One) and declared.kind.cls in inlined:
            fields |= inlined[declared.kind.cls]
        elif declared.kind is not None:
            computed = isinstance(defaults[name], attrs.Factory)  # type: ignore[arg-type]
            fields[name] = Field(
                codec=_codec(declared.kind, objects),
                meaning=declared.meaning,
                required=defaults[name] is attrs.NOTHING,
                nullable=declared.nullable,
                default=None if computed else defaults[name],
            )
    return fields


def _record(name: str, cls: type, objects: Mapping[type, Object] = MappingProxyType({})) -> Object:
    """Return the codec of a record, which may have fields that are not in the table."""
    fields = _fields(cls, objects)
    return Object(name=name, factory=unchecked(cls), fields=fields, forbid_unknown=False)


def _patch(
    name: str, cls: type, objects: Mapping[type, Object] = MappingProxyType({}), **options: Any
) -> Object:
    """Return the codec of a patch, in which an absent field is `UNSET`."""
    fields = _fields(cls, objects)
    return Object(name=name, factory=unchecked(cls), fields=fields, omitted=UNSET, **options)


ITEM_UPDATE: Final = Object(name="item_update", factory=unchecked_item, fields=_fields(LineItem))
CONTACT_UPDATE: Final = _patch(
    "contact_update",
    ContactUpdate,
    {
        PersonNameUpdate: _patch("name_update", PersonNameUpdate),
        AddressUpdate: _patch("address_update", AddressUpdate),
    },
)
UPDATE: Final = _patch(
    "update_request",
    OrderUpdate,
    {ContactUpdate: CONTACT_UPDATE, LineItem: ITEM_UPDATE},
    read_only=frozenset({"status", "create_date", "refunds"}),
)

ITEM: Final = attrs.evolve(ITEM_UPDATE, name="item", forbid_unknown=False)
CONTACT: Final = _record(
    "contact",
    Contact,
    {PersonName: _record("name", PersonName), Address: _record("address", Address)},
)
REFUND: Final = _record("refund", Refund)


_TOTALS: Final = _fields(Totals)
_ORDER: Final = _fields(
    Order, {LineItem: ITEM, Contact: CONTACT, Refund: REFUND}, inlined={Totals: _TOTALS}
)
_DOCUMENTED: Final = (
    *("backd_order_id", "create_date", "order_total", *AMOUNTS, "status"),
    *("merchant_order_id", "merchant_order_status", *CONTACTS),
)
"""The order of the reference's response, up to the items."""


def _order_from(*values: Any) -> Order:
    """Build an order from its decoded fields, in the order of the table."""
    fields = dict(zip(ORDER.fields, values, strict=True))
    amounts = {name: fields.pop(name) for name in _TOTALS}
    total = amounts["order_total"]
    if order_total(*(amounts[name].cents for name in AMOUNTS)) != total.cents:
        raise ValueError
    if fields["placed_total"] is None:
        fields["placed_total"] = total
    order: Order = _order(**fields, totals=_totals(**amounts))
    return order


_order: Final = unchecked(Order)
_totals: Final = unchecked(Totals)


def _total_problems(payload: Mapping[str, object], location: Location) -> Problems:
    """Return the problem of a total that does not follow, if all five amounts are valid."""
    scaled = {name: scale_number(payload.get(name), Money.PLACES) for name in _TOTALS}
    cents = {name: n for name, n in scaled.items() if type(n) is int and n >= 0}
    if len(cents) < len(_TOTALS):
        return ()
    if order_total(*(cents[name] for name in AMOUNTS)) == cents["order_total"]:
        return ()
    message = f"is not {TOTAL_FORMULA}"
    return (problem_at((*location, "order_total"), ProblemCode.ORDER_TOTAL_MISMATCH, message),)


ORDER: Final = Object(
    name="order",
    factory=_order_from,
    fields={name: _ORDER[name] for name in (*_DOCUMENTED, *_ORDER)},
    forbid_unknown=False,
    validate=_total_problems,
)


def _cap_problems(payload: Mapping[str, object], location: Location) -> Problems:
    """Return the problem of a limit that states no cap (domain.md, L6)."""
    if any(cap in payload for cap in CAPS):
        return ()
    message = f"must state at least one of {', '.join(CAPS)}"
    return (problem_at(location, ProblemCode.MISSING, message),)


LIMIT: Final = Object(
    name="limit",
    factory=MerchantLimit,
    fields=_fields(MerchantLimit),
    validate=_cap_problems,
)
