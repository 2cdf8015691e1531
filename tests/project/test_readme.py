"""The README agrees with the code: its diagram, codes, server example and file names."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.examples import ORDER, update
from support.readme import README, python_files, section
from support.reference import TESTS

import backd_rules
from backd_rules import (
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    audit_differences,
    decide_update,
    wire,
)
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.status import diagram

DOMAIN = Path(backd_rules.__file__).with_name("domain.md").read_text(encoding="utf-8")
DEVELOPMENT = TESTS.joinpath("README.md").read_text(encoding="utf-8")
LIMIT = MerchantLimit(max_increase=Money.of(75))


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 300


def test_the_diagram_is_rendered_from_the_table() -> None:
    assert f"```mermaid\n{diagram()}```" in README
    assert all(f": {action}\n" in diagram() for action in OrderAction)


def test_the_codes_have_their_http_status_and_order() -> None:
    listed = re.findall(r"`(\w+)`\s(\d{3})[,.]", section("Codes"))
    assert listed == [(v.code, str(wire.HTTP_STATUSES[v.code])) for v in VIOLATIONS]


def test_the_problem_codes_are_listed_with_their_facts() -> None:
    listed = README.split("facts of each:")[1].split("\n\n")[0]
    found = re.findall(r"`(\w+)`(?:\s\(([\w, ]+)\))?", listed)
    assert [code for code, _ in found] == list(wire.ProblemCode)
    for code, names in found:
        details = tuple((name, "1") for name in names.split(", ") if name)
        assert wire.Problem(wire.ProblemCode(code), "", details).message
        for left_out in details:
            with pytest.raises(ValueError, match=f"details must have .*{left_out[0]}"):
                wire.Problem(wire.ProblemCode(code), "", tuple(set(details) - {left_out}))


def test_every_reading_is_listed() -> None:
    sentences = re.findall(
        r"^- \*\*(\w+)\*\* (.*?)(?=^- |^#|^\|)", DOMAIN, re.MULTILINE | re.DOTALL
    )
    readings = {name for name, text in sentences if re.search(r"\[[^\]]*\bR\b[^\]]*\]", text)}
    assert len(readings) == 30
    assert readings <= set(re.findall(r"\b[A-Z]\d+\b", section("Our reading")))


def test_every_identifier_exists() -> None:
    defined = set(re.findall(r"^- \*\*(\w+)\*\*", DOMAIN, re.MULTILINE))
    named = {
        name
        for listed in re.findall(r"\(((?:[A-Z]\d+(?:, )?)+)\)", README)
        for name in listed.split(", ")
    }
    assert len(named) > 30
    assert named <= defined


def test_the_recipes_exist() -> None:
    embedding = section("Embedding it: load, decide, store")
    listed = embedding.split("tests in these times:")[1].split("\n\n")[0]
    recipes = re.findall(r"`([\w.]+)/?`", listed)
    folder = TESTS / "embedding"
    assert len(recipes) >= 9
    assert all((folder / name).exists() for name in recipes)


def test_the_number_of_vectors_is_right() -> None:
    folder = Path(backd_rules.__file__).with_name("conformance")
    [updates] = re.findall(r"vectors.json` has\s([\d,]+)\scases", README)
    [actions] = re.findall(r"actions.json` has\s([\d,]+)\sof", README)
    vectors = json.loads(folder.joinpath("vectors.json").read_text("utf-8"))
    assert int(updates.replace(",", "")) == len(vectors["cases"])
    vectors = json.loads(folder.joinpath("actions.json").read_text("utf-8"))
    assert int(actions) == len(vectors["actions"])


class Server:
    """The example, run as written."""

    def __init__(self, order: Order = ORDER) -> None:
        self.names: dict[str, Any] = {}
        exec(python_files()["my_server.py"], self.names)  # noqa: S102
        self.names["store"](order)
        self.names["limits"][order.backd_order_id] = LIMIT

    def answer(
        self, action: OrderAction = OrderAction.UPDATE_ORDER, **fields: object
    ) -> dict[str, Any]:
        body = {"backd_order_id": "BO-1", "merchant_order_id": "M-1", **fields}
        envelope: dict[str, Any] = self.names["answer"](action, json.dumps(body).encode())
        return envelope

    @property
    def order(self) -> Order:
        stored: Order = self.names["load"]("BO-1")
        return stored


def test_the_server_refuses_an_unknown_order() -> None:
    envelope = Server().answer(backd_order_id="BO-2")
    assert envelope["violations"][0]["code"] == "unknown_order"


def test_the_server_allows_denies_and_refuses_malformed_updates() -> None:
    server = Server()
    assert server.answer(tax_amount=175)["data"]["order_total"] == 9225
    assert server.answer(tax_amount=176)["status"]["code"] == 422
    assert server.answer(tax_amount="1")["status"]["code"] == 400
    assert server.order.order_total == Money.of(9225)
    assert (server.order.placed_total, server.order.increase_count) == (Money.of(9150), 1)


def test_the_server_decides_the_other_actions() -> None:
    selected = {**wire.dump_order(ORDER), "status": "terms_selected"}
    server = Server(wire.parse_order(selected))
    assert server.order.placed_total is None
    assert server.answer(OrderAction.ORDER_PLACED)["data"]["status"] == "order_placed"
    assert server.order.placed_total == Money.of(9150)
    assert server.answer(OrderAction.CONFIRM_ORDER)["data"]["status"] == "order_confirmed"
    assert server.answer(OrderAction.CANCEL_ORDER)["status"]["code"] == 409
    assert Server().answer(OrderAction.CANCEL_ORDER)["data"]["status"] == "order_canceled"


def test_the_server_logs_what_it_decides() -> None:
    server = Server()
    server.answer(tax_amount=175)
    server.answer(OrderAction.CONFIRM_ORDER)
    log = server.names["log"]
    assert [(record["action"], record["allowed"]) for record in log] == [
        ("update_order", True),
        ("confirm_order", True),
    ]
    assert audit_differences(log[0], ORDER, update(tax_amount=Money.of(175))) == ()


def test_the_server_decides_again_if_the_order_has_changed() -> None:
    server = Server()
    store, swap = server.names["store"], server.names["swap"]

    def swap_after_another_update(order: Order, expected: str) -> bool:
        raised = decide_update(ORDER, update(tax_amount=Money.of(150)), LIMIT)
        assert raised.allowed
        store(raised.order)
        stored: bool = swap(order, expected)
        return stored

    server.names["swap"] = swap_after_another_update
    assert server.answer(shipping_amount=100)["status"]["code"] == 422
    assert server.order.order_total == Money.of(9200)
    assert [record["allowed"] for record in server.names["log"]] == [False]


def test_the_server_gives_up_a_swap_that_never_succeeds() -> None:
    server = Server()
    swaps = []

    def swap_nothing(order: Order, expected: str) -> bool:
        swaps.append((order, expected))
        return False

    server.names["swap"] = swap_nothing
    with pytest.raises(TimeoutError):
        server.answer(shipping_amount=100)
    assert len(swaps) == 100
    assert server.names["log"] == []


def test_the_files_of_each_change_exist() -> None:
    assert "`tests/README.md`" in README
    table = DEVELOPMENT.split("| change | files in `backd_rules/` |")[1]
    rows = re.findall(r"^\| an? ([\w ]+) \| (.*) \|$", table, re.MULTILINE)
    assert [change for change, _ in rows] == [
        "rule",
        "amount",
        "contact text",
        "limit term",
        "action",
        "problem code",
    ]
    package = Path(backd_rules.__file__).parent
    files = [name for _, listed in rows for name in re.findall(r"`([^`]+)`", listed)]
    assert [name for name in files if not (package / name).is_file()] == []
