"""The limit that a merchant has agreed upon, and how far it lets an order's total rise.

An agreement differs from another in the values of one `MerchantLimit`, never in code. Knows
nothing of updates. Source: domain.md, The limit.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final, Literal

import attrs

from backd_rules.domain.arithmetic import amount_ceiling, percent_ceiling, remaining
from backd_rules.domain.checks import check_amount, check_count, check_type
from backd_rules.domain.money import MAX_SCALED, Money, Percent
from backd_rules.domain.order import Order
from backd_rules.domain.values import Fault, Value, refuse

Term = Literal["max_increase", "max_increase_percent", "max_order_total"]
"""The terms that can bind a total, by the names of `MerchantLimit`'s fields."""

CAPS: Final[tuple[Term, ...]] = ("max_increase", "max_increase_percent", "max_order_total")
"""Of these a limit states at least one."""


class Combine(StrEnum):
    """Which counts where an amount and a percentage are both agreed."""

    LOWER = "lower"
    HIGHER = "higher"


class Basis(StrEnum):
    """From which total an increase is measured: the original, or the present one."""

    PLACED_TOTAL = "placed_total"
    ORDER_TOTAL = "order_total"


@attrs.frozen(getstate_setstate=False)
class MerchantLimit(Value):
    """How far a merchant's updates may raise an order's total, all of them together.

    `max_increase` is an amount, `max_increase_percent` a percentage of the original,
    `max_order_total` an absolute ceiling that caps either, `max_increases` how many updates may
    raise the total. At least one of the first three must be stated (else `ValueError`): both
    `NO_INCREASE` and `UNLIMITED` have to be said. None is negative. The boundary is inside.
    Source: domain.md, The limit.
    """

    max_increase: Money | None = None
    max_increase_percent: Percent | None = None
    max_order_total: Money | None = None
    max_increases: int | None = None
    combine: Combine = Combine.LOWER
    measured_from: Basis = Basis.PLACED_TOTAL

    NO_INCREASE: ClassVar[MerchantLimit]
    UNLIMITED: ClassVar[MerchantLimit]

    def __attrs_post_init__(self) -> None:
        if self.max_increase is not None:
            check_amount(self, "max_increase", self.max_increase)
        if self.max_increase_percent is not None:
            check_type(self, "max_increase_percent", self.max_increase_percent, Percent)
        if self.max_order_total is not None:
            check_amount(self, "max_order_total", self.max_order_total)
        if self.max_increases is not None:
            check_count(self, "max_increases", self.max_increases)
        check_type(self, "combine", self.combine, Combine)
        check_type(self, "measured_from", self.measured_from, Basis)
        if all(getattr(self, cap) is None for cap in CAPS):
            refuse(self, "max_increase", Fault.OUT_OF_RANGE, f"or another of {CAPS} must be stated")


# A member looked up through its class costs more than the comparison that it is for.
_HIGHER: Final = Combine.HIGHER
_PLACED_TOTAL: Final = Basis.PLACED_TOTAL

MerchantLimit.NO_INCREASE = MerchantLimit(max_increase=Money.ZERO)
MerchantLimit.UNLIMITED = MerchantLimit(max_order_total=Money.MAX)


@attrs.frozen(getstate_setstate=False)
class Ceiling(Value):
    """The highest `order_total` that a limit's amounts allow, and the term that binds it."""

    total: Money
    bound_by: Term


def binding_cap(order: Order, limit: MerchantLimit) -> tuple[int, Term]:
    """The ceiling in cents, which may be more than `Money` can hold, and the term that binds it.

    Of two terms that allow the same total, the one that `MerchantLimit` names first binds.
    """
    placed = limit.measured_from is _PLACED_TOTAL
    base = (order.placed_total if placed else order.totals.order_total).cents
    increase, percent = limit.max_increase, limit.max_increase_percent
    cap = limit.max_order_total
    total: int | None = None
    term: Term = "max_increase"
    if increase is not None:
        total = amount_ceiling(base, increase.cents)
    if percent is not None:
        raised = percent_ceiling(base, percent.hundredths)
        if total is None or (raised > total if limit.combine is _HIGHER else raised < total):
            total, term = raised, "max_increase_percent"
    if cap is not None and (total is None or cap.cents < total):
        total, term = cap.cents, "max_order_total"
    return total, term  # type: ignore[return-value] # One of them is stated.


def ceiling(order: Order, limit: MerchantLimit) -> Ceiling:
    """The highest `order_total` that the limit's amounts let `order` reach, and what binds it.

    It never passes `Money.MAX`. It may lie below the present total, which may then stay or fall.
    How many increases are left is not its matter: `headroom` minds that too.
    """
    cents, term = binding_cap(order, limit)
    return Ceiling(Money(cents=min(cents, Money.MAX.cents)), term)


def most_increases(limit: MerchantLimit) -> int:
    """How many updates may raise the total: as many as can be counted where no number is agreed."""
    return MAX_SCALED if limit.max_increases is None else limit.max_increases


def increases_left(order: Order, limit: MerchantLimit) -> int:
    """How many more updates may raise the total."""
    return remaining(most_increases(limit), order.increase_count)


def headroom(order: Order, limit: MerchantLimit) -> Money:
    """What may still be added to the total: never negative, zero where no increase is left."""
    if increases_left(order, limit) == 0:
        return Money.ZERO
    return Money(cents=remaining(ceiling(order, limit).total.cents, order.order_total.cents))
