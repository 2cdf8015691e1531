"""The codec of each kind of field: `encode` is the inverse of `decode`, alone and in an array."""

import re
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backd_rules.domain.money import Money, Percent, Quantity, UnitPrice
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.text import BAD_RANGES, text_fault
from backd_rules.wire import codecs
from backd_rules.wire.codecs import MALFORMED, Choice, Codec, Count, Number, RecordedText, Text
from backd_rules.wire.containers import Array, Field, Object
from backd_rules.wire.problems import ProblemCode
from backd_rules.wire.tables import ORDER, UPDATE

MONEY = Number(Money, 0)
CODECS: list[tuple[Codec, object]] = [
    (Text(5), "texts"),
    (Text(5, optional=True), "texts"),
    (RecordedText(), "\x00 any\n"),
    (RecordedText(), ""),
    (RecordedText(), " "),
    (RecordedText(optional=True), "x\n"),
    (RecordedText(identifies=True), "\n1"),
    (MONEY, 10.5),
    (MONEY, 10),
    (Number(UnitPrice, 0), 0.0385),
    (Number(UnitPrice, 0, rounded=True), 0.000001),
    (Number(Quantity, 1), 2.125),
    (Number(Percent, 0), 12.5),
    (Count(), 3),
    (Choice(OrderStatus, ProblemCode.UNKNOWN_STATUS), "order_placed"),
]


@pytest.mark.parametrize(("codec", "payload"), CODECS)
def test_encoding_is_the_inverse_of_decoding(codec: Codec, payload: object) -> None:
    value = codec.decode(payload)
    encoded = value if codec.encode is None else codec.encode(value)
    assert (type(encoded), encoded) == (type(payload), payload)
    assert list(codec.explain(payload, ())) == []


@pytest.mark.parametrize(("codec", "payload"), CODECS)
def test_an_array_encodes_as_its_elements_do(codec: Codec, payload: object) -> None:
    array = Array(codec)
    assert array.encode(array.decode([payload, payload])) == [payload, payload]


def test_a_decimal_is_encoded_as_a_json_number() -> None:
    encoded = [MONEY.encode(MONEY.decode(Decimal(text))) for text in ("10.50", "10.00")]
    assert [(type(number), number) for number in encoded] == [(float, 10.5), (int, 10)]


SPECIAL = [edge for pair in BAD_RANGES for edge in pair] + list(" !\x1f\u3000\u2060\xa0é0")
TEXTS = st.one_of(st.text(max_size=6), st.text(SPECIAL, max_size=6))


@given(TEXTS | st.none())
def test_decoding_accepts_exactly_the_text_without_a_fault(text: str | None) -> None:
    if text is not None and text_fault(text, 5) is None:
        assert Text(5).decode(text) is text
    else:
        assert_refused(Text(5), text)


@given(TEXTS)
def test_optional_text_is_none_exactly_if_it_is_blank(text: str) -> None:
    """`null`, or blank text, clears them (domain.md, N7)."""
    if text_fault(text, 5) == "blank":
        assert Text(5, optional=True).decode(text) is None
        assert list(Text(5, optional=True).explain(text, ())) == []
    elif text_fault(text, 5) is None:
        assert Text(5, optional=True).decode(text) is text
    else:
        assert_refused(Text(5, optional=True), text)


@given(TEXTS)
def test_recorded_text_is_kept_exactly_if_it_can_be_encoded(text: str) -> None:
    """Everything else may be any text that can be encoded as UTF-8 (domain.md, F4)."""
    if re.search("[\ud800-\udfff]", text):
        assert_refused(RecordedText(), text)
    else:
        assert RecordedText().decode(text) is text
        assert list(RecordedText().explain(text, ())) == []


def assert_refused(codec: Codec, payload: object) -> None:
    """Assert that a codec neither decodes a payload nor finds no problem in it."""
    with pytest.raises(MALFORMED):
        codec.decode(payload)
    assert len(list(codec.explain(payload, ()))) == 1


BLANK = ["", " ", "\t\n", "\u3000", "\xad\u200b", "\u180e\ufeff\u3164\uffa0", " " * 5000]


@pytest.mark.parametrize("text", BLANK)
def test_blank_text(text: str) -> None:
    assert Text(5, optional=True).decode(text) is None
    assert RecordedText(optional=True).decode(text) is None
    assert RecordedText().decode(text) is text
    assert_refused(Text(5), text)
    assert_refused(RecordedText(identifies=True), text)


class Words(StrEnum):
    A = "a"


class Numbers(IntEnum):
    ONE = 1


class Shouting(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "A!"


def test_a_subclass_counts_as_what_it_holds() -> None:
    """Subclasses count as what they hold; `bool` is no number (domain.md, N9)."""
    for codec in (Text(5), Text(5, optional=True), RecordedText(), RecordedText(identifies=True)):
        for held in (Words.A, Shouting("a")):
            decoded = codec.decode(held)
            assert (type(decoded), decoded) == (str, "a")
    assert Choice(OrderStatus, ProblemCode.UNKNOWN_STATUS).decode(Shouting("refund")) == "refund"
    assert MONEY.decode(Numbers.ONE) == Money(cents=100)
    count = Count().decode(Numbers.ONE)
    assert (type(count), count) == (int, 1)
    for number in (MONEY, Number(UnitPrice, 0, rounded=True), Count()):
        assert_refused(number, True)


@pytest.mark.parametrize("payload", [1.0, Decimal(1), Decimal("1.0"), Decimal("1E+0")])
def test_a_count_may_have_a_decimal_point(payload: object) -> None:
    count = Count().decode(payload)
    assert (type(count), count) == (int, 1)
    assert list(Count().explain(payload, ())) == []


@pytest.mark.parametrize("codec", [Number(UnitPrice, 0), Number(UnitPrice, 0, rounded=True)])
def test_only_a_record_is_rounded(codec: Number) -> None:
    if codec.rounded:
        assert codec.decode(0.0000005) == UnitPrice(millionths=1)
        assert codec.explain(0.0000005, ()) == ()
    else:
        assert_refused(codec, 0.0000005)


@pytest.mark.parametrize("text", ["a", "Joe", "123 Main St", "Zoë", "12345678901"])
def test_common_text_is_decoded_without_the_slow_check(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codecs, "text_fault", None)
    assert Text(11).decode(text) is text


@pytest.mark.parametrize("recorded", [True, False])
def test_a_required_field_refuses_null_by_its_declaration_and_not_by_its_name(
    *, recorded: bool
) -> None:
    def company(**options: Any) -> Object:
        fields = {"company_name": Field(codec=Text(9), **options)}

        def decoded(*values: object) -> object:
            return values[-1]

        return Object(name="x", factory=decoded, fields=fields, recorded=recorded)

    required, nullable = company(required=True), company(required=False, nullable=True)
    with pytest.raises(MALFORMED):
        required.decode({"company_name": None})
    [problem] = required.explain({"company_name": None}, ())
    assert (problem.code, problem.path) == (ProblemCode.NOT_NULLABLE, "/company_name")
    assert nullable.decode({"company_name": None}) is None
    assert list(nullable.explain({"company_name": None}, ())) == []


def test_an_array_has_bounds() -> None:
    array = Array(Count(), least=1, most=2)
    assert [array.decode([1]), array.decode([1, 2])] == [(1,), (1, 2)]
    wrongs: list[object] = [[], [1, 2, 3], (1,), {}, "1", None]
    for wrong in wrongs:
        assert_refused(array, wrong)
    assert Array(Count()).decode([]) == ()
    assert len(Array(Count()).decode([0] * 5000)) == 5000


def test_generated_functions_have_the_name_of_their_object() -> None:
    for codec, name in ((ORDER, "order"), (UPDATE, "update_request")):
        assert (codec.decode.__name__, codec.encode.__name__) == (
            f"{name}_decode",
            f"{name}_encode",
        )


def test_a_field_of_a_table_has_the_meaning_of_its_declaration() -> None:
    meaning = "The amount of tax charged for the order, in dollars."
    assert UPDATE.fields["tax_amount"].meaning == ORDER.fields["tax_amount"].meaning == meaning
