"""How each kind of field is written as JSON Schema 2020-12, and what each field means.

A schema lets pass what the kind's `problems` would, as far as JSON Schema can say it. Its patterns
mean the same to ECMA-262 (with the `u` flag) and to Python: the two differ in what a blank is, in
where `$` matches and in how characters are escaped. Knows nothing of documents: `schema` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.domain.checks import CLEARABLE, MAX_LENGTHS, TIMESTAMP
from backd_rules.domain.money import MAX_SCALED
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import BAD_RANGES
from backd_rules.wire.codecs import Choice, Count, Kind, Number, Text, Timestamp
from backd_rules.wire.containers import Array, Object
from backd_rules.wire.tables import LIMIT, ORDER, UPDATE

Json = dict[str, Any]


def _element(array: Any) -> Kind:
    kind: Kind = array.of
    return kind


DEFINED: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "text": Text(MAX_LENGTHS["backd_order_id"]),
        "email": Text(MAX_LENGTHS["email"]),
        "url": Text(MAX_LENGTHS["item_url"]),
        "timestamp": ORDER.fields["create_date"],
        "amount": UPDATE.fields["order_total"],
        "contact_update": UPDATE.fields["shipping"],
        "item_update": _element(UPDATE.fields["items"]),
        "contact": ORDER.fields["shipping"],
        "item": _element(ORDER.fields["items"]),
        "refund": _element(ORDER.fields["refunds"]),
        "update_request": UPDATE,
        "order": ORDER,
        "limit": LIMIT,
    }
)
"""What a schema refers to by name, for it stands in more than one place or is worth a name."""

_MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "backd_order_id": "Unique identifier for the order in Backd's system.",
        "merchant_order_id": "Unique identifier for the order in the merchant's system.",
        "merchant_order_status": "Status of the order in the merchant's system.",
        "order_total": "Total order amount including all applicable fees, in dollars: "
        "cart_amount + tax_amount + shipping_amount - discount_amount.",
        "cart_amount": "Total amount in the shopping cart excluding fees, in dollars.",
        "tax_amount": "The amount of tax charged for the order, in dollars.",
        "shipping_amount": "The amount of shipping charged for the order, in dollars.",
        "discount_amount": "The total discount amount applied to the order as positive number, "
        "in dollars.",
        "shipping": "Contains shipping details for the order.",
        "billing": "Contains billing details for the order.",
        "name": "First and last name of a person.",
        "first": "First name of the person.",
        "last": "Last name of the person.",
        "company_name": "Name of the person's company (optional).",
        "address": "Postal address.",
        "line1": "First address line.",
        "line2": "Second address line (optional).",
        "city": "City of the address.",
        "state": "State of the address.",
        "zipcode": "Zip code of the address.",
        "country": "Country of the address.",
        "phone_number": "Phone number of the person.",
        "email": "Email address of the person.",
        "items": "List of items included in the order.",
        "display_name": "Display name of the item.",
        "sku": "Stock Keeping Unit (SKU) of the item.",
        "unit_price": "Unit price of the item, in dollars.",
        "qty": "Quantity of the item ordered, with at most three decimals.",
        "item_image_url": "URL of the item's image (optional).",
        "item_url": "URL of the item's page (optional).",
        "create_date": "When the order was created.",
        "status": "Status of the order in Backd's system.",
        "refunds": "The order's refunds, where there are any.",
        "placed_total": "The total at which the order was placed, in dollars: what increases are "
        "measured from. By default the present total.",
        "increase_count": "How many updates have raised the total. By default none.",
        "max_increase": "How much all updates together may add to the total, in dollars.",
        "max_increase_percent": "How much all updates together may add to the total, in percent of "
        "the original, with at most two decimals.",
        "max_order_total": "The highest total that any update may reach, in dollars.",
        "max_increases": "How many updates may raise the total.",
        "combine": "Which counts where an amount and a percentage are both agreed. "
        "By default the lower.",
        "measured_from": "From which total an increase is measured: the original or the present "
        "one. By default the original.",
    }
)
_REFUND_MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "amount": "The amount of the refund, in dollars.",
        "create_date": "When the refund was requested.",
        "status": "Status of the refund.",
        "locked_at": "When the refund was locked, or will be.",
    }
)
"""A refund has fields that mean something else in an order."""

_ALSO_READ: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {OrderStatus: ("order_cancelled",)}
)
"""Other spellings of an enum's words."""

_BLANK: Final = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""The characters for which `str.isspace` holds, without those that no text holds anyway; `\\s` is
another set in each language."""


def _good_ranges() -> Iterator[str]:
    """Every character but those in `BAD_RANGES`, as the inside of a regex's class."""
    lows = [chr(ord(high) + 1) for _, high in BAD_RANGES]
    highs = [chr(ord(low) - 1) for low, _ in BAD_RANGES[1:]]
    for low, high in zip(lows, [*highs, "\U0010ffff"], strict=True):
        yield f"{low}-{high}"


_GOOD: Final = "".join(_good_ranges())


def _text(kind: Text, refs: str) -> Json:
    # That a line has no bad character is said without `$`, which in Python also matches before a
    # line feed at the end.
    return {
        "type": "string",
        "maxLength": kind.max_length,
        "pattern": f"[^{_BLANK}]",
        "not": {"pattern": f"[^{_GOOD}]"},
    }


def _timestamp(kind: Timestamp, refs: str) -> Json:
    length = len("YYYY-MM-DD HH:MM:SS")
    return {
        "type": "string",
        "maxLength": length,  # Before a line feed at the end, Python's `$` matches too.
        "pattern": f"^{TIMESTAMP}$",
        "description": "YYYY-MM-DD HH:MM:SS, without a zone.",
    }


def _number(kind: Number, refs: str) -> Json:
    # Without `multipleOf`: validators divide floats, and 0.07 / 0.01 is not a whole number there.
    unit = 10**kind.places
    return {
        "type": "number",
        "minimum": kind.lowest / unit or 0,
        "maximum": MAX_SCALED / unit,
        "description": f"At most {kind.places} decimals.",
    }


def _count(kind: Count, refs: str) -> Json:
    return {"type": "integer", "minimum": 0, "maximum": MAX_SCALED}


def _choice(kind: Choice, refs: str) -> Json:
    return {"enum": [*map(str, kind.among), *_ALSO_READ.get(kind.among, ())]}


def _array(kind: Array, refs: str) -> Json:
    least = {} if kind.may_be_empty else {"minItems": 1}
    return {"type": "array", "items": reference(kind.of, refs), **least}


def _object(kind: Object, refs: str) -> Json:
    meanings = _REFUND_MEANINGS if _same(kind, DEFINED["refund"]) else _MEANINGS
    properties = {
        name: {**_field(kind, name, refs), "description": meanings[name]} for name in kind.fields
    }
    described: Json = {"type": "object", "properties": properties}
    if kind.required:
        described["required"] = [name for name in kind.fields if name in kind.required]
    if kind.closed:
        described["additionalProperties"] = False
    return described


def _field(kind: Object, name: str, refs: str) -> Json:
    """The schema of a field, `null` included where it clears the field or means its absence."""
    schema = reference(kind.fields[name], refs)
    if name in CLEARABLE or (not kind.closed and name not in kind.required):
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


_DESCRIBE: Final[Mapping[type, Callable[[Any, str], Json]]] = MappingProxyType(
    {
        Text: _text,
        Timestamp: _timestamp,
        Number: _number,
        Count: _count,
        Choice: _choice,
        Array: _array,
        Object: _object,
    }
)


def described(kind: Kind, refs: str) -> Json:
    """The schema of a kind, in full; what is below it and `DEFINED` is referred to under `refs`."""
    return _DESCRIBE[type(kind)](kind, refs)


def reference(kind: Kind, refs: str) -> Json:
    """A reference to a kind that is `DEFINED`, or else its schema."""
    for name, defined in DEFINED.items():
        if _same(kind, defined):
            return {"$ref": f"{refs}{name}"}
    return described(kind, refs)


def definitions(kind: Kind, refs: str) -> Json:
    """The schemas of everything to which the schema of a kind refers, by name."""
    below = list(_below(kind))
    return {
        name: described(defined, refs)
        for name, defined in DEFINED.items()
        if any(_same(found, defined) for found in below)
    }


def _same(one: Kind, other: Kind) -> bool:
    # Two kinds that have no facts could else equal one another.
    return type(one) is type(other) and one == other


def _below(kind: Kind) -> Iterator[Kind]:
    children: Iterable[Kind] = ()
    if isinstance(kind, Object):
        children = kind.fields.values()
    elif isinstance(kind, Array):
        children = (kind.of,)
    for child in children:
        yield child
        yield from _below(child)
