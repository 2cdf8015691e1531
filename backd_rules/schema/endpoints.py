"""The endpoints of Backd's API that this package decides, in one table.

`find_order` decides nothing: a store answers it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from backd_rules.actions.possible_codes import POSSIBLE_CODES
from backd_rules.actions.violations import ViolationCode
from backd_rules.domain.status import OrderAction
from backd_rules.schema.example import IDS, REFUND, UPDATE
from backd_rules.schema.statuses import (
    BUSY,
    MALFORMED,
    PRECONDITION_FAILED,
    SERVER_ERROR,
    SUCCESS,
)
from backd_rules.wire import HTTP_STATUSES, tables
from backd_rules.wire.codecs import Codec
from backd_rules.wire.containers import Array, Object


class Endpoint(NamedTuple):
    """An endpoint: what it takes, and what it can answer.

    `request` is the codec of its body. A `GET` takes these fields as parameters. If there is a
    `batch`, the body may also be an array of these.
    """

    name: str
    method: str
    path: str
    request: Object
    example: dict[str, Any]
    summary: str
    success: str
    codes: tuple[ViolationCode, ...]
    batch: Array | None = None

    @property
    def has_body(self) -> bool:
        """Return whether the request has a body."""
        return self.method != "GET"

    @property
    def statuses(self) -> list[int]:
        """Return every HTTP status that the endpoint can answer, in ascending order."""
        precondition = {PRECONDITION_FAILED} if self.has_body else set[int]()
        refusals = {HTTP_STATUSES[code] for code in self.codes}
        return sorted({SUCCESS, MALFORMED, SERVER_ERROR, BUSY} | precondition | refusals)


ENDPOINTS: Final = (
    Endpoint(
        name="order_placed",
        method="POST",
        path="/order_placed",
        request=tables.BOTH_ORDER_IDS,
        example=IDS,
        summary="Place an order for which the buyer has selected terms.",
        success="The placed order.",
        codes=POSSIBLE_CODES[OrderAction.ORDER_PLACED],
    ),
    Endpoint(
        name="update_order",
        method="POST",
        path="/update_order",
        request=tables.UPDATE,
        example=UPDATE,
        summary="Update an order that has been placed, or decide a batch of updates in turn.",
        success="Updated order details; for a batch, one envelope per update.",
        codes=POSSIBLE_CODES[OrderAction.UPDATE_ORDER],
        batch=tables.UPDATES,
    ),
    Endpoint(
        name="confirm_order",
        method="POST",
        path="/confirm_order",
        request=tables.ORDER_IDS,
        example=IDS,
        summary="Confirm an order that has been placed.",
        success="The confirmed order.",
        codes=POSSIBLE_CODES[OrderAction.CONFIRM_ORDER],
    ),
    Endpoint(
        name="cancel_order",
        method="POST",
        path="/cancel_order",
        request=tables.ORDER_IDS,
        example=IDS,
        summary="Cancel an order that has been placed.",
        success="The canceled order, without its `merchant_order_status`.",
        codes=POSSIBLE_CODES[OrderAction.CANCEL_ORDER],
    ),
    Endpoint(
        name="refund",
        method="POST",
        path="/refund",
        request=tables.REFUND_REQUEST,
        example=REFUND,
        summary="Request a refund of a confirmed order, partially or in full.",
        success="The order. The last of `refunds` is the new request.",
        codes=POSSIBLE_CODES[OrderAction.REFUND],
    ),
    Endpoint(
        name="delete_refund",
        method="DELETE",
        path="/refund",
        request=tables.ORDER_IDS,
        example=IDS,
        summary="Withdraw the active refund request of an order.",
        success="The order. The request is declined.",
        codes=POSSIBLE_CODES[OrderAction.DELETE_REFUND],
    ),
    Endpoint(
        name="find_order",
        method="GET",
        path="/find_order/{backd_order_id}",
        request=tables.BOTH_ORDER_IDS,
        example=IDS,
        summary="Find an order by both of its ids.",
        success="The order.",
        codes=(ViolationCode.UNKNOWN_ORDER, ViolationCode.MERCHANT_ORDER_ID_MISMATCH),
    ),
)


def codes_of(body: Codec) -> tuple[ViolationCode, ...]:
    """Return the codes of all endpoints with this body, in order of precedence."""
    possible = {code for e in ENDPOINTS if e.has_body and e.request is body for code in e.codes}
    return tuple(code for code in ViolationCode if code in possible)
