"""An order and requests whose personal texts all have one mark, for the tests of logs."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
from support.examples import totals
from support.private_data import MARK, broken, private

from backd_rules import UNSET, MerchantLimit, Money, Order, OrderStatus, OrderUpdate, wire
from backd_rules.domain.order import AMOUNTS

LIMIT: Final = MerchantLimit(max_increase=Money.of(75))
IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
PLACED: Final[Order] = private(
    Order, **IDS, status=OrderStatus.ORDER_PLACED, totals=totals("10"), refunds=()
).as_placed()

_ITEM: Final = attrs.evolve(PLACED.items[0], display_name=f"{MARK} new")
_TEXTS: Final[OrderUpdate] = private(
    OrderUpdate, **IDS, items=(_ITEM,), **dict.fromkeys((*AMOUNTS, "order_total"), UNSET)
)
ALLOWED: Final = wire.dump_update(_TEXTS)
DENIED: Final = {**ALLOWED, "tax_amount": 100}
MALFORMED: Final[list[Any]] = [
    {**ALLOWED, "colour": MARK, "shipping": {"email": [MARK]}},
    {**ALLOWED, "shipping": {"name": {"first": f"{MARK}\n"}, "email": f"{MARK * 99}"}},
    {**ALLOWED, "order_total": MARK, "items": [{"display_name": MARK}]},
    MARK,
]
BODIES: Final[list[tuple[int, bytes]]] = [
    (200, json.dumps(ALLOWED).encode()),
    (422, json.dumps(DENIED).encode()),
    (404, json.dumps({**ALLOWED, "backd_order_id": "BO-404"}).encode()),
    *((400, json.dumps(payload).encode()) for payload in MALFORMED),
    *(
        (400, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        for text in broken(json.dumps(ALLOWED)).values()
    ),
]
"""The HTTP status and the body of requests `POST /update_order`."""
