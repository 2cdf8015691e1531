"""At most 100 problems are reported, on paths of at most 256 characters (domain.md, V4)."""

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.counting import within_processor_seconds
from support.reference import IDS, ITEM, ORDER
from support.refusals import problems

from backd_rules import wire
from backd_rules.wire.problems import pointer, problem_at

POINTER = re.compile("(/([^~/]|~[01])*)*")
"""A JSON Pointer as RFC 6901 defines it."""


def unknown_fields(count: int) -> dict[str, Any]:
    """Return an update with `count` unknown fields."""
    return {**IDS, **{f"x{number}": 1 for number in range(count)}}


@pytest.mark.parametrize("count", [1, 99, 100])
def test_up_to_100_problems_are_all_reported(count: int) -> None:
    found = problems(wire.parse_update, unknown_fields(count))
    assert found == [("unknown_field", f"/x{number}") for number in range(count)]


@pytest.mark.parametrize("count", [101, 102, 5000])
def test_after_100_problems_a_last_one_says_that_there_are_more(count: int) -> None:
    found = problems(wire.parse_update, unknown_fields(count))
    assert found[:100] == [("unknown_field", f"/x{number}") for number in range(100)]
    assert found[100:] == [("too_many_problems", "")]


def test_the_last_problem_states_the_number() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(unknown_fields(101))
    last = caught.value.problems[-1]
    assert last.facts == {"max_problems": 100}
    assert last.message == "the document has more problems than these 100"
    assert len(wire.error_response(caught.value)["violations"]) == 101


def test_an_exception_with_too_many_problems_can_be_raised_again() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(unknown_fields(101))
    assert wire.InvalidPayload(caught.value.problems).problems == caught.value.problems


def test_an_exception_with_problems_can_be_sent_to_another_process() -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_update(unknown_fields(101))
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_an_invalid_payload_has_a_problem() -> None:
    with pytest.raises(
        ValueError, match=r"^InvalidPayload\.problems must have at least 1 element$"
    ):
        wire.InvalidPayload([])


def test_no_problem_after_the_101st_is_looked_for() -> None:
    asked = []

    def endless() -> Any:
        while True:
            asked.append(1)
            yield problem_at((), wire.ProblemCode.MISSING)

    assert len(wire.InvalidPayload(endless()).problems) == 101
    assert len(asked) == 101


BAD_ITEMS = {**ORDER, "items": [{}] * 100_000}


@pytest.mark.parametrize(
    ("parse", "payload", "first", "count"),
    [
        (wire.parse_update, {**IDS, "items": [{}] * 100_000}, ("too_many", "/items"), 1),
        (wire.parse_update, {**IDS, "items": [ITEM] * 100_000}, ("too_many", "/items"), 1),
        (wire.parse_updates, [{}] * 100_000, ("too_many", ""), 1),
        (wire.parse_order, BAD_ITEMS, ("missing", "/items/0/unit_price"), 101),
        (
            wire.parse_order,
            {**ORDER, "items": [ITEM] * 2_000 + [{**ITEM, "qty": 0}]},
            ("out_of_range", "/items/2000/qty"),
            1,
        ),
        (
            wire.parse_order,
            {**ORDER, "refunds": [5] * 100_000},
            ("wrong_type", "/refunds/0"),
            101,
        ),
        (wire.parse_update, unknown_fields(100_000), ("unknown_field", "/x0"), 101),
    ],
    ids=[
        "empty items of an update",
        "items of an update",
        "updates",
        "empty items of an order",
        "one bad item of an order",
        "refunds",
        "unknown fields",
    ],
)
def test_explaining_a_large_payload_is_quick(
    parse: Any, payload: Any, first: tuple[str, str], count: int
) -> None:
    with within_processor_seconds(0.5):
        found = problems(parse, payload)
    assert (found[0], len(found)) == (first, count)


def test_a_slow_block_would_be_noticed() -> None:
    with pytest.raises(AssertionError), within_processor_seconds(0):
        pass


HOSTILE = {
    "an open string of quotes": "[" + "[]," * 65 + '"' + '\\"' * 200_000,
    "duplicates below a long name": '{"' + "k" * 500_000 + '":[' + '{"a":0,"a":0},' * 2000 + "0]}",
    "surrogates below a long name": '{"' + "k" * 500_000 + '":[' + '"\\ud800",' * 2000 + "0]}",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("an open string of quotes", [("bad_json", "")]),
        (
            "duplicates below a long name",
            [("duplicate_key", "/" + "k" * 252 + "...")] * 100 + [("too_many_problems", "")],
        ),
        (
            "surrogates below a long name",
            [("bad_characters", "/" + "k" * 252 + "...")] * 100 + [("too_many_problems", "")],
        ),
    ],
)
def test_a_hostile_text_takes_linear_time(name: str, expected: list[tuple[str, str]]) -> None:
    with within_processor_seconds(1):
        found = problems(wire.loads, HOSTILE[name])
    assert found == expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ((), ""),
        (("",), "/"),
        (("items", 0, "qty"), "/items/0/qty"),
        (("a/b~c",), "/a~1b~0c"),
        (("~1",), "/~01"),
        (("k" * 255,), "/" + "k" * 255),
        (("k" * 256,), "/" + "k" * 252 + "..."),
        (("k" * 100_000,), "/" + "k" * 252 + "..."),
        (("X" * 256,), "/" + "X" * 252 + "..."),
        (("k" * 200, "l" * 54), "/" + "k" * 200 + "/" + "l" * 54),
        (("k" * 200, "l" * 55), "/" + "k" * 200 + "/" + "l" * 51 + "..."),
        # The 253rd character is the second of an escape sequence, or its first, which goes too.
        (("k" * 250 + "~" * 9,), "/" + "k" * 250 + "~0..."),
        (("k" * 251 + "~" * 9,), "/" + "k" * 251 + "..."),
        (("k" * 250 + "/" * 9,), "/" + "k" * 250 + "~1..."),
        (("k" * 251 + "/" * 9,), "/" + "k" * 251 + "..."),
        (("é" * 255,), "/" + "é" * 255),
        (("\ud800x\udfff",), "/\ufffdx\ufffd"),
    ],
)
def test_the_path_of_a_location(location: tuple[str | int, ...], expected: str) -> None:
    path = pointer(location)
    assert path == expected
    assert len(path) <= 256


NAMES = st.one_of(
    st.text(max_size=5),
    st.text("~/k", min_size=240, max_size=260),
    st.integers(0, 10**6),
    st.just("\ud800"),
)


@given(st.lists(NAMES, max_size=4).map(tuple))
def test_every_path_is_a_json_pointer_of_at_most_256_characters(
    location: tuple[str | int, ...],
) -> None:
    path = pointer(location)
    assert len(path) <= 256
    assert POINTER.fullmatch(path)
    path.encode("utf-8")  # It can be encoded.


@pytest.mark.parametrize(("length", "cut"), [(249, "/0/a"), (251, "/0/a"), (252, "...")])
def test_a_long_name_in_a_text_is_cut(length: int, cut: str) -> None:
    text = '{"' + "k" * length + '": [{"a": 0, "a": 0}]}'
    assert problems(wire.loads, text) == [("duplicate_key", "/" + "k" * length + cut)]
