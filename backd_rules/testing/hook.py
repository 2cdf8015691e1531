"""What Hypothesis calls when it is imported (entry point `hypothesis`).

It names the types of the core and loads no strategy: those come with the first `from_type`.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any, Final

from hypothesis.strategies import SearchStrategy, register_type_strategy

import backd_rules

TYPES: Final = (
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
    "OrderUpdate",
    "Percent",
    "PersonName",
    "PersonNameUpdate",
    "Quantity",
    "Refund",
    "Totals",
)
"""The public types for which a strategy is registered; `from_type` finds the others itself."""


def register() -> None:
    """Let `from_type` resolve every public type of `backd_rules`."""
    for name in TYPES:
        register_type_strategy(getattr(backd_rules, name), partial(_strategy, name))


def _strategy(name: str, wanted: type) -> SearchStrategy[Any]:
    """The strategy for the type `name`; `wanted` may be a wider one, such as `object`."""
    by_type = import_module("backd_rules.testing.registry").BY_TYPE
    strategy: SearchStrategy[Any] = by_type[getattr(backd_rules, name)]()
    return strategy
