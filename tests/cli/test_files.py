"""Errors in files: each names the file, the JSON Pointer and the code."""

from pathlib import Path

from support.command_line import Capture, check, error_lines, write

from backd_rules.schema.example import ORDER, UPDATE


def test_every_problem_of_every_file_is_reported(folder: Path, capsys: Capture) -> None:
    write(folder, "order", {"data": {**ORDER, "status": "lost", "tax_amount": 101}})
    write(folder, "limit", {"max_incraese": 75})
    write(folder, "update", {**UPDATE, "\033[2J": 1, "shipping": {"name": {"first": 7}}})
    assert error_lines(check("update.json"), capsys) == [
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


def test_problems_in_arrays_have_the_index(folder: Path, capsys: Capture) -> None:
    write(folder, "orders", [ORDER, {**ORDER, "items": 1}])
    write(folder, "updates", [UPDATE, {**UPDATE, "items": []}])
    assert error_lines(check("updates.json", order="orders.json"), capsys) == [
        "backd_rules: orders.json: /1/items: must be an array [wrong_type]",
        "backd_rules: updates.json: /1/items: must not be empty [empty]",
    ]
    write(folder, "orders", [ORDER, ORDER])
    assert error_lines(check("update.json", order="orders.json"), capsys) == [
        "backd_rules: decide_updates.orders has one backd_order_id twice"
    ]


def test_an_unreadable_file_is_one_line(folder: Path, capsys: Capture) -> None:
    folder.joinpath("latin.json").write_bytes(b'{"a": "\xe9"}')
    folder.joinpath("huge.json").write_bytes(b" " * 2_000_000)
    assert error_lines(check("latin.json", order="none.json", limit=str(folder)), capsys) == [
        "backd_rules: none.json: No such file or directory",
        f"backd_rules: {folder}: Is a directory",
        "backd_rules: latin.json: (whole document): not UTF-8 at byte 7 [bad_json]",
    ]
    assert error_lines(check("huge.json", order="a\0b"), capsys) == [
        r"backd_rules: a\x00b: not a valid file name",
        "backd_rules: huge.json: (whole document): the text is larger than 1 MiB [too_large]",
    ]
    assert error_lines(check("-", order="-"), capsys) == [
        "backd_rules: only one of the files can be - (standard input)"
    ]
