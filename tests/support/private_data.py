"""Value objects and payloads whose personal texts all contain one word, and what a log gets.

The texts come from the declarations of the fields, so that a new field is personal until
`NOT_PERSONAL` has it.
"""

import json
import traceback
from collections.abc import Callable, Iterator, Set
from typing import Any, Final

import attrs

from backd_rules import wire
from backd_rules.domain.fact_kinds import (
    Cents,
    FactKind,
    Facts,
    Pointer,
    Timestamp,
    Word,
    Words,
)
from backd_rules.domain.fields import declarations
from backd_rules.domain.kinds import Choice, Count, Kind, Many, Number, One, Text
from backd_rules.domain.values import Value

MARK: Final = "s3cr3t"
"""A word that is in each personal text, and in no message of the package."""
NOT_PERSONAL: Final = frozenset(
    {
        "backd_order_id",
        "merchant_order_id",
        "merchant_order_status",
        "sku",
        "create_date",
        "status",
        "locked_at",
    }
)
"""The text fields by which a log says which order it means, and how far that is."""


def private(cls: type[Any], plain: Set[str] = NOT_PERSONAL, /, **fields: Any) -> Any:
    """Return an instance of `cls` that states each declared field, with these `fields`.

    Each text but those of the fields in `plain` has the mark.
    """
    settable = {field.name for field in attrs.fields(cls) if field.init}
    stated = {
        name: _value(name, declared.kind, plain)
        for name, declared in declarations(cls).items()
        if name in settable and declared.kind is not None and name not in fields
    }
    return cls(**stated, **fields)


def _value(name: str, kind: Kind | FactKind, plain: Set[str]) -> Any:  # noqa: PLR0911
    if example := _EXAMPLES.get(type(kind)):
        return example
    match kind:
        case Text():
            return f"{name} 1" if name in plain else f"{MARK} {name}"
        case Number():
            return kind.cls(**{kind.cls.UNIT: 1000})
        case Choice():
            return next(iter(kind.enum))
        case Word():
            return kind.words[0]
        case Words():
            return kind.words
        case One():
            return private(kind.cls, plain)
        case Many():
            return (private(kind.classes[0], plain),)
    raise AssertionError(f"there is no example of {kind}")


_EXAMPLES: Final[dict[type, Any]] = {
    Count: 1,
    Cents: 1000,
    Pointer: "/tax_amount",
    Timestamp: "2026-04-15 22:00:00",
    Facts: (("reason", "is not JSON"),),
}


def value_classes(cls: type[Any] = Value) -> Iterator[type[Any]]:
    """Yield the classes of the package's value objects that have fields."""
    for subclass in cls.__subclasses__():
        if subclass.__module__.startswith("backd_rules.") and attrs.has(subclass):
            yield subclass
        yield from value_classes(subclass)


def shown(value: Any) -> str:
    """Return every text that a log makes of a value."""
    return "\n".join((repr(value), str(value), f"{value}", "%s %r" % (value, value)))  # noqa: UP031


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and all that it was raised from, suppressed ones included."""
    if error is not None:
        yield error
        yield from chain(error.__cause__)
        yield from chain(error.__context__)


def failures(call: Callable[..., object], *arguments: Any, **named: Any) -> Iterator[Exception]:
    """Yield the exception of a call, if it raises one."""
    try:
        call(*arguments, **named)
    except Exception as error:  # Any exception can be logged.
        yield error


def logged(error: BaseException) -> str:
    """Return all that a log, or a tool that serializes exceptions, makes of `error`."""
    texts = [*traceback.format_exception(error)]
    for one in chain(error):
        texts += [shown(one), repr(one.args), repr(vars(one)), *getattr(one, "__notes__", ())]
        # A `JSONDecodeError` has the whole document, other errors the object that they concern.
        texts += [str(getattr(one, name, "")) for name in ("doc", "object", "obj")]
        if isinstance(one, wire.InvalidPayload):
            texts += [shown(problem) + problem.message for problem in one.problems]
            texts += [json.dumps(wire.error_response(one))]
    return "\n".join(texts)


def broken(text: str) -> dict[str, str | bytes]:
    """Return texts that are no JSON or that `wire.loads` refuses, made of a JSON text.

    The text must have the mark as `email`, and a `phone_number`.
    """
    email = f"{MARK} email"
    texts: dict[str, str | bytes] = {
        "a control character": text.replace(email, f"{email} \x01"),
        "an escape": text.replace(email, rf"{email} \x"),
        "a surrogate": text.replace(email, rf"{email} \ud800"),
        "a raw surrogate": text.replace(email, f"{email} \ud800"),
        "no quotes": text.replace(f'"{email}"', MARK),
        "not UTF-8": text.encode() + b"\xff",
        "UTF-16": text.encode("utf-16"),
        "a constant": text.replace(f'"{email}"', "NaN"),
        "duplicate keys": text.replace('"email"', '"phone_number"'),
        "too large": text + " " * wire.MAX_BYTES,
        "too deep": "[" * 99 + text,
        "more text": text + MARK,
        "only text": MARK,
    }
    assert text not in texts.values()
    return texts
