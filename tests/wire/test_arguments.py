"""Arguments of other types: a `TypeError` names the function, the argument and what came."""

from collections.abc import Callable
from typing import Any

import pytest
from support.examples import ORDER, update

from backd_rules import (
    Denied,
    MerchantLimit,
    OrderAction,
    OrderIds,
    OrderStatus,
    ceiling,
    changes,
    fingerprint,
    headroom,
    next_status,
    wire,
)

LIMIT = MerchantLimit.UNLIMITED
Call = Callable[[Any], object]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda wrong: headroom(wrong, LIMIT), "headroom.order must be of type Order"),
        (lambda wrong: headroom(ORDER, wrong), "headroom.limit must be of type MerchantLimit"),
        (lambda wrong: ceiling(wrong, LIMIT), "ceiling.order must be of type Order"),
        (lambda wrong: ceiling(ORDER, wrong), "ceiling.limit must be of type MerchantLimit"),
        (lambda wrong: changes(wrong, ORDER), "changes.before must be of type Order"),
        (lambda wrong: changes(ORDER, wrong), "changes.after must be of type Order"),
        (
            lambda wrong: next_status(wrong, OrderAction.REFUND),
            "next_status.status must be of type OrderStatus",
        ),
        (
            lambda wrong: next_status(OrderStatus.REFUND, wrong),
            "next_status.action must be of type OrderAction",
        ),
        (fingerprint, "fingerprint.order must be of type Order"),
        (wire.dump_order, "dump_order.order must be of type Order"),
        (wire.dump_stored_order, "dump_stored_order.order must be of type Order"),
        (wire.dump_update, "dump_update.update must be of type OrderUpdate"),
        (wire.dump_ids, "dump_ids.ids must be of type OrderIds"),
        (wire.dump_refund_request, "dump_refund_request.request must be of type RefundRequest"),
        (wire.dump_limit, "dump_limit.limit must be of type MerchantLimit"),
        (wire.response, "response.decision must be of type Allowed or Denied"),
        (
            lambda wrong: wire.batch_response([wrong]),
            "batch_response.decisions must be of type Allowed or Denied",
        ),
        (
            wire.error_response,
            "error_response.invalid_payload must be of type InvalidPayload",
        ),
        (wire.loads, "loads.text must be a str or bytes"),
    ],
)
@pytest.mark.parametrize(
    ("wrong", "came"),
    [(None, "None"), ({}, "dict"), (1.5, "float"), (Denied, "type"), (ValueError(), "ValueError")],
    ids=str,
)
def test_an_argument_of_another_type_is_named(
    call: Call, expected: str, wrong: object, came: str
) -> None:
    with pytest.raises(TypeError) as caught:
        call(wrong)
    assert str(caught.value) == f"{expected}, got {came}"


@pytest.mark.parametrize(
    ("call", "came"),
    [
        (lambda: wire.dump_order(update()), "OrderUpdate"),  # type: ignore[arg-type]
        (lambda: wire.dump_update(ORDER), "Order"),  # type: ignore[arg-type]
        (lambda: wire.dump_ids(update()), "OrderUpdate"),  # type: ignore[arg-type]
        (lambda: wire.dump_limit(OrderIds("BO-1")), "OrderIds"),  # type: ignore[arg-type]
        (lambda: wire.response(ORDER), "Order"),  # type: ignore[arg-type]
        (lambda: fingerprint(OrderIds("BO-1")), "OrderIds"),  # type: ignore[arg-type]
    ],
)
def test_an_encoder_takes_no_other_value_that_has_the_same_fields(
    call: Callable[[], object], came: str
) -> None:
    with pytest.raises(TypeError, match=rf", got {came}$"):
        call()


@pytest.mark.parametrize(("wrong", "came"), [(None, "None"), (5, "int"), (ORDER, "Order")])
def test_what_cannot_be_iterated_is_no_batch(wrong: Any, came: str) -> None:
    with pytest.raises(TypeError) as caught:
        wire.batch_response(wrong)
    assert str(caught.value) == (
        f"batch_response.decisions must be an iterable of Allowed or Denied, got {came}"
    )
