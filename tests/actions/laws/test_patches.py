"""Laws of decoding, encoding and applying a patch, as RFC 7396 does."""

import json
from functools import reduce
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import (
    Case,
    Path,
    after,
    cases,
    empty_patch,
    law,
    leaves,
    placed_orders,
    without_history,
)
from support.merge_patch import merged
from support.reference import IDS, ITEM
from support.refusals import codes_and_paths

from backd_rules import MerchantLimit, Money, Order, OrderUpdate, decide_update, wire
from backd_rules.testing import allowed_updates, contact_updates, limits, orders, updates


@law
@given(orders(), updates(), limits())
def test_encoding_and_decoding_is_the_identity(
    order: Order, update: OrderUpdate, limit: MerchantLimit
) -> None:
    """N2: "A JSON number means the IEEE 754 double nearest to it, and a double means the shortest
    decimal that reads back as it."
    """
    assert wire.parse_order(wire.dump_stored_order(order)) == order
    assert wire.parse_order(wire.dump_order(order)) == without_history(order)
    assert wire.parse_update(wire.dump_update(update)) == update
    assert wire.parse_limit(wire.dump_limit(limit)) == limit


@law
@given(cases(allowed_updates))
def test_merging_payloads_agrees_with_applying_the_update(case: Case) -> None:
    """U2: "Contacts merge field by field, as RFC 7396 does; `items` is replaced as a whole."

    U3: "A contact that states nothing changes nothing."
    """
    order, limit, update = case
    new = after(order, limit, update)
    patch = wire.dump_update(update)
    for name in ("shipping", "billing"):
        if not leaves(patch.get(name, {})):
            patch.pop(name, None)
    payload = merged(wire.dump_stored_order(order), patch)
    payload |= {  # Computed from the patch, and no part of it.
        "cart_amount": new.totals.cart_amount.to_decimal(),
        "order_total": new.totals.order_total.to_decimal(),
        "increase_count": new.increase_count,
    }
    assert wire.parse_order(payload) == new


@law
@given(placed_orders, st.data())
def test_an_order_is_only_patched_where_it_has_the_contact(
    order: Order, data: st.DataObject
) -> None:
    """U3: "A contact that states nothing changes nothing." "A contact that the order did not have
    must arrive complete; one that it has, however incomplete its record, is only patched."
    """
    patches: dict[str, Any] = {
        name: data.draw(contact_updates()) for name in ("shipping", "billing")
    }
    update = attrs.evolve(empty_patch(order), **patches)
    decision = decide_update(order, update, MerchantLimit.NO_INCREASE)
    incomplete = {
        path.split("/")[1]
        for code, path in codes_and_paths(decision)
        if code == "contact_incomplete"
    }
    stated = wire.dump_update(update)
    for name in patches:
        complete: set[Path] = {("name", "first"), ("name", "last"), ("phone_number",), ("email",)}
        complete |= {("address", line) for line in ("line1", "city", "state", "zipcode", "country")}
        missing = complete - {*leaves(stated[name])}
        is_new = getattr(order, name) is None and leaves(stated[name]) != []
        assert (name in incomplete) == (is_new and missing != set())
        if decision.allowed and not leaves(stated[name]):
            assert getattr(decision.order, name) is getattr(order, name)


@law
@given(st.data())
def test_what_a_record_states_is_written_back(data: st.DataObject) -> None:
    """F4: "Everything else may be absent, `null` or any text that can be encoded as UTF-8, and is
    kept and written back as it was; only blank text in an optional field is read as absent." "An
    object stays an object, even an empty one."
    """
    payload = wire.dump_order(data.draw(orders()))
    texts: list[Path] = [("merchant_order_status",), ("create_date",)]
    for name in ("shipping", "billing"):
        contact = payload.setdefault(name, {})
        texts += [(name, *path) for path in leaves(contact)]
        if contact == {}:
            payload[name] = data.draw(st.sampled_from([None, {}, {"name": None, "address": {}}]))
    for path in data.draw(st.lists(st.sampled_from(texts), unique=True)):
        reduce(lambda node, name: node[name], path[:-1], payload)[path[-1]] = None
    empty_arrays: list[Any] = [None, []]
    if not payload.get("items"):
        payload["items"] = data.draw(st.sampled_from(empty_arrays))
    written = wire.dump_order(wire.parse_order(payload))
    assert written == payload
    assert json.loads(json.dumps(written)) == payload


@pytest.mark.parametrize(
    ("original", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_merge_in_the_law_passes_the_test_cases_of_rfc_7396(
    original: Any, patch: Any, result: Any
) -> None:
    """Run the test cases of the RFC's appendix A."""
    assert merged(original, patch) == result


AN_ORDER = {
    **IDS,
    **dict.fromkeys(("order_total", "cart_amount", "tax_amount"), 0),
    **dict.fromkeys(("shipping_amount", "discount_amount"), 0),
    "status": "order_placed",
    "items": [],
}
CONTACT = {
    "name": {"first": "a", "last": "a"},
    "address": dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"), "a"),
    "company_name": "a",
    "phone_number": "a",
    "email": "a",
}


@pytest.mark.parametrize(
    ("patch", "path", "expected"),
    [
        ({"email": "c"}, "email", "c"),  # A value replaces a value.
        ({"email": "c"}, "phone_number", "a"),  # An absent field stays.
        ({"company_name": None}, "company_name", None),  # `null` clears a field...
        ({"company_name": None}, "email", "a"),  # ...and nothing else.
        ({"address": {"city": "d", "line2": None}}, "address/city", "d"),  # Objects merge...
        ({"address": {"city": "d", "line2": None}}, "address/line2", None),
        ({"address": {"city": "d", "line2": None}}, "address/state", "a"),  # ...field by field.
        ({"address": {}}, "address/line2", "a"),  # An empty object states nothing.
        ({}, "name/first", "a"),
    ],
)
def test_a_contact_merges_as_in_appendix_a(patch: Any, path: str, expected: Any) -> None:
    """Run the cases of appendix A for which an order has fields."""
    order = wire.parse_order({**AN_ORDER, "shipping": CONTACT})
    update = wire.parse_update({**IDS, "shipping": patch})
    shipping = wire.dump_order(after(order, MerchantLimit.NO_INCREASE, update))["shipping"]
    assert reduce(lambda node, name: node.get(name), path.split("/"), shipping) == expected


def test_items_are_replaced_as_a_whole() -> None:
    """U2: "`items` is replaced as a whole." As in RFC 7396, arrays do not merge."""
    item = {**ITEM, "unit_price": 1, "qty": 1}
    two = {"items": [item, item], "cart_amount": 2, "order_total": 2}
    order = wire.parse_order({**AN_ORDER, **two})
    update = wire.parse_update({**IDS, "items": [{**item, "sku": "1"}]})
    new = after(order, MerchantLimit.NO_INCREASE, update)
    assert [line.sku for line in new.items] == ["1"]
    assert new.order_total == Money.of(1)
