"""Decide whether a merchant's update of a Backd order is allowed, and what its totals become.

Values in, a decision out: no I/O, no clock, no environment, no global state. The names of the core
are here; `wire` (JSON-shaped dicts and the response envelope) is imported by name.
"""

from backd_rules.actions.decision import Allowed, Denied, decide_update, decide_updates
from backd_rules.actions.update_order.difference import Change, changes
from backd_rules.actions.update_order.request import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.actions.violations import Violation, ViolationCode
from backd_rules.domain.limit import Basis, Ceiling, Combine, MerchantLimit, ceiling, headroom
from backd_rules.domain.money import Money, Percent, Quantity
from backd_rules.domain.order import Address, Contact, LineItem, Order, PersonName, Refund, Totals
from backd_rules.domain.status import OrderAction, OrderStatus

__all__ = [
    "UNSET",
    "Address",
    "AddressUpdate",
    "Allowed",
    "Basis",
    "Ceiling",
    "Change",
    "Combine",
    "Contact",
    "ContactUpdate",
    "Denied",
    "LineItem",
    "MerchantLimit",
    "Money",
    "Order",
    "OrderAction",
    "OrderStatus",
    "OrderUpdate",
    "Percent",
    "PersonName",
    "PersonNameUpdate",
    "Quantity",
    "Refund",
    "Totals",
    "Violation",
    "ViolationCode",
    "ceiling",
    "changes",
    "decide_update",
    "decide_updates",
    "headroom",
]
