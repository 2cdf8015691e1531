"""The generated functions: what they decode and encode, and the source that they show.

A generated function shows its source in `inspect` and in tracebacks, as a written one does.
"""

import inspect
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from backd_rules.domain.codegen import (
    FieldCode,
    record_decoder,
    record_encoder,
    request_decoder,
    request_encoder,
    unchecked,
)
from backd_rules.domain.money import Money

FIELDS = {
    "amount": FieldCode(int, str, required=True, nullable=False, default=None),
    "note": FieldCode(str, None, required=False, nullable=True, default="none"),
    "label": FieldCode(str, None, required=False, nullable=False, default="plain"),
    "lines": FieldCode(tuple, list, required=False, nullable=False, default=()),
}


def as_read(*values: Any) -> tuple[Any, ...]:
    return values


decode_request = request_decoder("Request", as_read, FIELDS)
decode_record = record_decoder("Record", as_read, FIELDS)


def test_a_generated_function_has_source() -> None:
    assert inspect.getsource(unchecked(Money)) == (
        "def Money_unchecked(cents):\n"
        "    _value = _new(_cls)\n"
        "    _set_cents(_value, cents)\n"
        "    return _value\n"
    )


@pytest.mark.parametrize("make", [request_decoder, record_decoder])
def test_a_traceback_shows_the_generated_line_of_a_decoder(make: Callable[..., Any]) -> None:
    decode = make("Example", dict, FIELDS)
    with pytest.raises(ValueError, match="invalid literal") as caught:
        decode({"amount": "x"})
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<backd_rules generated Example_decode>", line ' in shown
    assert "amount = _decode_amount(" in shown


@pytest.mark.parametrize(
    "encode",
    [request_encoder("Example", FIELDS, None), record_encoder("Example", FIELDS)],
)
def test_a_traceback_shows_the_generated_line_of_an_encoder(encode: Callable[..., Any]) -> None:
    with pytest.raises(AttributeError) as caught:
        encode(object())
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<backd_rules generated Example_encode>", line ' in shown
    assert "amount = _value.amount" in shown


def test_one_class_has_one_unchecked_constructor() -> None:
    assert unchecked(Money) is unchecked(Money)


@pytest.mark.parametrize(
    ("payload", "fields"),
    [
        ({"amount": "5"}, (5, "none", "plain", ())),
        ({"amount": "5", "note": None}, (5, None, "plain", ())),
        ({"note": "n", "lines": "ab", "amount": "5"}, (5, "n", "plain", ("a", "b"))),
        ({"amount": "5", "note": "", "label": "l"}, (5, "", "l", ())),
    ],
)
def test_a_request_is_decoded_field_by_field(payload: Any, fields: tuple[Any, ...]) -> None:
    assert decode_request(payload) == fields


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ([], TypeError),
        (None, TypeError),
        ({}, KeyError),
        ({"amount": "x"}, ValueError),
        ({"amount": None}, TypeError),
        ({"amount": "5", "lines": None}, TypeError),
        ({"amount": "5", "other": 1}, KeyError),
        ({"amount": "5", "note": None, "label": "l", "lines": "", "other": 1}, KeyError),
    ],
)
def test_a_request_has_no_unknown_field_and_null_only_where_it_is_allowed(
    payload: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        decode_request(payload)


NULL_NOTE, NULL_LABEL = ("note", None), ("label", None)
NULL_LINES, NO_LINES = ("lines", None), ("lines", ())


@pytest.mark.parametrize(
    ("payload", "empty", "fields"),
    [
        ({"amount": "5"}, set(), (5, "none", "plain", ())),
        ({"amount": "5", "other": 1}, set(), (5, "none", "plain", ())),
        ({"amount": "5", "note": None}, {NULL_NOTE}, (5, "none", "plain", ())),
        ({"amount": "5", "label": None}, {NULL_LABEL}, (5, "none", "plain", ())),
        ({"amount": "5", "lines": None}, {NULL_LINES}, (5, "none", "plain", ())),
        ({"amount": "5", "lines": ""}, {NO_LINES}, (5, "none", "plain", ())),
        (
            {"amount": "5", "lines": "", "note": None},
            {NO_LINES, NULL_NOTE},
            (5, "none", "plain", ()),
        ),
        ({"amount": "5", "note": "", "lines": "a"}, set(), (5, "", "plain", ("a",))),
    ],
)
def test_a_record_remembers_what_it_states_empty(
    payload: Any, empty: set[Any], fields: tuple[Any, ...]
) -> None:
    assert decode_record(payload) == (frozenset(empty), *fields)


@pytest.mark.parametrize(
    ("payload", "error"),
    [([], TypeError), (None, TypeError), ({}, KeyError), ({"amount": None}, TypeError)],
)
def test_a_record_must_be_an_object_with_its_required_fields(
    payload: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        decode_record(payload)


def test_a_request_is_encoded_without_the_optional_fields_that_it_omits() -> None:
    encode = request_encoder("Request", FIELDS, "omitted")
    value = SimpleNamespace(amount=5, note=None, label="omitted", lines=("a",))
    assert encode(value) == {"amount": "5", "note": None, "lines": ["a"]}
    assert [*encode(value)] == ["amount", "note", "lines"]


@pytest.mark.parametrize(
    ("empty", "note", "lines", "payload"),
    [
        (set(), None, (), {}),
        ({NULL_NOTE}, None, (), {"note": None}),
        ({NULL_NOTE}, "n", (), {"note": "n"}),
        (set(), "", (), {"note": ""}),
        ({NO_LINES}, None, (), {"lines": []}),
        ({NULL_LINES}, None, (), {"lines": None}),
        ({NULL_LINES}, None, ("a",), {"lines": ["a"]}),
        ({NO_LINES, NULL_NOTE}, None, (), {"note": None, "lines": []}),
    ],
)
def test_a_record_is_encoded_with_what_it_stated_empty(
    empty: set[Any], note: str | None, lines: tuple[str, ...], payload: dict[str, Any]
) -> None:
    encode = record_encoder("Record", FIELDS)
    value = SimpleNamespace(
        amount=5, note=note, label=None, lines=lines, stated_empty=frozenset(empty)
    )
    assert encode(value) == {"amount": "5", **payload}


def test_two_payloads_do_not_share_an_empty_list() -> None:
    encode = record_encoder("Record", FIELDS)
    value = SimpleNamespace(
        amount=5, note=None, label=None, lines=(), stated_empty=frozenset({NO_LINES})
    )
    encode(value)["lines"].append("a")
    assert encode(value)["lines"] == []
