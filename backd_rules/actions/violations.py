"""Every reason for which a request is refused, in order of precedence (domain.md, V2).

A violation is a value: a code that is never renamed or reused, an RFC 6901 JSON Pointer into the
request, and the facts. Amounts are plain integers in cents because they can exceed the range of
`Money`; `facts` has them in dollars. `message` is derived from the facts on access. No violation
holds personal data. The violations of an update are in this module. `shared_violations` and
`refund_violations` have the others.

A new violation takes a code in `violation_base.py`, a class and a line in `Violation` here, its
actions in `possible_codes.py`, and its HTTP status in `wire/envelopes.py`.
"""

from __future__ import annotations

from typing import ClassVar, Final

import attrs

from backd_rules.actions.refund_violations import NoActiveRefund, RefundExceedsTotal, RefundLocked
from backd_rules.actions.shared_violations import (
    BackdOrderIdMismatch,
    MerchantOrderIdMismatch,
    StatusForbidsAction,
    UnknownOrder,
)
from backd_rules.actions.violation_base import BaseViolation, ViolationCode
from backd_rules.domain.fields import cents, count, documented, json_pointer, with_list, word, words
from backd_rules.domain.limit import CAPS, Term
from backd_rules.domain.money import Money, dollars
from backd_rules.domain.order import TOTAL_FORMULA

__all__ = [
    "VIOLATIONS",
    "AmountOutOfRange",
    "BackdOrderIdMismatch",
    "CartAmountMismatch",
    "ContactIncomplete",
    "HistoryUnknown",
    "IncreaseExceedsLimit",
    "MerchantOrderIdMismatch",
    "NoActiveRefund",
    "OrderTotalMismatch",
    "RefundExceedsTotal",
    "RefundLocked",
    "StatusForbidsAction",
    "TooManyIncreases",
    "UnknownOrder",
    "Violation",
    "ViolationCode",
]


@documented
@attrs.frozen(getstate_setstate=False)
class ContactIncomplete(BaseViolation):
    """Refusal of a new contact without one of its required fields (domain.md, U3).

    Raises `TypeError` or `ValueError` that names the field.

    >>> from backd_rules import ContactIncomplete
    >>> ContactIncomplete("/billing/email").path
    '/billing/email'
    """

    code: ClassVar[ViolationCode] = ViolationCode.CONTACT_INCOMPLETE
    meaning: ClassVar[str] = (
        "The order has no such contact, and the update does not state all of it."
    )
    path: str = attrs.field(metadata=json_pointer("The JSON Pointer to the missing field."))

    def _sentence(self) -> str:
        return f"{self.path} must be stated, as a new contact must be complete"


@documented
@attrs.frozen(getstate_setstate=False)
class AmountOutOfRange(BaseViolation):
    """Refusal of an amount that follows from the update and cannot be (domain.md, T6).

    The amounts are in cents; `facts` has them in dollars. Raises `TypeError` or `ValueError` that
    names the field.

    >>> from backd_rules import AmountOutOfRange
    >>> AmountOutOfRange("/order_total", -1).facts
    {'amount': -0.01}
    """

    code: ClassVar[ViolationCode] = ViolationCode.AMOUNT_OUT_OF_RANGE
    meaning: ClassVar[str] = "An amount that follows from the update is negative or too large."
    path: str = attrs.field(
        metadata=word("`/order_total` or `/cart_amount`.", "/order_total", "/cart_amount")
    )
    amount: int = attrs.field(metadata=cents("The amount that would follow, in cents."))

    def _sentence(self) -> str:
        amount = f"{self.path[1:]} would be {dollars(self.amount)}"
        return f"{amount}, but it must be from {Money.ZERO} to {Money.MAX}"


@documented
@attrs.frozen(getstate_setstate=False)
class CartAmountMismatch(BaseViolation):
    """Refusal of a new `cart_amount` or of new items that do not fit each other (domain.md, T4).

    The amounts are in cents; `facts` has them in dollars. Raises `TypeError` or `ValueError` that
    names the field.

    >>> from backd_rules import CartAmountMismatch
    >>> CartAmountMismatch(cart_amount=200, lowest=150, half_up=151, highest=151).facts
    {'cart_amount': 2, 'lowest': 1.5, 'half_up': 1.51, 'highest': 1.51}
    """

    code: ClassVar[ViolationCode] = ViolationCode.CART_AMOUNT_MISMATCH
    path: ClassVar[str] = "/cart_amount"
    meaning: ClassVar[str] = "`cart_amount` is not the sum of the items, however they are rounded."
    cart_amount: int = attrs.field(metadata=cents("The amount after the update, in cents."))
    lowest: int = attrs.field(metadata=cents("The sum of the lines rounded down, in cents."))
    half_up: int = attrs.field(metadata=cents("The sum of the lines rounded half up, in cents."))
    highest: int = attrs.field(metadata=cents("The sum of the lines rounded up, in cents."))

    def _sentence(self) -> str:
        cart, lowest, highest = map(dollars, (self.cart_amount, self.lowest, self.highest))
        if lowest == highest:
            return f"cart_amount is {cart}, the items add up to {lowest}"
        return f"cart_amount is {cart}, the items add up to between {lowest} and {highest}"


@documented
@attrs.frozen(getstate_setstate=False)
class OrderTotalMismatch(BaseViolation):
    """Refusal of a stated `order_total` that does not follow from the amounts (domain.md, T5).

    The amounts are in cents; `facts` has them in dollars. Raises `TypeError` or `ValueError` that
    names the field.

    >>> from backd_rules import OrderTotalMismatch
    >>> OrderTotalMismatch(stated=9000, expected=9150).facts
    {'stated': 90, 'expected': 91.5}
    """

    code: ClassVar[ViolationCode] = ViolationCode.ORDER_TOTAL_MISMATCH
    path: ClassVar[str] = "/order_total"
    meaning: ClassVar[str] = (
        f"The stated `order_total` is not {TOTAL_FORMULA}, plus the order's adjustment."
    )
    stated: int = attrs.field(metadata=cents("The stated total, in cents."))
    expected: int = attrs.field(metadata=cents("The total that follows, in cents."))

    def _sentence(self) -> str:
        stated, expected = dollars(self.stated), dollars(self.expected)
        return f"order_total is {stated}, the amounts add up to {expected}"


@documented
@attrs.frozen(getstate_setstate=False)
class HistoryUnknown(BaseViolation):
    """Refusal of a raise that needs a history which the order does not have (domain.md, L8).

    Raises `TypeError` or `ValueError` that names the field.

    >>> from backd_rules import HistoryUnknown
    >>> HistoryUnknown(("placed_total",)).facts
    {'unknown': ['placed_total']}
    """

    code: ClassVar[ViolationCode] = ViolationCode.HISTORY_UNKNOWN
    path: ClassVar[str] = "/order_total"
    meaning: ClassVar[str] = (
        "The update raises the total, and the order does not say what the limit is measured from."
    )
    unknown: tuple[str, ...] = attrs.field(
        metadata=words(
            "`placed_total`, `increase_count` or both.", "placed_total", "increase_count"
        )
    )

    def _sentence(self) -> str:
        return f"the order does not state {' and '.join(self.unknown)}, which the limit needs"


@documented
@attrs.frozen(getstate_setstate=False)
class IncreaseExceedsLimit(BaseViolation):
    """Refusal of a raise above the ceiling of the limit (domain.md, L1 to L4).

    The amounts are in cents; `facts` has them in dollars. Raises `TypeError` or `ValueError` that
    names the field.

    >>> from backd_rules import IncreaseExceedsLimit
    >>> IncreaseExceedsLimit(order_total=11500, ceiling=11000, bound_by="max_increase").facts
    {'order_total': 115, 'ceiling': 110, 'bound_by': 'max_increase'}
    """

    code: ClassVar[ViolationCode] = ViolationCode.INCREASE_EXCEEDS_LIMIT
    path: ClassVar[str] = "/order_total"
    meaning: ClassVar[str] = "The update raises the total above what the agreed limit allows."
    order_total: int = attrs.field(metadata=cents("The total after the update, in cents."))
    ceiling: int = attrs.field(metadata=cents("The highest allowed total, in cents."))
    bound_by: Term = attrs.field(metadata=word("The name of the term that binds.", *CAPS))

    def _sentence(self) -> str:
        total, ceiling = dollars(self.order_total), dollars(self.ceiling)
        return f"order_total would be {total}, {self.bound_by} allows {ceiling}"


@documented
@attrs.frozen(getstate_setstate=False)
class TooManyIncreases(BaseViolation):
    """Refusal of a raise when the agreed number of increases is used up (domain.md, L1, L9).

    Raises `TypeError` or `ValueError` that names the field.

    >>> from backd_rules import TooManyIncreases
    >>> TooManyIncreases(increase_count=3, max_increases=3).facts
    {'increase_count': 3, 'max_increases': 3}
    """

    code: ClassVar[ViolationCode] = ViolationCode.TOO_MANY_INCREASES
    path: ClassVar[str] = "/order_total"
    meaning: ClassVar[str] = "The update raises the total, but all agreed increases are used up."
    increase_count: int = attrs.field(
        metadata=count("How many updates have raised the total already.")
    )
    max_increases: int = attrs.field(metadata=count("How many updates may raise it."))

    def _sentence(self) -> str:
        times = "1 time" if self.increase_count == 1 else f"{self.increase_count} times"
        return f"this order has been increased {times}; the limit is {self.max_increases}"


Violation = (
    UnknownOrder
    | BackdOrderIdMismatch
    | MerchantOrderIdMismatch
    | StatusForbidsAction
    | ContactIncomplete
    | AmountOutOfRange
    | CartAmountMismatch
    | OrderTotalMismatch
    | HistoryUnknown
    | IncreaseExceedsLimit
    | TooManyIncreases
    | RefundExceedsTotal
    | NoActiveRefund
    | RefundLocked
)
"""Any violation: it has `code`, `path`, `message`, `meaning` and `facts`.

`path` is an RFC 6901 JSON Pointer into the request; it is empty for the whole request.
"""

VIOLATIONS: Final = Violation.__args__
"""All violation classes, in order of precedence."""

ViolationCode.__doc__ = with_list(
    ViolationCode.__doc__, "Members", {str(cls.code): cls.meaning for cls in VIOLATIONS}
)
