"""The entry point `hypothesis`: Hypothesis calls `register` when it is imported.

Only the names of the types are needed then. The strategies are imported by the first `from_type`.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any, Final

from hypothesis.strategies import SearchStrategy, register_type_strategy

import backd_rules
from backd_rules.actions.violations import VIOLATIONS

_TYPES: Final = (
    "Address",
    "AddressUpdate",
    "Allowed",
    "Ceiling",
    "Change",
    "Contact",
    "ContactUpdate",
    "Denied",
    "LineItem",
    "MerchantLimit",
    "Money",
    "Order",
    "OrderIds",
    "OrderUpdate",
    "Percent",
    "PersonName",
    "PersonNameUpdate",
    "Quantity",
    "Refund",
    "RefundRequest",
    "Totals",
    "UnitPrice",
)

TYPES: Final = tuple(sorted((*_TYPES, *(violation.__name__ for violation in VIOLATIONS))))
"""The public types with a registered strategy; `from_type` can build the other public types."""


def register() -> None:
    """Register a strategy for each of `TYPES`."""
    for name in TYPES:
        register_type_strategy(getattr(backd_rules, name), partial(_strategy, name))


def _strategy(name: str, wanted: type) -> SearchStrategy[Any]:
    """Return the strategy for the type `name`; `wanted` can be a supertype, such as `object`."""
    by_type = import_module("backd_rules.testing.registry").BY_TYPE
    strategy: SearchStrategy[Any] = by_type[getattr(backd_rules, name)]()
    return strategy
