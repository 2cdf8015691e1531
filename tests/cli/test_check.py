"""The command `check`: the report or the envelope, of one update or a batch."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.command_line import (
    EXAMPLE_REPORT,
    IDS,
    PROGRAM,
    Capture,
    check,
    check_as_placed,
    write,
)
from support.reference import REFERENCE_FILE

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER, UPDATE


@pytest.mark.usefixtures("folder")
def test_the_report_on_files_is_that_of_the_example(capsys: Capture) -> None:
    assert main(check_as_placed("update.json")) == 0
    assert capsys.readouterr() == (EXAMPLE_REPORT, "")
    assert main(check_as_placed("update.json", order=str(REFERENCE_FILE))) == 0
    assert capsys.readouterr() == (EXAMPLE_REPORT, "")


def test_the_report_on_a_denied_update(folder: Path, capsys: Capture) -> None:
    write(folder, "limit", {"max_increase": 75, "max_increases": 0})
    write(folder, "update", {**UPDATE, "tax_amount": 136.01, "cart_amount": 9039.01})
    assert main(check_as_placed("update.json")) == 1
    assert (
        capsys.readouterr().out
        == """\
DENIED  BO-20260416-0001
  cart_amount is 9039.01, the items add up to 9039.00 [cart_amount_mismatch]
  order_total would be 9225.02, max_increase allows 9225.00 [increase_exceeds_limit]
  this order has been increased 0 times; the limit is 0 [too_many_increases]

                            before            after
  cart_amount              9000.00          9039.01
  tax_amount                100.00           136.01
  shipping_amount            50.00            50.00
  discount_amount             0.00             0.00
  order_total              9150.00          9225.02

  The total increases by 75.02.
  The limit allows a total of up to 9225.00 (max_increase). Increases left: 0.
"""
    )


def test_the_report_on_an_unknown_history_says_what_is_missing(
    folder: Path, capsys: Capture
) -> None:
    """An update that increases the total is then refused (domain.md, L8)."""
    write(folder, "limit", {"max_increase": 75, "max_increases": 1})
    assert main(check("update.json")) == 1
    assert (
        capsys.readouterr().out
        == """\
DENIED  BO-20260416-0001
  the order does not state placed_total and increase_count, which the limit needs \
[history_unknown]

                            before            after
  cart_amount              9000.00          9039.00
  tax_amount                100.00           100.43
  shipping_amount            50.00            50.00
  discount_amount             0.00             0.00
  order_total              9150.00          9189.43

  The total increases by 39.43.
  The limit needs placed_total and increase_count, which the order does not state. \
Use --as-placed if the order has never been updated.
"""
    )


@pytest.mark.parametrize("more", [[], ["--as-placed"]])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("backd_order_id", "backd_order_id_mismatch"),
        ("merchant_order_id", "merchant_order_id_mismatch"),
    ],
)
def test_nothing_is_told_of_an_order_that_is_not_meant(
    folder: Path, capsys: Capture, name: str, code: str, more: list[str]
) -> None:
    """Nothing about the order is told to somebody who cannot name it (domain.md, V1)."""
    update = {**UPDATE, name: "x-1", "tax_amount": 9999}
    write(folder, "update", update)
    assert main(check("update.json", *more)) == 1
    assert capsys.readouterr() == (
        f"DENIED  {update['backd_order_id']}\n  {name} is not that of the order [{code}]\n",
        "",
    )
    assert main(check("--json", "update.json", *more)) == 1
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["status"] == {"type": "error", "code": 404}
    assert [violation["facts"] for violation in envelope["violations"]] == [{}]
    assert "data" not in envelope


def test_the_report_on_an_order_that_cannot_be_updated(folder: Path, capsys: Capture) -> None:
    write(folder, "order", {**ORDER, "status": "order_confirmed"})
    write(folder, "update", {**IDS, "merchant_order_status": "late"})
    assert main(check_as_placed("update.json")) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "DENIED  BO-20260416-0001\n"
        "  an order with status order_confirmed does not allow the action update_order "
        "[status_forbids_action]\n\n"
    )


def test_the_report_has_an_adjustment_where_there_is_one(folder: Path, capsys: Capture) -> None:
    """No request changes the adjustment (domain.md, F7)."""
    write(folder, "order", {**ORDER, "order_total": 9147.5})
    write(folder, "update", {**IDS, "tax_amount": 101})
    assert main(check_as_placed("update.json")) == 0
    assert (
        capsys.readouterr().out
        == """\
ALLOWED  BO-20260416-0001

                            before            after
  cart_amount              9000.00          9000.00
  tax_amount                100.00           101.00
  shipping_amount            50.00            50.00
  discount_amount             0.00             0.00
  adjustment                 -2.50            -2.50
  order_total              9147.50          9148.50

  The total increases by 1.00.
  The limit allows a total of up to 9222.50 (max_increase).

  Changed:
    /order_total: 9147.50 -> 9148.50
    /tax_amount: 100.00 -> 101.00
"""
    )


@pytest.mark.parametrize("more", [[], ["--as-placed"]])
def test_the_report_if_nothing_changes_or_the_total_falls(
    folder: Path, capsys: Capture, more: list[str]
) -> None:
    """A total that stays or falls is never refused by a limit (domain.md, L5)."""
    ceiling = "  The limit allows a total of up to 9225.00 (max_increase).\n" if more else ""
    write(folder, "update", IDS)
    assert main(check("update.json", *more)) == 0
    assert capsys.readouterr().out.endswith(
        f"\n\n  The total stays the same, so no limit applies.\n{ceiling}\n  Nothing changes.\n"
    )
    write(folder, "update", {**IDS, "tax_amount": 1, "shipping": {"address": {"line2": ""}}})
    assert main(check("update.json", *more)) == 0
    assert capsys.readouterr().out.endswith(
        f"\n\n  The total falls by 99.00, so no limit applies.\n{ceiling}\n"
        "  Changed:\n"
        "    /order_total: 9150.00 -> 9051.00\n"
        "    /tax_amount: 100.00 -> 1.00\n"
        "    /shipping/address/line2: Floor 1 -> (none)\n"
    )


def test_a_text_of_a_record_cannot_control_the_terminal(folder: Path, capsys: Capture) -> None:
    """A record may have any text that can be encoded (domain.md, F4)."""
    write(folder, "order", {**ORDER, "merchant_order_status": "\033[2Jnew\né\u202e\x9b"})
    write(folder, "update", {**IDS, "merchant_order_status": "livré"})
    assert main(check("update.json")) == 0
    out = capsys.readouterr().out
    assert r"/merchant_order_status: \x1b[2Jnew\né\u202e\x9b -> livré" in out.splitlines()[-1]


@pytest.mark.usefixtures("folder")
def test_json_prints_the_envelope(capsys: Capture) -> None:
    assert main(check_as_placed("--json", "update.json")) == 0
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["data"]["order_total"] == 9189.43
    assert envelope["status"] == {"type": "success", "code": 200}
    assert main(check("--json", "update.json")) == 1
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["status"] == {"type": "error", "code": 409}
    [violation] = envelope["violations"]
    assert violation["facts"] == {"unknown": ["placed_total"]}


def test_a_batch_is_an_array(folder: Path, capsys: Capture) -> None:
    """The response has the data of each order once, in its last allowed envelope (W3)."""
    other = {**UPDATE, "backd_order_id": "BO-9"}
    write(folder, "updates", [UPDATE, other, {**UPDATE, "tax_amount": 90}])
    assert main(check_as_placed("--json", "updates.json")) == 1
    envelopes = json.loads(capsys.readouterr().out)
    assert [envelope["status"]["code"] for envelope in envelopes] == [200, 404, 200]
    assert ["data" in envelope for envelope in envelopes] == [False, False, True]
    assert envelopes[2]["data"]["order_total"] == 9179
    write(folder, "orders", [ORDER])
    assert main(check_as_placed("updates.json", order="orders.json")) == 1
    unknown = "\nDENIED  BO-9\n  there is no order with this backd_order_id [unknown_order]\n\n"
    first, last = capsys.readouterr().out.split(unknown)
    assert first == EXAMPLE_REPORT
    assert last.startswith("ALLOWED  BO-20260416-0001\n")
    assert "\n  order_total              9189.43          9179.00\n" in last
    assert main(check_as_placed("update.json", order="orders.json")) == 0
    assert capsys.readouterr().out == EXAMPLE_REPORT


def test_a_batch_of_orders_without_history_needs_as_placed(folder: Path, capsys: Capture) -> None:
    second = {**ORDER, "backd_order_id": "BO-2"}
    write(folder, "orders", [ORDER, second])
    write(folder, "updates", [UPDATE, {**UPDATE, "backd_order_id": "BO-2"}])
    assert main(check("--json", "updates.json", order="orders.json")) == 1
    envelopes = json.loads(capsys.readouterr().out)
    assert [envelope["status"]["code"] for envelope in envelopes] == [409, 409]
    assert main(check_as_placed("--json", "updates.json", order="orders.json")) == 0
    envelopes = json.loads(capsys.readouterr().out)
    assert [envelope["data"]["order_total"] for envelope in envelopes] == [9189.43, 9189.43]


@pytest.mark.parametrize("history", [{"placed_total": 9150}, {"increase_count": 0}])
def test_as_placed_does_not_forget_a_stated_history(
    folder: Path, capsys: Capture, history: dict[str, int]
) -> None:
    known = {**ORDER, "backd_order_id": "BO-2\033", **history}
    write(folder, "orders", [ORDER, known])
    assert main(check_as_placed("update.json", order="orders.json")) == 2
    assert capsys.readouterr() == (
        "",
        f"{PROGRAM}BO-2\\x1b states placed_total or increase_count, "
        "which --as-placed would forget\n",
    )


def test_standard_input_is_read(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = folder.joinpath("update.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert main(check_as_placed("-")) == 0
    assert capsys.readouterr().out == EXAMPLE_REPORT
