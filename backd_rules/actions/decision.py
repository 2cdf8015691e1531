"""The decision on a request: `Allowed` with the new order, or `Denied` with every violation.

Refusal is a value. Misuse is an exception.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from backd_rules.actions.violations import VIOLATIONS, Violation
from backd_rules.domain.fields import check_request, documented, many, one
from backd_rules.domain.order import Order, Totals
from backd_rules.domain.values import Value, refuse_type


@documented
@attrs.frozen(getstate_setstate=False)
class Allowed(Value):
    """The request is allowed. An instance is true.

    Raises `TypeError` unless `order` is an `Order` (domain.md, V2).

    >>> from backd_rules import Allowed, Money, Order, OrderStatus, Totals
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> Allowed(order).allowed, Allowed(order).totals.order_total
    (True, Money(cents=10000))
    """

    allowed: ClassVar[Literal[True]] = True
    """Always true. Type checkers tell `Allowed` and `Denied` apart by it."""
    order: Order = attrs.field(
        metadata=one("The order after the request; the same object if nothing changes.", Order)
    )

    __attrs_post_init__ = check_request

    @property
    def totals(self) -> Totals:
        """The amounts of the order after the request, in dollars."""
        return self.order.totals

    def __bool__(self) -> Literal[True]:
        return True


@documented
@attrs.frozen(getstate_setstate=False)
class Denied(Value):
    """The request is refused. An instance is false.

    Raises `TypeError` unless `violations` is a tuple of violations, `ValueError` if it is empty
    (domain.md, V2).

    >>> from backd_rules import Denied, UnknownOrder
    >>> decision = Denied((UnknownOrder(),))
    >>> decision.allowed, [str(violation.code) for violation in decision.violations]
    (False, ['unknown_order'])
    """

    allowed: ClassVar[Literal[False]] = False
    """Always false. Type checkers tell `Allowed` and `Denied` apart by it."""
    violations: tuple[Violation, ...] = attrs.field(
        metadata=many(
            "Every violation, in order of precedence; at least one.",
            *VIOLATIONS,
            least=1,
        )
    )

    __attrs_post_init__ = check_request

    def __bool__(self) -> Literal[False]:
        return False


Decision = Allowed | Denied
"""The answer to a request: `Allowed`, which is true, or `Denied`, which is false."""


def check_decision(owner: object, name: str, decision: object) -> None:
    """Raise `TypeError` unless `decision` is one."""
    if not isinstance(decision, (Allowed, Denied)):
        refuse_type(owner, name, "of type Allowed or Denied", decision)
