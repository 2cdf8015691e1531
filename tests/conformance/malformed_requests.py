"""Conformance cases for malformed requests of the actions other than the update.

The names are as in `malformed`. `ids` are those of `confirm_order`, `cancel_order` and
`delete_refund`, and `both_ids` those of `order_placed`.

Source: domain.md, N1 to N6, U6, A1 to A6 and V3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance import wrong_values as wrong
from conformance.cases import IDS
from conformance.malformed import Malformed, replacements

_VALID: Final[Mapping[str, Any]] = {
    "ids": IDS,
    "both_ids": IDS,
    "refund_request": {**IDS, "refund_amount": 50},
}
_OF_A_FIELD: Final[tuple[tuple[str, str, wrong.WrongValues], ...]] = (
    ("ids", "/backd_order_id", {**wrong.REQUIRED, **wrong.IDS_OF_A_REQUEST}),
    ("ids", "/merchant_order_id", {**wrong.NOT_NULLABLE, **wrong.IDS_OF_A_REQUEST}),
    *(
        (parser, f"/{name}", {**wrong.REQUIRED, **wrong.IDS_OF_A_REQUEST})
        for parser in ("both_ids", "refund_request")
        for name in IDS
    ),
    ("refund_request", "/refund_amount", {**wrong.REQUIRED, **wrong.REFUND_AMOUNTS}),
    ("ids", "/refund_amount", {"unknown_field": {"of-a-refund": 50}}),
    ("ids", "/status", {"unknown_field": {"of-an-order": "order_confirmed"}}),
    ("ids", "/a~1b~0c", {"unknown_field": {"null": None}}),
    ("both_ids", "/placed_total", {"unknown_field": {"of-an-order": 100}}),
    ("both_ids", "/order_total", {"unknown_field": {"of-an-update": 100}}),
    ("refund_request", "/amount", {"unknown_field": {"of-a-refund": 50}}),
    ("refund_request", "/refunds", {"unknown_field": {"of-an-order": []}}),
)
"""(parser, JSON Pointer, wrong values)"""

_SEVERAL: Final[tuple[tuple[str, str, Any], ...]] = (
    ("of-ids", "ids", {"zzz": 1, "merchant_order_id": None, "create_date": "", "status": 1}),
    ("of-both-ids", "both_ids", {}),
    ("of-both-ids-and-unknown", "both_ids", {"refunds": [], "merchant_order_id": "\n"}),
    ("of-a-refund-request", "refund_request", {}),
    (
        "of-a-refund-request-in-every-field",
        "refund_request",
        {"reason": "x", "refund_amount": 0, "merchant_order_id": 1, "backd_order_id": ""},
    ),
)
"""(variant, parser, payload with several problems)"""


def malformed_requests() -> Iterator[Malformed]:
    """Yield all malformed requests in their fixed order."""
    for parser, valid in _VALID.items():
        for number, payload in enumerate(([valid], None), 1):
            yield Malformed(f"{parser}:wrong_type::{number}", parser, payload)
    for parser, path, values in _OF_A_FIELD:
        yield from replacements(parser, _VALID[parser], path, values)
    for variant, parser, payload in _SEVERAL:
        yield Malformed(f"problems/{variant}", parser, payload)
