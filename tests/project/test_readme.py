"""The README agrees with the code: its diagram, codes, server example and file names."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.examples import ORDER, update
from support.reference import ROOT, TESTS

import backd_rules
from backd_rules import Money, Order, OrderAction, decide_update, wire
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.status import diagram

README = ROOT.joinpath("README.md").read_text(encoding="utf-8")
DOMAIN = Path(backd_rules.__file__).with_name("domain.md").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 300


def test_the_diagram_is_rendered_from_the_table() -> None:
    assert f"```mermaid\n{diagram()}```" in README
    assert all(f": {action}\n" in diagram() for action in OrderAction)


def test_the_codes_have_their_http_status_and_order() -> None:
    rows = re.findall(r"^\| `(\w+)`.*\| (\d+) \|$", README, re.MULTILINE)
    assert rows == [(v.code, str(wire.HTTP_STATUSES[v.code])) for v in VIOLATIONS]


def test_the_problem_codes_are_listed() -> None:
    listed = README.split("Their codes:")[1].split("\n\n")[0]
    assert re.findall(r"`(\w+)`", listed) == list(wire.ProblemCode)


def test_every_reading_is_listed() -> None:
    sentences = re.findall(
        r"^- \*\*(\w+)\*\* (.*?)(?=^- |^#|^\|)", DOMAIN, re.MULTILINE | re.DOTALL
    )
    readings = {name for name, text in sentences if re.search(r"\[[^\]]*\bR\b[^\]]*\]", text)}
    section = README.split("## Our reading")[1].split("\n## ")[0]
    assert len(readings) == 30
    assert readings <= set(re.findall(r"\b[A-Z]\d+\b", section))


def test_the_recipes_exist() -> None:
    rows = re.findall(r"^\| (`.*`) \| .* \| \d+ s \|$", README, re.MULTILINE)
    recipes = [name for row in rows for name in re.findall(r"`([\w.]+)/?`", row)]
    folder = TESTS / "embedding"
    assert len(recipes) == 9
    assert all((folder / name).exists() for name in recipes)


def test_the_number_of_vectors_is_right() -> None:
    folder = Path(backd_rules.__file__).with_name("conformance")
    [updates] = re.findall(r"vectors.json` has ([\d,]+) cases", README)
    [actions] = re.findall(r"actions.json` has\s([\d,]+)\sof", README)
    vectors = json.loads(folder.joinpath("vectors.json").read_text("utf-8"))
    assert int(updates.replace(",", "")) == len(vectors["cases"])
    vectors = json.loads(folder.joinpath("actions.json").read_text("utf-8"))
    assert int(actions) == len(vectors["actions"])


def server(order: Order = ORDER) -> dict[str, Any]:
    """Run the example as written, put `order` into its store, and return its names."""
    [source] = re.findall(r"^```python\n(from .*?)^```", README, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102
    names["orders"][order.backd_order_id] = order
    return names


def body(**fields: object) -> bytes:
    return json.dumps({"backd_order_id": "BO-1", "merchant_order_id": "M-1", **fields}).encode()


def test_the_server_refuses_an_unknown_order() -> None:
    envelope = server()["update_order"](body(backd_order_id="BO-2"))
    assert envelope["violations"][0]["code"] == "unknown_order"


def test_the_server_allows_denies_and_refuses_malformed_updates() -> None:
    names = server()
    served = names["update_order"]
    assert served(body(tax_amount=175))["data"]["order_total"] == 9225
    assert served(body(tax_amount=176))["status"]["code"] == 422
    assert served(body(tax_amount="1"))["status"]["code"] == 400
    assert names["orders"]["BO-1"].order_total == Money.of(9225)


def test_the_server_decides_again_if_the_order_has_changed() -> None:
    names = server()
    orders, limit, swap = names["orders"], names["limit"], names["swap"]

    def swap_after_another_update(order: Order, expected: str) -> bool:
        raised = decide_update(ORDER, update(tax_amount=Money.of(150)), limit)
        assert raised.allowed
        orders["BO-1"] = raised.order
        stored: bool = swap(order, expected)
        return stored

    names["swap"] = swap_after_another_update
    assert names["update_order"](body(shipping_amount=100))["status"]["code"] == 422
    assert orders["BO-1"].order_total == Money.of(9200)


def test_the_server_gives_up_a_swap_that_never_succeeds() -> None:
    names = server()
    swaps = []

    def swap_nothing(order: Order, expected: str) -> bool:
        swaps.append((order, expected))
        return False

    names["swap"] = swap_nothing
    with pytest.raises(TimeoutError):
        names["update_order"](body(shipping_amount=100))
    assert len(swaps) == 100


def test_the_files_of_each_change_exist() -> None:
    section = README.split("| change | files |")[1]
    rows = re.findall(r"^\| an? ([\w ]+) \| (.*) \|$", section, re.MULTILINE)
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
