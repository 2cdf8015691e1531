"""Texts of a record: absent, `null` or any text that can be encoded as UTF-8 (domain.md, F4)."""

from typing import Any

import pytest
from support.json_values import assert_same_json, replaced
from support.reference import IDS, ORDER
from support.refusals import problems

from backd_rules import Allowed, Contact, LineItem, Order, Refund, wire

Path = tuple[str | int, ...]
ADDRESS = ("line1", "city", "state", "zipcode", "country")
KEPT: list[Path] = [
    ("merchant_order_status",),
    ("create_date",),
    *(("shipping", "name", name) for name in ("first", "last")),
    *(("billing", "address", name) for name in ADDRESS),
    ("shipping", "phone_number"),
    ("billing", "email"),
    ("items", 0, "display_name"),
    ("items", 0, "sku"),
    *(("refunds", 0, name) for name in ("create_date", "status", "locked_at")),
]
"""The texts that a record keeps, even blank ones."""

OPTIONAL: list[Path] = [
    ("shipping", "company_name"),
    ("billing", "address", "line2"),
    ("items", 0, "item_image_url"),
    ("items", 0, "item_url"),
]
"""The optional texts: blank text is read as absent."""

ODD = [
    "x" * 5000,
    "1 Elm St\r\nFloor 2",
    "a\x00\x1b[2J\x7f",
    "\u202eevil\u2066",
    "a\x85\u2028b",
    "16.04.2026",
    "not@an@address",
    "😀" * 300,
]
BLANK = ["", " ", "\n\t", "\u3000\u200b\xad"]


def without(document: Any, path: Path) -> Any:
    """Return a copy of `document` that lacks the field at `path`."""
    *above, name = path
    parent = document
    for step in above:
        parent = parent[step]
    kept = {field: value for field, value in parent.items() if field != name}
    return replaced(document, tuple(above), kept)


def value_at(order: Order, path: Path) -> object:
    value: Any = order
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


@pytest.mark.parametrize("path", KEPT + OPTIONAL, ids=str)
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_is_kept(path: Path, text: str) -> None:
    payload = replaced(ORDER, path, text)
    order = wire.parse_order(payload)
    assert value_at(order, path) == text
    assert_same_json(wire.dump_order(order), payload)


@pytest.mark.parametrize("path", KEPT, ids=str)
@pytest.mark.parametrize("text", BLANK)
def test_blank_text_is_kept_where_a_request_must_state_text(path: Path, text: str) -> None:
    payload = replaced(ORDER, path, text)
    order = wire.parse_order(payload)
    assert value_at(order, path) == text
    assert_same_json(wire.dump_order(order), payload)


@pytest.mark.parametrize("path", OPTIONAL, ids=str)
@pytest.mark.parametrize("text", BLANK)
def test_blank_optional_text_is_read_as_absent(path: Path, text: str) -> None:
    order = wire.parse_order(replaced(ORDER, path, text))
    assert value_at(order, path) is None
    assert order == wire.parse_order(without(ORDER, path))
    assert wire.dump_order(order) == without(ORDER, path)


@pytest.mark.parametrize("path", KEPT + OPTIONAL, ids=str)
def test_any_text_may_be_absent_or_null(path: Path) -> None:
    absent, null = without(ORDER, path), replaced(ORDER, path, None)
    without_it = wire.parse_order(absent)
    assert value_at(without_it, path) is None
    assert without_it == wire.parse_order(null)
    assert_same_json(wire.dump_order(without_it), absent)
    assert wire.dump_order(wire.parse_order(null)) == null


@pytest.mark.parametrize("path", KEPT + OPTIONAL, ids=str)
@pytest.mark.parametrize("wrong", [5, 0, True, False, 1.5, [], ["x"], {}, {"x": "y"}], ids=str)
def test_another_type_than_text_is_refused(path: Path, wrong: object) -> None:
    pointer = "/" + "/".join(map(str, path))
    assert problems(wire.parse_order, replaced(ORDER, path, wrong)) == [("wrong_type", pointer)]


@pytest.mark.parametrize("path", KEPT + OPTIONAL, ids=str)
@pytest.mark.parametrize("text", ["\ud800", "x\udfff", " \ud800"])
def test_text_that_cannot_be_encoded_is_refused(path: Path, text: str) -> None:
    pointer = "/" + "/".join(map(str, path))
    found = problems(wire.parse_order, replaced(ORDER, path, text))
    assert found == [("bad_characters", pointer)]


def test_odd_ids_are_kept_if_they_are_not_blank() -> None:
    for text in [*ODD, "\u200bx", " BO-1 "]:
        order = wire.parse_order({**ORDER, "backd_order_id": text, "merchant_order_id": text})
        assert (order.backd_order_id, order.merchant_order_id) == (text, text)


def test_a_request_is_refused_for_what_a_record_is_not() -> None:
    """Every field of a request is validated; a record is not refused (domain.md, F2)."""
    contact = {"name": {"first": ""}, "phone_number": "x" * 256, "email": "a\nb"}
    assert wire.dump_order(wire.parse_order({**ORDER, "billing": contact}))["billing"] == contact
    assert problems(wire.parse_update, {**IDS, "billing": contact}) == [
        ("blank", "/billing/name/first"),
        ("too_long", "/billing/phone_number"),
        ("bad_characters", "/billing/email"),
    ]


EMPTY: list[tuple[Path, Any, Any]] = [
    (("shipping",), {}, Contact()),
    (("shipping",), None, None),
    (("billing", "name"), None, None),
    (("billing", "address"), None, None),
    (("items",), [], ()),
    (("items",), None, ()),
]


@pytest.mark.parametrize(("path", "stated", "value"), EMPTY, ids=str)
def test_an_empty_value_stays_what_it_is(path: Path, stated: Any, value: Any) -> None:
    """An object stays an object, even an empty one (domain.md, F4)."""
    payload = replaced(ORDER, path, stated)
    order = wire.parse_order(payload)
    assert value_at(order, path) == value
    assert wire.dump_order(order) == payload


@pytest.mark.parametrize("name", ["name", "address"])
def test_an_empty_object_of_a_contact_stays_an_object(name: str) -> None:
    order = wire.parse_order({**ORDER, "billing": {name: {}}})
    assert order.billing is not None
    assert getattr(order.billing, name) is not None
    assert wire.dump_order(order)["billing"] == {name: {}}


@pytest.mark.parametrize("refunds", [None, []])
def test_a_response_has_refunds_only_where_there_are_any(refunds: object) -> None:
    """`refunds` is there only where there are any (domain.md, W1); a record is kept (F4)."""
    order = wire.parse_order({**ORDER, "refunds": refunds})
    assert order.refunds == ()
    assert wire.dump_order(order) == {**ORDER, "refunds": refunds}
    assert wire.response(Allowed(order))["data"] == without(ORDER, ("refunds",))


def test_every_text_of_a_record_is_above() -> None:
    names = {path[-1] for path in KEPT + OPTIONAL}
    texts = {"merchant_order_status", "create_date", "phone_number", "company_name", "email"}
    contact_parts = {"first", "last", *ADDRESS, "line2"}
    of_items = {*LineItem.__match_args__} - {"unit_price", "qty"}
    of_refunds = {"create_date", "status", "locked_at"}
    assert {*Refund.__annotations__} == {"amount", *of_refunds}
    assert names == texts | contact_parts | of_items | of_refunds
