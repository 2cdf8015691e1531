"""The values that the state machine draws: small values by default, or any values.

Each function draws the JSON payload of a request about one order, or a part of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from backd_rules import MerchantLimit, Order, OrderStatus, ViolationCode
from backd_rules.testing import small_actions, small_records, small_requests
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
from backd_rules.testing.spellings import payloads
from backd_rules.testing.times import moments, unlocked_moments

_Updates = Callable[[st.DrawFn, Order, MerchantLimit], Json]
_Requests = Callable[[st.DrawFn, Order], Json]
_Times = Callable[[st.DrawFn, Order], datetime]


@attrs.frozen
class Values:
    """Functions that draw an order, a limit, and the parts of each kind of request."""

    order: Callable[[st.DrawFn, OrderStatus], Order]
    limit: Callable[[st.DrawFn], MerchantLimit]
    allowed: _Updates
    at_ceiling: _Updates
    past_ceiling: _Updates
    of_texts: _Updates
    denied: _Updates
    any_fields: _Updates
    placement: _Requests
    refund: _Requests
    refund_within_total: _Requests
    ids: _Requests
    moment: _Times
    unlocked_moment: _Times


def _at_ceiling(order: Order, limit: MerchantLimit) -> st.SearchStrategy[Any]:
    return updates_reaching_total(order, highest_allowed(order, limit))


def _past_ceiling(order: Order, limit: MerchantLimit) -> st.SearchStrategy[Any]:
    return denied_updates(order, limit, code=ViolationCode.INCREASE_EXCEEDS_LIMIT)


def _of_texts(order: Order, limit: MerchantLimit) -> st.SearchStrategy[Any]:
    return updates_of_texts(order)


def _from(strategy: Callable[..., st.SearchStrategy[Any]]) -> Callable[..., Any]:
    """Return a function that draws from `strategy` of its arguments."""
    return lambda draw, *about: draw(strategy(*about))


def _payload_from(strategy: Callable[..., st.SearchStrategy[Any]]) -> Callable[..., Json]:
    return lambda draw, *about: draw(payloads(strategy(*about)))


ANY: Final = Values(
    order=_from(lambda status: orders(statuses=[status])),
    limit=_from(limits),
    allowed=_payload_from(allowed_updates),
    at_ceiling=_payload_from(_at_ceiling),
    past_ceiling=_payload_from(_past_ceiling),
    of_texts=_payload_from(_of_texts),
    denied=_payload_from(denied_updates),
    any_fields=_payload_from(lambda order, limit: updates_for(order, limit=limit)),
    placement=_payload_from(lambda order: sometimes_misnamed(placements(order))),
    refund=_payload_from(lambda order: sometimes_misnamed(refund_requests_for(order))),
    refund_within_total=_payload_from(refund_requests_within_total),
    ids=_payload_from(lambda order: sometimes_misnamed(ids_of(order))),
    moment=_from(lambda order: moments(near=order)),
    unlocked_moment=_from(unlocked_moments),
)
"""Every value that the strategies of this package generate."""
SMALL: Final = Values(
    order=small_records.draw_order,
    limit=small_records.draw_limit,
    allowed=small_requests.draw_allowed,
    at_ceiling=small_requests.draw_at_ceiling,
    past_ceiling=small_requests.draw_past_ceiling,
    of_texts=small_requests.draw_of_texts,
    denied=small_requests.draw_denied,
    any_fields=small_requests.draw_any_fields,
    placement=small_actions.draw_placement,
    refund=small_actions.draw_refund,
    refund_within_total=small_actions.draw_refund_within_total,
    ids=small_actions.draw_ids,
    moment=small_actions.draw_moment,
    unlocked_moment=small_actions.draw_unlocked_moment,
)
"""Few values, of few draws, from functions: a strategy per step takes as long as its draws."""
