"""The violations that every action can report: another order, or a status that forbids it."""

from __future__ import annotations

from typing import ClassVar

import attrs

from backd_rules.actions.violation_base import BaseViolation, ViolationCode
from backd_rules.domain.fields import choice, documented
from backd_rules.domain.status import OrderAction, OrderStatus


@documented
@attrs.frozen(getstate_setstate=False)
class UnknownOrder(BaseViolation):
    """Refusal of a request that names none of the orders of a batch or a store (domain.md, U5).

    Never raises.

    >>> from backd_rules import UnknownOrder
    >>> UnknownOrder().path
    '/backd_order_id'
    """

    code: ClassVar[ViolationCode] = ViolationCode.UNKNOWN_ORDER
    path: ClassVar[str] = "/backd_order_id"
    meaning: ClassVar[str] = "No order has the request's `backd_order_id`."

    def _sentence(self) -> str:
        return "there is no order with this backd_order_id"


@documented
@attrs.frozen(getstate_setstate=False)
class BackdOrderIdMismatch(BaseViolation):
    """Refusal of a request that means another order (domain.md, V1).

    Never raises.

    >>> from backd_rules import BackdOrderIdMismatch
    >>> BackdOrderIdMismatch().path
    '/backd_order_id'
    """

    code: ClassVar[ViolationCode] = ViolationCode.BACKD_ORDER_ID_MISMATCH
    path: ClassVar[str] = "/backd_order_id"
    meaning: ClassVar[str] = "The request's `backd_order_id` is not the order's."

    def _sentence(self) -> str:
        return "backd_order_id is not that of the order"


@documented
@attrs.frozen(getstate_setstate=False)
class MerchantOrderIdMismatch(BaseViolation):
    """Refusal of a request that means another of the merchant's orders (domain.md, V1).

    Never raises.

    >>> from backd_rules import MerchantOrderIdMismatch
    >>> MerchantOrderIdMismatch().path
    '/merchant_order_id'
    """

    code: ClassVar[ViolationCode] = ViolationCode.MERCHANT_ORDER_ID_MISMATCH
    path: ClassVar[str] = "/merchant_order_id"
    meaning: ClassVar[str] = "The request's `merchant_order_id` is not the order's."

    def _sentence(self) -> str:
        return "merchant_order_id is not that of the order"


@documented
@attrs.frozen(getstate_setstate=False)
class StatusForbidsAction(BaseViolation):
    """Refusal of an action that the order's status does not allow (domain.md, S1).

    Raises `TypeError` or `ValueError` that names the field.

    >>> from backd_rules import OrderAction, OrderStatus, StatusForbidsAction
    >>> StatusForbidsAction(OrderStatus.REFUND, OrderAction.UPDATE_ORDER).facts
    {'status': 'refund', 'action': 'update_order'}
    """

    code: ClassVar[ViolationCode] = ViolationCode.STATUS_FORBIDS_ACTION
    path: ClassVar[str] = ""
    meaning: ClassVar[str] = "The order's status does not allow the action."
    status: OrderStatus = attrs.field(metadata=choice("The status of the order.", OrderStatus))
    action: OrderAction = attrs.field(
        metadata=choice("The action that was requested.", OrderAction)
    )

    def _sentence(self) -> str:
        return f"an order with status {self.status} does not allow the action {self.action}"
