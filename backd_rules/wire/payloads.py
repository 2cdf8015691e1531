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

    Numbers are dollars, as `int`, `float` or `Decimal`. Only what the rules depend on is checked:
    both ids, the status, the five amounts, prices and quantities, refunds' amounts, the history.
    Other texts may be absent, `null` or anything. Unknown fields are ignored. Raises
    `InvalidPayload` with the problems (domain.md, F2 to F7).

    >>> from backd_rules import wire
    >>> ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    >>> amounts = {"cart_amount": 100, "tax_amount": 8.25, "order_total": 108.25}
    >>> wire.parse_order({**ids, **amounts, "status": "order_placed"}).tax_amount
    Money(cents=825)
    """
    order: Order = _parse(ORDER, payload)
    return order


def parse_update(payload: object) -> OrderUpdate:
    """Return the update of a request's body.

    Numbers are dollars, as `int`, `float` or `Decimal`, with one verdict whatever decoded them.
    Raises `InvalidPayload` with the problems; an unknown field is one (domain.md, N2 and U6).

    >>> from backd_rules import wire
    >>> ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    >>> wire.parse_update({**ids, "tax_amount": 8.25}).tax_amount
    Money(cents=825)
    """
    update: OrderUpdate = _parse(UPDATE, payload)
    return update


def parse_updates(payload: object) -> tuple[OrderUpdate, ...]:
    """Return the updates of a batch: an array of 1 to 100 of what `parse_update` takes.

    Numbers are dollars. Raises `InvalidPayload` with the problems (domain.md, U5).

    >>> from backd_rules import wire
    >>> ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    >>> [update.tax_amount for update in wire.parse_updates([{**ids, "tax_amount": 9}])]
    [Money(cents=900)]
    """
    updates: tuple[OrderUpdate, ...] = _parse(UPDATES, payload)
    return updates


def parse_ids(payload: object) -> OrderIds:
    """Return the ids of a request that confirms or cancels an order, or deletes a refund request.

    The merchant order id may be stated too. Raises `InvalidPayload` with the problems; any other
    field is one (domain.md, A2 and A6).

    >>> from backd_rules import wire
    >>> wire.parse_ids({"backd_order_id": "BO-1"}).backd_order_id
    'BO-1'
    """
    ids: OrderIds = _parse(ORDER_IDS, payload)
    return ids


def parse_both_ids(payload: object) -> OrderIds:
    """Return the ids of a request that places an order: it must state both.

    Raises `InvalidPayload` with the problems; any other field is one (domain.md, A1).

    >>> from backd_rules import wire
    >>> ids = wire.parse_both_ids({"backd_order_id": "BO-1", "merchant_order_id": "M-1"})
    >>> ids.merchant_order_id
    'M-1'
    """
    ids: OrderIds = _parse(BOTH_ORDER_IDS, payload)
    return ids


def parse_refund_request(payload: object) -> RefundRequest:
    """Return the request of a refund: both ids, and `refund_amount` in dollars.

    Raises `InvalidPayload` with the problems; any other field is one (domain.md, A3).

    >>> from backd_rules import wire
    >>> ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
    >>> wire.parse_refund_request({**ids, "refund_amount": 49.5}).refund_amount
    Money(cents=4950)
    """
    request: RefundRequest = _parse(REFUND_REQUEST, payload)
    return request


def parse_limit(payload: object) -> MerchantLimit:
    """Return the limit of a payload with the field names of `MerchantLimit`.

    Amounts are dollars, and `max_increase_percent` is percent of the base: 15 means 15 %. Raises
    `InvalidPayload` with the problems (domain.md, L1 and L3).

    >>> from backd_rules import wire
    >>> wire.parse_limit({"max_increase": 75, "max_increase_percent": 15}).max_increase_percent
    Percent(hundredths=1500)
    """
    limit: MerchantLimit = _parse(LIMIT, payload)
    return limit


def dump_order(order: Order) -> dict[str, Any]:
    """Encode an order as the `data` of a response, with amounts in dollars.

    A record is written back as it was: an absent field is omitted, and `null` stays. Raises
    `TypeError` for anything but an `Order` (domain.md, F4 and W1).

    >>> from backd_rules import Money, Order, OrderStatus, Totals, wire
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> wire.dump_order(order)["order_total"]
    100
    """
    check_type(dump_order, "order", order, Order)
    dumped: dict[str, Any] = ORDER.encode(order)
    dumped.pop("placed_total", None)
    dumped.pop("increase_count", None)
    return dumped


def dump_stored_order(order: Order) -> dict[str, Any]:
    """Encode an order for storage: `dump_order` plus the history, as far as it is known.

    Amounts are in dollars. `parse_order` decodes it to an equal order. Raises `TypeError` for
    anything but an `Order` (domain.md, F4 and L8).

    >>> from backd_rules import Money, Order, OrderStatus, Totals, wire
    >>> order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(100)))
    >>> wire.dump_stored_order(order.as_placed())["placed_total"]
    100
    """
    check_type(dump_stored_order, "order", order, Order)
    dumped: dict[str, Any] = ORDER.encode(order)
    return dumped


def dump_update(update: OrderUpdate) -> dict[str, Any]:
    """Encode an update as the body of a request: its stated fields, cleared ones as `None`.

    Amounts are in dollars. Raises `TypeError` for anything but an `OrderUpdate` (domain.md, U1).

    >>> from backd_rules import Money, OrderUpdate, wire
    >>> wire.dump_update(OrderUpdate("BO-1", "M-1", tax_amount=Money.of("8.25")))
    {'backd_order_id': 'BO-1', 'merchant_order_id': 'M-1', 'tax_amount': 8.25}
    """
    check_type(dump_update, "update", update, OrderUpdate)
    dumped: dict[str, Any] = UPDATE.encode(update)
    return dumped


def dump_ids(ids: OrderIds) -> dict[str, Any]:
    """Encode the ids of an order as the body of a request: those that are stated.

    Raises `TypeError` for anything but `OrderIds` (domain.md, A1 and A2).

    >>> from backd_rules import OrderIds, wire
    >>> wire.dump_ids(OrderIds("BO-1"))
    {'backd_order_id': 'BO-1'}
    """
    check_type(dump_ids, "ids", ids, OrderIds)
    dumped: dict[str, Any] = ORDER_IDS.encode(ids)
    return dumped


def dump_refund_request(request: RefundRequest) -> dict[str, Any]:
    """Encode a refund request as the body of a request, with the amount in dollars.

    Raises `TypeError` for anything but a `RefundRequest` (domain.md, A3).

    >>> from backd_rules import Money, RefundRequest, wire
    >>> wire.dump_refund_request(RefundRequest("BO-1", "M-1", Money.of("49.5")))
    {'backd_order_id': 'BO-1', 'merchant_order_id': 'M-1', 'refund_amount': 49.5}
    """
    check_type(dump_refund_request, "request", request, RefundRequest)
    dumped: dict[str, Any] = REFUND_REQUEST.encode(request)
    return dumped


def dump_limit(limit: MerchantLimit) -> dict[str, Any]:
    """Encode a limit as `parse_limit` reads it; terms that are not agreed are omitted.

    Amounts are in dollars, a percentage in percent of the base. Raises `TypeError` for anything but
    a `MerchantLimit` (domain.md, L1 and L3).

    >>> from backd_rules import MerchantLimit, Money, wire
    >>> wire.dump_limit(MerchantLimit(max_increase=Money.of(75)))
    {'max_increase': 75, 'combine': 'lower', 'measured_from': 'placed_total'}
    """
    check_type(dump_limit, "limit", limit, MerchantLimit)
    dumped: dict[str, Any] = LIMIT.encode(limit)
    return dumped
