"""Response envelopes, and the HTTP status of each violation (domain.md, V2, V5, W1 to W3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.actions.decision import Decision, Denied, check_decision
from backd_rules.actions.violations import Violation, ViolationCode
from backd_rules.domain.order import Order
from backd_rules.domain.status import OrderStatus
from backd_rules.domain.values import check_type, refuse_type
from backd_rules.wire.payloads import dump_order
from backd_rules.wire.problems import InvalidPayload, Problem

HTTP_STATUSES: Final[Mapping[ViolationCode, int]] = MappingProxyType(
    {
        ViolationCode.UNKNOWN_ORDER: 404,
        ViolationCode.BACKD_ORDER_ID_MISMATCH: 404,
        ViolationCode.MERCHANT_ORDER_ID_MISMATCH: 404,
        ViolationCode.STATUS_FORBIDS_ACTION: 409,
        ViolationCode.CONTACT_INCOMPLETE: 422,
        ViolationCode.AMOUNT_OUT_OF_RANGE: 422,
        ViolationCode.CART_AMOUNT_MISMATCH: 422,
        ViolationCode.ORDER_TOTAL_MISMATCH: 422,
        ViolationCode.HISTORY_UNKNOWN: 409,
        ViolationCode.INCREASE_EXCEEDS_LIMIT: 422,
        ViolationCode.TOO_MANY_INCREASES: 422,
        ViolationCode.REFUND_EXCEEDS_TOTAL: 422,
        ViolationCode.NO_ACTIVE_REFUND: 409,
        ViolationCode.REFUND_LOCKED: 409,
    }
)
"""The HTTP status of each code. A response has the status of its first violation (domain.md, V2).

>>> from backd_rules import ViolationCode, wire
>>> wire.HTTP_STATUSES[ViolationCode.INCREASE_EXCEEDS_LIMIT]
422
"""

_MALFORMED: Final = 400


def response(decision: Decision) -> dict[str, Any]:
    """Return the response envelope of a decision; its `status.code` is the HTTP status.

    `data` has `refunds` only where there are any. It has no `merchant_order_status` once the order
    is canceled. Amounts are in dollars. Raises `TypeError` for anything but a decision
    (domain.md, W1 and W2).

    >>> from backd_rules import Denied, UnknownOrder, wire
    >>> wire.response(Denied((UnknownOrder(),)))["status"]
    {'type': 'error', 'code': 404}
    """
    check_decision(response, "decision", decision)
    if isinstance(decision, Denied):
        first = decision.violations[0]
        return _error("the request is refused", HTTP_STATUSES[first.code], decision.violations)
    return {"data": _data(decision.order), **_success()}


def batch_response(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Return the response to a batch: one envelope per decision, in order.

    Only the last allowed envelope of each order has `data`, so that the response is never larger
    than the orders and the requests. Raises `TypeError` for anything else (domain.md, W3).

    >>> from backd_rules import Denied, UnknownOrder, wire
    >>> [envelope["error"] for envelope in wire.batch_response([Denied((UnknownOrder(),))])]
    [True]
    """
    if not isinstance(decisions, Iterable):
        refuse_type(batch_response, "decisions", "an iterable of Allowed or Denied", decisions)
    envelopes, answered = [], set()
    for decision in reversed([*decisions]):
        check_decision(batch_response, "decisions", decision)
        if isinstance(decision, Denied):
            envelopes.append(response(decision))
            continue
        backd_order_id = decision.order.backd_order_id
        envelopes.append(_success() if backd_order_id in answered else response(decision))
        answered.add(backd_order_id)
    return envelopes[::-1]


def _data(order: Order) -> dict[str, Any]:
    data = dump_order(order)
    if not order.refunds:  # A record can state that there are none.
        data.pop("refunds", None)
    if order.status is OrderStatus.ORDER_CANCELED:
        data.pop("merchant_order_status", None)
    return data


def _success() -> dict[str, Any]:
    return {
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


def error_response(invalid_payload: InvalidPayload) -> dict[str, Any]:
    """Return the envelope of a malformed payload, with its problems listed as violations.

    The HTTP status is 400. Raises `TypeError` for anything but an `InvalidPayload` (domain.md, V3
    and W2).

    >>> from backd_rules import wire
    >>> try:
    ...     wire.parse_ids({})
    ... except wire.InvalidPayload as invalid:
    ...     wire.error_response(invalid)["status"]
    {'type': 'error', 'code': 400}
    """
    check_type(error_response, "invalid_payload", invalid_payload, InvalidPayload)
    return _error("the payload is malformed", _MALFORMED, invalid_payload.problems)


def _error(
    message: str, code: int, reasons: tuple[Violation, ...] | tuple[Problem, ...]
) -> dict[str, Any]:
    return {
        "message": f"API Backd - Error: {message}",
        "status": {"type": "error", "code": code},
        "error": True,
        "violations": [
            {"code": str(r.code), "path": r.path, "message": r.message, "facts": r.facts}
            for r in reasons
        ],
    }
