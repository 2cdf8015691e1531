"""A mistake in an adapter is a `TypeError` that names its class and its method."""

from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support.fake_servers import FakeServer, FullServer

from backd_rules.testing import order_machine

QUICK = settings(
    max_examples=50, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
)


def returning(base: type[FakeServer], method: str, answer: object) -> type[FakeServer]:
    """Return an adapter named Shop of which one method always returns `answer`."""
    return type("Shop", (base,), {method: lambda *_: answer})


def mistake(make_adapter: Any) -> str:
    with pytest.raises(TypeError) as caught:
        run_state_machine_as_test(order_machine(make_adapter), settings=QUICK)
    return str(caught.value)


@pytest.mark.parametrize(
    ("method", "answer", "described", "wanted"),
    [
        ("read", None, "None", "the stored order as a dict"),
        ("read", [], "a value of type list", "the stored order as a dict"),
        ("update", None, "None", "the response envelope as a dict"),
        ("update", "{}", "a text of 2 characters", "the response envelope as a dict"),
        ("update", b"{}", "a value of type bytes", "the response envelope as a dict"),
        ("confirm", None, "None", "True or False"),
        ("confirm", {"error": False}, "a value of type dict", "True or False"),
        ("cancel", 1, "a value of type int", "True or False"),
        ("place", None, "None", "the response envelope as a dict"),
        ("refund", True, "True", "the response envelope as a dict"),
        ("delete_refund", dict, "the class dict", "the response envelope as a dict"),
    ],
)
def test_an_answer_of_the_wrong_type_is_named(
    method: str, answer: object, described: str, wanted: str
) -> None:
    shop = returning(FullServer, method, answer)
    assert mistake(shop) == f"Shop.{method} returned {described}; it must return {wanted}"


def test_what_create_returns_is_ignored() -> None:
    class Shop(FakeServer):
        def create(self, order: Any, limit: Any) -> Any:
            super().create(order, limit)
            return order

    run_state_machine_as_test(order_machine(Shop), settings=settings(QUICK, max_examples=5))


class NoAdapter:
    create = update = confirm = cancel = None
    read = FakeServer.read


METHODS = "must have the methods create, update, confirm, cancel, read, but it has no create"


def test_a_class_without_a_method_is_refused_at_once() -> None:
    make_adapter: Any = NoAdapter
    with pytest.raises(TypeError) as caught:
        order_machine(make_adapter)
    assert str(caught.value) == f"NoAdapter {METHODS}"


def test_an_adapter_without_a_method_is_refused_by_the_first_example() -> None:
    def make_adapter() -> Any:
        return NoAdapter()

    assert mistake(make_adapter) == f"NoAdapter {METHODS}"


@pytest.mark.parametrize(
    ("make_adapter", "described"),
    [
        (FakeServer(), "a value of type FakeServer"),
        (None, "None"),
        ("Shop", "a text of 4 characters"),
    ],
)
def test_what_cannot_be_called_is_refused_at_once(make_adapter: Any, described: str) -> None:
    with pytest.raises(TypeError) as caught:
        order_machine(make_adapter)
    assert str(caught.value) == (
        f"make_adapter must be a class or a function that returns an adapter, not {described}"
    )


@pytest.mark.parametrize(
    ("returned", "described"), [(None, "None"), (FakeServer, "the class FakeServer")]
)
def test_a_function_that_returns_no_adapter_is_named(returned: object, described: str) -> None:
    assert mistake(lambda: returned) == (
        f"make_adapter returned {described}; it must return an adapter, which is an instance of a "
        "class"
    )


def test_an_optional_method_that_is_none_is_absent() -> None:
    shop = type("Shop", (FullServer,), dict.fromkeys(("place", "refund", "delete_refund")))
    run_state_machine_as_test(order_machine(shop), settings=settings(QUICK, max_examples=5))
