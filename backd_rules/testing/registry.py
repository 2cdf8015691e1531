"""The strategy of each public type, for `hypothesis.strategies.from_type`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar, get_args

from hypothesis import strategies as st

from backd_rules import (
    Address,
    AddressUpdate,
    Allowed,
    Ceiling,
    Change,
    Contact,
    ContactUpdate,
    Denied,
    LineItem,
    MerchantLimit,
    Money,
    Order,
    OrderIds,
    OrderUpdate,
    Percent,
    PersonName,
    PersonNameUpdate,
    Quantity,
    Refund,
    RefundRequest,
    Totals,
    UnitPrice,
)
from backd_rules.actions.update_order.request import STATED_AMOUNTS
from backd_rules.actions.violations import VIOLATIONS, Violation
from backd_rules.domain.fact_kinds import Cents, Pointer, Timestamp, Word, Words
from backd_rules.domain.fields import declarations
from backd_rules.domain.kinds import Choice, Count
from backd_rules.domain.limit import Term
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.timestamps import timestamp
from backd_rules.testing.action_requests import order_ids, refund_requests
from backd_rules.testing.merchant_limits import limits
from backd_rules.testing.numbers import (
    amounts,
    mapped,
    percentages,
    quantities,
    totals,
    unit_prices,
)
from backd_rules.testing.patches import address_updates, contact_updates, person_name_updates
from backd_rules.testing.records import (
    addresses,
    contacts,
    items,
    orders,
    person_names,
    refunds,
)
from backd_rules.testing.requests import updates
from backd_rules.testing.times import moments

_T = TypeVar("_T")


def _instances(cls: type[_T], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[_T]:
    return mapped(st.fixed_dictionaries(fields), lambda drawn: cls(**drawn))


def ceilings() -> st.SearchStrategy[Ceiling]:
    """Generate ceilings: a total in dollars, up to the highest `Money`, and any term that binds.

    Shrinks to a total of zero with `max_increase` as the binding cap.

        ceilings().map(lambda ceiling: ceiling.total)  # in dollars
    """
    return _instances(
        Ceiling, total=amounts(min_value=Money.ZERO), bound_by=st.sampled_from(get_args(Term))
    )


def _allowed() -> st.SearchStrategy[Allowed]:
    return _instances(Allowed, order=orders())


def _changes() -> st.SearchStrategy[Change]:
    amount = amounts(min_value=Money.ZERO)
    return _instances(Change, path=_pointers(), before=amount, after=amount)


def _pointers() -> st.SearchStrategy[str]:
    return st.sampled_from([f"/{name}" for name in STATED_AMOUNTS])


_OF_FACTS: Final[Mapping[type, Callable[[Any], st.SearchStrategy[Any]]]] = {
    Cents: lambda _: st.integers(-3 * MAX_SCALED, 3 * MAX_SCALED),
    Choice: lambda kind: st.sampled_from(kind.enum),
    Count: lambda _: st.integers(0, MAX_SCALED),
    Pointer: lambda _: _pointers(),
    Timestamp: lambda _: st.none() | mapped(moments(), timestamp),
    Word: lambda kind: st.sampled_from(kind.words),
    Words: lambda kind: mapped(
        st.lists(st.sampled_from(kind.words), min_size=1, unique=True), tuple
    ),
}
"""The strategy of each kind of what a violation states."""


def violations() -> st.SearchStrategy[Violation]:
    """Generate violations of every code, with facts that need not fit each other."""
    return st.one_of(*map(_violation, VIOLATIONS))


def _violation(cls: type[Violation]) -> st.SearchStrategy[Any]:
    kinds = {name: declared.kind for name, declared in declarations(cls).items()}
    return _instances(cls, **{name: _OF_FACTS[type(kind)](kind) for name, kind in kinds.items()})


def _denied() -> st.SearchStrategy[Denied]:
    return _instances(
        Denied, violations=mapped(st.lists(violations(), min_size=1, max_size=5), tuple)
    )


BY_TYPE: Final[Mapping[type, Callable[[], st.SearchStrategy[Any]]]] = {
    Address: addresses,
    AddressUpdate: address_updates,
    Allowed: _allowed,
    Ceiling: ceilings,
    Change: _changes,
    Contact: contacts,
    ContactUpdate: contact_updates,
    Denied: _denied,
    LineItem: items,
    MerchantLimit: limits,
    Money: amounts,
    Order: orders,
    OrderIds: order_ids,
    OrderUpdate: updates,
    Percent: percentages,
    PersonName: person_names,
    PersonNameUpdate: person_name_updates,
    Quantity: quantities,
    Refund: refunds,
    RefundRequest: refund_requests,
    Totals: totals,
    UnitPrice: unit_prices,
    **{violation: partial(_violation, violation) for violation in VIOLATIONS},
}
"""The strategy that `hypothesis.strategies.from_type` uses for each type."""
