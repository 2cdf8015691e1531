"""The README is true: its diagram, its codes and its server are the code's."""

import json
import re
from pathlib import Path
from typing import Any

from examples import ORDER, update

import backd_rules
from backd_rules import MerchantLimit, Money, Order, decide_update, wire
from backd_rules.status import diagram
from backd_rules.violations import VIOLATIONS

README = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 150


def test_the_diagram_is_that_of_the_table() -> None:
    assert f"```mermaid\n{diagram()}```" in README


def test_the_codes_stand_with_their_http_status_in_order_of_precedence() -> None:
    rows = re.findall(r"^\| `(\w+)`.*\| (\d+) \|$", README, re.MULTILINE)
    assert rows == [(v.code, str(wire.HTTP_STATUSES[v.code])) for v in VIOLATIONS]


def test_the_problem_codes_are_listed() -> None:
    listed = README.split("Their codes:")[1].split("\n\n")[0]
    assert re.findall(r"`(\w+)`", listed) == list(wire.ProblemCode)


class Store:
    """One order, and a number that grows with each change."""

    def __init__(self, order: Order, *, rivals: int = 0) -> None:
        self.order, self.version, self.rivals = order, 1, rivals

    def load(self, backd_order_id: str) -> tuple[Order, int]:
        assert backd_order_id == "BO-1"
        return self.order, self.version

    def swap(self, order: Order, version: int) -> bool:
        if self.rivals:
            raised = decide_update(self.order, update(tax_amount=Money.of(150)), LIMIT)
            assert raised.allowed
            self.order, self.version, self.rivals = raised.order, self.version + 1, 0
        if version != self.version:
            return False
        self.order, self.version = order, version + 1
        return True


LIMIT = MerchantLimit(Money.of(75))


def served(store: Store, body: str) -> Any:
    source = README.split("```python\ndef ")[1].split("```")[0]
    names = {**vars(backd_rules), "wire": wire, "store": store, "limit_of": lambda _: LIMIT}
    exec(f"def {source}", names)  # noqa: S102
    return names["update_order"](body.encode())


def body(**fields: object) -> str:
    return json.dumps({"backd_order_id": "BO-1", "merchant_order_id": "M-1", **fields})


def test_the_server_allows_denies_and_refuses_what_is_malformed() -> None:
    store = Store(ORDER)
    assert served(store, body(tax_amount=175))["data"]["order_total"] == 9225
    assert served(store, body(tax_amount=176))["status"]["code"] == 422
    assert served(store, body(tax_amount="1"))["status"]["code"] == 400
    assert store.order.order_total == Money.of(9225)


def test_the_server_decides_again_where_somebody_was_faster() -> None:
    store = Store(ORDER, rivals=1)
    assert served(store, body(shipping_amount=100))["status"]["code"] == 422
    assert store.order.order_total == Money.of(9200)
