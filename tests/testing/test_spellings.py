"""The strategy `payloads`: valid payloads, also in other spellings than `wire` writes."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st
from support import examples
from support.draws import drawn

import backd_rules.testing as kit
from backd_rules import Money, OrderIds, OrderStatus, RefundRequest, wire

UPDATE = examples.update(
    order_total=Money.of(9150),
    shipping=attrs.evolve(examples.NEW_CONTACT, company_name=None),
    items=(examples.item(),),
)


@pytest.mark.parametrize(
    ("values", "parse"),
    [
        (kit.orders(), wire.parse_order),
        (kit.updates(), wire.parse_update),
        (kit.limits(), wire.parse_limit),
        (kit.order_ids(), wire.parse_ids),
        (kit.refund_requests(), wire.parse_refund_request),
    ],
)
def test_a_payload_is_read_as_its_value(values: st.SearchStrategy[Any], parse: Any) -> None:
    def both(value: Any) -> st.SearchStrategy[Any]:
        return st.tuples(st.just(value), kit.payloads(st.just(value)))

    for value, payload in drawn(values.flatmap(both), 100):
        assert parse(payload) == value


def spellings(found: list[Any], *path: str | int) -> set[str]:
    """Return what the payloads have at `path`, as JSON; "absent" if nothing."""
    texts = set()
    for payload in found:
        node: Any = payload
        for step in path:
            node = node[step] if isinstance(step, int) or step in node else "absent"
        texts.add(json.dumps(node, ensure_ascii=False))
    return texts


BLANK = {'""', '" "', '"\u200b"', '"\u3164 \\t"'}


def test_an_update_is_spelled_in_other_ways() -> None:
    """N7: "`null`, or blank text, clears them"; a number may be `9150.0`."""
    found = drawn(kit.payloads(st.just(UPDATE)), 400)
    assert spellings(found, "order_total") == {"9150", "9150.0"}
    assert spellings(found, "shipping", "company_name") == {"null", *BLANK}
    assert spellings(found, "shipping", "address", "line2") == {'"absent"'}
    assert spellings(found, "items", 0, "item_url") == {'"absent"', "null", *BLANK}
    assert spellings(found, "merchant_order_status") == {'"absent"'}


def test_a_refund_request_is_spelled_in_other_ways() -> None:
    found = drawn(kit.payloads(st.just(RefundRequest("BO-1", "M-1", Money.of(50)))), 50)
    assert spellings(found, "refund_amount") == {"50", "50.0"}
    assert spellings(found, "merchant_order_id") == {'"M-1"'}
    assert spellings(drawn(kit.payloads(st.just(OrderIds("BO-1"))), 5)) == {
        '{"backd_order_id": "BO-1"}'
    }


def test_a_record_is_spelled_in_other_ways() -> None:
    """F4: "Everything else may be absent, `null`"; F5: fees too, "they are then zero"."""
    order = examples.order(
        status=OrderStatus.ORDER_CANCELED,
        items=(),
        increase_count=None,
        shipping=attrs.evolve(examples.CONTACT, company_name=None, email=None),
    )
    found = drawn(kit.payloads(st.just(order)), 600)
    assert spellings(found, "discount_amount") == {"0", "0.0", "null", '"absent"'}
    assert spellings(found, "tax_amount") == {"100", "100.0"}
    assert spellings(found, "cart_amount") == {"9000", "9000.0"}
    assert spellings(found, "create_date") == {'"absent"', "null"}
    assert spellings(found, "billing") == {'"absent"', "null"}
    assert spellings(found, "increase_count") == {'"absent"', "null"}
    assert spellings(found, "items") == spellings(found, "refunds") == {'"absent"', "null", "[]"}
    assert spellings(found, "status") == {'"order_canceled"', '"order_cancelled"'}
    assert spellings(found, "shipping", "company_name") == {'"absent"', "null", *BLANK}
    assert spellings(found, "shipping", "email") == {'"absent"', "null"}
