"""The life of an order: which action is allowed in which status, and where it leads.

Every change of status lives in this file, in one complete table. A pair that is not in the table is
forbidden, and a status that is not in the table cannot be represented (domain.md, S1 and S2).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from backd_rules.domain.values import check_type


class OrderStatus(StrEnum):
    """The status of an order in Backd's system.

    `order_cancelled` is read as `ORDER_CANCELED`. Raises `ValueError` for any other word
    (domain.md, S2).

    >>> from backd_rules import OrderStatus
    >>> OrderStatus("order_placed")
    <OrderStatus.ORDER_PLACED: 'order_placed'>

    Members:
        terms_selected: The buyer has chosen payment terms.
        order_placed: The merchant has placed the order. Only now may it be updated.
        order_confirmed: The merchant has confirmed the order. It may be refunded.
        order_canceled: The merchant has canceled the order.
        refund: Backd has carried out a refund.
    """

    TERMS_SELECTED = "terms_selected"
    ORDER_PLACED = "order_placed"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_CANCELED = "order_canceled"
    REFUND = "refund"

    @classmethod
    def _missing_(cls, value: object) -> OrderStatus | None:
        return SPELLINGS.get(value) if isinstance(value, str) else None


SPELLINGS: Final[Mapping[str, OrderStatus]] = MappingProxyType(
    {"order_cancelled": OrderStatus.ORDER_CANCELED}
)
"""Other spellings that are read as a status."""


class OrderAction(StrEnum):
    """An action that a merchant can take on an order: the endpoints of Backd's API.

    Raises `ValueError` for any other word (domain.md, S1).

    >>> from backd_rules import OrderAction
    >>> OrderAction("update_order")
    <OrderAction.UPDATE_ORDER: 'update_order'>

    Members:
        order_placed: Place the order: see `place`.
        update_order: Update the order: see `decide_update`.
        confirm_order: Confirm the order: see `confirm`.
        cancel_order: Cancel the order: see `cancel`.
        refund: Request a refund: see `request_refund`.
        delete_refund: Withdraw the request of a refund: see `delete_refund`.
    """

    ORDER_PLACED = "order_placed"
    UPDATE_ORDER = "update_order"
    CONFIRM_ORDER = "confirm_order"
    CANCEL_ORDER = "cancel_order"
    REFUND = "refund"
    DELETE_REFUND = "delete_refund"


TRANSITIONS: Final[Mapping[OrderStatus, Mapping[OrderAction, OrderStatus]]] = MappingProxyType(
    {
        OrderStatus.TERMS_SELECTED: MappingProxyType(
            {OrderAction.ORDER_PLACED: OrderStatus.ORDER_PLACED}
        ),
        OrderStatus.ORDER_PLACED: MappingProxyType(
            {
                OrderAction.UPDATE_ORDER: OrderStatus.ORDER_PLACED,
                OrderAction.CONFIRM_ORDER: OrderStatus.ORDER_CONFIRMED,
                OrderAction.CANCEL_ORDER: OrderStatus.ORDER_CANCELED,
            }
        ),
        OrderStatus.ORDER_CONFIRMED: MappingProxyType(
            {
                OrderAction.REFUND: OrderStatus.ORDER_CONFIRMED,
                OrderAction.DELETE_REFUND: OrderStatus.ORDER_CONFIRMED,
            }
        ),
        OrderStatus.ORDER_CANCELED: MappingProxyType({}),
        OrderStatus.REFUND: MappingProxyType({}),
    }
)
"""For each status, the actions that it allows and the status that each leads to."""

# No merchant makes these two transitions. The diagram shows them, and they permit nothing.
_CHOSEN_BY_BUYER: Final = OrderStatus.TERMS_SELECTED
_CARRIED_OUT_BY_BACKD: Final = (OrderStatus.ORDER_CONFIRMED, OrderStatus.REFUND)


def next_status(status: OrderStatus, action: OrderAction) -> OrderStatus | None:
    """Return the status that `action` leads to from `status`, or `None` if it is forbidden.

    Raises `TypeError` for arguments of other types (domain.md, S1).

    >>> from backd_rules import OrderAction, OrderStatus, next_status
    >>> next_status(OrderStatus.ORDER_PLACED, OrderAction.CONFIRM_ORDER)
    <OrderStatus.ORDER_CONFIRMED: 'order_confirmed'>
    """
    check_type(next_status, "status", status, OrderStatus)
    check_type(next_status, "action", action, OrderAction)
    return TRANSITIONS[status].get(action)


def diagram() -> str:
    """Return the table as a Mermaid state diagram that ends in a line feed."""
    source, target = _CARRIED_OUT_BY_BACKD
    arrows = [f"[*] --> {_CHOSEN_BY_BUYER}: buyer selects terms"]
    arrows += [
        f"{status} --> {led_to}: {action}"
        for status, actions in TRANSITIONS.items()
        for action, led_to in actions.items()
    ]
    arrows += [f"{source} --> {target}: Backd carries out the refund"]
    arrows += [f"{status} --> [*]" for status, actions in TRANSITIONS.items() if not actions]
    return "\n".join(["stateDiagram-v2", *(f"    {arrow}" for arrow in arrows), ""])
