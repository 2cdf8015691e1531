"""Laws of decoding: one verdict, whatever decoded the JSON text (domain.md, N2)."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import Case, cases, law, updates_of_every_kind
from support.reference import IDS, ITEM

from backd_rules import decide_update, wire
from backd_rules.testing import orders

orjson = pytest.importorskip("orjson")


def _exact(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


DECODERS: list[Callable[[str], Any]] = [json.loads, wire.loads, orjson.loads, _exact]


@law
@given(cases(updates_of_every_kind, orders()))
def test_every_decoder_leads_to_one_decision_and_one_order(case: Case) -> None:
    """N2: "A JSON number means the IEEE 754 double nearest to it, and a double means the shortest
    decimal that reads back as it." "So every decoder gives one verdict: `18.050000000000001` is
    18.05, and `0.30000000000000004` is an error."
    """
    order, limit, update = case
    texts = [
        json.dumps(payload)
        for payload in (
            wire.dump_stored_order(order),
            wire.dump_update(update),
            wire.dump_limit(limit),
        )
    ]
    expected = decide_update(order, update, limit)
    for decode in DECODERS:
        stored, request, agreed = map(decode, texts)
        decided = decide_update(
            wire.parse_order(stored), wire.parse_update(request), wire.parse_limit(agreed)
        )
        assert decided == expected
        assert wire.response(decided) == wire.response(expected)


_DIGITS = st.text("0123456789", min_size=1, max_size=20)
_NUMBERS = st.builds(
    lambda sign, whole, decimals, exponent: f"{sign}{int(whole)}{decimals}{exponent}",
    st.sampled_from(["", "", "-"]),
    _DIGITS | st.sampled_from(["0", "18", "9999999999999", "999999999", "999999999999"]),
    st.just("") | _DIGITS.map(".{}".format) | st.sampled_from([".05", ".99", ".050000000000001"]),
    st.sampled_from(["", "", "", "e0", "E+2", "e-2", "e15", "E-15"]),
)
"""JSON numbers of any number of digits."""


def _verdict(parse: Callable[[Any], Any], payload: Any) -> Any:
    try:
        return parse(payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems


@settings(law, max_examples=300)
@given(_NUMBERS, st.sampled_from(["tax_amount", "unit_price", "qty", "increase_count"]))
def test_every_decoder_gives_one_verdict_on_a_number(number: str, field: str) -> None:
    """N2: "So every decoder gives one verdict: `18.050000000000001` is 18.05, and
    `0.30000000000000004` is an error."
    """
    item = {**ITEM, "unit_price": 1, "qty": 1}
    order = {**IDS, "status": "order_placed", "order_total": 0, "cart_amount": 0, "items": [item]}
    update = {**IDS, "tax_amount": 1, "items": [item]}
    for whole, parse in ((order, wire.parse_order), (update, wire.parse_update)):
        part = {"items": [{**item, field: "NUMBER"}]} if field in item else {field: "NUMBER"}
        text = json.dumps({**whole, **part}).replace('"NUMBER"', number)
        first, *others = [_verdict(parse, decode(text)) for decode in DECODERS]
        assert others == [first] * 3
