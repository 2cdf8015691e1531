"""The requests that name an order: their fields, defaults and texts (domain.md, A1 to A6)."""

import copy
import pickle
from typing import Any

import attrs
import pytest

from backd_rules import UNSET, Money, OrderIds, OrderUpdate, RefundRequest

IDS = OrderIds("BO-1")
BOTH = OrderIds("BO-1", "M-1")
REFUND = RefundRequest("BO-1", "M-1", Money.of("50.10"))


def test_a_repr_states_the_fields() -> None:
    assert repr(IDS) == "OrderIds(backd_order_id='BO-1', merchant_order_id=UNSET)"
    assert repr(BOTH) == "OrderIds(backd_order_id='BO-1', merchant_order_id='M-1')"
    assert repr(REFUND) == (
        "RefundRequest(backd_order_id='BO-1', merchant_order_id='M-1', "
        "refund_amount=Money(cents=5010))"
    )


def test_an_absent_merchant_order_id_is_unset() -> None:
    assert IDS.merchant_order_id is UNSET
    assert OrderIds("BO-1", UNSET) == IDS
    assert IDS != BOTH
    assert OrderIds(merchant_order_id="M-1", backd_order_id="BO-1") == BOTH


@pytest.mark.parametrize("request_", [IDS, BOTH, REFUND], ids=str)
def test_copies_are_equal_and_keep_what_is_unset(request_: Any) -> None:
    for other in (
        copy.copy(request_),
        copy.deepcopy(request_),
        attrs.evolve(request_),
        pickle.loads(pickle.dumps(request_)),
    ):
        assert (other, hash(other), type(other)) == (request_, hash(request_), type(request_))
        assert (other.merchant_order_id is UNSET) is (request_.merchant_order_id is UNSET)


def test_requests_of_two_classes_are_never_equal() -> None:
    ids: list[Any] = [BOTH, REFUND, OrderUpdate("BO-1", "M-1")]
    assert len({*ids}) == 3


def test_a_refund_request_has_no_defaults() -> None:
    """A3: `refund` requires both ids and `refund_amount`."""
    partial: list[dict[str, Any]] = [
        {"backd_order_id": "BO-1", "merchant_order_id": "M-1"},
        {"backd_order_id": "BO-1", "refund_amount": Money.of(50)},
        {"merchant_order_id": "M-1", "refund_amount": Money.of(50)},
    ]
    for fields in partial:
        with pytest.raises(TypeError, match="missing 1 required positional argument"):
            RefundRequest(**fields)
    unset: Any = UNSET
    with pytest.raises(
        TypeError, match=r"^RefundRequest.merchant_order_id must be of type str, got \w+$"
    ):
        RefundRequest("BO-1", unset, Money.of(50))


def test_an_amount_is_positive_and_may_be_the_largest() -> None:
    """A3: `refund_amount` is positive."""
    assert RefundRequest("BO-1", "M-1", Money.MAX).refund_amount == Money.MAX
    assert RefundRequest("BO-1", "M-1", Money(cents=1)).refund_amount == Money(cents=1)
    message = r"^RefundRequest\.refund_amount must be at least 0.01, and is not positive$"
    with pytest.raises(ValueError, match=message):
        RefundRequest("BO-1", "M-1", Money.ZERO)


@pytest.mark.parametrize(
    ("wrong", "came"),
    [
        (50, "int"),
        (50.0, r"float; use Money\.of\(str\(x\)\) or round first"),
        ("50", "str"),
        (True, "bool"),
        (None, "None"),
    ],
)
def test_an_amount_is_money(wrong: Any, came: str) -> None:
    message = rf"^RefundRequest\.refund_amount must be of type Money, got {came}$"
    with pytest.raises(TypeError, match=message):
        RefundRequest("BO-1", "M-1", wrong)
