"""The responses to all actions and to batches (domain.md, W1 and W3)."""

from typing import Any

import attrs
import pytest
from support.examples import ORDER, UNKNOWN_HISTORY, order, totals, update
from support.json_values import ORDER_JSON, assert_same_json
from support.order_life import (
    AT,
    BOTH_IDS,
    CONFIRMED,
    LOCK_TIME,
    LOCKS_AT,
    REFUND_REQUEST,
    confirmed,
    refund,
)

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    Money,
    OrderStatus,
    UnknownOrder,
    cancel,
    confirm,
    decide_update,
    decide_updates,
    delete_refund,
    place,
    request_refund,
    wire,
)

SUCCESS = {
    "message": "API Backd - Success",
    "status": {"type": "success", "code": 200},
    "error": False,
}
UNLIMITED = MerchantLimit.UNLIMITED
WITHOUT_STATUS = {
    name: value for name, value in ORDER_JSON.items() if name != "merchant_order_status"
}
OLD = {"amount": 20, "create_date": "2026-04-15 09:00:00", "status": "declined"}
NEW = {"amount": 50, "create_date": "2026-04-15 12:49:46", "status": "draft"}
DECISIONS: dict[str, tuple[Decision, dict[str, Any]]] = {
    "placed": (
        place(attrs.evolve(UNKNOWN_HISTORY, status=OrderStatus.TERMS_SELECTED), BOTH_IDS),
        ORDER_JSON,
    ),
    "confirmed": (confirm(ORDER, BOTH_IDS), {**ORDER_JSON, "status": "order_confirmed"}),
    "canceled": (cancel(ORDER, BOTH_IDS), {**WITHOUT_STATUS, "status": "order_canceled"}),
    "refund requested": (
        request_refund(confirmed(refund()), REFUND_REQUEST, AT),
        {
            **ORDER_JSON,
            "status": "order_confirmed",
            "refunds": [{**OLD, "locked_at": LOCKS_AT}, {**NEW, "locked_at": LOCKS_AT}],
        },
    ),
    "refund deleted": (
        delete_refund(confirmed(refund()), BOTH_IDS, AT),
        {**ORDER_JSON, "status": "order_confirmed", "refunds": [{**OLD, "locked_at": LOCKS_AT}]},
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_the_envelope_of_each_allowed_action(name: str) -> None:
    """W1: the history is not in a response, and `merchant_order_status` not of a canceled order."""
    decision, data = DECISIONS[name]
    assert wire.response(decision) == {"data": data, **SUCCESS}
    assert [*wire.response(decision)] == ["data", *SUCCESS]


def test_the_response_to_cancel_order_has_no_merchant_order_status() -> None:
    for text in ("processing", "", "x\n", None):
        payload = {**ORDER_JSON, "merchant_order_status": text}
        decision = cancel(wire.parse_order(payload), BOTH_IDS)
        assert "merchant_order_status" not in wire.response(decision)["data"]
        assert decision.allowed
        assert wire.dump_order(decision.order)["merchant_order_status"] == text


def test_a_canceled_order_may_have_no_merchant_order_status_to_leave_out() -> None:
    decision = cancel(wire.parse_order(WITHOUT_STATUS), BOTH_IDS)
    data = {**WITHOUT_STATUS, "status": "order_canceled"}
    assert wire.response(decision) == {"data": data, **SUCCESS}


@pytest.mark.parametrize("status", OrderStatus)
def test_only_a_canceled_order_has_no_merchant_order_status(status: OrderStatus) -> None:
    """Nothing but `merchant_order_status` is absent."""
    data = wire.response(Allowed(order(status=status)))["data"]
    is_canceled = status == "order_canceled"
    expected = WITHOUT_STATUS if is_canceled else ORDER_JSON
    assert data == {**expected, "status": str(status)}


@pytest.mark.parametrize("nothing", [None, []])
def test_refunds_are_there_only_where_there_are_any(nothing: object) -> None:
    """W1: a record may state that there are none. The response does not."""
    payload = {**ORDER_JSON, "refunds": nothing}
    before = wire.parse_order(payload)
    assert wire.dump_order(before)["refunds"] == nothing
    assert wire.response(Allowed(before)) == {"data": ORDER_JSON, **SUCCESS}
    requested = request_refund(
        attrs.evolve(before, status=OrderStatus.ORDER_CONFIRMED), REFUND_REQUEST, AT
    )
    new = {**NEW, "locked_at": LOCKS_AT}
    assert wire.response(requested)["data"]["refunds"] == [new]


def test_a_response_is_fed_back_as_an_order() -> None:
    """L8: no response carries the history. All else is read back."""
    for name, (decision, _) in DECISIONS.items():
        assert decision.allowed
        expected = attrs.evolve(decision.order, placed_total=None, increase_count=None)
        if name == "canceled":
            expected = attrs.evolve(expected, merchant_order_status=None)
        assert wire.parse_order(wire.response(decision)["data"]) == expected


@pytest.mark.parametrize(
    ("decision", "code", "codes"),
    [
        (confirm(CONFIRMED, BOTH_IDS), 409, ["status_forbids_action"]),
        (place(ORDER, BOTH_IDS), 409, ["status_forbids_action"]),
        (
            request_refund(order(totals=totals("1"), refunds=(refund(),)), REFUND_REQUEST, AT),
            409,
            ["status_forbids_action", "refund_exceeds_total"],
        ),
        (
            request_refund(
                attrs.evolve(confirmed(refund()), totals=totals("1")), REFUND_REQUEST, LOCK_TIME
            ),
            422,
            ["refund_exceeds_total", "refund_locked"],
        ),
        (delete_refund(CONFIRMED, BOTH_IDS, AT), 409, ["no_active_refund"]),
        (delete_refund(confirmed(refund()), BOTH_IDS, LOCK_TIME), 409, ["refund_locked"]),
        (cancel(order(backd_order_id="BO-2"), BOTH_IDS), 404, ["backd_order_id_mismatch"]),
        (cancel(order(merchant_order_id="M-2"), BOTH_IDS), 404, ["merchant_order_id_mismatch"]),
    ],
)
def test_the_first_violation_of_an_action_determines_the_http_status(
    decision: Decision, code: int, codes: list[str]
) -> None:
    envelope = wire.response(decision)
    assert envelope["status"] == {"type": "error", "code": code}
    assert [violation["code"] for violation in envelope["violations"]] == codes
    assert "data" not in envelope


# Batches

TOO_MUCH = update(tax_amount=Money.of(1_000_000))
LIMIT = MerchantLimit(Money.of(75))


def shape(envelopes: list[dict[str, Any]]) -> list[tuple[int, Any]]:
    """Return the HTTP status of each envelope, and the tax of its order where it has `data`."""
    taxes = [envelope.get("data", {}).get("tax_amount") for envelope in envelopes]
    return [(one["status"]["code"], tax) for one, tax in zip(envelopes, taxes, strict=True)]


def of_tax(tax: int, number: int = 1) -> Any:
    return update(backd_order_id=f"BO-{number}", tax_amount=Money.of(tax))


def test_only_the_last_allowed_envelope_of_an_order_has_data() -> None:
    """W3: `data` stands only in the last allowed envelope of each order."""
    decisions = decide_updates([ORDER], [of_tax(101), of_tax(102), of_tax(103)], LIMIT)
    assert shape(wire.batch_response(decisions)) == [(200, None), (200, None), (200, 103)]
    assert_same_json(wire.batch_response(decisions)[0], SUCCESS)
    assert_same_json(wire.batch_response(decisions)[2], wire.response(decisions[2]))


def test_denied_updates_between_have_their_violations() -> None:
    updates = [TOO_MUCH, of_tax(101), TOO_MUCH, of_tax(102), TOO_MUCH, of_tax(1, number=9)]
    decisions = decide_updates([ORDER], updates, LIMIT)
    envelopes = wire.batch_response(decisions)
    assert shape(envelopes) == [
        (422, None),
        (200, None),
        (422, None),
        (200, 102),
        (422, None),
        (404, None),
    ]
    for position in (0, 2, 4, 5):
        assert_same_json(envelopes[position], wire.response(decisions[position]))


def test_each_of_several_orders_has_its_data_once() -> None:
    orders = [ORDER, order(backd_order_id="BO-2"), order(backd_order_id="BO-3")]
    updates = [of_tax(101), of_tax(102, 2), of_tax(103), of_tax(104, 2), of_tax(9999, 3)]
    envelopes = wire.batch_response(decide_updates(orders, updates, LIMIT))
    assert shape(envelopes) == [(200, None), (200, None), (200, 103), (200, 104), (422, None)]
    assert [envelope["data"]["backd_order_id"] for envelope in envelopes[2:4]] == ["BO-1", "BO-2"]


def test_a_batch_of_one_and_an_empty_one() -> None:
    decision = decide_update(ORDER, of_tax(101), LIMIT)
    assert wire.batch_response([decision]) == [wire.response(decision)]
    assert wire.batch_response([Denied((UnknownOrder(),))])[0]["status"]["code"] == 404
    assert wire.batch_response([]) == []


def test_any_iterable_of_decisions_is_a_batch() -> None:
    decisions = (decide_update(ORDER, of_tax(tax), UNLIMITED) for tax in (1, 2))
    assert shape(wire.batch_response(decisions)) == [(200, None), (200, 2)]


def test_the_envelopes_of_a_batch_share_no_part() -> None:
    first, second, _ = wire.batch_response([Allowed(ORDER)] * 3)
    first["status"]["code"] = 500
    assert second["status"]["code"] == 200


def test_a_response_to_a_large_batch_is_not_larger_than_orders_and_requests() -> None:
    """W3: so that the response is never larger than the orders and the requests."""
    large = order(merchant_order_status="x" * 100_000)
    decisions = decide_updates([large], [of_tax(tax) for tax in range(100)], LIMIT)
    assert len(str(wire.batch_response(decisions))) < 100_000 + 100 * 200
