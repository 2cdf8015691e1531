"""The option `--json`: standard output has nothing but a response, also to a malformed request."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from support.command_line import (
    AT,
    IDS,
    PROGRAM,
    Capture,
    action,
    check,
    error_lines,
    messages,
    redirected,
    write,
    write_example,
)

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER, UPDATE


def envelope(*violations: dict[str, Any]) -> dict[str, Any]:
    """Return the response to a malformed payload (domain.md, V3 and W2)."""
    return {
        "message": "API Backd - Error: the payload is malformed",
        "status": {"type": "error", "code": 400},
        "error": True,
        "violations": [*violations],
    }


def violation(code: str, path: str, message: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, "path": path, "message": message, "facts": facts}


IN_UTF_8 = "the document must be JSON in UTF-8, but it"
UNKNOWN_FIELD = violation(
    "unknown_field",
    "/shiping_amount",
    "/shiping_amount must not be stated, as there is no such field",
)
NOT_JSON = violation(
    "bad_json",
    "",
    "the document must be JSON in UTF-8, but it has an error at line 1 column 2: "
    "Expecting property name enclosed in double quotes",
    reason="has an error at line 1 column 2: Expecting property name enclosed in double quotes",
)
UTF_16 = "is UTF-16; save it as UTF-8"
TOO_LARGE = violation(
    "too_large", "", "the document must have at most 1048576 bytes", max_bytes=1048576
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps({**IDS, "shiping_amount": 1}).encode(), UNKNOWN_FIELD),
        (b"{", NOT_JSON),
        (
            json.dumps(UPDATE).encode("utf-16"),
            violation(
                "bad_json",
                "",
                f"{IN_UTF_8} {UTF_16}",
                reason=UTF_16,
            ),
        ),
        (b" " * 1048577, TOO_LARGE),
        (b"[]", violation("empty", "", "the document must not be empty")),
        (b"3", violation("wrong_type", "", "the document must be an object", expected="an object")),
        (
            json.dumps([UPDATE, {**IDS, "shiping_amount": 1}]).encode(),
            {
                **UNKNOWN_FIELD,
                "path": "/1/shiping_amount",
                "message": f"/1{UNKNOWN_FIELD['message']}",
            },
        ),
    ],
)
def test_check_answers_a_malformed_update(
    folder: Path, capsys: Capture, content: bytes, expected: dict[str, Any]
) -> None:
    """The response to a malformed batch is one envelope, as the request is refused as a whole."""
    folder.joinpath("update.json").write_bytes(content)
    without = error_lines(check("update.json"), capsys)
    assert main(check("--json", "update.json")) == 2
    out, err = capsys.readouterr()
    assert out == json.dumps(envelope(expected), indent=2) + "\n"
    assert messages(err) == without


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("place",), ["backd_order_id", "merchant_order_id"]),
        (("confirm",), ["backd_order_id"]),
        (("cancel",), ["backd_order_id"]),
        (("refund", *AT), ["backd_order_id", "merchant_order_id", "refund_amount"]),
        (("delete-refund", *AT), ["backd_order_id"]),
    ],
)
def test_every_action_answers_a_malformed_request(
    folder: Path, capsys: Capture, words: tuple[str, ...], names: list[str]
) -> None:
    write(folder, "request", {})
    assert main(action(*words, "--json")) == 2
    out, err = capsys.readouterr()
    missing = [violation("missing", f"/{name}", f"/{name} must be stated") for name in names]
    assert json.loads(out) == envelope(*missing)
    assert messages(err) == [
        f"request.json as the request: /{name} must be stated [missing]" for name in names
    ]


def test_a_request_is_malformed_whatever_is_wrong_with_other_files(
    folder: Path, capsys: Capture
) -> None:
    """The paths of an envelope are those of the request: other files are no part of it."""
    write(folder, "order", {**ORDER, "status": "lost"})
    write(folder, "update", {**IDS, "shiping_amount": 1})
    assert main(check("--json", "update.json", limit="none.json")) == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == envelope(UNKNOWN_FIELD)
    assert [line.partition(":")[0] for line in messages(err)] == [
        "order.json as the order",
        "none.json",
        "update.json as the update",
    ]


@pytest.mark.parametrize(
    ("files", "options"),
    [
        ({"order": {**ORDER, "status": "lost"}}, {}),
        ({"order": [ORDER, ORDER]}, {}),
        ({"limit": {}}, {}),
        ({}, {"order": "none.json"}),
        ({}, {"limit": "none.json"}),
    ],
)
def test_no_other_error_has_a_response(
    folder: Path, capsys: Capture, files: dict[str, Any], options: dict[str, str]
) -> None:
    """The request is not malformed: a response would blame whoever sent it."""
    for name, document in files.items():
        write(folder, name, document)
    assert len(error_lines(check("--json", "update.json", **options), capsys)) == 1


@pytest.mark.parametrize("name", ["none.json", "", ".", "-"])
def test_an_unreadable_request_has_no_response(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert folder.is_dir()
    monkeypatch.setattr(sys, "stdin", None)
    assert len(error_lines(check("--json", name), capsys)) == 1


def test_an_error_of_usage_has_no_response(capsys: Capture) -> None:
    assert error_lines(["check", "--json"], capsys)[-1] == (
        "the following arguments are required: --order, --limit, UPDATE"
    )


@pytest.mark.parametrize(
    ("redirection", "reason"),
    [
        (">&-", "standard output is closed"),
        (">/dev/full", "No space left on device"),
    ],
)
def test_a_response_that_cannot_be_written_hides_no_other_error(
    tmp_path: Path, redirection: str, reason: str
) -> None:
    write_example(tmp_path)
    write(tmp_path, "update", {**IDS, "shiping_amount": 1})
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    words = check("--json", "update.json")
    done = redirected(redirection, *words, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        f"{PROGRAM}update.json as the update: /shiping_amount must not be stated, as there "
        f"is no such field; did you mean "
        f"shipping_amount? [unknown_field]\n{PROGRAM}cannot write: {reason}\n"
    )
