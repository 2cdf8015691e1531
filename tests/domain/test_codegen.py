"""Generated functions show their source in `inspect` and in tracebacks, as written ones do."""

import inspect
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from backd_rules.domain.codegen import (
    FieldCode,
    object_encoder,
    record_decoder,
    request_decoder,
    unchecked,
)
from backd_rules.domain.money import Money

FIELDS = {
    "amount": FieldCode(int, str, required=True, nullable=False, default=None),
    "note": FieldCode(str, None, required=False, nullable=True, default="none"),
}


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


def test_a_traceback_shows_the_generated_line_of_an_encoder() -> None:
    encode = object_encoder("Example", FIELDS, None)
    with pytest.raises(AttributeError) as caught:
        encode(object())
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<backd_rules generated Example_encode>", line ' in shown
    assert "amount = _value.amount" in shown


def test_one_class_has_one_unchecked_constructor() -> None:
    assert unchecked(Money) is unchecked(Money)
