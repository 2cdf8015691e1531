"""The entry point `hypothesis`: Hypothesis calls `register` when it is imported.

Only the names of the types are needed then. The strategies are imported by the first `from_type`,
and the printer by the first value that Hypothesis shows.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any, Final

from hypothesis.strategies import SearchStrategy, register_type_strategy
from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

import backd_rules
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.money import WideMoney

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


_SHOWN: Final = (
    *(getattr(backd_rules, name) for name in TYPES),
    *(backd_rules.Basis, backd_rules.Combine, backd_rules.OrderAction, backd_rules.OrderStatus),
    *(backd_rules.ViolationCode, type(backd_rules.UNSET), WideMoney),
)
_SHOWN_BY_NAME: Final = (
    ("backd_rules.testing.malformed", "Malformed"),
    ("backd_rules.wire.problems", "ProblemCode"),
)
"""The module and the name of types that the hook does not import."""


def register() -> None:
    """Register a strategy for each of `TYPES`, and how Hypothesis shows values."""
    for name in TYPES:
        register_type_strategy(getattr(backd_rules, name), partial(_strategy, name))
    for module, name in (*((cls.__module__, cls.__name__) for cls in _SHOWN), *_SHOWN_BY_NAME):
        for_type_by_name(module, name, _show)


def _strategy(name: str, wanted: type) -> SearchStrategy[Any]:
    """Return the strategy for the type `name`; `wanted` can be a supertype, such as `object`."""
    by_type = import_module("backd_rules.testing.registry").BY_TYPE
    strategy: SearchStrategy[Any] = by_type[getattr(backd_rules, name)]()
    return strategy


def _show(value: object, printer: RepresentationPrinter, cycle: bool) -> None:
    """Show a value as an expression; a value of the package never contains itself."""
    import_module("backd_rules.testing.printing").show(value, printer)
