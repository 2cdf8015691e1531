"""Hypothesis strategies and a stateful model for property-based test suites (extra `testing`).

`from backd_rules.testing import allowed_updates, order_machine` imports any of the names below.
`hypothesis.strategies.from_type` resolves the package's types without an import. The core must not
import this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from backd_rules.testing.action_requests import (
        order_ids,
        refund_requests,
        refund_requests_for,
    )
    from backd_rules.testing.adapter import Adapter, FullAdapter
    from backd_rules.testing.machine import order_machine
    from backd_rules.testing.malformed import Malformed, malformed_payloads, malformed_texts
    from backd_rules.testing.merchant_limits import limits
    from backd_rules.testing.numbers import amounts, percentages, quantities, totals, unit_prices
    from backd_rules.testing.patches import (
        address_updates,
        contact_updates,
        person_name_updates,
    )
    from backd_rules.testing.records import (
        addresses,
        contacts,
        items,
        orders,
        person_names,
        refunds,
    )
    from backd_rules.testing.refusals import denied_updates
    from backd_rules.testing.registry import ceilings
    from backd_rules.testing.requests import allowed_updates, updates, updates_for
    from backd_rules.testing.spellings import payloads
    from backd_rules.testing.times import moments

__all__ = [
    "Adapter",
    "FullAdapter",
    "Malformed",
    "address_updates",
    "addresses",
    "allowed_updates",
    "amounts",
    "ceilings",
    "contact_updates",
    "contacts",
    "denied_updates",
    "items",
    "limits",
    "malformed_payloads",
    "malformed_texts",
    "moments",
    "order_ids",
    "order_machine",
    "orders",
    "payloads",
    "percentages",
    "person_name_updates",
    "person_names",
    "quantities",
    "refund_requests",
    "refund_requests_for",
    "refunds",
    "totals",
    "unit_prices",
    "updates",
    "updates_for",
]

_MODULES: Final = (
    "numbers",
    "times",
    "merchant_limits",
    "records",
    "patches",
    "requests",
    "action_requests",
    "refusals",
    "spellings",
    "malformed",
    "registry",
    "adapter",
    "machine",
)


def __getattr__(name: str) -> object:
    """Import a public name on first use: Hypothesis imports this package at every start."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    namespaces = (vars(import_module(f"{__name__}.{module}")) for module in _MODULES)
    return next(namespace[name] for namespace in namespaces if name in namespace)


def __dir__() -> list[str]:
    """Return the lazy names too, for completion and `help`."""
    return sorted({*globals(), *__all__})
