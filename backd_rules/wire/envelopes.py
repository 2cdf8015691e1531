"""Response envelopes, and the HTTP status of each violation (domain.md, V2, V5, W1 and W2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from backd_rules.actions.decision import Decision, Denied
from backd_rules.actions.violations import Violation, ViolationCode
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
    }
)
"""The HTTP status of each code. A response has the status of its first violation."""

_MALFORMED: Final = 400


def response(decision: Decision) -> dict[str, Any]:
    """Return the response envelope of a decision; its `status.code` is the HTTP status."""
    if isinstance(decision, Denied):
        first = decision.violations[0]
        return _error("the update is refused", HTTP_STATUSES[first.code], decision.violations)
    data = dump_order(decision.order)
    if not decision.order.refunds:  # A record can state that there are none (domain.md, W1).
        data.pop("refunds", None)
    return {
        "data": data,
        "message": "API Backd - Success",
        "status": {"type": "success", "code": 200},
        "error": False,
    }


def error_response(invalid_payload: InvalidPayload) -> dict[str, Any]:
    """Return the envelope of a malformed payload, with its problems listed as violations."""
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
