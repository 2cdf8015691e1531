"""The life of an order for the tests: the table of chapter 2, written by hand, and its actions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import attrs

from backd_rules import (
    Decision,
    MerchantLimit,
    Money,
    Order,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    Refund,
    RefundRequest,
    cancel,
    confirm,
    decide_update,
    delete_refund,
    place,
    request_refund,
)
from support.examples import ORDER

ACTIONS: Final = (
    "order_placed",
    "update_order",
    "confirm_order",
    "cancel_order",
    "refund",
    "delete_refund",
)
MATRIX: Final[dict[str, tuple[str | None, ...]]] = {
    "terms_selected": ("order_placed", None, None, None, None, None),
    "order_placed": (
        None,
        "order_placed",
        "order_confirmed",
        "order_canceled",
        None,
        None,
    ),
    "order_confirmed": (None, None, None, None, "order_confirmed", "order_confirmed"),
    "order_canceled": (None, None, None, None, None, None),
    "refund": (None, None, None, None, None, None),
}
"""The status to which each of `ACTIONS` leads from a status, or `None` where it is forbidden."""
PAIRS: Final = [(status, action) for status in MATRIX for action in ACTIONS]


def led_to(status: str, action: str) -> str | None:
    """Return the status to which an action leads, or `None` if it is forbidden."""
    return MATRIX[status][ACTIONS.index(action)]


AT: Final = datetime(2026, 4, 15, 12, 49, 46, tzinfo=UTC)
"""A Wednesday, 7:49:46 AM in Chicago: the example of the reference, as is `LOCKS_AT`."""
LOCKS_AT: Final = "2026-04-15 22:00:00"
LOCK_TIME: Final = datetime(2026, 4, 15, 22, tzinfo=UTC)

BOTH_IDS: Final = OrderIds("BO-1", "M-1")
REFUND_REQUEST: Final = RefundRequest("BO-1", "M-1", Money.of(50))
REQUESTS: Final[dict[str, OrderIds | OrderUpdate | RefundRequest]] = {
    **dict.fromkeys(ACTIONS, BOTH_IDS),
    "update_order": OrderUpdate("BO-1", "M-1", tax_amount=Money.of(101)),
    "refund": REFUND_REQUEST,
}
"""A request of each action that fits `support.examples.ORDER`."""


def refund(
    status: str | None = "draft", locked_at: str | None = LOCKS_AT, amount: str = "20"
) -> Refund:
    """Return a recorded refund request, which by default is active and not locked at `AT`."""
    return Refund(
        amount=Money.of(amount),
        create_date="2026-04-15 09:00:00",
        status=status,
        locked_at=locked_at,
    )


CONFIRMED: Final = attrs.evolve(ORDER, status=OrderStatus.ORDER_CONFIRMED)
"""Its total is 9150.00, and it has no refunds."""


def confirmed(*refunds: Refund) -> Order:
    """Return `CONFIRMED` with refund requests."""
    return attrs.evolve(CONFIRMED, refunds=refunds)


_WITHOUT_TIME: Final[dict[str, Callable[[Order, Any], Decision]]] = {
    "order_placed": place,
    "confirm_order": confirm,
    "cancel_order": cancel,
}
_WITH_TIME: Final[dict[str, Callable[[Order, Any, datetime], Decision]]] = {
    "refund": request_refund,
    "delete_refund": delete_refund,
}


def decide(
    action: str,
    order: Order,
    request: Any,
    at: Any = AT,
    limit: MerchantLimit = MerchantLimit.UNLIMITED,
) -> Decision:
    """Return the decision of the function of an action.

    The time is for the actions on refunds, and the limit for the update.
    """
    if action == "update_order":
        return decide_update(order, request, limit)
    if action in _WITH_TIME:
        return _WITH_TIME[action](order, request, at)
    return _WITHOUT_TIME[action](order, request)
