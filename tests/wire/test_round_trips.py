"""Payloads: the kinds of number agree, updates go through JSON, personal data stays out."""

import copy
import traceback
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backd_rules import wire
from backd_rules.schema.example import ORDER

IDS: dict[str, Any] = {"backd_order_id": "B", "merchant_order_id": "M"}
FULL_ORDER = {**ORDER, "placed_total": 9000, "increase_count": 1}

Parse = Callable[[Any], object]
moderate = settings(max_examples=150, deadline=None, derandomize=True)


def outcome(number: object, field: str) -> object:
    payload = {**IDS, "tax_amount": number}
    if field == "qty":
        line = {"display_name": "N", "sku": "N", "unit_price": 1, "qty": number}
        payload = {**IDS, "items": [line]}
    try:
        return wire.parse_update(payload)
    except wire.InvalidPayload as invalid:
        return invalid.problems


@pytest.mark.parametrize("field", ["tax_amount", "qty"])
@moderate
@given(number=st.floats() | st.integers(-(10**17), 10**17).map(lambda n: n / 1000))
def test_a_float_reads_as_its_shortest_decimal(field: str, number: float) -> None:
    assert outcome(number, field) == outcome(Decimal(repr(number)), field)


@pytest.mark.parametrize("field", ["tax_amount", "qty"])
@moderate
@given(number=st.integers(-(10**14), 10**14))
def test_int_float_and_decimal_agree_on_whole_numbers(field: str, number: int) -> None:
    expected = outcome(number, field)
    for same in (float(number), Decimal(number), Decimal(f"{number}.000")):
        assert outcome(same, field) == expected


def patches(shape: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=shape)


TEXT = st.text("abcé\u20ac ", min_size=1, max_size=9).filter(lambda text: not text.isspace())
CENTS = st.integers(0, 10**15 - 1).map(lambda cents: Decimal(cents).scaleb(-2))
QTY = st.integers(1, 10**15 - 1).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
ADDRESS = dict.fromkeys(("line1", "city", "state", "zipcode", "country"), TEXT)
CONTACT = patches(
    {
        "name": patches({"first": TEXT, "last": TEXT}),
        "company_name": st.none() | TEXT,
        "address": patches({**ADDRESS, "line2": st.none() | TEXT}),
        "phone_number": TEXT,
        "email": TEXT,
    }
)
LINE = st.fixed_dictionaries(
    {"display_name": TEXT, "sku": TEXT, "unit_price": CENTS, "qty": QTY},
    optional={"item_image_url": TEXT, "item_url": TEXT},
)
AMOUNTS = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
PATCH = st.fixed_dictionaries(
    {"backd_order_id": TEXT, "merchant_order_id": TEXT},
    optional={
        "merchant_order_status": TEXT,
        **dict.fromkeys(AMOUNTS, CENTS),
        "shipping": CONTACT,
        "billing": CONTACT,
        "items": st.lists(LINE, min_size=1, max_size=3),
    },
)


@moderate
@given(patch=PATCH)
def test_an_update_goes_through_json_unharmed(patch: dict[str, Any]) -> None:
    update = wire.parse_update(patch)
    dumped = wire.dump_update(update)
    assert wire.parse_update(dumped) == update
    # Amounts are fifteen digits at most: as floats they are the same numbers.
    assert dumped == floats(patch)


def floats(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: floats(child) for name, child in node.items()}
    if isinstance(node, list):
        return [floats(child) for child in node]
    return float(node) if isinstance(node, Decimal) else node


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
PRIVATE_ORDER = {**FULL_ORDER, "shipping": PERSON, "billing": copy.deepcopy(PERSON)}
PRIVATE_UPDATE = {**IDS, "tax_amount": 1, "shipping": PERSON, "billing": copy.deepcopy(PERSON)}
LEAVES = [("name", n) for n in PERSON["name"]] + [("address", n) for n in PERSON["address"]]
PLACES = [*LEAVES, ("company_name",), ("phone_number",), ("email",)]
FAULTS: list[Any] = [f"{MARK}\n", f"{MARK}\u202e", f"{MARK}\ud800", MARK * 99, [MARK], {MARK: MARK}]


def test_no_repr_shows_personal_data() -> None:
    order, update = wire.parse_order(PRIVATE_ORDER), wire.parse_update(PRIVATE_UPDATE)
    for whole in (order, update):
        for contact in (whole.shipping, whole.billing):
            name, address = getattr(contact, "name", None), getattr(contact, "address", None)
            assert name is not None
            assert address is not None
            for thing in (whole, contact, name, address):
                assert MARK not in repr(thing) + str(thing) + f"{thing}"
    assert MARK in str(wire.dump_order(order))


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
@pytest.mark.parametrize("place", PLACES, ids="/".join)
@pytest.mark.parametrize(
    ("parse", "example"),
    [(wire.parse_order, PRIVATE_ORDER), (wire.parse_update, PRIVATE_UPDATE)],
    ids=["order", "update"],
)
def test_no_refusal_shows_personal_data(
    parse: Parse, example: dict[str, Any], place: tuple[str, ...], fault: object
) -> None:
    payload = copy.deepcopy(example)
    inner = payload["shipping"]
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = fault
    with pytest.raises(wire.InvalidPayload) as caught:
        parse(payload)
    invalid = caught.value
    assert [p.path for p in invalid.problems] == ["/" + "/".join(("shipping", *place))]
    shown = [str(invalid), repr(invalid), repr(invalid.args), repr(invalid.problems)]
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
