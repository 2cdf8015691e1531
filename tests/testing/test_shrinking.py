"""The smallest example of each strategy."""

from datetime import UTC, datetime
from typing import Any

from support import examples
from support.draws import CENT, smallest

import backd_rules
import backd_rules.testing as kit
from backd_rules import (
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    UnitPrice,
    ViolationCode,
    ceiling,
    decide_update,
)
from backd_rules.testing.patches import complete_contact_updates
from backd_rules.wire.problems import ProblemCode

ZEROS: dict[str, Any] = {"line1": "0", "city": "0", "state": "0", "zipcode": "0", "country": "0"}


def test_the_smallest_example_of_each_strategy() -> None:
    one = Quantity.of(1)
    assert smallest(kit.amounts()) == Money.ZERO
    assert smallest(kit.amounts(min_value=Money.of(3))) == Money.of(3)
    assert smallest(kit.amounts(max_value=Money.of(-3))) == Money.of(-3)
    assert smallest(kit.quantities()) == one
    assert smallest(kit.quantities(max_value=Quantity.of("0.9"))) == Quantity.of("0.001")
    assert smallest(kit.unit_prices()) == UnitPrice.of(0)
    assert smallest(kit.unit_prices(min_value=UnitPrice.of("0.001"))) == UnitPrice.of("0.01")
    assert smallest(kit.percentages()) == Percent.of(0)
    assert smallest(kit.totals()) == examples.totals("0")
    assert smallest(kit.totals(min_value=CENT)) == examples.totals("0.01")
    assert smallest(kit.items()) == backd_rules.LineItem(None, None, UnitPrice.of(0), one)
    assert smallest(kit.person_names()) == backd_rules.PersonName()
    assert smallest(kit.limits()) == MerchantLimit.NO_INCREASE
    assert smallest(kit.ceilings()) == backd_rules.Ceiling(Money.ZERO, "max_increase")
    assert smallest(kit.updates()) == OrderUpdate("0", "0")
    assert smallest(kit.contact_updates()) == backd_rules.ContactUpdate()
    assert smallest(kit.person_name_updates()) == backd_rules.PersonNameUpdate()
    assert smallest(kit.address_updates()) == backd_rules.AddressUpdate()
    ids = {"backd_order_id": "0", "merchant_order_id": "0"}
    assert smallest(kit.payloads(kit.updates())) == ids
    assert smallest(kit.order_ids()) == backd_rules.OrderIds("0")
    assert smallest(kit.refund_requests()) == backd_rules.RefundRequest("0", "0", CENT)
    assert smallest(kit.moments()) == datetime(2007, 1, 1, tzinfo=UTC)
    assert smallest(kit.refunds()) == backd_rules.Refund(amount=Money.ZERO)
    order = Order("0", "0", OrderStatus.ORDER_PLACED, examples.totals("0"), ())
    assert smallest(kit.orders()) == order
    assert smallest(kit.refund_requests_for(order)) == backd_rules.RefundRequest("0", "0", CENT)
    assert smallest(kit.updates_for(order)) == OrderUpdate("0", "0")
    assert smallest(kit.allowed_updates(order, MerchantLimit.UNLIMITED)) == OrderUpdate("0", "0")


def test_a_recorded_contact_shrinks_to_an_empty_one() -> None:
    assert smallest(kit.contacts()) == backd_rules.Contact()
    assert smallest(kit.addresses()) == backd_rules.Address()
    assert smallest(
        kit.contacts().filter(lambda contact: contact.email is not None)
    ) == backd_rules.Contact(
        name=backd_rules.PersonName("0", "0"),
        address=backd_rules.Address(**ZEROS),
        phone_number="0",
        email="0",
    )


def test_a_new_contact_shrinks_to_zeros_without_its_optional_fields() -> None:
    assert smallest(complete_contact_updates()) == backd_rules.ContactUpdate(
        name=backd_rules.PersonNameUpdate("0", "0"),
        address=backd_rules.AddressUpdate(**ZEROS),
        phone_number="0",
        email="0",
    )


def test_updates_of_an_order_shrink_to_an_update_without_fields() -> None:
    order, limit = examples.ORDER, MerchantLimit(max_order_total=Money.of(9000))
    assert ceiling(order, limit).total < order.order_total
    for strategy in (
        kit.updates_for(order),
        kit.updates_for(order, limit=limit),
        kit.allowed_updates(order, limit),
    ):
        assert smallest(strategy) == examples.update()


def test_a_refund_of_an_order_shrinks_to_the_whole_total_at_the_first_deadline() -> None:
    order = examples.order(
        refunds=(
            backd_rules.Refund(amount=CENT, locked_at="2026-04-15"),
            backd_rules.Refund(amount=CENT, locked_at="2026-04-15 22:00:00"),
        )
    )
    request = smallest(kit.refund_requests_for(order))
    assert request == backd_rules.RefundRequest("BO-1", "M-1", Money.of(9150))
    at = smallest(kit.moments(near=order))
    assert at == datetime(2026, 4, 15, 22, tzinfo=UTC)
    assert at.tzinfo is UTC


def test_malformed_payloads_and_texts_shrink_to_small_ones() -> None:
    payload, code, path = smallest(kit.malformed_payloads(code=ProblemCode.MISSING))
    assert (payload, code, path) == ({"merchant_order_id": "0"}, "missing", "/backd_order_id")
    assert smallest(kit.malformed_texts()).code is ProblemCode.BAD_JSON


def test_denied_updates_shrink_to_a_minimal_update() -> None:
    dearer = kit.denied_updates(
        examples.ORDER, MerchantLimit.NO_INCREASE, code=ViolationCode.INCREASE_EXCEEDS_LIMIT
    )
    decision = decide_update(examples.ORDER, smallest(dearer), MerchantLimit.NO_INCREASE)
    assert isinstance(decision, Denied)
    (violation,) = decision.violations
    assert violation.message.count("9150.01") == 1
