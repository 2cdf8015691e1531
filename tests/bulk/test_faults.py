"""A row that is wrong has no decision, and says why; no other row notices it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bulk_columns import WITHOUT_ORDER
from support.compared_rows import UNKNOWN_ORDER
from support.decided_rows import UNDECIDED, Row
from support.random_rows import RandomRows, batch_of_rows
from support.wrong_rows import COLUMNS, WRONG, faults_of, numbers_of

from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals
from backd_rules.bulk import LIMIT_COLUMNS, ROWS, decide_batch, to_row

LIMIT = MerchantLimit(max_increase=Money.of(10))
ORDER = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
ALLOWED = to_row(ORDER, OrderUpdate("BO-1", "M-1", tax_amount=Money.of(9)), LIMIT)
REFUSED = to_row(ORDER, OrderUpdate("BO-1", "M-1", tax_amount=Money.of(11)), LIMIT)
NO_ORDER = ALLOWED | dict.fromkeys(WITHOUT_ORDER) | {"backd_order_id_matches": None}

AROUND: list[Row] = [
    {
        "allowed": True,
        "violations": 0,
        "cart_amount": 10_000,
        "tax_amount": 900,
        "shipping_amount": 0,
        "discount_amount": 0,
        "order_total": 10_900,
        "increase_count": 1,
        "ceiling": 11_000,
        "bound_by": 0,
        "headroom": 100,
        "faults": None,
    },
    {
        "allowed": False,
        "violations": 2**27,
        "cart_amount": 10_000,
        "tax_amount": 0,
        "shipping_amount": 0,
        "discount_amount": 0,
        "order_total": 10_000,
        "increase_count": 0,
        "ceiling": 11_000,
        "bound_by": 0,
        "headroom": 1_000,
        "faults": None,
    },
    UNKNOWN_ORDER,
]
"""The decisions of an allowed row, a refused one, and one without an order."""

IDS = [f"{number}-{text.partition(';')[0]}" for number, (_, text) in enumerate(WRONG)]


def decided(*rows: Row) -> list[Row]:
    found: list[Row] = decide_batch(batch_of_rows([*rows])).to_pylist()
    return found


@pytest.mark.parametrize(("wrong", "faults"), WRONG, ids=IDS)
def test_a_wrong_row_has_no_decision_and_says_why(wrong: Row, faults: str) -> None:
    rows = [ALLOWED, REFUSED | wrong, REFUSED, ALLOWED | wrong, NO_ORDER]
    undecided = {**UNDECIDED, "faults": faults}
    assert decided(*rows) == [AROUND[0], undecided, AROUND[1], undecided, AROUND[2]]


@pytest.mark.parametrize(("wrong", "faults"), WRONG, ids=IDS)
def test_a_batch_of_one_wrong_row_has_no_decision(wrong: Row, faults: str) -> None:
    assert decided(ALLOWED | wrong) == [{**UNDECIDED, "faults": faults}]


@pytest.mark.parametrize(("wrong", "faults"), WRONG, ids=IDS)
def test_the_columns_of_an_order_do_not_count_where_there_is_none(wrong: Row, faults: str) -> None:
    """Only the faults of the update and of the limit count."""
    counting = [f for f in faults.split("; ") if f.split(":")[0] not in WITHOUT_ORDER]
    expected = {**UNDECIDED, "faults": "; ".join(counting)} if counting else UNKNOWN_ORDER
    assert decided(ALLOWED | wrong | {"backd_order_id_matches": None}) == [expected]


@pytest.mark.parametrize(("wrong", "faults"), WRONG, ids=IDS)
def test_with_a_limit_for_all_rows_the_columns_of_a_limit_do_not_count(
    wrong: Row, faults: str
) -> None:
    """They pass through, whatever they have."""
    names = LIMIT_COLUMNS.names
    counting = [f for f in faults.split("; ") if f.split(":")[0] not in names]
    row = ALLOWED | wrong
    expected = {**UNDECIDED, "faults": "; ".join(counting)} if counting else AROUND[0]
    [found] = decide_batch(batch_of_rows([row]), LIMIT).to_pylist()
    assert found == {name: row[name] for name in names} | expected


def test_each_column_has_a_fault_in_the_table() -> None:
    faulty = {fault.split(":")[0] for _, text in WRONG for fault in text.split("; ")}
    assert faulty == {*ROWS.names, *LIMIT_COLUMNS.names} - {"backd_order_id_matches"}


def test_the_table_is_what_the_documentation_of_the_columns_says() -> None:
    assert [faults_of(ALLOWED | wrong) for wrong, _ in WRONG] == [faults for _, faults in WRONG]
    assert [faults_of(row) for row in (ALLOWED, REFUSED, NO_ORDER)] == [None, None, None]


def any_rows() -> st.SearchStrategy[list[Row]]:
    """Generate right rows with a few columns that have any number of their type, or a null."""
    cases = [to_row(*case) for case in RandomRows(5).cases(50)]
    changes: Any = st.dictionaries(st.sampled_from(COLUMNS), st.none(), max_size=4).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {column.name: st.sampled_from(numbers_of(column.name)) for column in chosen}
        )
    )
    rows = st.tuples(st.sampled_from(cases), changes).map(lambda drawn: drawn[0] | drawn[1])
    return st.lists(rows, min_size=1, max_size=6)


@given(any_rows())
def test_no_row_raises_and_none_is_dropped(rows: list[Row]) -> None:
    found = decided(*rows)
    assert len(found) == len(rows)
    for row, decision in zip(rows, found, strict=True):
        faults = faults_of(row)
        if faults is None:
            assert decision["faults"] is None
            assert decision["allowed"] is not None
        else:
            assert decision == {**UNDECIDED, "faults": faults}


@given(any_rows(), any_rows())
def test_a_row_is_decided_as_it_is_alone(rows: list[Row], others: list[Row]) -> None:
    together = decided(*rows, *others, *rows)
    alone = [decided(row)[0] for row in rows]
    assert together[: len(rows)] == alone == together[-len(rows) :]
