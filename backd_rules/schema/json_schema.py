"""JSON Schema 2020-12 of each codec.

A schema accepts what the codec accepts, as far as JSON Schema can express it. The patterns mean the
same in ECMA-262 (with the `u` flag) and in Python. The two differ in which characters are blank, in
where `$` matches and in how characters are escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.status import SPELLINGS
from backd_rules.domain.text import BAD_RANGES, BLANK_RANGES, character_class
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
        **{codec.name: codec for codec in (*_NESTED, *_ROOTS)},
    }
)
"""Codecs whose schemas get a name: the ones used more than once, and the roots."""

_VISIBLE: Final = f"[^{character_class(BLANK_RANGES)}]"
"""A character that is not blank."""


def _good_ranges() -> Iterator[str]:
    """Yield the ranges of accepted characters, for the inside of a regular expression's class."""
    lows = [chr(ord(high) + 1) for _, high in BAD_RANGES]
    highs = [chr(ord(low) - 1) for low, _ in BAD_RANGES[1:]]
    for low, high in zip(lows, [*highs, "\U0010ffff"], strict=True):
        yield f"{low}-{high}"


_GOOD: Final = "".join(_good_ranges())


def _text(codec: Text) -> Json:
    # `not` instead of an anchored pattern: in Python, `$` also matches before a final line feed.
    stated = {"maxLength": codec.max_length, "not": {"pattern": f"[^{_GOOD}]"}}
    if codec.optional:
        return {"type": "string", "anyOf": [{"not": {"pattern": _VISIBLE}}, stated]}
    return {"type": "string", "pattern": _VISIBLE, **stated}


_SURROGATE: Final = "[^\0-\ud7ff\ue000-\U0010ffff]"
"""A character that UTF-8 cannot encode. Its own range is not valid in every regular expression."""


def _recorded_text(codec: RecordedText) -> Json:
    visible = {"pattern": _VISIBLE} if codec.identifies else {}
    return {"type": "string", **visible, "not": {"pattern": _SURROGATE}}


def _number(codec: Number) -> Json:
    # Without `multipleOf`: validators divide floats, and 0.07 / 0.01 is not a whole number there.
    unit = 10**codec.places
    if codec.rounded:
        return {
            "type": "number",
            "minimum": (2 * codec.lowest - 1) / (2 * unit),
            "exclusiveMaximum": (2 * MAX_SCALED + 1) / (2 * unit),
            "description": f"Rounded half up to {codec.places} decimals.",
        }
    return {
        "type": "number",
        "minimum": codec.lowest / unit or 0,
        "maximum": MAX_SCALED / unit,
        "description": f"At most {codec.places} decimals.",
    }


def _count(_: Count) -> Json:
    return {"type": "integer", "minimum": 0, "maximum": MAX_SCALED}


def _choice(codec: Choice) -> Json:
    spellings = [word for word, member in SPELLINGS.items() if type(member) is codec.enum]
    return {"enum": [*map(str, codec.enum), *spellings]}


_DESCRIBE: Final[Mapping[type, Callable[[Any], Json]]] = MappingProxyType(
    {
        Text: _text,
        RecordedText: _recorded_text,
        Number: _number,
        Count: _count,
        Choice: _choice,
    }
)


def _array(codec: Array, refs: str) -> Json:
    schema: Json = {"type": "array", "items": reference(codec.element, refs)}
    if codec.least:
        schema["minItems"] = codec.least
    if codec.most is not None:
        schema["maxItems"] = codec.most
    return schema


def _object(codec: Object, refs: str) -> Json:
    properties = {
        name: {**_field(codec, field, refs), "description": field.meaning}
        for name, field in codec.fields.items()
    }
    schema: Json = {"type": "object", "properties": properties}
    if required := [name for name, field in codec.fields.items() if field.required]:
        schema["required"] = required
    if not codec.recorded:
        schema["additionalProperties"] = False
    return schema


def _field(codec: Object, field: Field, refs: str) -> Json:
    """Return the schema of a field, with `null` where it clears the field or means absent."""
    schema = reference(field.codec, refs)
    if field.nullable or (codec.recorded and not field.required):
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def full_schema(codec: Codec, refs: str) -> Json:
    """Return the schema of a codec in full; it refers to the nested `DEFINED` ones under `refs`."""
    if isinstance(codec, Object):
        return _object(codec, refs)
    if isinstance(codec, Array):
        return _array(codec, refs)
    return _DESCRIBE[type(codec)](codec)


def reference(codec: Codec, refs: str) -> Json:
    """Return a reference to a codec that is `DEFINED`, or its schema in full."""
    for name, defined in DEFINED.items():
        if codec == defined:
            return {"$ref": f"{refs}{name}"}
    return full_schema(codec, refs)


def definitions(codec: Codec, refs: str) -> Json:
    """Return the schemas, by name, of everything that the schema of a codec refers to."""
    nested = list(_nested(codec))
    return {
        name: full_schema(defined, refs) for name, defined in DEFINED.items() if defined in nested
    }


def _nested(codec: Codec) -> Iterator[Codec]:
    children: list[Codec] = []
    if isinstance(codec, Object):
        children = [field.codec for field in codec.fields.values()]
    elif isinstance(codec, Array):
        children = [codec.element]
    for child in children:
        yield child
        yield from _nested(child)
