"""No `repr`, problem or exception shows personal data."""

import traceback
from collections.abc import Callable
from typing import Any

import pytest
from support.json_values import replaced

from backd_rules import wire
from backd_rules.schema.example import ORDER

IDS: dict[str, Any] = {"backd_order_id": "B", "merchant_order_id": "M"}
Parse = Callable[[Any], object]
MARK = "s3cr3t"
PERSON = {
    "name": {"first": f"{MARK}1", "last": f"{MARK}2"},
    "company_name": f"{MARK}3",
    "address": {
        name: f"{MARK}-{name}" for name in ("line1", "line2", "city", "state", "zipcode", "country")
    },
    "phone_number": f"{MARK}4",
    "email": f"{MARK}5@x.org",
}
PRIVATE_ORDER = {**ORDER, "shipping": PERSON, "billing": PERSON}
PRIVATE_UPDATE = {**IDS, "tax_amount": 1, "shipping": PERSON, "billing": PERSON}
NESTED = [("name", n) for n in PERSON["name"]] + [("address", n) for n in PERSON["address"]]
PATHS = [*NESTED, ("company_name",), ("phone_number",), ("email",)]
OF_BOTH: list[Any] = [f"{MARK}\ud800", [MARK], {MARK: MARK}]
"""What neither a record nor a request may state as text."""

OF_REQUESTS: list[Any] = [f"{MARK}\n", f"{MARK}\u202e", MARK * 99]
FAULTS = [
    *((wire.parse_order, PRIVATE_ORDER, fault) for fault in OF_BOTH),
    *((wire.parse_update, PRIVATE_UPDATE, fault) for fault in OF_BOTH + OF_REQUESTS),
]


def test_no_repr_shows_personal_data() -> None:
    order, update = wire.parse_order(PRIVATE_ORDER), wire.parse_update(PRIVATE_UPDATE)
    for value in (order, update):
        for contact in (value.shipping, value.billing):
            name, address = getattr(contact, "name", None), getattr(contact, "address", None)
            assert name is not None
            assert address is not None
            for shown in (value, contact, name, address):
                assert MARK not in repr(shown) + str(shown) + f"{shown}"
    assert MARK in str(wire.dump_order(order))


def test_no_repr_of_an_item_shows_its_name_or_its_urls() -> None:
    urls = {"item_image_url": f"{MARK}1", "item_url": f"{MARK}2"}
    item = {"display_name": f"{MARK}3", "sku": "N-1", "unit_price": 1, "qty": 1, **urls}
    order = wire.parse_order({**ORDER, "items": [item]})
    update = wire.parse_update({**IDS, "items": [item]})
    assert order.items == update.items
    assert "N-1" in repr(update)
    assert MARK not in repr(order) + repr(update) + repr(order.items[0])


@pytest.mark.parametrize(("parse", "example", "fault"), FAULTS, ids=range(len(FAULTS)))
@pytest.mark.parametrize("path", PATHS, ids="/".join)
def test_no_refusal_shows_personal_data(
    parse: Parse, example: dict[str, Any], path: tuple[str, ...], fault: object
) -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        parse(replaced(example, ("shipping", *path), fault))
    invalid = caught.value
    assert [p.path for p in invalid.problems] == ["/" + "/".join(("shipping", *path))]
    shown = [str(invalid), repr(invalid), repr(invalid.args), repr(invalid.problems)]
    shown += [str([(p.message, p.facts, p.details) for p in invalid.problems])]
    shown += [*traceback.format_exception_only(invalid), str(wire.error_response(invalid))]
    assert invalid.__context__ is None
    assert MARK not in "".join(shown)


@pytest.mark.parametrize("broken", ['{"email": "s3cr3t" x}', '{"email": s3cr3t}', '"s3cr3t\n"'])
def test_no_syntax_error_shows_the_text(broken: str) -> None:
    for text in (broken, broken.encode() + b"\xff"):
        with pytest.raises(wire.InvalidPayload) as caught:
            wire.loads(text)
        invalid = caught.value
        assert invalid.__context__ is None
        assert MARK not in str(invalid) + repr(invalid) + repr(invalid.__dict__)
