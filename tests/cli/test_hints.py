"""Hints: a file of another kind is recognised, and a misspelt field gets a suggestion."""

from pathlib import Path
from typing import Any

import pytest
from support.command_line import AT, IDS, Capture, action, check, error_lines, write

from backd_rules.cli.hints import looks_like
from backd_rules.schema.example import LIMIT, ORDER, UPDATE

UNKNOWN = "must not be stated, as there is no such field"
REFUND = {**IDS, "refund_amount": 1}
RESPONSE = {"data": ORDER, "message": "API Backd - Success", "error": False}
DOCUMENTS = {
    "an order": ORDER,
    "a limit": LIMIT,
    "a request": IDS,
    "a refund request": REFUND,
    "an update": UPDATE,
    "an array of orders": [ORDER, RESPONSE],
    "an array of limits": [LIMIT],
    "an array of requests": [IDS, IDS],
    "an array of refund requests": [REFUND],
    "an array of updates": [UPDATE, UPDATE],
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_each_kind_is_recognised(kind: str) -> None:
    assert looks_like(DOCUMENTS[kind], "order") == kind


@pytest.mark.parametrize(
    "document", [None, True, 0, "order", [], {}, [[]], [{}], [ORDER, UPDATE], [ORDER, None]]
)
def test_anything_else_looks_like_nothing(document: Any) -> None:
    assert looks_like(document, "order") == ""


@pytest.mark.parametrize("read_as", ["request", "update"])
def test_a_request_that_lacks_something_does_not_look_like_a_request(read_as: str) -> None:
    assert looks_like({"backd_order_id": "BO-1"}, read_as) == ""
    assert looks_like([IDS], read_as) == ""
    assert looks_like(REFUND, read_as) == "a refund request"


def test_a_batch_with_too_many_updates_does_not_look_like_another_document(
    folder: Path, capsys: Capture
) -> None:
    write(folder, "update", [UPDATE] * 101)
    assert error_lines(check("update.json"), capsys) == [
        "update.json as the update: the document must have at most 100 elements [too_many]"
    ]


@pytest.mark.parametrize(
    ("documents", "hints"),
    [
        ((UPDATE, LIMIT, ORDER), [("order", "an update"), ("update", "an order")]),
        ((UPDATE, LIMIT, RESPONSE), [("order", "an update"), ("update", "an order")]),
        ((LIMIT, ORDER, UPDATE), [("order", "a limit"), ("limit", "an order")]),
        ((ORDER, UPDATE, LIMIT), [("limit", "an update"), ("update", "a limit")]),
        (
            ([UPDATE], LIMIT, [ORDER, ORDER]),
            [("order", "an array of updates"), ("update", "an array of orders")],
        ),
        ((ORDER, LIMIT, REFUND), [("update", "a refund request")]),
        ((ORDER, [LIMIT], UPDATE), [("limit", "an array of limits")]),
    ],
)
def test_check_recognises_swapped_files(
    folder: Path, capsys: Capture, documents: tuple[Any, ...], hints: list[tuple[str, str]]
) -> None:
    """The hint is the last line of its file. No field of such a file gets a suggestion."""
    for name, document in zip(("order", "limit", "update"), documents, strict=True):
        write(folder, name, document)
    lines = error_lines(check("update.json"), capsys)
    found = [line for line in lines if "looks like" in line or "did you mean" in line]
    expected = [f"{file}.json as the {file}: this looks like {kind}" for file, kind in hints]
    assert found == expected
    last = {line.partition(":")[0]: line for line in lines}
    assert [last[line.partition(":")[0]] for line in expected] == expected


@pytest.mark.parametrize(
    ("words", "request_", "hint"),
    [
        (("place",), UPDATE, "an update"),
        (("confirm",), LIMIT, "a limit"),
        (("cancel",), REFUND, "a refund request"),
        (("refund", *AT), UPDATE, "an update"),
        (("delete-refund", *AT), RESPONSE, "an order"),
    ],
)
def test_an_action_recognises_another_document(
    folder: Path, capsys: Capture, words: tuple[str, ...], request_: Any, hint: str
) -> None:
    write(folder, "order", LIMIT)
    write(folder, "request", request_)
    lines = error_lines(action(*words), capsys)
    assert [line for line in lines if "looks like" in line] == [
        "order.json as the order: this looks like a limit",
        f"request.json as the request: this looks like {hint}",
    ]


def test_headroom_recognises_swapped_files(folder: Path, capsys: Capture) -> None:
    write(folder, "order", LIMIT)
    write(folder, "limit", ORDER)
    lines = error_lines(["headroom", "--order", "order.json", "--limit", "limit.json"], capsys)
    assert [line for line in lines if "looks like" in line] == [
        "order.json as the order: this looks like a limit",
        "limit.json as the limit: this looks like an order",
    ]


@pytest.mark.parametrize(
    ("update", "path", "meant"),
    [
        ({"shiping_amount": 1}, "/shiping_amount", "shipping_amount"),
        ({"shippingAmount": 1}, "/shippingAmount", "shipping_amount"),
        ({"ORDER_TOTAL": 1}, "/ORDER_TOTAL", "order_total"),
        ({"shipping": {"adress": 1}}, "/shipping/adress", "address"),
        ({"shipping": {"address": {"zip_code": 1}}}, "/shipping/address/zip_code", "zipcode"),
        ({"billing": {"name": {"frist": 1}}}, "/billing/name/frist", "first"),
        ({"items": [UPDATE["items"][0], {"unitprice": 1}]}, "/items/1/unitprice", "unit_price"),
        ({"items": [{"amount": 1}]}, "/items/0/amount", ""),
        ({"zipcode": 1}, "/zipcode", ""),
        ({"x/~": 1}, "/x~1~0", ""),
        ({"": 1}, "/", ""),
        ({"12": 1}, "/12", ""),
    ],
)
def test_a_misspelt_field_gets_a_suggestion_from_its_place(
    folder: Path, capsys: Capture, update: dict[str, Any], path: str, meant: str
) -> None:
    hint = f"; did you mean {meant}?" if meant else ""
    for document, place in (({**IDS, **update}, path), ([UPDATE, {**IDS, **update}], f"/1{path}")):
        write(folder, "update", document)
        assert [line for line in error_lines(check("update.json"), capsys) if path in line][-1] == (
            f"update.json as the update: {place} {UNKNOWN}{hint} [unknown_field]"
        )


@pytest.mark.parametrize(
    ("words", "name", "hint"),
    [
        (("place",), "merchant_oder_id", "; did you mean merchant_order_id?"),
        (("confirm",), "backd_orderid", "; did you mean backd_order_id?"),
        (("confirm",), "refund_amout", ""),
        (("refund", *AT), "refund_amout", "; did you mean refund_amount?"),
    ],
)
def test_a_suggestion_is_a_field_of_the_request(
    folder: Path, capsys: Capture, words: tuple[str, ...], name: str, hint: str
) -> None:
    write(folder, "order", {**ORDER, "status": "order_confirmed"})
    write(folder, "request", {**IDS, "refund_amount": 1, name: 1})
    assert error_lines(action(*words), capsys)[-1] == (
        f"request.json as the request: /{name} {UNKNOWN}{hint} [unknown_field]"
    )


def test_a_name_that_is_cut_gets_no_suggestion(folder: Path, capsys: Capture) -> None:
    """A path has at most 256 characters, which bounds the work (domain.md, V4)."""
    name = "shipping_amount" * 20
    write(folder, "update", {**IDS, name: 1})
    assert error_lines(check("update.json"), capsys) == [
        f"update.json as the update: /{name[:56]}... {UNKNOWN} [unknown_field]"
    ]
