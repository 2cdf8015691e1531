"""`wire.loads`: accepted texts, and the code and path of each problem."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusals import problems

from backd_rules import wire


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [1, true, null, "x"]}', {"a": [1, True, None, "x"]}),
        (b'{"a": "\xc3\xa9"}', {"a": "é"}),
        ('"\\ud83d\\ude00"', "😀"),
        ("\ufeff[1]", [1]),
        (b"\xef\xbb\xbf[1]", [1]),
        ('"\ufeff"', "\ufeff"),
        (b'"\xef\xbb\xbfx"', "\ufeffx"),
        ('"' + "[" * 100_000 + '"', "[" * 100_000),
        ('"\\"' + "{" * 100 + '"', '"' + "{" * 100),
        ('"\\n' + "]" * 100 + '[[]]"', "\n" + "]" * 100 + "[[]]"),
    ],
)
def test_json_is_accepted(text: str | bytes, expected: object) -> None:
    assert wire.loads(text) == expected


def test_64_levels_are_accepted_and_65_refused() -> None:
    assert wire.loads("[" * 64 + "]" * 64) == wire.loads("[" * 64 + "]" * 64)
    wire.loads("[" + "[],{}," * 100 + "[]]")
    wire.loads("[[],{}," + "[" * 63 + "]" * 63 + ",[]]")
    assert problems(wire.loads, "[" * 65 + "]" * 65) == [("too_deep", "")]
    assert problems(wire.loads, "[" + "[]," * 70 + "[" * 64 + "]" * 65) == [("too_deep", "")]
    assert problems(wire.loads, "[" + "{}," * 70 + "[" * 64 + "]" * 65) == [("too_deep", "")]
    assert problems(wire.loads, "[" * 100_000) == [("too_deep", "")]
    assert problems(wire.loads, "[" + "[[]]," * 50_000 + "[" * 64) == [("too_deep", "")]
    assert problems(wire.loads, '{"a":' * 100_000) == [("too_deep", "")]
    assert problems(wire.loads, "[" * 65 + "\ud800") == [("too_deep", "")]


def test_100_000_arrays_and_objects_are_accepted_and_one_more_refused() -> None:
    many = "[[]" + ",[]" * 49_998 + ",{}" * 50_000
    assert wire.loads(f"{many}]") == [[]] * 49_999 + [{}] * 50_000
    assert wire.loads(f'{many},"[{{]"]')[-1] == "[{]"
    assert problems(wire.loads, f"{many},[]]") == [("too_large", "")]
    assert problems(wire.loads, f"{many},{{") == [("too_large", "")]


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
        ("\ufeff\ufeff[1]", [("bad_json", "")]),
        (b"\xef\xbb\xbf\xef\xbb\xbf[1]", [("bad_json", "")]),
        ("[1]\ufeff", [("bad_json", "")]),
        ("[\ufeff1]", [("bad_json", "")]),
        ("\ufeff", [("bad_json", "")]),
        (b"\xff\xfe[\x001\x00]\x00", [("bad_json", "")]),
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
        ('[{"é": "é"}, "\ud800", []]', [("bad_characters", "/1")]),
    ],
)
def test_every_problem_has_its_path(text: str | bytes, expected: list[tuple[str, str]]) -> None:
    assert problems(wire.loads, text) == expected


def test_the_message_has_the_position_and_not_the_text() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.loads('{"email":\n joe}')
    expected = (
        "the document must be JSON in UTF-8, but it has an error at line 2 column 2: "
        "Expecting value [bad_json]"
    )
    assert str(caught.value) == expected


def test_only_text_is_accepted() -> None:
    with pytest.raises(TypeError, match=r"^loads.text must be a str or bytes, got int$"):
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


PIECES = ["\\\\", "\\n", '\\"', "\\u0061", "\\ud83d", "\\uDE00", "\\uDBFF", "\\udfff", "\\ud7ff"]


@given(st.lists(st.sampled_from([*PIECES, "u", "d800", "\ud800", "\udfff", "😀"]), max_size=6))
def test_a_string_is_accepted_exactly_if_it_has_no_lone_surrogate(pieces: list[str]) -> None:
    text = f'["{"".join(pieces)}"]'
    [value] = json.loads(text)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        assert problems(wire.loads, text) == [("bad_characters", "/0")]
    else:
        assert wire.loads(text) == [value]


@pytest.mark.parametrize("padding", [0, 5000], ids=["a short text", "a long text"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "a": 2}', ["/a"]),
        ('{"a": 1, "a": 2, "a": 3}', ["/a", "/a"]),
        ('{"a": {"x": 1, "x": 1}, "a": [{"~/": 0, "~/": 0}]}', ["/a/x", "/a", "/a/0/~0~1"]),
        ('[0, {"b": [{}, [], {"c": 1, "c": {"d": 1, "d": 1}}]}]', ["/1/b/2/c", "/1/b/2/c/d"]),
    ],
)
def test_duplicate_keys_are_found_in_order_whatever_the_length(
    padding: int, text: str, expected: list[str]
) -> None:
    found = problems(wire.loads, text + " " * padding)
    assert found == [("duplicate_key", path) for path in expected]
