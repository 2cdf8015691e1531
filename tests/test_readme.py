"""The README is true: its diagram, its codes and its server are the code's."""

import json
import re
from pathlib import Path
from typing import Any

from examples import ORDER, update

import backd_rules
from backd_rules import MerchantLimit, Money, Order, decide_update, wire
from backd_rules.actions.violations import VIOLATIONS
from backd_rules.domain.status import diagram
from backd_rules.wire.fingerprints import fingerprint

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


def test_the_recipes_are_there() -> None:
    rows = re.findall(r"^\| (`.*`) \| .* \| \d+ s \|$", README, re.MULTILINE)
    recipes = [name for row in rows for name in re.findall(r"`([\w.]+)/?`", row)]
    folder = Path(__file__).parent / "embedding"
    assert len(recipes) == 8
    assert all((folder / name).exists() for name in recipes)


def test_the_vectors_are_as_many() -> None:
    [count] = re.findall(r"vectors.json` has ([\d,]+) cases", README)
    vectors = json.loads(
        Path(backd_rules.__file__)
        .with_name("conformance")
        .joinpath("vectors.json")
        .read_text("utf-8")
    )
    assert int(count.replace(",", "")) == len(vectors["cases"])


class Store:
    """One order, and perhaps a rival who is faster once."""

    def __init__(self, order: Order, *, rivals: int = 0) -> None:
        self.order, self.rivals = order, rivals

    def load(self, backd_order_id: str) -> Order | None:
        return self.order if backd_order_id == "BO-1" else None

    def swap(self, order: Order, expected: str) -> bool:
        if self.rivals:
            raised = decide_update(self.order, update(tax_amount=Money.of(150)), LIMIT)
            assert raised.allowed
            self.order, self.rivals = raised.order, 0
        if expected != fingerprint(self.order):
            return False
        self.order = order
        return True


LIMIT = MerchantLimit(Money.of(75))


def served(store: Store, body: str) -> Any:
    source = README.split("```python\ndef ")[1].split("```")[0]
    names = {
        **vars(backd_rules),
        "wire": wire,
        "fingerprint": fingerprint,
        "store": store,
        "limit": LIMIT,
    }
    exec(f"def {source}", names)  # noqa: S102
    return names["update_order"](body.encode())


def body(**fields: object) -> str:
    return json.dumps({"backd_order_id": "BO-1", "merchant_order_id": "M-1", **fields})


def test_the_server_knows_no_other_order() -> None:
    answer = served(Store(ORDER), body(backd_order_id="BO-2"))
    assert answer["violations"][0]["code"] == "unknown_order"


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
