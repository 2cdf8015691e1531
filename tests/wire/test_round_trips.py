"""Round trips: what `parse_*` decodes and `dump_*` encodes again is the same."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backd_rules import wire

moderate = settings(max_examples=150, deadline=None, derandomize=True)


def patches(shape: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Generate objects with any of the fields of `shape`."""
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
def test_an_update_survives_a_round_trip(patch: dict[str, Any]) -> None:
    update = wire.parse_update(patch)
    dumped = wire.dump_update(update)
    assert wire.parse_update(dumped) == update
    # Numbers have at most fifteen digits, which a float keeps.
    assert dumped == floats(patch)


def floats(node: Any) -> Any:
    """Return a JSON value with a `float` for each `Decimal`."""
    if isinstance(node, dict):
        return {name: floats(child) for name, child in node.items()}
    if isinstance(node, list):
        return [floats(child) for child in node]
    return float(node) if isinstance(node, Decimal) else node


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_an_amount_survives_a_round_trip(cents: int) -> None:
    ids = {"backd_order_id": "B", "merchant_order_id": "M"}
    update = wire.parse_update({**ids, "tax_amount": Decimal(cents).scaleb(-2)})
    assert wire.parse_update(wire.dump_update(update)) == update
    assert wire.dump_update(update)["tax_amount"] == cents / 100
