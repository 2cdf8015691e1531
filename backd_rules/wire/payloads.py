"""Decoding payloads to values, and encoding values as payloads.

A payload is what a JSON decoder returns. `parse_*` raises `InvalidPayload` and nothing else for any
JSON value. `dump_*` returns a new dict of JSON types, dollars as numbers.
"""

from __future__ import annotations

from typing import Any

from backd_rules.actions.requests import OrderIds, RefundRequest
from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.domain.values import check_type
from backd_rules.wire.codecs import MALFORMED
from backd_rules.wire.containers import Array, BadElementError, Object
from backd_rules.wire.problems import InvalidPayload
from backd_rules.wire.tables import (
    BOTH_ORDER_IDS,
    LIMIT,
    ORDER,
    ORDER_IDS,
    REFUND_REQUEST,
    UPDATE,
    UPDATES,
)


def _parse(codec: Array | Object, payload: object) -> Any:
    try:
        return codec.decode(payload)
    except BadElementError as bad:
        problems = codec.explain(payload, (), bad)
    except MALFORMED:
        problems = codec.explain(payload, ())
    raise InvalidPayload(problems)


def parse_order(payload: object) -> Order:
    """Return the order of a response's `data`, or of `dump_stored_order`, read as it is.

    Only what the rules depend on is checked: both ids, the status, the five amounts, prices and
    quantities, refunds' amounts, the history. Other texts may be absent, `null` or anything.
    Unknown fields are ignored. Raises `InvalidPayload` with the problems (domain.md, F2 to F7).
    """
    order: Order = _parse(ORDER, payload)
    return order


def parse_update(payload: object) -> OrderUpdate:
    """Return the update of a request's body.

    `parse_update({"backd_order_id": "BO-1", "merchant_order_id": "M-1", "tax_amount": 8.25})`
    takes numbers as `int`, `float` or `Decimal` dollars, with one verdict whatever decoded them.
    Raises `InvalidPayload` with the problems; an unknown field is one (domain.md, N2 and U6).
    """
    update: OrderUpdate = _parse(UPDATE, payload)
    return update


def parse_updates(payload: object) -> tuple[OrderUpdate, ...]:
    """Return the updates of a batch: an array of 1 to 100 of what `parse_update` takes.

    Raises `InvalidPayload` with the problems (domain.md, U5).
    """
    updates: tuple[OrderUpdate, ...] = _parse(UPDATES, payload)
    return updates


def parse_ids(payload: object) -> OrderIds:
    """Return the ids of a request that confirms or cancels an order, or deletes a refund request.

    `parse_ids({"backd_order_id": "BO-1"})`: the merchant order id may be stated too. Raises
    `InvalidPayload` with the problems; any other field is one (domain.md, A2 and A6).
    """
    ids: OrderIds = _parse(ORDER_IDS, payload)
    return ids


def parse_both_ids(payload: object) -> OrderIds:
    """Return the ids of a request that places an order: it must state both.

    `parse_both_ids({"backd_order_id": "BO-1", "merchant_order_id": "M-1"})`. Raises
    `InvalidPayload` with the problems; any other field is one (domain.md, A1).
    """
    ids: OrderIds = _parse(BOTH_ORDER_IDS, payload)
    return ids


def parse_refund_request(payload: object) -> RefundRequest:
    """Return the request of a refund: both ids, and `refund_amount` in dollars.

    Raises `InvalidPayload` with the problems; any other field is one (domain.md, A3).
    """
    request: RefundRequest = _parse(REFUND_REQUEST, payload)
    return request


def parse_limit(payload: object) -> MerchantLimit:
    """Return the limit of a payload with the field names of `MerchantLimit`.

    `parse_limit({"max_increase": 75, "max_increase_percent": 15})` takes dollars and percent.
    Raises `InvalidPayload` with the problems (domain.md, L1).
    """
    limit: MerchantLimit = _parse(LIMIT, payload)
    return limit


def dump_order(order: Order) -> dict[str, Any]:
    """Encode an order as the `data` of a response (domain.md, W1).

    A record is written back as it was: an absent field is omitted, and `null` stays (F4). Raises
    `TypeError` for anything but an `Order`, as the other encoders do for other types.
    """
    check_type(dump_order, "order", order, Order)
    dumped: dict[str, Any] = ORDER.encode(order)
    dumped.pop("placed_total", None)
    dumped.pop("increase_count", None)
    return dumped


def dump_stored_order(order: Order) -> dict[str, Any]:
    """Encode an order for storage: `dump_order` plus the history, as far as it is known.

    `parse_order` decodes it to an equal order.
    """
    check_type(dump_stored_order, "order", order, Order)
    dumped: dict[str, Any] = ORDER.encode(order)
    return dumped


def dump_update(update: OrderUpdate) -> dict[str, Any]:
    """Encode an update as the body of a request: its stated fields, cleared ones as `None`."""
    check_type(dump_update, "update", update, OrderUpdate)
    dumped: dict[str, Any] = UPDATE.encode(update)
    return dumped


def dump_ids(ids: OrderIds) -> dict[str, Any]:
    """Encode the ids of an order as the body of a request: those that are stated."""
    check_type(dump_ids, "ids", ids, OrderIds)
    dumped: dict[str, Any] = ORDER_IDS.encode(ids)
    return dumped


def dump_refund_request(request: RefundRequest) -> dict[str, Any]:
    """Encode a refund request as the body of a request."""
    check_type(dump_refund_request, "request", request, RefundRequest)
    dumped: dict[str, Any] = REFUND_REQUEST.encode(request)
    return dumped


def dump_limit(limit: MerchantLimit) -> dict[str, Any]:
    """Encode a limit as `parse_limit` reads it; terms that are not agreed are omitted."""
    check_type(dump_limit, "limit", limit, MerchantLimit)
    dumped: dict[str, Any] = LIMIT.encode(limit)
    return dumped
