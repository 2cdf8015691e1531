"""Errors in files: each names the file, the JSON Pointer and the code."""

import io
import json
import sys
import tracemalloc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.command_line import (
    EXAMPLE_REPORT,
    IDS,
    Capture,
    check,
    check_as_placed,
    error_lines,
    write,
)

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER, UPDATE


def test_every_problem_of_every_file_is_reported(folder: Path, capsys: Capture) -> None:
    write(folder, "order", {"data": {**ORDER, "status": "lost", "items": [{"qty": 0}]}})
    write(folder, "limit", {"max_incraese": 75})
    shipping = {"name": {"first": 7}, "address": {"line1": "1 Elm St\nFloor 2"}}
    write(folder, "update", {**UPDATE, "\033[2J": 1, "shipping": shipping})
    assert error_lines(check("update.json"), capsys) == [
        "order.json as the order: /data/status must be one of terms_selected, "
        "order_placed, order_confirmed, order_canceled, refund [unknown_status]",
        "order.json as the order: /data/items/0/unit_price must be stated [missing]",
        "order.json as the order: /data/items/0/qty must be from 0.001 to "
        "999999999999.999 [out_of_range]",
        "limit.json as the limit: /max_incraese must not be stated, as there is no such "
        "field; did you mean max_increase? "
        "[unknown_field]",
        "limit.json as the limit: the document must state at least one of "
        "max_increase, max_increase_percent, max_order_total [missing]",
        "update.json as the update: /shipping/name/first must be a string [wrong_type]",
        "update.json as the update: /shipping/address/line1 must have no line break; "
        "put the second line of an address into line2 [bad_characters]",
        r"update.json as the update: /\x1b[2J must not be stated, as there is no such field "
        r"[unknown_field]",
    ]


def test_an_envelope_without_an_order_says_so(folder: Path, capsys: Capture) -> None:
    write(folder, "order", {"data": None, "error": True})
    assert error_lines(check("update.json"), capsys) == [
        "order.json as the order: /data must be an object [wrong_type]"
    ]


@pytest.mark.parametrize("document", [{"data": ORDER}, [ORDER]])
def test_more_than_a_hundred_problems_are_cut(document: Any, folder: Path, capsys: Capture) -> None:
    """At most 100 problems are reported, and a last one at the empty path (domain.md, V4)."""
    broken = {**ORDER, "items": [{"unit_price": 1}] * 200}
    path = "/data" if isinstance(document, dict) else "/0"
    write(folder, "order", {"data": broken} if isinstance(document, dict) else [broken])
    lines = error_lines(check("update.json"), capsys)
    assert lines[:100] == [
        f"order.json as the order: {path}/items/{index}/qty must be stated [missing]"
        for index in range(100)
    ]
    assert lines[100:] == [
        "order.json as the order: the document has more problems than these 100 [too_many_problems]"
    ]


def test_a_message_has_at_most_60_characters_of_a_path(folder: Path, capsys: Capture) -> None:
    name = "k" * 249
    text = json.dumps({"data": {**ORDER, name: 1}}).replace(f'"{name}"', f'"{name}": 0, "{name}"')
    folder.joinpath("order.json").write_text(text, encoding="utf-8")
    write(folder, "limit", {"max_increase": 1, "k" * 300: 1})
    assert error_lines(check("update.json"), capsys) == [
        f"order.json as the order: /data/{'k' * 51}... must be stated once [duplicate_key]",
        f"limit.json as the limit: /{'k' * 56}... must not be stated, as there is no such "
        f"field [unknown_field]",
    ]


def test_a_file_may_begin_with_a_byte_order_mark(folder: Path, capsys: Capture) -> None:
    for name in ("order", "limit", "update"):
        path = folder.joinpath(f"{name}.json")
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert main(check_as_placed("update.json")) == 0
    assert capsys.readouterr() == (EXAMPLE_REPORT, "")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert error_lines(check_as_placed("update.json"), capsys) == [
        "update.json as the update: the document must be JSON in UTF-8, but it has an "
        "error at line 1 column 1: "
        "Expecting value [bad_json]"
    ]


def test_problems_in_arrays_have_the_index(folder: Path, capsys: Capture) -> None:
    write(folder, "orders", [ORDER, {**ORDER, "items": 1}])
    write(folder, "updates", [UPDATE, {**UPDATE, "items": []}])
    assert error_lines(check("updates.json", order="orders.json"), capsys) == [
        "orders.json as the order: /1/items must be an array [wrong_type]",
        "updates.json as the update: /1/items must not be empty [empty]",
    ]
    write(folder, "orders", [ORDER, ORDER])
    assert error_lines(check("update.json", order="orders.json"), capsys) == [
        "decide_updates.orders must not have one backd_order_id twice"
    ]


def test_an_unreadable_file_is_one_line(folder: Path, capsys: Capture) -> None:
    folder.joinpath("latin.json").write_bytes(b'{"a": "\xe9"}')
    folder.joinpath("huge.json").write_bytes(b" " * 2_000_000)
    assert error_lines(check("latin.json", order="none.json", limit=str(folder)), capsys) == [
        "none.json: No such file or directory",
        f"{folder}: Is a directory",
        "latin.json as the update: the document must be JSON in UTF-8, but it is not UTF-8 "
        "at byte 7 [bad_json]",
    ]
    assert error_lines(check("huge.json", order="a\0b"), capsys) == [
        r"a\x00b: not a valid file name",
        "huge.json as the update: the document must have at most 1048576 bytes [too_large]",
    ]
    assert error_lines(check("-", order="-"), capsys) == [
        "only one of the files can be - (standard input)"
    ]


ENCODINGS = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
"""Codecs and the encodings that messages name. Those without an end write a byte order mark."""


@pytest.mark.parametrize("codec", ENCODINGS)
@pytest.mark.parametrize("space", ["", "\n", "\ufeff"])
def test_another_unicode_encoding_is_named(
    folder: Path, capsys: Capture, codec: str, space: str
) -> None:
    """With and without a byte order mark, whatever the file is read as."""
    for name, document in (("order", [ORDER]), ("limit", {}), ("update", UPDATE)):
        text = space + json.dumps(document)
        folder.joinpath(f"{name}.json").write_bytes(text.encode(codec))
    assert error_lines(check("update.json"), capsys) == [
        f"{role}.json as the {role}: the document must be JSON in UTF-8, but it is "
        f"{ENCODINGS[codec]}; save it as UTF-8 "
        "[bad_json]"
        for role in ("order", "limit", "update")
    ]


@pytest.mark.parametrize("codec", ENCODINGS)
def test_the_encoding_of_standard_input_is_named(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, codec: str
) -> None:
    write(folder, "order", {**ORDER, "status": "order_confirmed"})
    stdin = SimpleNamespace(buffer=io.BytesIO(json.dumps(IDS).encode(codec)))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert error_lines(["confirm", "--order", "order.json", "-"], capsys) == [
        f"standard input as the request: the document must be JSON in UTF-8, but it is "
        f"{ENCODINGS[codec]}; save it as UTF-8 "
        "[bad_json]"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\0\0\0\0", "has an error at line 1 column 1: Expecting value"),
        (b"\0\xe9", "is not UTF-8 at byte 1"),
        (b"x", "has an error at line 1 column 1: Expecting value"),
    ],
)
def test_a_file_without_json_says_what_it_is(
    folder: Path, capsys: Capture, content: bytes, reason: str
) -> None:
    folder.joinpath("update.json").write_bytes(content)
    assert error_lines(check("update.json"), capsys) == [
        f"update.json as the update: the document must be JSON in UTF-8, but it {reason} [bad_json]"
    ]


def test_an_empty_name_is_visible(folder: Path, capsys: Capture) -> None:
    """A shell passes an empty name if a variable is unset."""
    write(folder, "order", ORDER)
    assert error_lines(check("", order="order.json"), capsys) == ['"": No such file or directory']


def test_no_more_orders_are_read_than_have_problems_to_report(
    folder: Path, capsys: Capture
) -> None:
    """Work stops after 100 problems: 40,000 empty orders took 30 MiB (domain.md, V4)."""
    folder.joinpath("order.json").write_text(f"[{'{},' * 39_999}{{}}]", encoding="ascii")
    tracemalloc.start()
    lines = error_lines(check("update.json"), capsys)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(lines) == 101
    assert lines[99] == "order.json as the order: /19/merchant_order_id must be stated [missing]"
    assert peak < 10 * 1024 * 1024
