"""Impossible options of the strategies raise `InvalidArgument`."""

from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from support import examples
from support.draws import drawn

import backd_rules.testing as kit
from backd_rules import MerchantLimit, Money, Order, OrderStatus, ViolationCode
from backd_rules.testing.texts import texts
from backd_rules.wire.problems import ProblemCode

ORDER, NO_INCREASE = examples.ORDER, MerchantLimit.NO_INCREASE
CONFIRMED = attrs.evolve(ORDER, status=OrderStatus.ORDER_CONFIRMED)
WITH_BOTH_CONTACTS = attrs.evolve(ORDER, billing=examples.CONTACT)
LIMIT = MerchantLimit(max_increase=Money.of(10), max_increases=0)
NEGATIVE = Money(cents=-1)
NOT_VALID: Any = object()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kit.amounts(min_value=NOT_VALID), "min_value must be a Money or None"),
        (lambda: kit.quantities(max_value=NOT_VALID), "max_value must be a Quantity or None"),
        (
            lambda: kit.amounts(min_value=Money.of(2), max_value=Money.of(1)),
            "min_value 2.00 is greater than max_value 1.00",
        ),
        (lambda: kit.totals(min_value=NEGATIVE, max_value=NEGATIVE), "max_value -0.01 is negative"),
        (lambda: kit.items(max_amount=NEGATIVE), "max_amount must be a Money that is not negative"),
        (lambda: kit.items(max_amount=NOT_VALID), "max_amount must be a Money"),
        *(
            (
                lambda statuses=statuses: kit.orders(statuses=statuses),
                "statuses must be a sequence of one OrderStatus or more",
            )
            for statuses in ([], [NOT_VALID], ["order_placed"], set(OrderStatus), NOT_VALID)
        ),
        (lambda: kit.unit_prices(min_value=NOT_VALID), "min_value must be a UnitPrice or None"),
        (lambda: kit.updates_for(NOT_VALID), "order must be an Order"),
        (lambda: kit.updates_for(ORDER, limit=NOT_VALID), "limit must be a MerchantLimit"),
        (lambda: kit.allowed_updates(ORDER, NOT_VALID), "limit must be a MerchantLimit"),
        (lambda: kit.allowed_updates(CONFIRMED, NO_INCREASE), "status order_confirmed"),
        (
            lambda: kit.denied_updates(ORDER, NO_INCREASE, code=NOT_VALID),
            "code must be a ViolationCode or None",
        ),
        *(
            (
                lambda code=code: kit.denied_updates(WITH_BOTH_CONTACTS, NO_INCREASE, code=code),
                f"as {code}",
            )
            for code in (
                ViolationCode.UNKNOWN_ORDER,
                ViolationCode.STATUS_FORBIDS_ACTION,
                ViolationCode.CONTACT_INCOMPLETE,
                ViolationCode.HISTORY_UNKNOWN,
                ViolationCode.TOO_MANY_INCREASES,
                ViolationCode.REFUND_EXCEEDS_TOTAL,
                ViolationCode.NO_ACTIVE_REFUND,
                ViolationCode.REFUND_LOCKED,
            )
        ),
        (lambda: kit.refund_requests_for(NOT_VALID), "order must be an Order"),
        (lambda: kit.moments(near=NOT_VALID), "near must be an Order or None"),
        *(
            (call, f"no request can state the {name} of this order")
            for name, order in (
                ("backd_order_id", attrs.evolve(ORDER, backd_order_id="BO\n1")),
                ("merchant_order_id", attrs.evolve(ORDER, merchant_order_id="M" * 256)),
            )
            for call in (
                lambda order=order: kit.updates_for(order),
                lambda order=order: kit.allowed_updates(order, NO_INCREASE),
                lambda order=order: kit.denied_updates(order, NO_INCREASE),
                lambda order=order: kit.refund_requests_for(order),
            )
        ),
        (lambda: texts(Order, "status"), "Order.status is not a text field"),
        (lambda: kit.malformed_payloads(of=Money), "of must be the type of a request, Order or"),
        *(
            (
                lambda code=code: kit.denied_updates(examples.UNKNOWN_HISTORY, LIMIT, code=code),
                f"as {code}",
            )
            for code in (
                ViolationCode.INCREASE_EXCEEDS_LIMIT,
                ViolationCode.TOO_MANY_INCREASES,
            )
        ),
        *(
            (
                lambda code=code: kit.malformed_payloads(code=code),
                f"no payload of OrderUpdate has the problem {code}",
            )
            for code in (
                ProblemCode.BAD_JSON,
                ProblemCode.BAD_FORMAT,
                ProblemCode.TOO_MANY_PROBLEMS,
            )
        ),
        (
            lambda: kit.malformed_payloads(code=cast("Any", "missing")),
            "code must be a ProblemCode or None",
        ),
    ],
)
def test_an_impossible_option_is_an_invalid_argument(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(InvalidArgument, match=message.replace(".", r"\.")):
        call()


def test_payloads_of_another_type_are_an_invalid_argument_at_the_first_draw() -> None:
    message = "payloads are of orders, requests or limits"
    with pytest.raises(InvalidArgument, match=message):
        drawn(kit.payloads(st.just(1)), 1)
