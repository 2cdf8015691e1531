"""The sums of items from a column of lists, by hand and compared with exact integers (N5)."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backd_rules import LineItem, Quantity, UnitPrice
from backd_rules.bulk import sum_items, sum_new_items
from backd_rules.bulk.overflow import bounded_sums
from backd_rules.domain.item import items_range

TOP = 10**15 - 1
FAR = 10**18
STRUCT = pa.struct([("unit_price", pa.int64()), ("qty", pa.int64())])
LISTS = pa.list_(STRUCT)
LARGE = pa.large_list(STRUCT)
LARGEST = (FAR - 99_999, FAR, FAR + 10**18 - 2 * 10**8)
"""The sums of one largest line: 10**23 - 2 * 10**8 cents, which have a part beyond 10**18."""
WRONG = (-1, -1, -1)
NONE = (None, None, None)

Line = tuple[int | None, int | None]
Sums = tuple[int | None, int | None, int | None]


def lists(items: list[Any], kind: pa.DataType = LISTS) -> pa.Array:
    """Return an array of lists of prices and quantities; `None` is a null."""
    names = ("unit_price", "qty")
    return pa.array(
        [
            lines
            and [None if line is None else dict(zip(names, line, strict=True)) for line in lines]
            for lines in items
        ],
        kind,
    )


def rows(sums: pa.RecordBatch) -> list[Sums]:
    return [tuple(row.values()) for row in sums.to_pylist()]


HALF = (50_000, 100)
"""0.05 dollars times 0.1: half a cent."""

BY_HAND: list[tuple[str, list[Line], Sums]] = [
    ("a whole cent", [(10_000, 1_000)], (1, 1, 1)),
    ("half a cent", [HALF], (0, 1, 1)),
    ("just below half a cent", [(4_999, 1_000)], (0, 0, 1)),
    ("just above a cent", [(10_001, 1_000)], (1, 1, 2)),
    ("nothing", [(0, 1)], (0, 0, 0)),
    ("the least amount", [(1, 1)], (0, 0, 1)),
    ("each line is rounded for itself", [HALF, HALF, HALF], (0, 3, 3)),
    ("three thirds", [(3_333, 1_000)] * 3, (0, 0, 3)),
    ("a cable and a cap", [(4_127_500, 12_000), (38_500, 1_000)], (4956, 4957, 4957)),
    ("the highest sum of one cent", [(TOP, 10_000)], (TOP // 1_000, 10**12, 10**12)),
    ("the highest product that fits", [(9 * 10**9, 10**9)], (9 * 10**11,) * 3),
    ("a product above int64", [(10**14, 10**11 - 1)], (FAR - 10**7,) * 3),
    ("a cent below far", [(10**14, 10**11 - 1), (10**7 - 1, 10**7)], (FAR - 1,) * 3),
    ("far", [(10**14, 10**11)], (FAR - 1, FAR, FAR)),
    ("a cent farther", [(10**14, 10**11), (10**7, 1)], (FAR - 1, FAR, FAR + 1)),
    ("half a cent below far", [(10**14, 10**11 - 1), (10**7 - 1, 10**7), HALF],
     (FAR - 1, FAR, FAR)),
    ("the largest line", [(TOP, TOP)], LARGEST),
    ("a sum that wraps around int64", [(10**14, 10**11)] * 19, (FAR - 19, FAR, FAR)),
    ("a sum that wraps around twice", [(TOP, TOP)] * 37,
     (FAR - 3_699_999, FAR, FAR + 10**18 - 74 * 10**8)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "sums"), [case[1:] for case in BY_HAND], ids=[case[0] for case in BY_HAND]
)
@pytest.mark.parametrize("kind", [LISTS, LARGE], ids=["list", "large_list"])
def test_the_sums_are(lines: list[Line], sums: Sums, kind: pa.DataType) -> None:
    assert rows(sum_items(lists([lines], kind))) == [sums]
    assert rows(sum_new_items(lists([lines], kind))) == [sums]


def test_all_of_them_in_one_column() -> None:
    """The form for large numbers is as exact for small ones."""
    column = lists([lines for _, lines, _ in BY_HAND])
    assert rows(sum_items(column)) == [sums for *_, sums in BY_HAND]


def test_the_names_of_the_sums() -> None:
    column = lists([[HALF]])
    names = ["items_lowest", "items_half_up", "items_highest"]
    assert sum_items(column).schema.names == names
    assert sum_new_items(column).schema.names == [f"new_{name}" for name in names]
    assert {str(kind) for kind in sum_items(column).schema.types} == {"int64"}


OUT_OF_RANGE: list[list[Line | None]] = [
    [(-1, 1_000)],
    [(TOP + 1, 1_000)],
    [(1, 0)],
    [(1, -1)],
    [(1, TOP + 1)],
    [(2**63 - 1, 2**63 - 1)],
    [(-(2**63), 1)],
    [(None, 1)],
    [(1, None)],
    [(None, None)],
    [None],
    [HALF, (1, 0), HALF],
    [HALF, None],
]


@pytest.mark.parametrize("lines", OUT_OF_RANGE)
@pytest.mark.parametrize("function", [sum_items, sum_new_items])
def test_a_number_that_is_null_or_out_of_range_makes_the_row_wrong(
    lines: list[Line | None], function: Any
) -> None:
    assert rows(function(lists([[HALF], lines, [HALF]]))) == [(0, 1, 1), WRONG, (0, 1, 1)]


def test_an_order_may_have_no_items_and_an_update_may_state_none() -> None:
    column = lists([None, [], [HALF]])
    assert rows(sum_items(column)) == [NONE, NONE, (0, 1, 1)]
    assert rows(sum_new_items(column)) == [NONE, WRONG, (0, 1, 1)]


def test_an_update_has_at_most_a_thousand_items() -> None:
    """U4: "`items` has 1 to 1,000 entries"; a record may have any number (F2)."""
    column = lists([[HALF] * 1_000, [HALF] * 1_001])
    assert rows(sum_new_items(column)) == [(0, 1_000, 1_000), WRONG]
    assert rows(sum_items(column)) == [(0, 1_000, 1_000), (0, 1_001, 1_001)]


@pytest.mark.parametrize("function", [sum_items, sum_new_items])
def test_a_column_without_rows_or_lines(function: Any) -> None:
    assert rows(function(lists([]))) == []
    assert rows(function(lists([None, None]))) == [NONE, NONE]
    assert function(lists([])).schema == function(lists([[HALF]])).schema


@pytest.mark.parametrize("kind", [LISTS, LARGE], ids=["list", "large_list"])
def test_a_slice_is_added_as_its_part(kind: pa.DataType) -> None:
    items = [[HALF], None, [(1, 0)], [], [(10_000, 2_000)] * 2, [HALF, HALF], [(TOP, TOP)]]
    whole = lists(items, kind)
    expected = [(0, 1, 1), NONE, WRONG, NONE, (4, 4, 4), (0, 2, 2), LARGEST]
    for start in range(len(items)):
        for length in range(len(items) - start + 1):
            part = whole.slice(start, length)
            assert rows(sum_items(part)) == expected[start : start + length]


def test_a_null_list_may_have_lines_behind_it() -> None:
    """What a null hides does not count, and neither do numbers behind a null line."""
    values = lists([[HALF, HALF, (10_000, 1_000)]]).values
    mask = pa.array([False, True, False])
    offsets = pa.array([0, 1, 2, 3], pa.int32())
    column = pa.ListArray.from_arrays(offsets, values, mask=mask)
    assert rows(sum_items(column)) == [(0, 1, 1), NONE, (1, 1, 1)]
    assert rows(sum_new_items(column)) == [(0, 1, 1), NONE, (1, 1, 1)]


def test_a_wrong_line_behind_a_null_list_does_not_count() -> None:
    values = lists([[HALF, (-1, None), HALF]]).values
    column = pa.ListArray.from_arrays(
        pa.array([0, 1, 2, 3], pa.int32()), values, mask=pa.array([False, True, False])
    )
    assert rows(sum_items(column)) == [(0, 1, 1), NONE, (0, 1, 1)]
    assert rows(sum_new_items(column)) == [(0, 1, 1), NONE, (0, 1, 1)]


def test_a_sliced_struct_is_read_from_its_first_line() -> None:
    values = lists([[(TOP, TOP), (10_000, 1_000), (10_000, 2_000)]]).values.slice(1)
    column = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), values)
    assert rows(sum_items(column)) == [(1, 1, 1), (2, 2, 2)]


def test_the_other_fields_of_a_line_do_not_count() -> None:
    line = {"sku": "x", "qty": 1_000, "display_name": None, "unit_price": 10_000}
    fields = [("sku", pa.utf8()), ("qty", pa.int64()), ("display_name", pa.utf8())]
    kind = pa.list_(pa.struct([*fields, ("unit_price", pa.int64())]))
    assert rows(sum_items(pa.array([[line]], kind))) == [(1, 1, 1)]


EXPECTED = "an array of lists of structs with unit_price and qty of type int64"
WRONG_TYPES: list[tuple[Any, str]] = [
    (pa.array([[1]]), "is list<item: int64>"),
    (pa.array([1]), "is int64"),
    (
        pa.array([[{"unit_price": 1}]]),
        "is list<item: struct<unit_price: int64>>",
    ),
    (
        pa.array([[{"unit_price": 1.5, "qty": 1}]]),
        "is list<item: struct<unit_price: double, qty: int64>>",
    ),
    (
        pa.array([[{"unit_price": 1, "qty": 1.5}]]),
        "is list<item: struct<unit_price: int64, qty: double>>",
    ),
    (pa.array([{"unit_price": 1, "qty": 1}]), "is struct<unit_price: int64, qty: int64>"),
    (None, "got None"),
    ([[{"unit_price": 1, "qty": 1}]], "got list"),
]


@pytest.mark.parametrize(("items", "came"), WRONG_TYPES)
@pytest.mark.parametrize("function", [sum_items, sum_new_items])
def test_another_type_raises(items: Any, came: str, function: Any) -> None:
    with pytest.raises(TypeError) as error:
        function(items)
    assert str(error.value) == f"{function.__name__}.items must be {EXPECTED}, {came}"


PRICES = st.integers(0, TOP) | st.integers(0, 10**7) | st.sampled_from([0, 1, TOP])
QTYS = st.integers(1, TOP) | st.integers(1, 10**5) | st.sampled_from([1, 1_000, TOP])


@given(st.lists(st.none() | st.lists(st.tuples(PRICES, QTYS), max_size=5), max_size=6))
def test_any_sums_are_those_of_exact_integers(items: list[list[Line] | None]) -> None:
    def sums(lines: list[Any] | None) -> Sums:
        if not lines:
            return NONE
        exact = [
            LineItem("x", "x", UnitPrice(millionths=price), Quantity(thousandths=qty))
            for price, qty in lines
        ]
        lowest, highest = items_range(tuple(exact))
        half_up = sum(item.amount_cents for item in exact)
        return bounded_sums(lowest, half_up, highest)

    assert rows(sum_items(lists([*items]))) == [sums(lines) for lines in items]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_a_column_of_nulls_may_have_buffers_of_any_length(count: int) -> None:
    assert rows(sum_new_items(pa.nulls(count, LISTS))) == [NONE] * count
    assert rows(sum_items(pa.nulls(count, LISTS))) == [NONE] * count
