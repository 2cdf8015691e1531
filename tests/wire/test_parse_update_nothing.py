"""Fields of an update that are absent, `null` or blank (domain.md, U1 and N7)."""

from typing import Any

import pytest
from support.json_values import assert_same_json, replaced
from support.reference import IDS, ITEM
from support.refusals import problems

from backd_rules import UNSET, AddressUpdate, ContactUpdate, OrderUpdate, PersonNameUpdate, wire

Path = tuple[str | int, ...]
FULL: dict[str, Any] = {
    **IDS,
    "shipping": {"company_name": "x", "address": {"line2": "x"}},
    "billing": {"company_name": "x", "address": {"line2": "x"}},
    "items": [{**ITEM, "item_image_url": "x", "item_url": "x"}],
}
OPTIONAL: list[Path] = [
    *((contact, "company_name") for contact in ("shipping", "billing")),
    *((contact, "address", "line2") for contact in ("shipping", "billing")),
    ("items", 0, "item_image_url"),
    ("items", 0, "item_url"),
]
BLANK = [
    "",
    " ",
    "\t",
    "\n",
    "\u2028",
    "\u3000",
    "\xad\u200b\ufeff",
    "\uffa0\u3164\u17b4",
    " " * 9999,
]


def value_at(update: OrderUpdate, path: Path) -> object:
    value: Any = update
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


@pytest.mark.parametrize("path", OPTIONAL, ids=str)
@pytest.mark.parametrize("nothing", [None, *BLANK], ids=range(len(BLANK) + 1))
def test_null_and_blank_text_clear_optional_text(path: Path, nothing: str | None) -> None:
    """`null`, or blank text, clears them (domain.md, N7)."""
    update = wire.parse_update(replaced(FULL, path, nothing))
    assert value_at(update, path) is None
    assert update == wire.parse_update(replaced(FULL, path, None))
    assert wire.parse_update(wire.dump_update(update)) == update


REQUIRED: list[Path] = [
    ("backd_order_id",),
    ("merchant_order_id",),
    ("merchant_order_status",),
    *(("shipping", "name", name) for name in ("first", "last")),
    *(("billing", "address", name) for name in ("line1", "city", "state", "zipcode", "country")),
    ("shipping", "phone_number"),
    ("billing", "email"),
    ("items", 0, "display_name"),
    ("items", 0, "sku"),
]


def stated(path: Path, text: object) -> dict[str, Any]:
    """Return an update that states `text` at `path`."""
    first, *rest = path
    if first == "items":
        return {**IDS, "items": [{**ITEM, str(path[-1]): text}]}
    value: object = text
    for step in reversed(rest):
        value = {str(step): value}
    return {**IDS, str(first): value}


@pytest.mark.parametrize("path", REQUIRED, ids=str)
def test_on_any_other_field_both_are_errors(path: Path) -> None:
    """On any other field both are errors (domain.md, N7)."""
    pointer = "/" + "/".join(map(str, path))
    assert problems(wire.parse_update, stated(path, None)) == [("not_nullable", pointer)]
    for blank in BLANK:
        assert problems(wire.parse_update, stated(path, blank)) == [("blank", pointer)]
    wire.parse_update(stated(path, "x"))


OTHERS = [
    *("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount"),
    *("shipping", "billing", "items"),
]


@pytest.mark.parametrize("name", OTHERS)
def test_null_is_refused_for_amounts_contacts_and_items(name: str) -> None:
    assert problems(wire.parse_update, {**IDS, name: None}) == [("not_nullable", f"/{name}")]


@pytest.mark.parametrize("name", ["name", "address"])
def test_null_is_refused_for_the_objects_of_a_contact(name: str) -> None:
    found = problems(wire.parse_update, {**IDS, "billing": {name: None}})
    assert found == [("not_nullable", f"/billing/{name}")]


def test_an_absent_field_is_unset() -> None:
    """An update is a patch: an absent field stays as it is (domain.md, U1)."""
    update = wire.parse_update(IDS)
    assert update == OrderUpdate("BO-1", "M-1")
    for name in ("merchant_order_status", *OTHERS):
        assert getattr(update, name) is UNSET


def test_an_empty_contact_is_stated_and_states_nothing() -> None:
    update = wire.parse_update({**IDS, "shipping": {}, "billing": {"name": {}, "address": {}}})
    assert update.shipping == ContactUpdate()
    assert update.billing == ContactUpdate(PersonNameUpdate(), address=AddressUpdate())
    expected = {**IDS, "shipping": {}, "billing": {"name": {}, "address": {}}}
    assert_same_json(wire.dump_update(update), expected)


def test_an_item_with_a_cleared_url_is_an_item_without_one() -> None:
    cleared = wire.parse_update(
        {**IDS, "items": [{**ITEM, "item_url": "", "item_image_url": None}]}
    )
    assert cleared == wire.parse_update({**IDS, "items": [ITEM]})
