"""The package's one code generator.

Decoding and encoding are the hot path. Unrolled code takes about half the time there of a loop over
the field table. The source text comes from the package's own declarations, once, at import. No
input reaches it. Each function has a `linecache` entry, so that tracebacks, debuggers and
`inspect.getsource` show the generated lines.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

import attrs

from backd_rules.domain.values import once_per_class, plain_dict

_T = TypeVar("_T")


class FieldCode(NamedTuple):
    """The decoder and encoder of one field of a JSON object.

    `encode` is `None` where the value is its own payload. An absent field decodes to `default`, an
    empty array to `()`.
    """

    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any] | None
    required: bool
    nullable: bool
    default: object


Fields = Mapping[str, FieldCode]

_PLAIN_PAYLOAD: Final = (
    "if type(_payload) is not dict: _payload = _plain_dict(_payload)",
    "if _payload is None: raise TypeError",
)


@once_per_class
def unchecked(cls: type[_T]) -> Callable[..., _T]:
    """Return a constructor for `cls` that skips validation.

    It takes every field in order of declaration, computed ones included. It writes the slots
    directly, as a frozen instance refuses assignment.
    """
    names = [field.name for field in attrs.fields(cls)]  # type: ignore[arg-type]
    return _define_function(
        f"{cls.__name__}_unchecked",
        ", ".join(names),
        [
            "_value = _new(_cls)",
            *(f"_set_{name}(_value, {name})" for name in names),
            "return _value",
        ],
        _new=object.__new__,
        _cls=cls,
        **{f"_set_{name}": getattr(cls, name).__set__ for name in names},
    )


def request_decoder(
    name: str, factory: Callable[..., object], fields: Fields
) -> Callable[[Any], Any]:
    """Return a decoder of an object that may have no unknown field, and `null` only if nullable.

    It calls `factory` with the decoded fields in order. It raises `TypeError`, `ValueError` or
    `KeyError` at the first problem.
    """
    return _define_function(
        f"{name}_decode",
        "_payload",
        [
            *_PLAIN_PAYLOAD,
            f"_known = {sum(field.required for field in fields.values())}",
            *_lines(_request_field, fields),
            "if _known < len(_payload): raise KeyError",
            f"return _factory({', '.join(fields)})",
        ],
        _factory=factory,
        **_decoding_names(fields),
    )


def _request_field(name: str, field: FieldCode) -> Iterator[str]:
    nullable = f"None if {name} is None else " if field.nullable else ""
    if field.required:
        yield f"{name} = _payload[{name!r}]"
        yield f"{name} = {nullable}_decode_{name}({name})"
        return
    yield f"if {name!r} in _payload:"
    yield "    _known += 1"
    yield f"    {name} = _payload[{name!r}]"
    yield f"    {name} = {nullable}_decode_{name}({name})"
    yield f"else: {name} = _default_{name}"


def record_decoder(
    name: str, factory: Callable[..., object], fields: Fields
) -> Callable[[Any], Any]:
    """Return a decoder of a record, which is read as it is.

    It ignores unknown fields, and reads `null` in an optional field as absent. It calls `factory`
    with the fields that are stated and empty (`Record.stated_empty`), and with the decoded fields.
    Otherwise it works as the decoder of `request_decoder`.
    """
    return _define_function(
        f"{name}_decode",
        "_payload",
        [
            *_PLAIN_PAYLOAD,
            "_empty = _nothing",
            *_lines(_record_field, fields),
            f"return _factory(_empty, {', '.join(fields)})",
        ],
        _factory=factory,
        _nothing=frozenset(),
        **_decoding_names(fields),
    )


def _record_field(name: str, field: FieldCode) -> Iterator[str]:
    if field.required:
        yield f"{name} = _decode_{name}(_payload[{name!r}])"
        return
    yield f"{name} = _payload.get({name!r})"
    yield f"if {name} is None:"
    yield f"    {name} = _default_{name}"
    yield f"    if {name!r} in _payload: _empty |= {{({name!r}, None)}}"
    yield "else:"
    yield f"    {name} = _decode_{name}({name})"
    if field.default == ():
        yield f"    if not {name}: _empty |= {{({name!r}, ())}}"


def _decoding_names(fields: Fields) -> dict[str, object]:
    names: dict[str, object] = {"_plain_dict": plain_dict}
    for name, field in fields.items():
        names |= {f"_decode_{name}": field.decode, f"_default_{name}": field.default}
    return names


def request_encoder(name: str, fields: Fields, omitted: object) -> Callable[[Any], dict[str, Any]]:
    """Return an encoder that writes the attributes of a value as a dict, in the order of `fields`.

    It omits an optional field that holds `omitted`.
    """
    return _encoder(name, fields, omitted, [])


def record_encoder(name: str, fields: Fields) -> Callable[[Any], dict[str, Any]]:
    """Return an encoder that omits a field which holds nothing, unless it was stated so.

    Such fields come last, sorted by name: the order of a set differs between processes.
    """
    return _encoder(
        name,
        fields,
        None,
        [
            "if _value.stated_empty:",
            "    for _name, _empty in sorted(_value.stated_empty):",
            "        _object.setdefault(_name, None if _empty is None else [])",
        ],
    )


def _encoder(
    name: str, fields: Fields, omitted: object, last: Iterable[str]
) -> Callable[[Any], dict[str, Any]]:
    return _define_function(
        f"{name}_encode",
        "_value",
        ["_object = {}", *_lines(_encoded_field, fields), *last, "return _object"],
        _omitted=omitted,
        **{f"_encode_{name}": field.encode for name, field in fields.items()},
    )


def _encoded_field(name: str, field: FieldCode) -> Iterator[str]:
    value = name if field.encode is None else f"_encode_{name}({name})"
    yield f"{name} = _value.{name}"
    guard = f"if {name}: " if field.default == () else f"if {name} is not _omitted: "
    guard = "" if field.required else guard
    yield f"{guard}_object[{name!r}] = {value}"


def _lines(write: Callable[[str, FieldCode], Iterator[str]], fields: Fields) -> Iterator[str]:
    for name, field in fields.items():
        yield from write(name, field)


def _define_function(
    name: str, parameters: str, body: Iterable[str], **namespace: object
) -> Callable[..., Any]:
    source = "\n    ".join([f"def {name}({parameters}):", *body]) + "\n"
    filename = f"<backd_rules generated {name}>"
    exec(compile(source, filename, "exec"), namespace)  # noqa: S102
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    function: Callable[..., Any] = namespace[name]  # type: ignore[assignment]
    return function
