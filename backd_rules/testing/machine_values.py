"""The strategies of the state machine: small values by default, or any values.

Each generates the JSON payload of a request about one order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from backd_rules import MerchantLimit, Order, OrderStatus, ViolationCode
from backd_rules.testing.action_requests import (
    ids_of,
    placements,
    refund_requests_for,
    refund_requests_within_total,
    sometimes_misnamed,
)
from backd_rules.testing.adapter import Json
from backd_rules.testing.merchant_limits import limits
from backd_rules.testing.records import orders
from backd_rules.testing.refusals import denied_updates
from backd_rules.testing.requests import (
    allowed_updates,
    highest_allowed,
    updates_for,
    updates_of_texts,
    updates_reaching_total,
)
from backd_rules.testing.small_records import small_limits, small_orders
from backd_rules.testing.small_requests import (
    allowed_payloads,
    any_payloads,
    denied_payloads,
    payloads_at_ceiling,
    payloads_of_texts,
    payloads_past_ceiling,
    small_ids,
    small_placements,
    small_refund_requests,
)
from backd_rules.testing.spellings import payloads

_Payloads = st.SearchStrategy[Json]
_OfUpdates = Callable[[Order, MerchantLimit], _Payloads]
_OfRequests = Callable[[Order], _Payloads]


@attrs.frozen
class Values:
    """Strategies for orders and limits, and for each kind of request about an order."""

    orders: Callable[[Sequence[OrderStatus]], st.SearchStrategy[Order]]
    limits: Callable[[], st.SearchStrategy[MerchantLimit]]
    allowed: _OfUpdates
    at_ceiling: _OfUpdates
    past_ceiling: _OfUpdates
    of_texts: _OfUpdates
    denied: _OfUpdates
    any_fields: _OfUpdates
    placements: _OfRequests
    refunds: _OfRequests
    refunds_within_total: _OfRequests
    ids: _OfRequests


def _past_ceiling(order: Order, limit: MerchantLimit) -> st.SearchStrategy[Any]:
    return denied_updates(order, limit, code=ViolationCode.INCREASE_EXCEEDS_LIMIT)


def _payloads_of(values: Callable[..., st.SearchStrategy[Any]]) -> Callable[..., _Payloads]:
    return lambda *about: payloads(values(*about))


ANY: Final = Values(
    orders=lambda statuses: orders(statuses=statuses),
    limits=limits,
    allowed=_payloads_of(allowed_updates),
    at_ceiling=_payloads_of(
        lambda order, limit: updates_reaching_total(order, highest_allowed(order, limit))
    ),
    past_ceiling=_payloads_of(_past_ceiling),
    of_texts=_payloads_of(lambda order, limit: updates_of_texts(order)),
    denied=_payloads_of(denied_updates),
    any_fields=_payloads_of(lambda order, limit: updates_for(order, limit=limit)),
    placements=_payloads_of(lambda order: sometimes_misnamed(placements(order))),
    refunds=_payloads_of(lambda order: sometimes_misnamed(refund_requests_for(order))),
    refunds_within_total=_payloads_of(refund_requests_within_total),
    ids=_payloads_of(lambda order: sometimes_misnamed(ids_of(order))),
)
"""Every value that the strategies of this package generate."""
SMALL: Final = Values(
    orders=small_orders,
    limits=small_limits,
    allowed=allowed_payloads,
    at_ceiling=payloads_at_ceiling,
    past_ceiling=payloads_past_ceiling,
    of_texts=payloads_of_texts,
    denied=denied_payloads,
    any_fields=any_payloads,
    placements=small_placements,
    refunds=small_refund_requests,
    refunds_within_total=lambda order: small_refund_requests(order, within_total=True),
    ids=small_ids,
)
"""Few values, of few draws: see `small_records.py` and `small_requests.py`."""
