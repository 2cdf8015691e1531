"""The commands that decide any other action than an update: their common behaviour."""

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.command_line import AT, IDS, Capture, action, error_lines, run, write

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER

Words = tuple[str, ...]
"""A command with its other options."""

REFUND = ("refund", *AT)
DELETE_REFUND = ("delete-refund", *AT)
COMMANDS: list[tuple[Words, str]] = [
    (("place",), "order_placed"),
    (("confirm",), "confirm_order"),
    (("cancel",), "cancel_order"),
    (REFUND, "refund"),
    (DELETE_REFUND, "delete_refund"),
]
"""Each command and the action that it decides."""

SUCCESS = {
    "message": "API Backd - Success",
    "status": {"type": "success", "code": 200},
    "error": False,
}
SELECTED = {**ORDER, "status": "terms_selected"}
CONFIRMED = {**ORDER, "status": "order_confirmed"}
CANCELED = {**ORDER, "status": "order_canceled"}
DECLINED = {**ORDER["refunds"][0], "status": "declined"}
DRAFT = {
    "amount": 9150,
    "create_date": "2026-04-15 12:49:46",
    "status": "draft",
    "locked_at": "2026-04-15 22:00:00",
}


def write_request(folder: Path, words: Words, **ids: str) -> None:
    """Write a request of the command that states both ids to request.json."""
    amount = {"refund_amount": 9150} if words == REFUND else {}
    write(folder, "request", {**IDS, **ids, **amount})


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        (("place",), SELECTED, ORDER),
        (("confirm",), ORDER, CONFIRMED),
        (("cancel",), ORDER, {k: v for k, v in CANCELED.items() if k != "merchant_order_status"}),
        (REFUND, CONFIRMED, {**CONFIRMED, "refunds": [DECLINED, DRAFT]}),
        (DELETE_REFUND, CONFIRMED, {**CONFIRMED, "refunds": [DECLINED]}),
    ],
)
def test_json_prints_the_envelope(
    folder: Path, capsys: Capture, words: Words, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """`cancel` returns no `merchant_order_status` (domain.md, W1)."""
    write_request(folder, words)
    expected = json.dumps({"data": after, **SUCCESS}, indent=2)
    for document in (before, {"data": before, **SUCCESS}):  # An order, or a response that has it.
        write(folder, "order", document)
        assert main(action(*words, "--json")) == 0
        assert capsys.readouterr() == (f"{expected}\n", "")


@pytest.mark.parametrize(("words", "name"), COMMANDS)
def test_a_canceled_order_allows_nothing(
    folder: Path, capsys: Capture, words: Words, name: str
) -> None:
    """Every pair of status and action that is not in the table is forbidden (domain.md, S1)."""
    write(folder, "order", {**ORDER, "status": "order_cancelled", "refunds": [DRAFT]})
    write_request(folder, words)
    message = f"an order with status order_canceled does not allow the action {name}"
    assert main(action(*words)) == 1
    assert capsys.readouterr() == (
        f"DENIED  BO-20260416-0001\n  {message} [status_forbids_action]\n",
        "",
    )
    assert main(action(*words, "--json")) == 1
    assert json.loads(capsys.readouterr().out) == {
        "message": "API Backd - Error: the request is refused",
        "status": {"type": "error", "code": 409},
        "error": True,
        "violations": [
            {
                "code": "status_forbids_action",
                "path": "",
                "message": message,
                "facts": {"status": "order_canceled", "action": name},
            }
        ],
    }


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS])
def test_nothing_is_told_of_an_order_that_is_not_meant(
    folder: Path, capsys: Capture, words: Words
) -> None:
    """Nothing about the order is told to somebody who cannot name it (domain.md, V1)."""
    write(folder, "order", CANCELED)
    write_request(folder, words, backd_order_id="BO-9", merchant_order_id="M-9")
    names = ["backd_order_id", "merchant_order_id"]
    if words == ("place",):  # The merchant order id becomes the order's (domain.md, A1).
        names = ["backd_order_id"]
    assert main(action(*words)) == 1
    lines = [f"  {name} is not that of the order [{name}_mismatch]" for name in names]
    assert capsys.readouterr() == ("\n".join(["DENIED  BO-9", *lines, ""]), "")
    assert main(action(*words, "--json")) == 1
    envelope = json.loads(capsys.readouterr().out)
    assert envelope["status"] == {"type": "error", "code": 404}
    assert [v["path"] for v in envelope["violations"]] == [f"/{name}" for name in names]
    assert [v["facts"] for v in envelope["violations"]] == [{} for _ in names]
    assert "data" not in envelope


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("place",), ["merchant_order_id"]),
        (("confirm",), []),
        (("cancel",), []),
        (REFUND, ["merchant_order_id", "refund_amount"]),
        (DELETE_REFUND, []),
    ],
)
def test_every_problem_of_every_file_is_reported(
    folder: Path, capsys: Capture, words: Words, missing: list[str]
) -> None:
    write(folder, "order", {"data": {**ORDER, "status": "lost", "order_total": None}})
    write(folder, "request", {"backd_order_id": "", "order_id": 1})
    assert error_lines(action(*words), capsys) == [
        "order.json as the order: /data/order_total must not be null [not_nullable]",
        "order.json as the order: /data/status must be one of terms_selected, "
        "order_placed, order_confirmed, order_canceled, refund [unknown_status]",
        "request.json as the request: /backd_order_id must not be blank [blank]",
        *(f"request.json as the request: /{name} must be stated [missing]" for name in missing),
        "request.json as the request: /order_id must not be stated, as there is no such "
        "field; did you mean backd_order_id? "
        "[unknown_field]",
    ]


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS])
def test_swapped_and_misspelt_files(folder: Path, capsys: Capture, words: Words) -> None:
    """Each line says what the file was read as, and the last one what it looks like."""
    write(folder, "request", ORDER)
    write(folder, "order", IDS)
    lines = error_lines(action(*words), capsys)
    assert lines[:3] == [
        f"order.json as the order: /{name} must be stated [missing]"
        for name in ("order_total", "cart_amount", "status")
    ]
    assert lines[-1] == "request.json as the request: this looks like an order"
    assert [line for line in lines if "looks like" in line or "did you mean" in line] == [
        "order.json as the order: this looks like a request",
        lines[-1],
    ]
    assert error_lines([*words, "--order", "oder.json", "rekwest.json"], capsys) == [
        "oder.json: No such file or directory",
        "rekwest.json: No such file or directory",
    ]


def test_an_action_takes_one_order_and_one_request(folder: Path, capsys: Capture) -> None:
    write(folder, "order", [ORDER])
    write(folder, "request", [IDS])
    assert error_lines(action("confirm"), capsys) == [
        "order.json as the order: the document must be an object [wrong_type]",
        "order.json as the order: this looks like an array of orders",
        "request.json as the request: the document must be an object [wrong_type]",
    ]


@pytest.mark.usefixtures("folder")
def test_standard_input_is_read(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["confirm", "--order", "order.json", "-"]
    request = SimpleNamespace(buffer=io.BytesIO(json.dumps(IDS).encode()))
    monkeypatch.setattr(sys, "stdin", request)
    assert main(arguments) == 0
    assert capsys.readouterr() == (
        "ALLOWED  BO-20260416-0001\n\n  Changed:\n    /status: order_placed -> order_confirmed\n",
        "",
    )
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"{}")))
    assert error_lines(arguments, capsys) == [
        "standard input as the request: /backd_order_id must be stated [missing]"
    ]
    assert error_lines(["confirm", "--order", "-", "-"], capsys) == [
        "only one of the files can be - (standard input)"
    ]


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS])
def test_a_closed_pipe_is_one_line(tmp_path: Path, words: Words) -> None:
    write(tmp_path, "order", ORDER)
    write_request(tmp_path, words)
    files = ["--order", str(tmp_path / "order.json"), str(tmp_path / "request.json")]
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*words, *files, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (
        2,
        b"python -m backd_rules: cannot write: Broken pipe\n",
    )
