"""The entity tags of `If-Match` (RFC 9110, sections 8.8.3 and 13.1.1)."""

from __future__ import annotations

import pytest

from embedding.preconditions import entity_tags

pytestmark = pytest.mark.embedding


@pytest.mark.parametrize("headers", [[], ["*"], [" * "], ["\t*"]])
def test_every_order_matches_without_tags(headers: list[str]) -> None:
    assert entity_tags(headers) is None


@pytest.mark.parametrize(
    ("headers", "tags"),
    [
        (['"a"'], {'"a"'}),
        (['"a", "b"'], {'"a"', '"b"'}),
        (['"a","b"', ' "c" '], {'"a"', '"b"', '"c"'}),
        ([',"a" ,\t, "b",'], {'"a"', '"b"'}),
        (['"a,b"'], {'"a,b"'}),
        (['""'], {'""'}),
        (['W/"a"'], {'W/"a"'}),
        (['W/"a", "a"'], {'W/"a"', '"a"'}),
        (['"W/"'], {'"W/"'}),
        (['"*"'], {'"*"'}),
        (['"\\"'], {'"\\"'}),
        (['"\xe9\xff"'], {'"\xe9\xff"'}),
        ([""], set()),
        ([" , ,"], set()),
    ],
)
def test_a_list_has_tags(headers: list[str], tags: set[str]) -> None:
    assert entity_tags(headers) == frozenset(tags)


@pytest.mark.parametrize(
    "headers",
    [
        *(["a"], ['"a'], ['a"'], ["'a'"], ['"a" "b"'], ['"a""b"'], ['"a"; "b"'], ['"a b"']),
        *(['w/"a"'], ['W/ "a"'], ["W/"], ["W/a"], ['"a"W/"b"'], ['"a\x7f"'], ['"a\x00"'], ["\x00"]),
        *(["*, *"], ['*, "a"'], ["*", '"a"'], ["**"], ['"a"\n'], ['"a"\xa0']),
    ],
    ids=repr,
)
def test_other_headers_are_malformed(headers: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^If-Match is neither \* nor a list of entity tags$"):
        entity_tags(headers)


@pytest.mark.parametrize("unit", [",", ", ", '"a",', 'W/"a" , ', '"', "W/", " ", '""', '"a"\t'])
def test_a_malformed_header_takes_linear_time(unit: str) -> None:
    """A pattern that backtracks would take hours."""
    with pytest.raises(ValueError, match="If-Match"):
        entity_tags([f"{unit * 500_000}x"])
