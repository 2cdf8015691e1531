"""`check --explain`: every rule with its outcome, and the limit in words."""

from pathlib import Path
from typing import Any

import pytest
from support import oracle
from support.command_line import IDS, Capture, check, check_as_placed, write
from support.oracle_after import order_after
from support.random_cases import RandomCases

from backd_rules import decide_update, wire
from backd_rules.actions.update_order.decide import BatchStep
from backd_rules.cli.command import main
from backd_rules.cli.explanation import explanation_lines
from backd_rules.schema.example import ORDER, UPDATE

EXAMPLE = """\
ALLOWED  BO-20260416-0001

  passed          The update has the Backd order id of this order. [backd_order_id_mismatch]
  passed          The update has the merchant order id of this order. [merchant_order_id_mismatch]
  passed          An order with status order_placed can be updated. [status_forbids_action]
  not applicable  No contact is new. [contact_incomplete]
  passed          The amounts are in range: cart 9,039.00, total 9,189.43. [amount_out_of_range]
  passed          The cart is 9,039.00, and the items add up to 9,039.00. [cart_amount_mismatch]
  not applicable  The update states no total. [order_total_mismatch]
  passed          The order states all that the limit needs. [history_unknown]
  passed          The new total is 9,189.43, and the limit allows 9,225.00 (max_increase). \
[increase_exceeds_limit]
  passed          An increase is left. Used: 0. Agreed: any number. [too_many_increases]

  The limit: at most 75.00 and at most 15 % above 9,150.00, the total at which it was placed: \
9,225.00.
  What binds: the amount (max_increase).
  What remains: 35.57 of increase after this update.
"""


@pytest.mark.usefixtures("folder")
def test_the_example_is_explained(capsys: Capture) -> None:
    assert main(check_as_placed("--explain", "update.json")) == 0
    assert capsys.readouterr() == (EXAMPLE, "")


def test_every_rule_that_can_fail_with_the_others(folder: Path, capsys: Capture) -> None:
    order = {name: value for name, value in ORDER.items() if name != "billing"}
    history = {"placed_total": 9150, "increase_count": 1}
    write(folder, "order", {**order, **history, "status": "order_confirmed"})
    write(folder, "limit", {"max_increase": 75, "max_increases": 1})
    amounts = {"cart_amount": 9039.01, "discount_amount": 99999, "order_total": 9300}
    write(folder, "update", {**IDS, **amounts, "billing": {"name": {"first": "Ann"}}})
    assert main(check("--explain", "update.json")) == 1
    assert capsys.readouterr() == (
        """\
DENIED  BO-20260416-0001

  passed          The update has the Backd order id of this order. [backd_order_id_mismatch]
  passed          The update has the merchant order id of this order. [merchant_order_id_mismatch]
  failed          An order with status order_confirmed cannot be updated. [status_forbids_action]
  failed          A new contact must be complete. Missing: /billing/name/last, \
/billing/address/line1, /billing/address/city, /billing/address/state, /billing/address/zipcode, \
/billing/address/country, /billing/phone_number, /billing/email. [contact_incomplete]
  failed          An amount is negative or too large: cart 9,039.01, total -90,809.99. \
[amount_out_of_range]
  failed          The cart is 9,039.01, but the items add up to 9,000.00. [cart_amount_mismatch]
  failed          The stated total is 9,300.00, but the amounts add up to -90,809.99. \
[order_total_mismatch]
  passed          The order states all that the limit needs. [history_unknown]
  failed          The new total is 9,300.00, but the limit allows 9,225.00 (max_increase). \
[increase_exceeds_limit]
  failed          No increase is left. Used: 1. Agreed: 1. [too_many_increases]

  The limit: at most 75.00 above 9,150.00, the total at which it was placed: 9,225.00. \
And at most 1 increase, of which 1 is used.
  What binds: the status order_confirmed, which allows no update.
  What remains: 0.00 of increase before this update.
""",
        "",
    )


def test_an_unknown_history_is_explained(folder: Path, capsys: Capture) -> None:
    """The rules that need it are not evaluated (domain.md, L8 and V2)."""
    write(folder, "limit", {"max_increase_percent": 15, "max_increases": 2})
    assert main(check("--explain", "update.json")) == 1
    assert capsys.readouterr().out.splitlines()[9:] == [
        "  failed          The order does not state placed_total and increase_count, which the "
        "limit needs. [history_unknown]",
        "  not applicable  The order does not state placed_total. [increase_exceeds_limit]",
        "  not applicable  The number of earlier increases is unknown. [too_many_increases]",
        "",
        "  The limit: at most 15 % above the total at which it was placed, which the order does "
        "not state. And at most 2 increases; the order does not state how many are used.",
        "  What binds: unknown.",
        "  What remains: unknown.",
        "  The limit needs placed_total and increase_count, which the order does not state. "
        "Use --as-placed if the order has never been updated.",
    ]


def test_nothing_is_told_of_an_order_that_is_not_meant(folder: Path, capsys: Capture) -> None:
    """Nothing about the order is told to somebody who cannot name it (domain.md, V1)."""
    write(folder, "update", {**UPDATE, "merchant_order_id": "M-9", "billing": {}})
    assert main(check_as_placed("--explain", "update.json")) == 1
    other = "  not applicable  The update means another order."
    assert capsys.readouterr().out.splitlines() == [
        "DENIED  BO-20260416-0001",
        "",
        "  passed          The update has the Backd order id of this order. "
        "[backd_order_id_mismatch]",
        "  failed          The update has another merchant order id. [merchant_order_id_mismatch]",
        f"{other} [status_forbids_action]",
        f"{other} [contact_incomplete]",
        f"{other} [amount_out_of_range]",
        f"{other} [cart_amount_mismatch]",
        f"{other} [order_total_mismatch]",
        f"{other} [history_unknown]",
        f"{other} [increase_exceeds_limit]",
        f"{other} [too_many_increases]",
    ]
    write(folder, "update", {**UPDATE, "backd_order_id": "BO-9"})
    assert main(check_as_placed("--explain", "update.json")) == 1
    assert capsys.readouterr().out.splitlines()[:4] == [
        "DENIED  BO-9",
        "",
        "  failed          The update has another Backd order id. [backd_order_id_mismatch]",
        "  passed          The update has the merchant order id of this order. "
        "[merchant_order_id_mismatch]",
    ]


def test_a_batch_is_explained_one_update_at_a_time(folder: Path, capsys: Capture) -> None:
    write(folder, "updates", [UPDATE, {**UPDATE, "backd_order_id": "BO-9"}, IDS])
    assert main(check_as_placed("--explain", "updates.json")) == 1
    unknown = "\nDENIED  BO-9\n  there is no order with this backd_order_id [unknown_order]\n\n"
    first, last = capsys.readouterr().out.split(unknown)
    assert first == EXAMPLE
    assert last.startswith("ALLOWED  BO-20260416-0001\n\n  passed ")
    assert last.endswith("\n  What remains: 35.57 of increase after this update.\n")


WITHOUT_BILLING = {name: value for name, value in ORDER.items() if name != "billing"}
CONTACT = {**ORDER["billing"], "company_name": ""}
HALF_A_CENT = {"display_name": "Tape", "sku": "TAP-1", "unit_price": 15.605, "qty": 1}
LESS = {**IDS, "discount_amount": 50}


@pytest.mark.parametrize(
    ("order", "update", "rule"),
    [
        (
            WITHOUT_BILLING,
            {**IDS, "billing": CONTACT},
            "passed          Each new contact is complete: billing. [contact_incomplete]",
        ),
        (
            {**WITHOUT_BILLING, "shipping": None},
            {**IDS, "shipping": CONTACT, "billing": {}},
            "passed          Each new contact is complete: shipping. [contact_incomplete]",
        ),
        (
            WITHOUT_BILLING,
            {**IDS, "billing": {"name": {}}},
            "not applicable  No contact is new. [contact_incomplete]",
        ),
        (
            ORDER,
            {**IDS, "items": [HALF_A_CENT]},
            "passed          The cart is 15.61, and the items add up to between 15.60 and 15.61. "
            "[cart_amount_mismatch]",
        ),
        (
            ORDER,
            {**IDS, "items": [HALF_A_CENT], "cart_amount": 15.62},
            "failed          The cart is 15.62, but the items add up to between 15.60 and 15.61. "
            "[cart_amount_mismatch]",
        ),
        (
            ORDER,
            IDS,
            "not applicable  The cart and the sum of the items stay the same, or there are no "
            "items. [cart_amount_mismatch]",
        ),
        (
            ORDER,
            {**IDS, "order_total": 9150},
            "passed          The stated total is 9,150.00, and the amounts add up to 9,150.00. "
            "[order_total_mismatch]",
        ),
        (ORDER, LESS, "not applicable  The total does not increase. [history_unknown]"),
        (ORDER, LESS, "not applicable  The total does not increase. [increase_exceeds_limit]"),
        (ORDER, LESS, "not applicable  The total does not increase. [too_many_increases]"),
        (
            {**ORDER, "placed_total": 9150},
            UPDATE,
            "not applicable  The number of earlier increases is unknown. [too_many_increases]",
        ),
    ],
)
def test_each_outcome_has_a_sentence(
    folder: Path, capsys: Capture, order: dict[str, Any], update: dict[str, Any], rule: str
) -> None:
    write(folder, "order", order)
    write(folder, "update", update)
    main(check("--explain", "update.json"))
    assert f"  {rule}" in capsys.readouterr().out.splitlines()


def test_no_ceiling_is_larger_than_an_amount(folder: Path, capsys: Capture) -> None:
    write(folder, "limit", {"max_increase_percent": 9999999999999.99})
    assert main(check_as_placed("--explain", "update.json")) == 0
    assert (
        "  passed          The new total is 9,189.43, and the limit allows 9,999,999,999,999.99 "
        "(max_increase_percent). [increase_exceeds_limit]" in capsys.readouterr().out.splitlines()
    )


def what_remains(order: oracle.Json, limit: oracle.Json) -> str:
    """Return what `explanation_lines` must say about the headroom (domain.md, L10)."""
    try:
        room = oracle.headroom_of(order, limit)
    except ValueError:
        return "unknown"
    is_unlimited = str(limit.get("max_order_total")) == "9999999999999.99" and not (
        {"max_increase", "max_increase_percent"} & {*limit}
    )
    return "any amount" if is_unlimited and room else f"{float(room):,.2f}"


def test_random_updates_agree_with_the_oracle() -> None:
    cases = RandomCases(seed=7)
    for _ in range(1000):
        order, limit = cases.order(), cases.limit()
        update = cases.update(order, limit)
        before, agreed = wire.parse_order(order), wire.parse_limit(limit)
        request = wire.parse_update(update)
        step = BatchStep(before, request, decide_update(before, request, agreed))
        lines = [*explanation_lines(step, agreed)]
        verdict = oracle.judge(order, update, limit)
        codes = [code for code, _ in verdict.reasons]
        failed = [line for line in lines if line.startswith("  failed")]
        assert [line.rpartition("[")[2] for line in failed] == [
            f"{c}]" for c in dict.fromkeys(codes)
        ]
        remains = [line for line in lines if line.startswith("  What remains: ")]
        if {"backd_order_id_mismatch", "merchant_order_id_mismatch"} & {*codes}:
            assert remains == []
        else:
            after = order if codes else order_after(order, update, verdict)
            assert remains[0].startswith(f"  What remains: {what_remains(after, limit)}")
