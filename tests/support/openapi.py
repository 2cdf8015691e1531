"""The operations of the OpenAPI document, and what each may answer."""

from collections.abc import Callable
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from backd_rules import schema, wire

IDS = ["unknown_order", "backd_order_id_mismatch", "merchant_order_id_mismatch"]
PLACED = {404: IDS[:2], 409: ["status_forbids_action"]}
STATUS_ONLY = {404: IDS, 409: ["status_forbids_action"]}
FOUND = {404: ["unknown_order", "merchant_order_id_mismatch"]}
UPDATED = {
    404: IDS,
    409: ["status_forbids_action", "history_unknown"],
    422: [
        "contact_incomplete",
        "amount_out_of_range",
        "cart_amount_mismatch",
        "order_total_mismatch",
        "increase_exceeds_limit",
        "too_many_increases",
    ],
}
REFUNDED = {
    404: IDS,
    409: ["status_forbids_action", "refund_locked"],
    422: ["refund_exceeds_total"],
}
REFUND_DELETED = {404: IDS, 409: ["status_forbids_action", "no_active_refund", "refund_locked"]}
REFUSALS = {
    "order_placed": PLACED,
    "update_order": UPDATED,
    "confirm_order": STATUS_ONLY,
    "cancel_order": STATUS_ONLY,
    "refund": REFUNDED,
    "delete_refund": REFUND_DELETED,
    "find_order": FOUND,
}
"""The codes that each endpoint can report, by their HTTP status."""

BODIES: dict[str, tuple[Callable[[object], object], str]] = {
    "order_placed": (wire.parse_both_ids, "both_order_ids"),
    "update_order": (wire.parse_update, "update_request"),
    "confirm_order": (wire.parse_ids, "order_ids"),
    "cancel_order": (wire.parse_ids, "order_ids"),
    "refund": (wire.parse_refund_request, "refund_request"),
    "delete_refund": (wire.parse_ids, "order_ids"),
}
"""The parser and the schema of each body."""


def operations() -> dict[str, Any]:
    """Return each operation of the document, by its id."""
    paths = schema.openapi()["paths"]
    return {o["operationId"]: o for methods in paths.values() for o in methods.values()}


def validator_of(node: Any) -> Draft202012Validator:
    """Return a validator of a schema in the OpenAPI document."""
    return Draft202012Validator({**node["schema"], "components": schema.openapi()["components"]})


@cache
def responses(endpoint: str) -> dict[int, Draft202012Validator]:
    """Return a validator of the response of each HTTP status."""
    described = operations()[endpoint]["responses"]
    return {
        int(status): validator_of(one["content"]["application/json"])
        for status, one in described.items()
    }


def accepted(endpoint: str, envelope: Any) -> list[int]:
    """Return the HTTP statuses with which the endpoint may answer an envelope."""
    validators = responses(endpoint).items()
    return [status for status, validator in validators if validator.is_valid(envelope)]
