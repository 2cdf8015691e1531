"""The command line as a person meets it: what it shows, its exit status, its failures."""

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.reference import REFERENCE_FILE

from backd_rules import schema
from backd_rules.cli.command import main
from backd_rules.schema.example import LIMIT, ORDER, UPDATE

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, document in (("order", ORDER), ("limit", LIMIT), ("update", UPDATE)):
        write(tmp_path, name, document)
    return tmp_path


def write(folder: Path, name: str, document: object) -> None:
    folder.joinpath(f"{name}.json").write_text(json.dumps(document), encoding="utf-8")


def check(*more: str, order: str = "order.json", limit: str = "limit.json") -> list[str]:
    return ["check", "--order", order, "--limit", limit, *more]


EXAMPLE = """\
ALLOWED  BO-20260416-0001

                            before            after
  cart_amount              9000.00          9039.00
  tax_amount                100.00           100.43
  shipping_amount            50.00            50.00
  discount_amount             0.00             0.00
  order_total              9150.00          9189.43

  The total increases by 39.43.
  The limit allows a total of up to 9225.00 (max_increase).

  Changed:
    /order_total: 9150.00 -> 9189.43
    /cart_amount: 9000.00 -> 9039.00
    /tax_amount: 100.00 -> 100.43
    /shipping/address/line2: Floor 1 -> Floor 2
    /items: 1 item -> 2 items
"""


def test_no_arguments_decide_the_example(capsys: Capture) -> None:
    assert main([]) == 0
    assert capsys.readouterr() == (EXAMPLE, "")


def test_the_example_is_the_references_order() -> None:
    assert json.loads(REFERENCE_FILE.read_text())["data"] == ORDER


@pytest.mark.usefixtures("folder")
def test_check_shows_the_same_for_files(capsys: Capture) -> None:
    assert main(check("update.json")) == 0
    assert capsys.readouterr() == (EXAMPLE, "")
    assert main(check("update.json", order=str(REFERENCE_FILE))) == 0
    assert capsys.readouterr() == (EXAMPLE, "")


def test_check_denies(folder: Path, capsys: Capture) -> None:
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


def test_check_where_nothing_changes_or_the_total_falls(folder: Path, capsys: Capture) -> None:
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
    assert capsys.readouterr().out == EXAMPLE


def test_standard_input(folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    text = folder.joinpath("update.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert main(check("-")) == 0
    assert capsys.readouterr().out == EXAMPLE


@pytest.mark.parametrize(
    ("order", "limit", "out"),
    [
        (
            {},
            {"max_increase": 75},
            "75.00 may still be added to the total of 9150.00.\n"
            "  The limit allows a total of up to 9225.00 (max_increase).\n",
        ),
        (
            {"increase_count": 2, "placed_total": 9100},
            {"max_increase_percent": 12.5, "max_increases": 2},
            "0.00 may still be added to the total of 9150.00.\n"
            "  The limit allows a total of up to 10237.50 (max_increase_percent). "
            "Increases left: 0.\n",
        ),
        (
            {"status": "order_confirmed"},
            {"max_order_total": 9999},
            "0.00 may be added: an order with status order_confirmed cannot be updated.\n",
        ),
    ],
)
def test_headroom(
    folder: Path, capsys: Capture, order: dict[str, Any], limit: dict[str, Any], out: str
) -> None:
    write(folder, "order", {**ORDER, **order})
    write(folder, "limit", limit)
    assert main(["headroom", "--order", "order.json", "--limit", "limit.json"]) == 0
    assert capsys.readouterr() == (out, "")


def test_diagram_and_rules(capsys: Capture) -> None:
    assert main(["diagram"]) == 0
    assert capsys.readouterr().out.startswith("stateDiagram-v2\n    [*] --> terms_selected: ")
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[6:10] == [
        "status_forbids_update       409  the whole update",
        " " * 28 + "The order's status does not allow updates. Only `order_placed` does.",
        "contact_incomplete          422  the field",
        " " * 28 + "The order has no such contact, and the update does not state all of it.",
    ]
    assert len(lines) == 20


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_schema_prints_one(name: str, capsys: Capture) -> None:
    assert main(["schema", name]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == schema.SCHEMAS[name]()
    assert out.startswith('{\n  "')
    assert out.endswith("\n}\n")
    assert err == ""


def test_schema_says_what_names_there_are(capsys: Capture) -> None:
    names = ["update-request", "update-requests", "order", "limit", "response", "openapi"]
    usage = failure(["schema", "update_request"], capsys)
    assert usage[0] == "usage: python -m backd_rules schema [-h] NAME"
    assert "'update_request'" in usage[-1]
    assert [word.strip("(')") for word in usage[-1].split("choose from ")[1].split(", ")] == names
    assert main(["schema", "--help"]) == 0
    assert ", ".join(names) in " ".join(capsys.readouterr().out.split())


def test_vectors_prints_the_file(capsys: Capture) -> None:
    assert main(["vectors"]) == 0
    vectors = (
        files("backd_rules").joinpath("conformance", "vectors.json").read_text(encoding="ascii")
    )
    assert capsys.readouterr() == (vectors, "")


def failure(arguments: Sequence[str], capsys: Capture) -> list[str]:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return list(err.splitlines())


def test_every_problem_of_every_file_is_told(folder: Path, capsys: Capture) -> None:
    write(folder, "order", {"data": {**ORDER, "status": "lost", "tax_amount": 101}})
    write(folder, "limit", {"max_incraese": 75})
    write(folder, "update", {**UPDATE, "\033[2J": 1, "shipping": {"name": {"first": 7}}})
    assert failure(check("update.json"), capsys) == [
        "backd_rules: order.json: /data/status: must be one of terms_selected, order_placed, "
        "order_confirmed, order_canceled, refund [unknown_status]",
        "backd_rules: order.json: /data/order_total: is not cart_amount + tax_amount + "
        "shipping_amount - discount_amount [order_total_mismatch]",
        "backd_rules: limit.json: /max_incraese: is not a field [unknown_field]",
        "backd_rules: limit.json: (whole document): must state at least one of max_increase, "
        "max_increase_percent, max_order_total [missing]",
        "backd_rules: update.json: /shipping/name/first: must be a string [wrong_type]",
        r"backd_rules: update.json: /\x1b[2J: is not a field [unknown_field]",
    ]


def test_problems_in_arrays_say_which(folder: Path, capsys: Capture) -> None:
    write(folder, "orders", [ORDER, {**ORDER, "items": 1}])
    write(folder, "updates", [UPDATE, {**UPDATE, "items": []}])
    assert failure(check("updates.json", order="orders.json"), capsys) == [
        "backd_rules: orders.json: /1/items: must be an array [wrong_type]",
        "backd_rules: updates.json: /1/items: must not be empty [empty]",
    ]
    write(folder, "orders", [ORDER, ORDER])
    assert failure(check("update.json", order="orders.json"), capsys) == [
        "backd_rules: decide_updates.orders has one backd_order_id twice"
    ]


def test_unreadable_files_are_one_line_each(folder: Path, capsys: Capture) -> None:
    folder.joinpath("latin.json").write_bytes(b'{"a": "\xe9"}')
    folder.joinpath("huge.json").write_bytes(b" " * 2_000_000)
    assert failure(check("latin.json", order="none.json", limit=str(folder)), capsys) == [
        "backd_rules: none.json: No such file or directory",
        f"backd_rules: {folder}: Is a directory",
        "backd_rules: latin.json: (whole document): not UTF-8 at byte 7 [bad_json]",
    ]
    assert failure(check("huge.json", order="a\0b"), capsys) == [
        r"backd_rules: a\x00b: not a valid file name",
        "backd_rules: huge.json: (whole document): the text is larger than 1 MiB [too_large]",
    ]
    assert failure(check("-", order="-"), capsys) == [
        "backd_rules: only one of the files can be - (standard input)"
    ]


@pytest.mark.usefixtures("folder")
def test_streams_that_are_closed_or_interrupted(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert failure(check("-"), capsys) == ["backd_rules: -: standard input is closed"]

    def interrupted(_: int) -> bytes:
        raise KeyboardInterrupt

    buffer = SimpleNamespace(read=interrupted)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=buffer))
    assert main(check("-")) == 130
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["diagram"]) == 2
    assert capsys.readouterr().err == ("backd_rules: cannot write: standard output is closed\n")


def test_usage(capsys: Capture) -> None:
    for wrong in (["chekc"], ["check", "update.json"], ["headroom", "--ordr", "x"], ["--x"]):
        assert failure(wrong, capsys)[0].startswith("usage: python -m backd_rules")
    assert main(["--help"]) == 0
    assert "check" in capsys.readouterr().out


def run(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "backd_rules", *arguments]
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, **options)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_and_a_full_disk_are_one_line(unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    reader, writer = os.pipe()
    os.close(reader)
    closed = run("rules", stdout=writer, env=environment)
    os.close(writer)
    assert (closed.returncode, closed.stderr) == (2, b"backd_rules: cannot write: Broken pipe\n")
    with open("/dev/full", "wb") as full:
        done = run("rules", stdout=full, env=environment)
    assert (done.returncode, done.stderr) == (
        2,
        b"backd_rules: cannot write: No space left on device\n",
    )


def test_an_encoding_that_lacks_a_letter_is_no_failure(tmp_path: Path) -> None:
    write(tmp_path, "order", {**ORDER, "merchant_order_status": "envoyé"})
    write(tmp_path, "limit", LIMIT)
    write(tmp_path, "update", {**UPDATE, "merchant_order_status": "livré"})
    done = run(
        *check("update.json"),
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.getcwd()},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"/merchant_order_status: envoy\xe9 -> livr\xe9" in done.stdout


@pytest.mark.parametrize(
    ("no_colour", "verdict"), [("", b"\033[32mALLOWED\033[0m  BO"), ("1", b"ALLOWED  BO")]
)
def test_colour_only_on_a_terminal_and_not_with_no_color(no_colour: str, verdict: bytes) -> None:
    terminal, screen = pty.openpty()
    done = run(stdout=screen, env={**os.environ, "NO_COLOR": no_colour})
    os.close(screen)
    shown = os.read(terminal, 4096)
    os.close(terminal)
    assert done.returncode == 0
    assert shown.startswith(verdict)
