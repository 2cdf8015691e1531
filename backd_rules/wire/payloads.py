"""Decoding payloads to values, and encoding values as payloads.

A payload is what a JSON decoder returns. `parse_*` raises `InvalidPayload` and nothing else for any
JSON value. `dump_*` returns a new dict of JSON types, dollars as numbers.
"""

from __future__ import annotations

from typing import Any, Final

from backd_rules.actions.update_order.request import OrderUpdate
from backd_rules.domain.limit import MerchantLimit
from backd_rules.domain.order import Order
from backd_rules.wire.codecs import MALFORMED, Codec
from backd_rules.wire.containers import Array
from backd_rules.wire.problems import InvalidPayload
from backd_rules.wire.tables import LIMIT, ORDER, UPDATE


def _parse(codec: Codec, payload: object) -> Any:
    try:
        return codec.decode(payload)
    except MALFORMED:
        problems = codec.explain(payload, ())
    raise InvalidPayload(problems)


def parse_order(payload: object) -> Order:
    """Return the order of a response's `data`, or of `dump_stored_order`.

    Unknown fields are ignored, and `null` in an optional field means absent. Raises
    `InvalidPayload` with every problem (domain.md, F1).
    """
    order: Order = _parse(ORDER, payload)
    return order


def parse_update(payload: object) -> OrderUpdate:
    """Return the update of a request's body.

    `parse_update({"backd_order_id": "BO-1", "merchant_order_id": "M-1", "tax_amount": 8.25})`
    takes numbers as `int`, `float` or `Decimal` dollars. Raises `InvalidPayload` with every
    problem; an unknown field is one (domain.md, U6).
    """
    update: OrderUpdate = _parse(UPDATE, payload)
    return update


_UPDATES: Final = Array(UPDATE)


def parse_updates(payload: object) -> tuple[OrderUpdate, ...]:
    """Return the updates of a batch: a non-empty array of what `parse_update` takes.

    Raises `InvalidPayload` with every problem (domain.md, U5).
    """
    updates: tuple[OrderUpdate, ...] = _parse(_UPDATES, payload)
    return updates


def parse_limit(payload: object) -> MerchantLimit:
    """Return the limit of a payload with the field names of `MerchantLimit`.

    `parse_limit({"max_increase": 75, "max_increase_percent": 15})` takes dollars and percent.
    Raises `InvalidPayload` with every problem (domain.md, L1).
    """
    limit: MerchantLimit = _parse(LIMIT, payload)
    return limit


def dump_order(order: Order) -> dict[str, Any]:
    """Encode an order as the `data` of a response; absent fields are omitted (domain.md, W1)."""
    dumped = dump_stored_order(order)
    del dumped["placed_total"], dumped["increase_count"]
    return dumped


def dump_stored_order(order: Order) -> dict[str, Any]:
    """Encode an order for storage: `dump_order` plus `placed_total` and `increase_count`.

    `parse_order` decodes it to an equal order.
    """
    dumped: dict[str, Any] = ORDER.encode(order)
    if not order.refunds:
        del dumped["refunds"]
    return dumped


def dump_update(update: OrderUpdate) -> dict[str, Any]:
    """Encode an update as the body of a request: its stated fields, cleared ones as `None`."""
    dumped: dict[str, Any] = UPDATE.encode(update)
    return dumped


def dump_limit(limit: MerchantLimit) -> dict[str, Any]:
    """Encode a limit as `parse_limit` reads it; terms that are not agreed are omitted."""
    dumped: dict[str, Any] = LIMIT.encode(limit)
    return dumped
