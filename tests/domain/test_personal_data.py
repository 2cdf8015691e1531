"""Personal data appears in no `repr` and in no error."""

import pickle
from typing import Any

import attrs
import pytest
from support.examples import CONTACT, order

from backd_rules import (
    LineItem,
    MerchantLimit,
    PersonName,
    Quantity,
    UnitPrice,
    decide_update,
    wire,
)

MARK = "Zyxw"
PERSONAL = {
    "name": {"first": MARK, "last": MARK},
    "company_name": MARK,
    "address": dict.fromkeys(("line1", "line2", "city", "state", "zipcode", "country"), MARK),
    "phone_number": MARK,
    "email": MARK,
}


def test_personal_data_is_in_no_repr() -> None:
    change = wire.parse_update(
        {"backd_order_id": "BO-1", "merchant_order_id": "M-1", "shipping": PERSONAL}
    )
    contact = attrs.evolve(CONTACT, name=PersonName(MARK, MARK), company_name=MARK, email=MARK)
    after = decide_update(order(shipping=None, billing=contact), change, MerchantLimit.UNLIMITED)
    assert after.allowed
    shown = [change, change.shipping, after, after.order.shipping, contact, contact.name]
    assert MARK not in "".join(map(repr, shown))
    assert MARK not in repr(LineItem(MARK, "sku", UnitPrice.of(0), Quantity.of(1), MARK, MARK))


@pytest.mark.parametrize("parse", [wire.parse_order, wire.parse_update])
def test_personal_data_is_in_no_problem(parse: Any) -> None:
    long = MARK * 64 + "\n"
    faulty: dict[str, Any] = {
        name: dict.fromkeys(part, long) if isinstance(part, dict) else long
        for name, part in PERSONAL.items()
    }
    for shipping in (faulty, {**PERSONAL, "email": 1}, [MARK], MARK):
        payload = {"shipping": shipping, "billing": [PERSONAL], "tax_amount": MARK, "status": MARK}
        with pytest.raises(wire.InvalidPayload) as caught:
            parse(payload)
        error = caught.value
        assert MARK not in f"{error}{error!r}{error.problems}{error.__context__}{error.args}"
        assert pickle.loads(pickle.dumps(error)).problems == error.problems
