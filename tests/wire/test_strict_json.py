"""`wire.loads`: accepted texts, and the code and path of each problem."""

import json
import time
from decimal import Decimal

import pytest
from support.refusals import problems

from backd_rules import wire


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [1, true, null, "x"]}', {"a": [1, True, None, "x"]}),
        (b'{"a": "\xc3\xa9"}', {"a": "é"}),
        ('"\\ud83d\\ude00"', "😀"),
        ("10.005", Decimal("10.005")),
        ("9999999999999.991", Decimal("9999999999999.991")),
        ("1e400", Decimal("1E+400")),
        ("1e1000000", Decimal("1E+1000000")),
        ('"' + "[" * 100_000 + '"', "[" * 100_000),
        ('"\\"' + "{" * 100 + '"', '"' + "{" * 100),
        ('"\\n' + "]" * 100 + '[[]]"', "\n" + "]" * 100 + "[[]]"),
    ],
)
def test_json_is_accepted(text: str | bytes, expected: object) -> None:
    assert wire.loads(text) == expected


def test_a_whole_number_is_an_int_and_any_other_number_a_decimal() -> None:
    numbers = wire.loads("[1, -1, 1111111111111111111, 1.0, 1e2]")
    assert [type(number) for number in numbers] == [int, int, int, Decimal, Decimal]


def test_64_levels_are_accepted_and_65_refused() -> None:
    assert wire.loads("[" * 64 + "]" * 64) == wire.loads("[" * 64 + "]" * 64)
    wire.loads("[" + "[],{}," * 100 + "[]]")
    wire.loads("[[],{}," + "[" * 63 + "]" * 63 + ",[]]")
    assert problems(wire.loads, "[" * 65 + "]" * 65) == [("too_deep", "")]
    assert problems(wire.loads, "[" + "[]," * 70 + "[" * 64 + "]" * 65) == [("too_deep", "")]
    assert problems(wire.loads, "[" + "{}," * 70 + "[" * 64 + "]" * 65) == [("too_deep", "")]
    assert problems(wire.loads, "[" * 100_000) == [("too_deep", "")]
    assert problems(wire.loads, '{"a":' * 100_000) == [("too_deep", "")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"' + "a" * (1024 * 1024 - 2) + '"', None),
        ('"' + "a" * (1024 * 1024 - 1) + '"', "too_large"),
        ('"' + "é" * (512 * 1024 - 1) + '"', None),
        ('"' + "é" * (512 * 1024) + '"', "too_large"),
        ('"é' + "a" * (1024 * 1024 - 3) + '"', "too_large"),
        (b" " * (1024 * 1024 + 1), "too_large"),
    ],
    ids=[
        "ASCII",
        "ASCII, one more",
        "two bytes each",
        "two bytes each, one more",
        "one of two",
        "bytes",
    ],
)
def test_one_mebibyte_is_accepted_and_no_more(text: str | bytes, code: str | None) -> None:
    if code is None:
        assert wire.loads(text)
    else:
        assert problems(wire.loads, text) == [(code, "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("bad_json", "")]),
        ("{", [("bad_json", "")]),
        ('{"a": 1,}', [("bad_json", "")]),
        ("NaN", [("bad_json", "")]),
        ('{"a": Infinity}', [("bad_json", "")]),
        ('{"a": -Infinity}', [("bad_json", "")]),
        ('"\x01"', [("bad_json", "")]),
        (b'"\xff"', [("bad_json", "")]),
        ("01", [("bad_json", "")]),
        ('{"a": 1, "a": 2}', [("duplicate_key", "/a")]),
        (
            '{"a": {"x": 1, "x": 1}, "a": [{"~/": 0, "~/": 0}]}',
            [("duplicate_key", "/a/x"), ("duplicate_key", "/a"), ("duplicate_key", "/a/0/~0~1")],
        ),
        ('{"a": {"b": 1, "b": 2}} x', [("bad_json", "")]),
        ('[{"b": 1, "b": 2}, NaN]', [("bad_json", "")]),
        ('"\\ud800"', [("bad_characters", "")]),
        ('{"a": ["x", "\\udfff"]}', [("bad_characters", "/a/1")]),
        ('{"\\ud800": "\\ud800"}', [("bad_characters", "/\ufffd")] * 2),
        ('["\ud800"]', [("bad_characters", "/0")]),
    ],
)
def test_every_problem_has_its_path(text: str | bytes, expected: list[tuple[str, str]]) -> None:
    assert problems(wire.loads, text) == expected


def test_the_message_has_the_position_and_not_the_text() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.loads('{"email":\n joe}')
    assert str(caught.value) == "(whole): not JSON at line 2 column 2: Expecting value [bad_json]"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("9" * 5000, "out_of_range"),
        ("-" + "9" * 5000, "out_of_range"),
        ("1e400", "out_of_range"),
        ("1e1000000", "out_of_range"),
        ("1e-1000000", "too_precise"),
        ("1e99999999999999999999999", "not_finite"),
        ("0." + "0" * 5000 + "1", "too_precise"),
    ],
)
def test_a_huge_number_is_refused_quickly_with_its_path(number: str, code: str) -> None:
    start = time.process_time()
    text = f'{{"backd_order_id": "B", "merchant_order_id": "M", "order_total": {number}}}'
    assert problems(wire.parse_update, wire.loads(text)) == [(code, "/order_total")]
    assert time.process_time() - start < 0.5


HOSTILE = {
    "an open string of quotes": "[" + "[]," * 65 + '"' + '\\"' * 200_000,
    "duplicates below a long name": '{"' + "k" * 500_000 + '":[' + '{"a":0,"a":0},' * 2000 + "0]}",
    "surrogates below a long name": '{"' + "k" * 500_000 + '":[' + '"\\ud800",' * 2000 + "0]}",
}


@pytest.mark.parametrize(
    ("name", "count", "path"),
    [
        ("an open string of quotes", 1, ""),
        ("duplicates below a long name", 1000, "/" + "k" * 255 + ".../999/a"),
        ("surrogates below a long name", 1000, "/" + "k" * 255 + ".../999"),
    ],
)
def test_a_hostile_text_takes_linear_time(name: str, count: int, path: str) -> None:
    start = time.process_time()
    found = problems(wire.loads, HOSTILE[name])
    assert (len(found), found[-1][1]) == (count, path)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(("length", "cut"), [(255, ""), (256, "...")])
def test_a_name_longer_than_255_characters_is_truncated(length: int, cut: str) -> None:
    text = '{"' + "k" * length + '": [{"a": 0, "a": 0}]}'
    assert problems(wire.loads, text) == [("duplicate_key", "/" + "k" * 255 + cut + "/0/a")]


def test_only_text_is_accepted() -> None:
    with pytest.raises(TypeError, match=r"^loads takes str or bytes$"):
        wire.loads(5)  # type: ignore[arg-type]


def test_the_response_to_a_lone_surrogate_in_a_name_can_be_encoded() -> None:
    ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    for parse in (
        lambda: wire.loads('{"\\ud800": 1}'),
        lambda: wire.parse_update({**ids, "\ud800": 1}),
    ):
        with pytest.raises(wire.InvalidPayload) as caught:
            parse()
        envelope = wire.error_response(caught.value)
        assert [violation["path"] for violation in envelope["violations"]] == ["/\ufffd"]
        assert json.dumps(envelope, ensure_ascii=False).encode("utf-8")
