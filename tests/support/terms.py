"""Terms of z3 that the money maths computes with, as it does with integers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import z3

MILLISECONDS = 30_000


class Term:
    """A z3 integer with Python's operators. What is divided by is positive: `//` is z3's `div`.

    `computed` collects each term that an operation makes. A comparison is 1 or 0, as in Python.
    """

    def __init__(self, term: Any, computed: list[Any] | None = None) -> None:
        self.term = z3.IntVal(term) if isinstance(term, int) else term
        self.computed = [] if computed is None else computed

    def _make(self, term: Any) -> Term:
        self.computed.append(term)
        return type(self)(term, self.computed)

    def __add__(self, other: Any) -> Term:
        return self._make(self.term + plain(other))

    def __sub__(self, other: Any) -> Term:
        return self._make(self.term - plain(other))

    def __rsub__(self, other: int) -> Term:
        return self._make(other - self.term)

    def __mul__(self, other: Any) -> Term:
        return self._make(self.term * plain(other))

    def __neg__(self) -> Term:
        return self._make(-self.term)

    def __floordiv__(self, other: Any) -> Term:
        return self._make(self.term / plain(other))

    def __rfloordiv__(self, other: int) -> Term:
        return self._make(other / self.term)

    def __mod__(self, other: int) -> Term:
        return self._make(self.term % other)

    def __or__(self, other: int) -> Term:
        assert other == 1
        return self._make(self.term + 1 - self.term % 2)

    def __gt__(self, other: Any) -> Term:
        return self._make(z3.If(self.term > plain(other), z3.IntVal(1), z3.IntVal(0)))

    __radd__ = __add__
    __rmul__ = __mul__


class SplitTerm(Term):
    """A term that is `unit * high + low`, so that z3 need not search for quotient and rest."""

    def __init__(self, name: str, unit: int, computed: list[Any]) -> None:
        self.high, self.low = z3.Ints(f"{name}_high {name}_low")
        self.unit = unit
        super().__init__(unit * self.high + self.low, computed)

    def _make(self, term: Any) -> Term:
        self.computed.append(term)
        return Term(term, self.computed)

    def __floordiv__(self, other: Any) -> Term:
        return self._make(self.high) if other == self.unit else super().__floordiv__(other)

    def __mod__(self, other: int) -> Term:
        return self._make(self.low) if other == self.unit else super().__mod__(other)

    def is_from_zero_to(self, highest: int) -> Any:
        """Return the term that says that this is one of the numbers up to `highest`."""
        return z3.And(self.high >= 0, self.low >= 0, self.low < self.unit, self.term <= highest)


def plain(number: Any) -> Any:
    return number.term if isinstance(number, Term) else number


def of(function: Callable[..., Any], *terms: Any) -> Any:
    """Return the z3 term that `function` computes from integer terms."""
    return plain(function(*map(Term, terms)))


def refuted(claim: Any, *given: Any) -> bool:
    """Return true if the claim is false for some integers; fail if z3 cannot decide."""
    solver = z3.Solver()
    solver.set("timeout", MILLISECONDS)
    solver.add(*given, z3.Not(claim))
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)
