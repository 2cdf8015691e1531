"""The codec of each kind of field: `encode` is the inverse of `decode`, alone and in an array."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backd_rules.domain.money import Money
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.text import BAD_RANGES, text_fault
from backd_rules.wire import codecs
from backd_rules.wire.codecs import MALFORMED, Choice, Codec, Count, Number, Text, Timestamp
from backd_rules.wire.containers import Array, Field, Object
from backd_rules.wire.problems import ProblemCode
from backd_rules.wire.tables import ORDER, UPDATE

MONEY = Number(Money, 0)
CODECS: list[tuple[Codec, object]] = [
    (Text(5), "texts"),
    (Timestamp(), "2020-10-01 18:46:09"),
    (MONEY, 10.5),
    (MONEY, 10),
    (Count(), 3),
    (Choice(OrderStatus, ProblemCode.UNKNOWN_STATUS), "order_placed"),
]


@pytest.mark.parametrize(("codec", "payload"), CODECS)
def test_encoding_is_the_inverse_of_decoding(codec: Codec, payload: object) -> None:
    value = codec.decode(payload)
    encoded = value if codec.encode is None else codec.encode(value)
    assert (type(encoded), encoded) == (type(payload), payload)
    assert codec.explain(payload, ()) == ()


@pytest.mark.parametrize(("codec", "payload"), CODECS)
def test_an_array_encodes_as_its_elements_do(codec: Codec, payload: object) -> None:
    array = Array(codec)
    assert array.encode(array.decode([payload, payload])) == [payload, payload]


def test_a_decimal_is_encoded_as_a_json_number() -> None:
    encoded = [MONEY.encode(MONEY.decode(Decimal(text))) for text in ("10.50", "10.00")]
    assert [(type(number), number) for number in encoded] == [(float, 10.5), (int, 10)]


SPECIAL = [edge for pair in BAD_RANGES for edge in pair] + list(" !\x1f\u3000\u2060\xa0é0")


@given(st.one_of(st.text(max_size=6), st.text(SPECIAL, max_size=6), st.none()))
def test_decoding_accepts_exactly_the_text_without_a_fault(text: object) -> None:
    if text_fault(text, 5) is None:
        assert Text(5).decode(text) is text
    else:
        with pytest.raises(MALFORMED):
            Text(5).decode(text)


@pytest.mark.parametrize("text", ["a", "Joe", "123 Main St", "é", "12345678901"])
def test_common_text_is_decoded_without_the_slow_check(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codecs, "text_fault", None)
    assert Text(11).decode(text) is text


@pytest.mark.parametrize("forbid_unknown", [True, False])
def test_a_required_field_refuses_null_by_its_declaration_and_not_by_its_name(
    *, forbid_unknown: bool
) -> None:
    def company(**options: Any) -> Object:
        fields = {"company_name": Field(codec=Text(9), **options)}
        return Object(name="x", factory=str, fields=fields, forbid_unknown=forbid_unknown)

    required, nullable = company(required=True), company(required=False, nullable=True)
    with pytest.raises(MALFORMED):
        required.decode({"company_name": None})
    [problem] = required.explain({"company_name": None}, ())
    assert (problem.code, problem.path) == (ProblemCode.NOT_NULLABLE, "/company_name")
    assert nullable.decode({"company_name": None}) == "None"
    assert nullable.explain({"company_name": None}, ()) == ()


def test_generated_functions_have_the_name_of_their_object() -> None:
    assert (ORDER.decode.__name__, ORDER.encode.__name__) == ("order_decode", "order_encode")


def test_a_field_of_a_table_has_the_meaning_of_its_declaration() -> None:
    meaning = "The amount of tax charged for the order, in dollars."
    assert UPDATE.fields["tax_amount"].meaning == ORDER.fields["tax_amount"].meaning == meaning
