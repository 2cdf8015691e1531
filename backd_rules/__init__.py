"""Decide whether a merchant's update of a Backd order is allowed, and what its totals become.

Values in, a decision out: no I/O, no clock, no environment, no global state. The names of the core
are here; `wire` (JSON-shaped dicts and the response envelope) is imported by name.
"""

from backd_rules.amounts import Money, Percent, Quantity
from backd_rules.decision import Allowed, Denied, decide_update, decide_updates
from backd_rules.difference import Change, changes
from backd_rules.limit import Basis, Ceiling, Combine, MerchantLimit, ceiling, headroom
from backd_rules.order import Address, Contact, LineItem, Order, PersonName, Refund, Totals
from backd_rules.status import OrderAction, OrderStatus
from backd_rules.update import (
    UNSET,
    AddressUpdate,
    ContactUpdate,
    OrderUpdate,
    PersonNameUpdate,
)
from backd_rules.violations import Violation, ViolationCode

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
