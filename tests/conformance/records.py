"""Conformance cases for records: what an order may hold, and what is written back of it.

Source: domain.md, F1 to F7 and W1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.cases import CONTACT, MAX, MAX_COUNT, Json, RecordCase, an_item, an_order

_PLAIN: Final = an_order(100)
COMPLETE: Final[Json] = {
    **_PLAIN,
    "merchant_order_status": "packed",
    "shipping": CONTACT,
    "create_date": "2026-04-16 10:30:00",
    "items": [an_item(100, 1, item_image_url="http://a/b.png", item_url="http://a/b")],
    "refunds": [
        {
            "amount": 5,
            "create_date": "2026-04-16 10:30:00",
            "status": "draft",
            "locked_at": "2026-04-16 22:00:00",
        }
    ],
}
"""An order that holds every kind of field."""

_LOOSE_TEXTS: Final[Mapping[str, str | None]] = {
    "null": None,
    "empty": "",
    "space": " ",
    "zero-width-space": "\u200b",
    "line-break": "a\nb",
    "bidirectional": "\u202ea",
    "nul": "a\x00b",
}


def _with_texts(value: Any, text: str | None) -> Any:
    """Return a copy of a payload with `text` in place of every text."""
    if isinstance(value, dict):
        return {name: _with_texts(child, text) for name, child in value.items()}
    if isinstance(value, list):
        return [_with_texts(element, text) for element in value]
    return text if isinstance(value, str) else value


_REPLACED: Final[Mapping[str, tuple[str, Any]]] = {
    "shipping-null": ("shipping", None),
    "shipping-empty": ("shipping", {}),
    "shipping-null-inside": ("shipping", {"name": None, "address": None}),
    "shipping-empty-inside": ("shipping", {"name": {}, "address": {}}),
    "shipping-unknown-field": ("shipping", {"email": "a@b", "fax": "1"}),
    "items-null": ("items", None),
    "items-empty": ("items", []),
    "items-bare": ("items", [{"unit_price": 1, "qty": 1}]),
    "items-unknown-field": ("items", [{"unit_price": 1, "qty": 1, "color": "red"}]),
    "items-many-decimals": ("items", [{"unit_price": 17.6470588235, "qty": 0.33333}]),
    "items-half-up": ("items", [{"unit_price": 0.0000005, "qty": 0.0005}]),
    "items-down": ("items", [{"unit_price": 0.0000004, "qty": 1.0004999}]),
    "items-float-noise": ("items", [{"unit_price": 0.1 + 0.2, "qty": 1.1 + 2.2}]),
    "refunds-null": ("refunds", None),
    "refunds-empty": ("refunds", []),
    "refunds-bare": ("refunds", [{"amount": 0}]),
    "date-of-another-form": ("create_date", "16 April 2026"),
    "no-such-date": ("create_date", "2026-02-30 25:61:00"),
    "history-null": ("placed_total", None),
    "count-null": ("increase_count", None),
    "count-highest": ("increase_count", MAX_COUNT),
    "tax-null": ("tax_amount", None),
    "shipping-amount-null": ("shipping_amount", None),
    "discount-null": ("discount_amount", None),
    "fee-in-the-total": ("order_total", 110),
    "credit-in-the-total": ("order_total", 90),
    "total-zero": ("order_total", 0),
    "total-highest": ("order_total", MAX),
    "long-text": ("merchant_order_status", "x" * 256),
    "unknown-field": ("lender", {"name": "Backd"}),
    "canceled": ("status", "order_canceled"),
    "cancelled": ("status", "order_cancelled"),
}


def record_cases() -> Iterator[RecordCase]:
    """Yield orders as recorded: complete, minimal, and loose in each way that is allowed."""
    yield RecordCase("record/complete", COMPLETE)
    required = ("backd_order_id", "merchant_order_id", "status", "order_total", "cart_amount")
    yield RecordCase("record/minimal", {name: _PLAIN[name] for name in required})
    for name, (field, value) in _REPLACED.items():
        yield RecordCase(f"record/{name}", {**_PLAIN, field: value})
    loose = {name: value for name, value in COMPLETE.items() if name not in _PLAIN}
    for name, text in _LOOSE_TEXTS.items():
        yield RecordCase(f"record/texts-{name}", {**_PLAIN, **_with_texts(loose, text)})
    ids = {"backd_order_id": " B-1\n", "merchant_order_id": "x" * 256}
    yield RecordCase("record/unusual-ids", {**_PLAIN, **ids})
