"""Extreme payloads and values, decided by the installed package.

A browser's Python is 32-bit: `sys.maxsize` is 2147483647, its stack and its memory are small, and a
`Decimal` has smaller exponents. Every outcome must be that of a 64-bit Python. This module uses
public names only, and does no I/O.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    audit_record,
    decide_update,
    explain,
    fingerprint,
    headroom,
    refund_lock_time,
    wire,
)

_IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
_FIRST_IDS: Final = json.dumps(_IDS)[:-1]
_AMOUNT: Final = 9999999999999.99
_COUNT: Final = 999999999999999
_ITEM: Final = {
    "display_name": "Screws",
    "sku": "S",
    "unit_price": 999999999.999999,
    "qty": 999999999999.999,
}


def report() -> str:
    """Return, as JSON, the size of a pointer in bits and the outcome of each case by its name."""
    outcomes = {name: _problems(text) for name, text in _texts().items()}
    outcomes |= {name: _outcome(case) for name, case in _VALUES.items()}
    return json.dumps({"bits": sys.maxsize.bit_length() + 1, "outcomes": outcomes})


def _texts() -> dict[str, str]:
    """Return the bodies of updates, most of the largest size that `wire.loads` takes."""

    def largest(before: str, repeated: str, after: str) -> str:
        times = (wire.MAX_BYTES - len(before) - len(after)) // len(repeated)
        return before + repeated * times + after

    unknown = "".join(f', "{number}": 0' for number in range(80_000))
    amount, name = f'{_FIRST_IDS}, "tax_amount": ', f'{_FIRST_IDS}, "merchant_order_status": "'
    return {
        "64 levels of arrays": "[" * 64 + "]" * 64,
        "64 levels of objects": '{"a":' * 63 + "{}" + "}" * 63,
        "65 levels": "[" * 65 + "]" * 65,
        "too deep, never closed": largest("", "[", ""),
        "objects too deep": largest("", '{"a":', ""),
        "digits": largest(amount, "9", "}"),
        "decimals": largest(f"{amount}0.", "3", "}"),
        "a long exponent": largest(f"{amount}1e", "9", "}"),
        "a long negative exponent": largest(f"{amount}1e-", "9", "}"),
        "one long text": largest(name, "x", '"}'),
        "a text of escapes": largest(name, r"\u0041", '"}'),
        "a text of surrogates": largest(name, r"\ud800", '"}'),
        "a text that is never closed": largest(name, '\\"', ""),
        "many empty items": largest(f'{_FIRST_IDS}, "items": [{{}}', ",{}", "]}"),
        "a thousand empty items": f'{_FIRST_IDS}, "items": [{",".join(["{}"] * 1000)}]}}',
        "many unknown fields": f"{_FIRST_IDS}{unknown}}}",
        "many duplicates": largest('{"a": 0', ', "a": 0', "}"),
        "white space": largest("", " ", "[]"),
        "a byte too many": " " * (wire.MAX_BYTES - 1) + "[]",
    }


def _problems(text: str) -> Any:
    """Return how many problems the body has, and code and path of the first and of the last."""
    try:
        wire.parse_update(wire.loads(text))
    except wire.InvalidPayload as invalid:
        first, last = invalid.problems[0], invalid.problems[-1]
        return [len(invalid.problems), first.code, first.path, last.code, last.path]
    return "well-formed"


def _outcome(case: Callable[[], object]) -> str:
    try:
        return str(case())
    except (ValueError, ArithmeticError) as error:
        return f"{type(error).__name__}: {error}"


def _order(**fields: Any) -> Order:
    order = {**_IDS, "status": "order_placed", "order_total": 1, "cart_amount": 1}
    return wire.parse_order({**order, **fields})


def _decide(order: Order, **fields: Any) -> Any:
    update = wire.parse_update({**_IDS, **fields})
    decision = decide_update(order, update, MerchantLimit.UNLIMITED)
    return [violation.message for violation in getattr(decision, "violations", ())]


def _largest_order() -> Order:
    total = {"order_total": _AMOUNT, "cart_amount": _AMOUNT}
    return _order(**total, placed_total=_AMOUNT, increase_count=_COUNT, items=[_ITEM] * 1000)


def _audit() -> object:
    order, update = _largest_order(), wire.parse_update({**_IDS, "discount_amount": 0.01})
    limit = MerchantLimit(max_order_total=Money.of("0.01"))
    record = audit_record(order, update, limit, decide_update(order, update, limit))
    return json.dumps(record, sort_keys=True)


def _explained() -> object:
    order, update = _largest_order(), wire.parse_update({**_IDS, "items": [_ITEM] * 1000})
    return [str(result) for result in explain(order, update, MerchantLimit.UNLIMITED)]


_VALUES: Final[Mapping[str, Callable[[], object]]] = {
    "the largest amount": lambda: Money.of("9999999999999.99").cents,
    "a cent more": lambda: Money.of("10000000000000.00"),
    "a text of digits": lambda: Money.of("9" * 10**6),
    "a text of decimals": lambda: Money.of("0." + "0" * 10**6 + "1"),
    "a large exponent": lambda: Money.of(Decimal("1e425000000")),
    "a small exponent": lambda: Money.of(Decimal("1e-425000000")),
    "a payload with a large exponent": lambda: _decide(_order(), tax_amount=Decimal("1e425000000")),
    "a large integer": lambda: _decide(_order(), tax_amount=1 << 10**6),
    "items beyond any amount": lambda: _decide(_order(), items=[_ITEM] * 1000),
    "an integer beyond 32 bits": lambda: _decide(_order(increase_count=2**33), tax_amount=2**33),
    "the last increase": lambda: _order(increase_count=_COUNT - 1).increase_count,
    "the headroom of the largest order": lambda: headroom(
        _largest_order(), MerchantLimit(max_increase=Money.of(1))
    ),
    "the fingerprint of the largest order": lambda: fingerprint(_largest_order()),
    "the fingerprint of many items": lambda: fingerprint(_order(items=[_ITEM] * 20_000)),
    "the audit record of the largest order": _audit,
    "the explanation of the largest order": _explained,
    "a refund after 2038": lambda: refund_lock_time(datetime(2106, 2, 7, 23, tzinfo=UTC)),
    "a refund in the last week": lambda: refund_lock_time(
        datetime.max.replace(tzinfo=UTC) - timedelta(days=6)
    ),
    "a refund on the last day": lambda: refund_lock_time(datetime.max.replace(tzinfo=UTC)),
}
