"""A payload of a subclass of `dict` or `list` is read as what it holds, and stays as it is."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from support.counting import calls_of
from support.reference import IDS, ITEM, ORDER
from support.refusals import problems

from backd_rules import OrderIds, OrderUpdate, wire
from backd_rules.domain.item import unchecked_item


class Inventive(dict[Any, Any]):
    """A `dict` that invents values and hides its keys."""

    def __missing__(self, key: object) -> str:
        self[key] = "invented"
        return "invented"

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: object, default: object = None) -> str:
        del key, default
        return "invented"


class Hiding(list[Any]):
    """A `list` that hides its elements."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 1


def texts() -> Any:
    return defaultdict(str)


def missing(*names: str) -> list[tuple[str, str]]:
    return [("missing", f"/{name}") for name in names]


def test_a_defaultdict_gets_no_key() -> None:
    payload = texts()
    found = problems(wire.parse_update, payload)
    assert found == missing("backd_order_id", "merchant_order_id")
    assert dict(payload) == {}


@pytest.mark.parametrize("factory", [lambda: "BO-1", dict, lambda: 1])
def test_a_defaultdict_invents_nothing(factory: Any) -> None:
    payload = defaultdict(factory, backd_order_id="BO-1")
    assert problems(wire.parse_update, payload) == missing("merchant_order_id")
    assert problems(wire.parse_both_ids, payload) == missing("merchant_order_id")
    assert wire.parse_ids(payload) == OrderIds("BO-1")
    assert [*payload] == ["backd_order_id"]


def test_a_nested_defaultdict_gets_no_key() -> None:
    item: Any = defaultdict(lambda: 1, sku="A")
    payload = {**IDS, "items": [item], "shipping": texts()}
    assert problems(wire.parse_update, payload) == missing(
        "items/0/display_name", "items/0/unit_price", "items/0/qty"
    )
    assert ([*item], [*payload["shipping"]]) == (["sku"], [])


def test_a_record_in_a_defaultdict_gets_no_key() -> None:
    payload: Any = defaultdict(lambda: 0, ORDER)
    del payload["cart_amount"]
    assert problems(wire.parse_order, payload) == missing("cart_amount")
    assert "cart_amount" not in payload
    assert wire.parse_order(defaultdict(str, ORDER)) == wire.parse_order(ORDER)


@pytest.mark.parametrize("cls", [OrderedDict, Inventive])
def test_a_subclass_of_dict_is_read_as_what_it_holds(cls: Any) -> None:
    assert wire.parse_update(cls(IDS)) == OrderUpdate("BO-1", IDS["merchant_order_id"])
    assert problems(wire.parse_update, cls({**IDS, "x": 1})) == [("unknown_field", "/x")]
    assert problems(wire.parse_update, cls()) == missing("backd_order_id", "merchant_order_id")


def test_a_subclass_of_list_is_read_as_what_it_holds() -> None:
    assert len(wire.parse_order({**ORDER, "items": Hiding([ITEM, ITEM])}).items) == 2
    assert problems(wire.parse_updates, Hiding()) == [("empty", "")]
    assert problems(wire.parse_updates, Hiding([IDS, {}])) == missing(
        "1/backd_order_id", "1/merchant_order_id"
    )


class Name(str, Enum):  # noqa: UP042
    """Names as people declared them before `StrEnum`: `str` returns something else."""

    TAX = "tax"


class Shouting(str):
    def __str__(self) -> str:
        raise AssertionError("a method of a subclass was called")


@pytest.mark.parametrize("name", [Name.TAX, Shouting("tax")], ids=["enum", "subclass"])
def test_an_unknown_field_has_the_name_that_a_subclass_holds(name: str) -> None:
    """N9: subclasses of `str` count as what they hold."""
    assert problems(wire.parse_update, {**IDS, name: 5}) == [("unknown_field", "/tax")]


def test_the_elements_before_the_first_bad_one_are_decoded_once() -> None:
    items = [*[ITEM] * 50, {}, *[ITEM] * 3]
    with calls_of(unchecked_item) as calls:
        found = problems(wire.parse_order, {**ORDER, "items": items})
    assert found == missing("items/50/unit_price", "items/50/qty")
    assert len(calls) == 53


def test_every_bad_element_after_the_first_is_reported() -> None:
    bad = {**ITEM, "qty": 0}
    update = {**IDS, "items": [ITEM, bad, ITEM, bad], "order_total": -1}
    assert problems(wire.parse_update, update) == [
        ("out_of_range", "/order_total"),
        ("out_of_range", "/items/1/qty"),
        ("out_of_range", "/items/3/qty"),
    ]
    order = {**ORDER, "items": [ITEM, {}], "refunds": [{"amount": 1}, {"amount": -1}, {}]}
    assert problems(wire.parse_order, order) == [
        *missing("items/1/unit_price", "items/1/qty"),
        ("out_of_range", "/refunds/1/amount"),
        *missing("refunds/2/amount"),
    ]
    assert problems(wire.parse_updates, [IDS, update, {}])[3:] == missing(
        "2/backd_order_id", "2/merchant_order_id"
    )


def test_one_list_in_two_fields_is_explained_in_both() -> None:
    """Payloads need not come from a JSON text."""
    one: list[object] = [ITEM, {"amount": 1}]
    assert problems(wire.parse_order, {**ORDER, "items": one, "refunds": one}) == missing(
        "items/1/unit_price", "items/1/qty", "refunds/0/amount"
    )
