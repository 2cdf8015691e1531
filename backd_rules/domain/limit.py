"""The limit that a merchant has agreed upon, and how far it lets an order's total rise.

One agreement differs from another in the values of one `MerchantLimit`, never in code
(domain.md, L1).
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final, Literal

import attrs

from backd_rules.domain.arithmetic import amount_ceiling, percent_ceiling, remaining
from backd_rules.domain.fields import check_request, choice, count, documented, number, word
from backd_rules.domain.money import Money, Percent
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderAction, next_status
from backd_rules.domain.values import Value, check_type, refuse

Term = Literal["max_increase", "max_increase_percent", "max_order_total"]
"""A term that can cap a total, by the name of `MerchantLimit`'s field."""

CAPS: Final[tuple[Term, ...]] = ("max_increase", "max_increase_percent", "max_order_total")
"""A limit states at least one of these (domain.md, L6)."""


class Combine(StrEnum):
    """Which cap counts where an amount and a percentage are both agreed.

    Raises `ValueError` for any other word (domain.md, L2).

    >>> from backd_rules import Combine
    >>> Combine("higher")
    <Combine.HIGHER: 'higher'>

    Members:
        lower: The cap that allows less.
        higher: The cap that allows more.
    """

    LOWER = "lower"
    HIGHER = "higher"


class Basis(StrEnum):
    """The base of a limit: the total that an increase is measured from.

    Raises `ValueError` for any other word (domain.md, L3).

    >>> from backd_rules import Basis
    >>> Basis("order_total")
    <Basis.ORDER_TOTAL: 'order_total'>

    Members:
        placed_total: The total at which the order was placed. All updates share one limit.
        order_total: The present total. Each update has a limit of its own.
    """

    PLACED_TOTAL = "placed_total"
    ORDER_TOTAL = "order_total"


@documented
@attrs.frozen(getstate_setstate=False)
class MerchantLimit(Value):
    """The limit that a merchant has agreed upon: how far updates may raise an order's total.

    Amounts are in dollars. The percentage is of the base: the total at which the order was placed,
    unless `measured_from` says otherwise. The boundary is inside the limit. Raises `ValueError` for
    a negative term, and unless one of the first three is stated: both `NO_INCREASE` and `UNLIMITED`
    have to be said. Raises `TypeError` for terms of other types (domain.md, L1 to L6).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, Percent, Totals, ceiling
    >>> limit = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(400))).as_placed()
    >>> ceiling(order, limit)  # 15 % of 400 is 60, which is less than 75
    Ceiling(total=Money(cents=46000), bound_by='max_increase_percent')
    """

    max_increase: Money | None = attrs.field(
        default=None,
        metadata=number("The highest increase over the base, in dollars.", Money),
    )
    max_increase_percent: Percent | None = attrs.field(
        default=None,
        metadata=number(
            "The highest increase over the base, in percent of the base: 15 means 15 %. "
            "It has at most two decimals.",
            Percent,
        ),
    )
    max_order_total: Money | None = attrs.field(
        default=None,
        metadata=number("The highest total that any update may reach, in dollars.", Money),
    )
    max_increases: int | None = attrs.field(
        default=None, metadata=count("How many updates may raise the total.")
    )
    combine: Combine = attrs.field(
        default=Combine.LOWER,
        metadata=choice(
            "Which cap counts where an amount and a percentage are both agreed. "
            "By default the lower.",
            Combine,
        ),
    )
    measured_from: Basis = attrs.field(
        default=Basis.PLACED_TOTAL,
        metadata=choice(
            "The base: the total at which the order was placed, which is the default, "
            "or the present total.",
            Basis,
        ),
    )

    NO_INCREASE: ClassVar[MerchantLimit]
    """The limit of 0 dollars: no update may raise the total."""
    UNLIMITED: ClassVar[MerchantLimit]
    """The limit that allows any total up to `Money.MAX`."""

    def __attrs_post_init__(self) -> None:
        check_request(self)
        if all(getattr(self, cap) is None for cap in CAPS):
            refuse(self, "max_increase", f"or another of {', '.join(CAPS)} must be stated")


# Bound once: an enum attribute lookup costs more than the comparison.
_HIGHER: Final = Combine.HIGHER
_PLACED_TOTAL: Final = Basis.PLACED_TOTAL

MerchantLimit.NO_INCREASE = MerchantLimit(max_increase=Money.ZERO)
MerchantLimit.UNLIMITED = MerchantLimit(max_order_total=Money.MAX)


@documented
@attrs.frozen(getstate_setstate=False)
class Ceiling(Value):
    """The highest `order_total` that the caps of a limit allow, and the term that binds.

    Raises `TypeError` or `ValueError` that names the field (domain.md, L2 and L10).

    >>> from backd_rules import Ceiling, Money
    >>> Ceiling(Money.of(460), "max_increase_percent").total
    Money(cents=46000)
    """

    total: Money = attrs.field(metadata=number("The highest total, in dollars.", Money))
    bound_by: Term = attrs.field(metadata=word("The name of the term that binds.", *CAPS))

    __attrs_post_init__ = check_request


def unknown_history(order: Order, limit: MerchantLimit) -> tuple[str, ...]:
    """Return the fields of `order` that `limit` needs to judge an increase and that are unknown.

    These are `placed_total` for an amount or a percentage that is measured from it, and
    `increase_count` for `max_increases` (domain.md, L8).
    """
    found: tuple[str, ...] = ()
    if order.placed_total is None and _is_measured_from_placed_total(limit):
        found = ("placed_total",)
    if order.increase_count is None and limit.max_increases is not None:
        found += ("increase_count",)
    return found


def _is_measured_from_placed_total(limit: MerchantLimit) -> bool:
    measured = limit.max_increase is not None or limit.max_increase_percent is not None
    return measured and limit.measured_from is _PLACED_TOTAL


def binding_cap(order: Order, limit: MerchantLimit) -> tuple[int, Term] | None:
    """Return the ceiling in cents, which can exceed `Money`, and the term that binds.

    Of two terms that allow the same total, the one that `MerchantLimit` names first binds. `None`
    if the limit needs a `placed_total` that is unknown.
    """
    placed = limit.measured_from is _PLACED_TOTAL
    base = order.placed_total if placed else order.totals.order_total
    increase, percent = limit.max_increase, limit.max_increase_percent
    cap = limit.max_order_total
    total: int | None = None
    term: Term = "max_increase"
    if base is None:
        if increase is not None or percent is not None:
            return None
    else:
        if increase is not None:
            total = amount_ceiling(base.cents, increase.cents)
        if percent is not None:
            raised = percent_ceiling(base.cents, percent.hundredths)
            if total is None or (raised > total if limit.combine is _HIGHER else raised < total):
                total, term = raised, "max_increase_percent"
    if cap is not None and (total is None or cap.cents < total):
        total, term = cap.cents, "max_order_total"
    return total, term  # type: ignore[return-value] # A limit states at least one cap.


def ceiling(order: Order, limit: MerchantLimit) -> Ceiling:
    """Return the highest `order_total` that the caps let `order` reach, and the term that binds.

    The ceiling never exceeds `Money.MAX`. It may be below the present total, which may then stay or
    fall (L5). It ignores the status and `max_increases`: use `headroom` to take these into account.
    Raises `ValueError` if the limit needs a history that is unknown, `TypeError` for arguments of
    other types (domain.md, L8 and L10).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, Totals, ceiling
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
    >>> ceiling(order, MerchantLimit(max_increase=Money.of(75)))
    Ceiling(total=Money(cents=17500), bound_by='max_increase')
    """
    check_type(ceiling, "order", order, Order)
    check_type(ceiling, "limit", limit, MerchantLimit)
    unknown, cap = unknown_history(order, limit), binding_cap(order, limit)
    if unknown or cap is None:
        advice = "call as_placed() only if the order was never updated"
        refuse(Order, " and ".join(unknown), f"must be stated, as the limit needs it; {advice}")
    cents, term = cap
    return Ceiling(Money(cents=min(cents, Money.MAX.cents)), term)


def most_increases(limit: MerchantLimit) -> int:
    """Return `max_increases`, or the largest count if the limit has none (domain.md, L9)."""
    return MAX_SCALED if limit.max_increases is None else limit.max_increases


def increases_left(order: Order, limit: MerchantLimit) -> int:
    """Return how many more updates may raise the total; an unknown count is taken as none."""
    return remaining(most_increases(limit), order.increase_count or 0)


def headroom(order: Order, limit: MerchantLimit) -> Money:
    """Return the most that an update may now add to the total, in dollars: a cent more is refused.

    It is zero where the status forbids updates or no increase is left. Raises `ValueError` if the
    limit needs a history that is unknown, `TypeError` for arguments of other types (domain.md, L8
    and L10).

    >>> from backd_rules import MerchantLimit, Money, Order, OrderStatus, Percent, Totals, headroom
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100))).as_placed()
    >>> headroom(order, MerchantLimit(max_increase_percent=Percent.of(15)))
    Money(cents=1500)
    """
    check_type(headroom, "order", order, Order)
    check_type(headroom, "limit", limit, MerchantLimit)
    if next_status(order.status, OrderAction.UPDATE_ORDER) is None:
        return Money.ZERO
    highest = ceiling(order, limit).total
    if increases_left(order, limit) == 0:
        return Money.ZERO
    return Money(cents=remaining(highest.cents, order.order_total.cents))
