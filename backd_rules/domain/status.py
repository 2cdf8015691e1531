"""The life of an order: which action is allowed in which status, and where it leads.

Every change of status lives in this file, in one complete table: what is not in it is forbidden,
and a status that is not in it cannot be represented. It knows nothing of money or limits.
Source: domain.md, Statuses and actions.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class OrderStatus(StrEnum):
    """The status of an order in Backd's system; `order_cancelled` reads as `ORDER_CANCELED`."""

    TERMS_SELECTED = "terms_selected"
    ORDER_PLACED = "order_placed"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_CANCELED = "order_canceled"
    REFUND = "refund"

    @classmethod
    def _missing_(cls, name: object) -> OrderStatus | None:
        return cls.ORDER_CANCELED if name == "order_cancelled" else None


class OrderAction(StrEnum):
    """What a merchant can ask of an order: the endpoints of Backd's API."""

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
"""Per status, the actions that are allowed in it and the status each leads to."""

# The two moves that no merchant makes. They are in the diagram and permit nothing.
_CHOSEN_BY_BUYER: Final = OrderStatus.TERMS_SELECTED
_CARRIED_OUT_BY_BACKD: Final = (OrderStatus.ORDER_CONFIRMED, OrderStatus.REFUND)


def next_status(status: OrderStatus, action: OrderAction) -> OrderStatus | None:
    """The status to which `action` leads from `status`, or `None` where it is forbidden."""
    return TRANSITIONS[status].get(action)


def diagram() -> str:
    """The table as a Mermaid state diagram, ending in a line feed."""
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
