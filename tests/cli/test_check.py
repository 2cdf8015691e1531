"""The command `check`: the report or the envelope, of one update or a batch."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.command_line import EXAMPLE_REPORT, Capture, check, write
from support.reference import REFERENCE_FILE

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER, UPDATE


@pytest.mark.usefixtures("folder")
def test_the_report_on_files_is_that_of_the_example(capsys: Capture) -> None:
    assert main(check("update.json")) == 0
    assert capsys.readouterr() == (EXAMPLE_REPORT, "")
    assert main(check("update.json", order=str(REFERENCE_FILE))) == 0
    assert capsys.readouterr() == (EXAMPLE_REPORT, "")


def test_the_report_on_a_denied_update(folder: Path, capsys: Capture) -> None:
    write(folder, "limit", {"max_increase": 75, "max_increases": 0})
    write(folder, "update", {**UPDATE, "tax_amount": 136.01, "merchant_order_id": "x"})
    assert main(check("update.json")) == 1
    assert (
        capsys.readouterr().out
        == """\
DENIED  BO-20260416-0001
  /merchant_order_id: merchant_order_id is not that of the order [merchant_order_id_mismatch]
  /order_total: order_total would be 9225.01, max_increase allows 9225.00 [increase_exceeds_limit]
  /order_total: this order has been increased 0 times; the limit is 0 [too_many_increases]

                            before            after
  cart_amount              9000.00          9039.00
  tax_amount                100.00           136.01
  shipping_amount            50.00            50.00
  discount_amount             0.00             0.00
  order_total              9150.00          9225.01

  The total increases by 75.01.
  The limit allows a total of up to 9225.00 (max_increase). Increases left: 0.
"""
    )


def test_the_report_if_nothing_changes_or_the_total_falls(folder: Path, capsys: Capture) -> None:
    ids = {name: UPDATE[name] for name in ("backd_order_id", "merchant_order_id")}
    write(folder, "update", ids)
    assert main(check("update.json")) == 0
    out = capsys.readouterr().out
    assert "  The total does not increase (0.00), so no limit applies.\n" in out
    assert out.endswith("\n  Nothing changes.\n")
    write(folder, "update", {**ids, "tax_amount": 1, "shipping": {"address": {"line2": None}}})
    assert main(check("update.json")) == 0
    out = capsys.readouterr().out
    assert "  The total does not increase (-99.00), so no limit applies.\n" in out
    assert "    /shipping/address/line2: Floor 1 -> (none)\n" in out


@pytest.mark.usefixtures("folder")
def test_json_prints_the_envelope(capsys: Capture) -> None:
    assert main(check("--json", "update.json")) == 0
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["data"]["order_total"] == 9189.43
    assert envelope["status"] == {"type": "success", "code": 200}


def test_a_batch_is_an_array(folder: Path, capsys: Capture) -> None:
    other = {**UPDATE, "backd_order_id": "BO-9"}
    write(folder, "updates", [UPDATE, other, {**UPDATE, "tax_amount": 90}])
    assert main(check("--json", "updates.json")) == 1
    envelopes = json.loads(capsys.readouterr().out)
    assert [envelope["status"]["code"] for envelope in envelopes] == [200, 404, 200]
    write(folder, "orders", [ORDER])
    assert main(check("updates.json", order="orders.json")) == 1
    out = capsys.readouterr().out
    assert "DENIED  BO-9\n  /backd_order_id: there is no order with this" in out
    assert "  order_total              9189.43          9179.00\n" in out
    assert main(check("update.json", order="orders.json")) == 0
    assert capsys.readouterr().out == EXAMPLE_REPORT


def test_standard_input_is_read(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = folder.joinpath("update.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert main(check("-")) == 0
    assert capsys.readouterr().out == EXAMPLE_REPORT
