"""Round trips: what `parse_*` decodes and `dump_*` encodes again is the same."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.json_values import assert_same_json

from backd_rules import wire

moderate = settings(max_examples=150, deadline=None, derandomize=True)


def patches(shape: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Generate objects with any of the fields of `shape`."""
    return st.fixed_dictionaries({}, optional=shape)


def numbers(places: int, lowest: int = 0) -> st.SearchStrategy[float]:
    """Generate JSON numbers of up to fifteen digits, as `wire` writes them."""

    return st.integers(lowest, 10**15 - 1).map(lambda scaled: as_json(scaled, 10**places))


def as_json(scaled: int, unit: int) -> float:
    return scaled / unit if scaled % unit else scaled // unit


NAMES = ("line1", "city", "state", "zipcode", "country")
AMOUNTS = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
TEXT = st.text("abcé\u20ac ", min_size=1, max_size=9).filter(lambda text: not text.isspace())


def contacts(
    text: st.SearchStrategy[Any], optional: st.SearchStrategy[Any], nothing: Any
) -> st.SearchStrategy[Any]:
    address = patches({**dict.fromkeys(NAMES, text), "line2": optional})
    name = patches({"first": text, "last": text})
    return patches(
        {
            "name": name | nothing,
            "company_name": optional,
            "address": address | nothing,
            "phone_number": text,
            "email": text,
        }
    )


CONTACT = contacts(TEXT, st.none() | TEXT, st.nothing())
LINE = st.fixed_dictionaries(
    {"display_name": TEXT, "sku": TEXT, "unit_price": numbers(6), "qty": numbers(3, 1)},
    optional={"item_image_url": TEXT, "item_url": TEXT},
)
PATCH = st.fixed_dictionaries(
    {"backd_order_id": TEXT, "merchant_order_id": TEXT},
    optional={
        "merchant_order_status": TEXT,
        **dict.fromkeys(AMOUNTS, numbers(2)),
        "shipping": CONTACT,
        "billing": CONTACT,
        "items": st.lists(LINE, min_size=1, max_size=3),
    },
)


@moderate
@given(patch=PATCH)
def test_an_update_survives_a_round_trip(patch: dict[str, Any]) -> None:
    update = wire.parse_update(patch)
    dumped = wire.dump_update(update)
    assert wire.parse_update(dumped) == update
    assert dumped == patch


ANY = st.none() | st.text(max_size=9)
"""Text of a record, `null` and what cannot be seen included."""

OPTIONAL = st.none() | TEXT
"""Optional text of a record: blank text would be read as absent."""

RECORDED_CONTACT = contacts(ANY, OPTIONAL, st.none())
RECORDED_LINE = st.fixed_dictionaries(
    {"unit_price": numbers(6), "qty": numbers(3, 1)},
    optional={"display_name": ANY, "sku": ANY, "item_image_url": OPTIONAL, "item_url": OPTIONAL},
)
REFUND = st.fixed_dictionaries(
    {"amount": numbers(2)}, optional=dict.fromkeys(("create_date", "status", "locked_at"), ANY)
)
SMALL = st.integers(0, 10**14).map(lambda cents: as_json(cents, 100))
"""Amounts whose sum is an amount too."""

RECORD = st.fixed_dictionaries(
    {
        "backd_order_id": TEXT,
        "merchant_order_id": TEXT,
        "status": st.sampled_from(["order_placed", "order_canceled", "refund"]),
        **dict.fromkeys(AMOUNTS, SMALL),
    },
    optional={
        "create_date": ANY,
        "merchant_order_status": ANY,
        "shipping": RECORDED_CONTACT | st.none(),
        "billing": RECORDED_CONTACT | st.none(),
        "items": st.lists(RECORDED_LINE, max_size=3) | st.none(),
        "refunds": st.lists(REFUND, max_size=2) | st.none(),
        "placed_total": numbers(2) | st.none(),
        "increase_count": st.integers(0, 10**15 - 1) | st.none(),
    },
)


@moderate
@given(record=RECORD)
def test_an_order_survives_a_round_trip(record: dict[str, Any]) -> None:
    """A record is kept and written back as it was (domain.md, F4)."""
    order = wire.parse_order(record)
    stored = wire.dump_stored_order(order)
    assert stored == record
    assert wire.parse_order(stored) == order
    history = ("placed_total", "increase_count")
    documented = {name: value for name, value in record.items() if name not in history}
    assert wire.dump_order(order) == documented


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_an_amount_survives_a_round_trip(cents: int) -> None:
    ids = {"backd_order_id": "B", "merchant_order_id": "M"}
    update = wire.parse_update({**ids, "tax_amount": Decimal(cents).scaleb(-2)})
    assert wire.parse_update(wire.dump_update(update)) == update
    assert_same_json(wire.dump_update(update), {**ids, "tax_amount": as_json(cents, 100)})
