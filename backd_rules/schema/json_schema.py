"""JSON Schema 2020-12 of each codec.

A schema accepts what the codec accepts, as far as its dialect can express it. The patterns mean the
same in ECMA-262 (with the `u` flag) and in Python. The two differ in which characters are blank, in
where `$` matches and in how characters above U+FFFF are escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.status import SPELLINGS
from backd_rules.schema.dialect import VISIBLE, Dialect
from backd_rules.wire.codecs import Choice, Codec, Count, Number, RecordedText, Text
from backd_rules.wire.containers import Array, Field, Object
from backd_rules.wire.tables import (
    BOTH_ORDER_IDS,
    CONTACT,
    CONTACT_UPDATE,
    ITEM,
    ITEM_UPDATE,
    LIMIT,
    ORDER,
    ORDER_IDS,
    REFUND,
    REFUND_REQUEST,
    UPDATE,
)

Json = dict[str, Any]

_NESTED: Final = (CONTACT_UPDATE, ITEM_UPDATE, CONTACT, ITEM, REFUND)
_ROOTS: Final = (UPDATE, ORDER_IDS, BOTH_ORDER_IDS, REFUND_REQUEST, ORDER, LIMIT)

DEFINED: Final[Mapping[str, Codec]] = MappingProxyType(
    {
        "text": UPDATE.fields["merchant_order_status"].codec,
        "optional_text": CONTACT_UPDATE.fields["company_name"].codec,
        "email": CONTACT_UPDATE.fields["email"].codec,
        "url": ITEM_UPDATE.fields["item_url"].codec,
        "recorded_id": ORDER.fields["backd_order_id"].codec,
        "recorded_text": ORDER.fields["merchant_order_status"].codec,
        "amount": UPDATE.fields["order_total"].codec,
        "order_status": ORDER.fields["status"].codec,
        "person_name_update": CONTACT_UPDATE.fields["name"].codec,
        "address_update": CONTACT_UPDATE.fields["address"].codec,
        "person_name": CONTACT.fields["name"].codec,
        "address": CONTACT.fields["address"].codec,
        **{codec.name: codec for codec in (*_NESTED, *_ROOTS)},
    }
)
"""Codecs whose schemas get a name: objects, and what is used more than once.

Code generators name a class after each of them.
"""


def _text(codec: Text, dialect: Dialect) -> Json:
    # `not` instead of an anchored pattern: in Python, `$` also matches before a final line feed.
    stated = {"maxLength": codec.max_length, "not": {"pattern": dialect.bad}}
    if codec.optional:
        return {"type": "string", "if": {"pattern": VISIBLE}, "then": stated}
    return {"type": "string", "pattern": VISIBLE, **stated}


def _recorded_text(codec: RecordedText, dialect: Dialect) -> Json:
    visible = {"pattern": VISIBLE} if codec.identifies else {}
    encodable = {"not": {"pattern": dialect.unencodable}} if dialect.unencodable else {}
    return {"type": "string", **visible, **encodable}


def _number(codec: Number, dialect: Dialect) -> Json:
    # Without `multipleOf`: many validators divide floats, and 0.07 / 0.01 is 7.000000000000001.
    # Of the amounts up to 100.00, Ajv and Python's jsonschema would refuse 1,363 of 10,001.
    unit = 10**codec.places
    if codec.rounded and not dialect.is_openapi:
        return {
            "type": "number",
            "minimum": (2 * codec.lowest - 1) / (2 * unit),
            "exclusiveMaximum": (2 * MAX_SCALED + 1) / (2 * unit),
            "description": f"Rounded half up to {codec.places} decimals.",
        }
    decimals = {"format": "decimal", "x-decimal-places": codec.places}
    return {
        "type": "number",
        **(decimals if dialect.is_openapi else {}),
        "minimum": codec.lowest / unit or 0,
        "maximum": MAX_SCALED / unit,
        "description": f"At most {codec.places} decimals.",
    }


def _count(_: Count, __: Dialect) -> Json:
    return {"type": "integer", "minimum": 0, "maximum": MAX_SCALED}


def _choice(codec: Choice, _: Dialect) -> Json:
    spellings = [word for word, member in SPELLINGS.items() if type(member) is codec.enum]
    return {"type": "string", "enum": [*map(str, codec.enum), *spellings]}


_DESCRIBE: Final[Mapping[type, Callable[[Any, Dialect], Json]]] = MappingProxyType(
    {
        Text: _text,
        RecordedText: _recorded_text,
        Number: _number,
        Count: _count,
        Choice: _choice,
    }
)


def _array(codec: Array, dialect: Dialect) -> Json:
    schema: Json = {"type": "array", "items": reference(codec.element, dialect)}
    if codec.least:
        schema["minItems"] = codec.least
    if codec.most is not None:
        schema["maxItems"] = codec.most
    return schema


def _object(codec: Object, dialect: Dialect) -> Json:
    properties = {
        name: {**_field(codec, field, dialect), "description": field.meaning}
        for name, field in codec.fields.items()
    }
    schema: Json = {"type": "object", "properties": properties}
    if required := [name for name, field in codec.fields.items() if field.required]:
        schema["required"] = required
    if not codec.recorded:
        schema["additionalProperties"] = False
    return schema


def _field(codec: Object, field: Field, dialect: Dialect) -> Json:
    """Return the schema of a field, with `null` where it clears the field or means absent."""
    schema = reference(field.codec, dialect)
    if field.nullable or (codec.recorded and not field.required):
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def full_schema(codec: Codec, dialect: Dialect) -> Json:
    """Return the schema of a codec in full; it refers to the nested codecs that are `DEFINED`."""
    if isinstance(codec, Object):
        return _object(codec, dialect)
    if isinstance(codec, Array):
        return _array(codec, dialect)
    return _DESCRIBE[type(codec)](codec, dialect)


def reference(codec: Codec, dialect: Dialect) -> Json:
    """Return a reference to a codec that is `DEFINED`, or its schema in full."""
    for name, defined in DEFINED.items():
        if codec == defined:
            return dialect.reference(name)
    return full_schema(codec, dialect)


def definitions(codec: Codec, dialect: Dialect) -> Json:
    """Return the schemas, by name, of everything that the schema of a codec refers to."""
    nested = list(_nested(codec))
    used = {name: defined for name, defined in DEFINED.items() if defined in nested}
    return {name: full_schema(defined, dialect) for name, defined in used.items()}


def _nested(codec: Codec) -> Iterator[Codec]:
    children: list[Codec] = []
    if isinstance(codec, Object):
        children = [field.codec for field in codec.fields.values()]
    elif isinstance(codec, Array):
        children = [codec.element]
    for child in children:
        yield child
        yield from _nested(child)
