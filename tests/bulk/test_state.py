"""Trees of arrays and of single values: a history needs one order as well as all of them."""

from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pytest

from backd_rules.bulk import state as states
from backd_rules.bulk import trees
from backd_rules.bulk.bits import CONTACT_PATHS
from backd_rules.bulk.operands import Items, Stated


class Tree(NamedTuple):
    """A tree with all kinds of leaves."""

    flags: Any
    stated: Stated
    items: Items
    form: Any
    is_known: Any


def of_arrays() -> Tree:
    return Tree(
        np.array([True, False, True]),
        Stated(np.array([True, True, False]), np.array([10, 20, 30])),
        Items(False, np.array([1, 2, 3]), np.array([4, 5, 6]), np.array([7, 8, 9])),
        max,
        is_known=True,
    )


def plain(tree: Any) -> Any:
    """Return a tree with lists in place of arrays."""
    if isinstance(tree, tuple):
        return [plain(part) for part in tree]
    return tree.tolist() if isinstance(tree, np.ndarray) else tree


def test_values_at_some_places() -> None:
    found = trees.at(of_arrays(), np.array([2, 0]))
    assert isinstance(found.items, Items)
    assert plain(found) == [
        *([True, True], [[False, True], [30, 10]], [False, [3, 1], [6, 4], [9, 7]]),
        *(max, True),
    ]
    assert plain(trees.at(of_arrays(), slice(1, 2)).stated) == [[True], [20]]


def test_each_place_in_plain_values() -> None:
    found = [*trees.each(of_arrays())]
    assert found == [
        Tree(True, Stated(True, 10), Items(False, 1, 4, 7), max, is_known=True),
        Tree(False, Stated(True, 20), Items(False, 2, 5, 8), max, is_known=True),
        Tree(True, Stated(False, 30), Items(False, 3, 6, 9), max, is_known=True),
    ]
    assert {type(found[0].stated.amount), type(found[0].flags)} == {int, bool}


def test_a_tree_without_an_array_is_the_same_at_each_place() -> None:
    same = Stated(True, 5)
    assert [*islice(trees.each(same), 3)] == [same] * 3


def test_spans_of_places() -> None:
    spans = [slice(0, 2), slice(2, 3)]
    found = [*trees.cut(of_arrays(), spans)]
    assert [plain(tree) for tree in found] == [plain(trees.at(of_arrays(), s)) for s in spans]


def test_one_place_in_plain_values() -> None:
    found = trees.one(of_arrays(), 1)
    assert found == Tree(False, Stated(True, 20), Items(False, 2, 5, 8), max, is_known=True)
    assert {type(found.stated.amount), type(found.flags)} == {int, bool}


def test_what_does_not_exist_or_is_masked_is_cleared() -> None:
    found = states.cleared(of_arrays(), np.array([True, False, True]))
    assert plain(found) == [
        *([True, False, True], [[True, False, False], [10, 0, 0]]),
        *([False, *[[0, 0, 0]] * 3], max, True),
    ]
    assert plain(states.cleared(of_arrays(), True).stated) == [[True, True, False], [10, 20, 0]]


def test_another_value_at_one_place() -> None:
    value = Tree(False, Stated(False, 7), Items(False, 0, 0, 1), max, is_known=False)
    before = of_arrays()
    found = trees.with_one(before, 0, value, 3)
    assert plain(found) == [
        [False, False, True],
        [[False, True, False], [7, 20, 30]],
        [False, [0, 2, 3], [0, 5, 6], [1, 8, 9]],
        *(max, [False, True, True]),
    ]
    assert plain(before) == plain(of_arrays())


def test_single_values_are_stacked() -> None:
    found = trees.stacked([Stated(True, 1), Stated(False, 2**62), Stated(True, 3)])
    assert plain(found) == [[True, False, True], [1, 2**62, 3]]
    assert found.amount.dtype == np.int64


@pytest.mark.parametrize("contact", ["shipping", "billing"])
def test_the_fields_of_the_contacts_that_an_update_states(contact: str) -> None:
    bits = sum(
        1 << bit for bit, path in enumerate(CONTACT_PATHS) if path.startswith(f"/{contact}/")
    )
    states_it = 1 << len(CONTACT_PATHS) + (contact == "billing")
    assert states.contacts_added(states_it) == bits
    assert states.contacts_added(states_it | 1) == bits
    assert plain(states.contacts_added(np.array([0, states_it, 3]))) == [0, bits, 0]


def test_some_places_have_the_value_of_a_function() -> None:
    flags, numbers = np.array([False, False, True]), np.array([5, 6, 7])
    mask = np.array([True, False, True])
    found = trees.replaced(
        flags,
        mask,
        lambda stated, number: (stated, number) == ((True, 10), 5),
        of_arrays().stated,
        numbers,
    )
    assert found.tolist() == [True, False, False]
    assert trees.replaced(True, False, max, 1, 2) is True
    assert trees.replaced(True, True, max, 1, 2) == 2
