"""Trees: named tuples, whose leaves are arrays with one value for each order or update.

A leaf that is no array holds for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat, starmap
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def at(tree: Any, places: slice | Array) -> Any:
    """Return the values at some places."""
    if isinstance(tree, tuple):
        return made(tree, [at(part, places) for part in tree])
    return tree[places] if isinstance(tree, np.ndarray) else tree


def each(tree: Any) -> Iterator[Any]:
    """Yield the values at each place, in plain `int` and `bool`."""
    return _iterate(tree, np.ndarray.tolist)


def cut(tree: Any, spans: list[slice]) -> Iterator[Any]:
    """Yield the values of each span of places."""
    return _iterate(tree, lambda leaf: [leaf[span] for span in spans])


def _iterate(tree: Any, values_of: Callable[[Array], Iterable[Any]]) -> Iterator[Any]:
    """Yield trees of what `values_of` yields of each array; endlessly, if there is no array."""
    if isinstance(tree, np.ndarray):
        return iter(values_of(tree))
    parts = [_iterate(part, values_of) for part in tree] if isinstance(tree, tuple) else []
    if all(isinstance(part, repeat) for part in parts):
        return repeat(tree)
    return starmap(type(tree), zip(*parts, strict=False))


def one(tree: Any, place: int) -> Any:
    """Return the value at one place, in plain `int` and `bool`."""
    if isinstance(tree, tuple):
        return made(tree, [one(part, place) for part in tree])
    return tree[place].item() if isinstance(tree, np.ndarray) else tree


def with_one(tree: Any, place: int, value: Any, size: int) -> Any:
    """Return a tree for `size` places with another value at one place."""
    if isinstance(tree, tuple):
        parts = zip(tree, value, strict=True)
        return made(tree, [with_one(part, place, new, size) for part, new in parts])
    if not isinstance(tree, np.ndarray) and tree == value:
        return tree
    array = np.array(np.broadcast_to(tree, size))
    array[place] = value
    return array


def stacked(trees: Sequence[Any]) -> Any:
    """Return one tree of arrays for trees of single values."""
    first = trees[0]
    if isinstance(first, tuple):
        return made(first, map(stacked, zip(*trees, strict=True)))
    return np.array(trees)


def made(tree: Any, parts: Iterable[Any]) -> Any:
    """Return a tree like another one, of other parts."""
    return tree._make(parts)


def replaced(values: Any, mask: Any, function: Callable[..., Any], *trees: Any) -> Any:
    """Return `values`, but where `mask` is true what `function` returns of the trees there.

    It takes and returns single values, one place after the other: `mask` is rarely true.
    """
    if isinstance(mask, np.ndarray):
        for place in np.flatnonzero(mask).tolist():
            values[place] = function(*(one(tree, place) for tree in trees))
        return values
    return function(*trees) if mask else values
