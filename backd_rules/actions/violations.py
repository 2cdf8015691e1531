"""Every reason for which an update is refused, in order of precedence.

A violation is a value: a code that is never renamed or reused, an RFC 6901 JSON Pointer into the
update, and the facts. Facts are in cents, as plain integers, for the amounts they speak of may lie
outside of what `Money` holds. A message is only their rendering, made when it is read. No
violation holds personal data. Knows nothing of how rules find them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

import attrs

from backd_rules.domain.limit import Term
from backd_rules.domain.money import MONEY_PLACES, plain
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import Value


class ViolationCode(StrEnum):
    """Why an update is refused, in order of precedence (design: `ViolationCode`)."""

    UNKNOWN_ORDER = "unknown_order"
    BACKD_ORDER_ID_MISMATCH = "backd_order_id_mismatch"
    MERCHANT_ORDER_ID_MISMATCH = "merchant_order_id_mismatch"
    STATUS_FORBIDS_UPDATE = "status_forbids_update"
    CONTACT_INCOMPLETE = "contact_incomplete"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    CART_AMOUNT_MISMATCH = "cart_amount_mismatch"
    ORDER_TOTAL_MISMATCH = "order_total_mismatch"
    INCREASE_EXCEEDS_LIMIT = "increase_exceeds_limit"
    TOO_MANY_INCREASES = "too_many_increases"


def _dollars(cents: int) -> str:
    return plain(cents, MONEY_PLACES)


@attrs.frozen(getstate_setstate=False)
class UnknownOrder(Value):
    """No order of the batch has the update's `backd_order_id`."""

    code: ClassVar = ViolationCode.UNKNOWN_ORDER
    path: ClassVar[str] = "/backd_order_id"

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return "there is no order with this backd_order_id"


@attrs.frozen(getstate_setstate=False)
class BackdOrderIdMismatch(Value):
    """The update's `backd_order_id` is not the order's."""

    code: ClassVar = ViolationCode.BACKD_ORDER_ID_MISMATCH
    path: ClassVar[str] = "/backd_order_id"

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return "backd_order_id is not that of the order"


@attrs.frozen(getstate_setstate=False)
class MerchantOrderIdMismatch(Value):
    """The update's `merchant_order_id` is not the order's."""

    code: ClassVar = ViolationCode.MERCHANT_ORDER_ID_MISMATCH
    path: ClassVar[str] = "/merchant_order_id"

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return "merchant_order_id is not that of the order"


@attrs.frozen(getstate_setstate=False)
class StatusForbidsUpdate(Value):
    """The order is not in a status in which it may be updated; that is `order_placed` alone."""

    code: ClassVar = ViolationCode.STATUS_FORBIDS_UPDATE
    path: ClassVar[str] = ""
    status: OrderStatus

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return f"an order with status {self.status} cannot be updated"


@attrs.frozen(getstate_setstate=False)
class ContactIncomplete(Value):
    """The order did not have this contact, and the update lacks a field of it."""

    code: ClassVar = ViolationCode.CONTACT_INCOMPLETE
    path: str

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return f"a new contact must be complete: {self.path} is missing"


@attrs.frozen(getstate_setstate=False)
class AmountOutOfRange(Value):
    """An amount that follows from the update is negative or more than 9999999999999.99."""

    code: ClassVar = ViolationCode.AMOUNT_OUT_OF_RANGE
    path: str
    cents: int

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return f"{self.path[1:]} would be {_dollars(self.cents)}, which is out of range"


@attrs.frozen(getstate_setstate=False)
class CartAmountMismatch(Value):
    """The stated `cart_amount` is not the sum over the items the order would have."""

    code: ClassVar = ViolationCode.CART_AMOUNT_MISMATCH
    path: ClassVar[str] = "/cart_amount"
    stated: int
    expected: int

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return f"cart_amount is {_dollars(self.stated)}, the items make {_dollars(self.expected)}"


@attrs.frozen(getstate_setstate=False)
class OrderTotalMismatch(Value):
    """The stated `order_total` is not cart + tax + shipping - discount."""

    code: ClassVar = ViolationCode.ORDER_TOTAL_MISMATCH
    path: ClassVar[str] = "/order_total"
    stated: int
    expected: int

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return f"order_total is {_dollars(self.stated)}, the amounts make {_dollars(self.expected)}"


@attrs.frozen(getstate_setstate=False)
class IncreaseExceedsLimit(Value):
    """The update raises the total above what the agreed limit allows."""

    code: ClassVar = ViolationCode.INCREASE_EXCEEDS_LIMIT
    path: ClassVar[str] = "/order_total"
    order_total: int
    ceiling: int
    bound_by: Term

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return (
            f"order_total would be {_dollars(self.order_total)}, "
            f"{self.bound_by} allows {_dollars(self.ceiling)}"
        )


@attrs.frozen(getstate_setstate=False)
class TooManyIncreases(Value):
    """The update raises the total, and no increase is left of those agreed."""

    code: ClassVar = ViolationCode.TOO_MANY_INCREASES
    path: ClassVar[str] = "/order_total"
    increase_count: int
    max_increases: int

    @property
    def message(self) -> str:
        """The violation as a sentence."""
        return f"{self.increase_count} of {self.max_increases} agreed increases are made"


Violation = (
    UnknownOrder
    | BackdOrderIdMismatch
    | MerchantOrderIdMismatch
    | StatusForbidsUpdate
    | ContactIncomplete
    | AmountOutOfRange
    | CartAmountMismatch
    | OrderTotalMismatch
    | IncreaseExceedsLimit
    | TooManyIncreases
)
"""Any one of the reasons: `.code`, `.path`, `.message` and its own facts."""

VIOLATIONS: Final = Violation.__args__
"""The classes of all reasons, in order of precedence."""
