"""The rows of a batch in sequence, by order and by turn."""

from random import Random

import numpy as np
import pyarrow as pa
import pytest
from support.random_histories import IDS

from backd_rules.bulk.sequence import Groups, Place, group, turns_of

LOWEST, HIGHEST = -(2**63), 2**63 - 1
KEY_NULL, SEQUENCE_NULL = "backd_order_id: null", "sequence: null"
KEY_LATE, SEQUENCE_LATE = "backd_order_id: out_of_sequence", "sequence: out_of_sequence"
Key = tuple[str | None, int | None]


def grouped(keys: list[Key], last: Place | None = None) -> tuple[Groups, dict[str, list[int]]]:
    """Return the groups of rows, and the rows that have each fault."""
    orders = pa.array([order for order, _ in keys], pa.utf8())
    sequences = pa.array([sequence for _, sequence in keys], pa.int64())
    groups, faults = group(orders, sequences, last)
    assert all(len(mask) == len(keys) for mask in faults.values())
    return groups, {text: np.flatnonzero(mask).tolist() for text, mask in faults.items()}


def faults_of(keys: list[Key], last: Place | None = None) -> dict[str, list[int]]:
    """Return the rows that have each fault; fail unless all other rows are in sequence."""
    groups, faults = grouped(keys, last)
    wrong = {row for rows in faults.values() for row in rows}
    assert groups.rows.tolist() == [row for row in range(len(keys)) if row not in wrong]
    return faults


def one_by_one(keys: list[Key], last: Place | None) -> dict[str, list[int]]:
    """Return the same as `faults_of`, with a loop over the rows."""
    found: dict[str, list[int]] = {}
    for row, (order, sequence) in enumerate(keys):
        texts = []
        if order is None or sequence is None:
            texts = [KEY_NULL] * (order is None) + [SEQUENCE_NULL] * (sequence is None)
        elif last is not None and (order, sequence) <= last:
            texts = [SEQUENCE_LATE if order == last[0] else KEY_LATE]
        else:
            last = Place(order, sequence)
        for text in texts:
            found.setdefault(text, []).append(row)
    return found


def test_rows_in_sequence_are_grouped_by_order() -> None:
    groups, faults = grouped([("A", 1), ("A", 2), ("B", 1), ("C", -7), ("C", 0), ("C", 9)])
    assert faults == {}
    assert groups.rows.tolist() == [0, 1, 2, 3, 4, 5]
    assert groups.starts.tolist() == [0, 2, 3]
    assert groups.sizes.tolist() == [2, 1, 3]
    assert (groups.continues, groups.last) == (False, Place("C", 9))


def test_rows_out_of_sequence_belong_to_no_group() -> None:
    groups, faults = grouped(
        [("A", 1), ("A", 1), (None, 5), ("B", 3), ("A", 9), ("B", 2), ("B", None), ("B", 4)]
    )
    assert faults == {
        SEQUENCE_LATE: [1, 5],
        KEY_NULL: [2],
        KEY_LATE: [4],
        SEQUENCE_NULL: [6],
    }
    assert groups.rows.tolist() == [0, 3, 7]
    assert groups.starts.tolist() == [0, 1]
    assert groups.sizes.tolist() == [1, 2]
    assert groups.last == Place("B", 4)


@pytest.mark.parametrize(
    ("keys", "faults"),
    [
        ([("A", 1), ("A", 1)], {SEQUENCE_LATE: [1]}),
        ([("A", 1), ("A", 0)], {SEQUENCE_LATE: [1]}),
        ([("A", -1), ("A", -2)], {SEQUENCE_LATE: [1]}),
        ([("A", LOWEST), ("A", HIGHEST)], {}),
        ([("A", HIGHEST), ("A", LOWEST)], {SEQUENCE_LATE: [1]}),
        ([("A", 2**53), ("A", 2**53 + 1)], {}),
        ([("A", 2**53 + 1), ("A", 2**53 + 1), ("A", 2**53 + 2)], {SEQUENCE_LATE: [1]}),
        ([("A", 2**53), (None, 0), ("A", 2**53 + 1)], {KEY_NULL: [1]}),
        ([("B", 1), ("A", 2)], {KEY_LATE: [1]}),
        ([("A", 1), ("C", 1), ("B", 1), ("C", 2)], {KEY_LATE: [2]}),
        ([("A", 9), ("C", 1), ("A", 9), ("C", 1)], {KEY_LATE: [2], SEQUENCE_LATE: [3]}),
        ([("A", 1), ("", 2), ("AA", 0)], {KEY_LATE: [1]}),
        ([("", LOWEST), ("A", LOWEST)], {}),
        ([(None, None)], {KEY_NULL: [0], SEQUENCE_NULL: [0]}),
        ([(None, 9), ("A", None), ("A", 1)], {KEY_NULL: [0], SEQUENCE_NULL: [1]}),
        ([("Z", None), (None, 9), ("A", 1)], {SEQUENCE_NULL: [0], KEY_NULL: [1]}),
        ([], {}),
    ],
)
def test_a_row_is_out_of_sequence_unless_it_comes_after_all_before(
    keys: list[Key], faults: dict[str, list[int]]
) -> None:
    assert faults_of(keys) == faults


@pytest.mark.parametrize(
    ("keys", "faults", "continues"),
    [
        ([("B", 6)], {}, True),
        ([("B", 5)], {SEQUENCE_LATE: [0]}, False),
        ([("B", 4), ("B", 6)], {SEQUENCE_LATE: [0]}, True),
        ([("A", 6)], {KEY_LATE: [0]}, False),
        ([("A", 6), ("B", 6)], {KEY_LATE: [0]}, True),
        ([("C", 0)], {}, False),
        ([("B", 5), ("C", 0)], {SEQUENCE_LATE: [0]}, False),
        ([(None, 7), ("B", 7)], {KEY_NULL: [0]}, True),
        ([(None, 7)], {KEY_NULL: [0]}, False),
        ([], {}, False),
    ],
)
def test_the_last_place_of_the_batch_before_counts(
    keys: list[Key], faults: dict[str, list[int]], *, continues: bool
) -> None:
    last = Place("B", 5)
    assert faults_of(keys, last) == faults
    groups, _ = grouped(keys, last)
    assert groups.continues is continues
    if not len(groups.rows):
        assert groups.last == last


def test_ids_are_in_sequence_by_code_point() -> None:
    ids = ["A", "Z", "a", "z", "\x7f", "\x80", "é", "\ud7ff", "\ue000", "\uffff", "\U00010000"]
    assert faults_of([(name, 0) for name in ids]) == {}
    others = list(range(1, len(ids)))
    assert faults_of([(name, 0) for name in reversed(ids)]) == {KEY_LATE: others}
    assert faults_of([("\uffff", 0), ("\U00010000", 0), ("\uffff", 1)]) == {KEY_LATE: [2]}


def test_random_keys_are_as_a_loop_over_the_rows_finds() -> None:
    random = Random(1)
    numbers = (LOWEST, -1, 0, 1, 2, 2**53, 2**53 + 1, HIGHEST)
    for _ in range(1_500):
        names = random.sample(IDS, 4)
        keys: list[Key] = [
            (random.choice((*names, None)), random.choice((*numbers, None)))
            for _ in range(random.randrange(12))
        ]
        if random.random() < 0.5:
            keys.sort(key=lambda key: (key[0] or "", key[1] or 0))
        last = random.choice((None, Place(random.choice(names), random.choice(numbers))))
        assert faults_of(keys, last) == one_by_one(keys, last)


def test_turns_have_the_longest_history_first() -> None:
    keys: list[Key] = [("A", 1), ("B", 1), ("B", 2), ("B", 3), ("C", 1), ("D", 1), ("D", 2)]
    turns = turns_of(grouped(keys)[0])
    assert turns.rows.tolist() == [1, 5, 0, 4, 2, 6, 3]
    assert turns.ranks.tolist() == [0, 1, 2, 3, 0, 1, 0]
    assert turns.starts.tolist() == [0, 4, 6]
    assert turns.counts.tolist() == [4, 2, 1]
    assert turns.sizes.tolist() == [3, 2, 1, 1]
    assert (turns.first, turns.last) == (2, 1)


def test_turns_have_no_rows_out_of_sequence() -> None:
    keys: list[Key] = [(None, 1), ("A", 1), ("B", 1), ("B", 1), ("B", 2)]
    turns = turns_of(grouped(keys)[0])
    assert turns.rows.tolist() == [2, 1, 4]
    assert turns.counts.tolist() == [2, 1]


def test_ids_need_not_be_text() -> None:
    """Arrow does not check that the bytes of an id are UTF-8."""
    ids = pa.array([b"\xff", b"\xff\xff"]).view(pa.utf8())
    groups, faults = group(ids.cast(pa.binary()), pa.array([1, 1]), None)
    assert (groups.sizes.tolist(), faults) == ([1, 1], {})
