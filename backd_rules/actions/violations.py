"""Every reason for which a request is refused, in order of precedence (domain.md, V2).

A violation is a value: a code that is never renamed or reused, an RFC 6901 JSON Pointer into the
request, and the facts. Amounts are plain integers in cents because they can exceed the range of
`Money`; `facts` has them in dollars. `message` is derived from the facts on access. No violation
holds personal data.

A new violation takes a code, a class and a line in `Violation` here, its actions in
`possible_codes.py`, and its HTTP status in `wire/envelopes.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Final

import attrs

from backd_rules.domain.fact_kinds import Cents
from backd_rules.domain.fields import (
    cents,
    check_request,
    choice,
    count,
    declarations,
    documented,
    json_pointer,
    moment,
    word,
    words,
)
from backd_rules.domain.limit import CAPS, Term
from backd_rules.domain.money import Money, dollars
from backd_rules.domain.numbers import json_number
from backd_rules.domain.order import TOTAL_FORMULA
from backd_rules.domain.status import OrderAction, OrderStatus
from backd_rules.domain.timestamps import TIMESTAMP_FORMAT
from backd_rules.domain.values import Value, plain_str


class ViolationCode(StrEnum):
    """Why a request is refused, in order of precedence (domain.md, V2)."""

    UNKNOWN_ORDER = "unknown_order"
    BACKD_ORDER_ID_MISMATCH = "backd_order_id_mismatch"
    MERCHANT_ORDER_ID_MISMATCH = "merchant_order_id_mismatch"
    STATUS_FORBIDS_ACTION = "status_forbids_action"
    CONTACT_INCOMPLETE = "contact_incomplete"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    CART_AMOUNT_MISMATCH = "cart_amount_mismatch"
    ORDER_TOTAL_MISMATCH = "order_total_mismatch"
    HISTORY_UNKNOWN = "history_unknown"
    INCREASE_EXCEEDS_LIMIT = "increase_exceeds_limit"
    TOO_MANY_INCREASES = "too_many_increases"
    REFUND_EXCEEDS_TOTAL = "refund_exceeds_total"
    NO_ACTIVE_REFUND = "no_active_refund"
    REFUND_LOCKED = "refund_locked"


class _Violation(Value):
    """Base of the violations. `meaning` says what the code means, for people who look it up."""

    __slots__ = ()

    code: ClassVar[ViolationCode]
    meaning: ClassVar[str]

    __attrs_post_init__ = check_request

    @property
    def message(self) -> str:
        """The violation as a sentence, with amounts in dollars."""
        return self._sentence()

    def _sentence(self) -> str:
        raise NotImplementedError

    @property
    def facts(self) -> dict[str, object]:
        """The facts by name, in JSON types, with amounts in dollars (domain.md, V5)."""
        return {
            name: _fact(getattr(self, name), in_cents=isinstance(declared.kind, Cents))
            for name, declared in declarations(type(self)).items()
            if name != "path"
        }


def _fact(value: Any, *, in_cents: bool) -> object:
    if in_cents:
        return json_number(value, Money.PLACES)
    if isinstance(value, tuple):
        return [*value]
    text = plain_str(value)  # A member of an enum, as the text that it is.
    return value if text is None else text


@documented
@attrs.frozen(getstate_setstate=False)
class UnknownOrder(_Violation):
    """Refusal of a request that names none of the orders of a batch or a store (domain.md, U5)."""

    code: ClassVar[ViolationCode] = ViolationCode.UNKNOWN_ORDER
    path: ClassVar[str] = "/backd_order_id"
    meaning: ClassVar[str] = "No order has the request's `backd_order_id`."

    def _sentence(self) -> str:
        return "there is no order with this backd_order_id"


@documented
@attrs.frozen(getstate_setstate=False)
class BackdOrderIdMismatch(_Violation):
    """Refusal of a request that means another order (domain.md, V1)."""

    code: ClassVar[ViolationCode] = ViolationCode.BACKD_ORDER_ID_MISMATCH
    path: ClassVar[str] = "/backd_order_id"
    meaning: ClassVar[str] = "The request's `backd_order_id` is not the order's."

    def _sentence(self) -> str:
        return "backd_order_id is not that of the order"


@documented
@attrs.frozen(getstate_setstate=False)
class MerchantOrderIdMismatch(_Violation):
    """Refusal of a request that means another of the merchant's orders (domain.md, V1)."""

    code: ClassVar[ViolationCode] = ViolationCode.MERCHANT_ORDER_ID_MISMATCH
    path: ClassVar[str] = "/merchant_order_id"
    meaning: ClassVar[str] = "The request's `merchant_order_id` is not the order's."

    def _sentence(self) -> str:
        return "merchant_order_id is not that of the order"


@documented
@attrs.frozen(getstate_setstate=False)
class StatusForbidsAction(_Violation):
    """Refusal of an action that the order's status does not allow (domain.md, S1)."""

    code: ClassVar[ViolationCode] = ViolationCode.STATUS_FORBIDS_ACTION
    path: ClassVar[str] = ""
    meaning: ClassVar[str] = "The order's status does not allow the action."
    status: OrderStatus = attrs.field(metadata=choice("The status of the order.", OrderStatus))
    action: OrderAction = attrs.field(
        metadata=choice("The action that was requested.", OrderAction)
    )

    def _sentence(self) -> str:
        return f"an order with status {self.status} does not allow the action {self.action}"


@documented
@attrs.frozen(getstate_setstate=False)
class ContactIncomplete(_Violation):
    """Refusal of a new contact without one of its required fields (domain.md, U3)."""

    code: ClassVar[ViolationCode] = ViolationCode.CONTACT_INCOMPLETE
    meaning: ClassVar[str] = (
        "The order has no such contact, and the update does not state all of it."
    )
    path: str = attrs.field(metadata=json_pointer("The JSON Pointer to the missing field."))

    def _sentence(self) -> str:
        return f"{self.path} must be stated, as a new contact must be complete"


@documented
@attrs.frozen(getstate_setstate=False)
class AmountOutOfRange(_Violation):
    """Refusal of an amount that follows from the update and cannot be (domain.md, T6)."""

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
class CartAmountMismatch(_Violation):
    """Refusal of a new `cart_amount` or of new items that do not fit each other (domain.md, T4)."""

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
class OrderTotalMismatch(_Violation):
    """Refusal of a stated `order_total` that does not follow from the amounts (domain.md, T5)."""

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
class HistoryUnknown(_Violation):
    """Refusal of a raise that needs a history which the order does not have (domain.md, L8)."""

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
class IncreaseExceedsLimit(_Violation):
    """Refusal of a raise above the ceiling of the limit (domain.md, L1 to L4)."""

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
class TooManyIncreases(_Violation):
    """Refusal of a raise when the agreed number of increases is used up (domain.md, L1, L9)."""

    code: ClassVar[ViolationCode] = ViolationCode.TOO_MANY_INCREASES
    path: ClassVar[str] = "/order_total"
    meaning: ClassVar[str] = "The update raises the total, but all agreed increases are used up."
    increase_count: int = attrs.field(
        metadata=count("How many updates have raised the total already.")
    )
    max_increases: int = attrs.field(metadata=count("How many are allowed."))

    def _sentence(self) -> str:
        times = "1 time" if self.increase_count == 1 else f"{self.increase_count} times"
        return f"this order has been increased {times}; the limit is {self.max_increases}"


@documented
@attrs.frozen(getstate_setstate=False)
class RefundExceedsTotal(_Violation):
    """Refusal of a refund of more than the order's total (domain.md, A3)."""

    code: ClassVar[ViolationCode] = ViolationCode.REFUND_EXCEEDS_TOTAL
    path: ClassVar[str] = "/refund_amount"
    meaning: ClassVar[str] = "The refund is more than the order's total."
    refund_amount: int = attrs.field(metadata=cents("The requested refund, in cents."))
    order_total: int = attrs.field(metadata=cents("The total of the order, in cents."))

    def _sentence(self) -> str:
        amount, total = dollars(self.refund_amount), dollars(self.order_total)
        return f"refund_amount is {amount}, the order's total is {total}"


@documented
@attrs.frozen(getstate_setstate=False)
class NoActiveRefund(_Violation):
    """Refusal to delete a refund request where none is active (domain.md, A6)."""

    code: ClassVar[ViolationCode] = ViolationCode.NO_ACTIVE_REFUND
    path: ClassVar[str] = ""
    meaning: ClassVar[str] = "The order has no refund request that is a `draft` or `approved`."

    def _sentence(self) -> str:
        return "the order has no active refund request"


@documented
@attrs.frozen(getstate_setstate=False)
class RefundLocked(_Violation):
    """Refusal to replace or delete a refund request that is locked (domain.md, A4 to A6)."""

    code: ClassVar[ViolationCode] = ViolationCode.REFUND_LOCKED
    path: ClassVar[str] = ""
    meaning: ClassVar[str] = "The active refund request is locked: nothing may change it."
    locked_at: str | None = attrs.field(
        metadata=moment(f"{TIMESTAMP_FORMAT}; `None` if the record has no such timestamp.")
    )

    def _sentence(self) -> str:
        if self.locked_at is None:
            return "the active refund request is locked, as its deadline is unknown"
        return f"the active refund request is locked since {self.locked_at} UTC"


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
"""Any violation: it has `.code`, `.path`, `.message`, `.meaning` and its own facts."""

VIOLATIONS: Final = Violation.__args__
"""All violation classes, in order of precedence."""
