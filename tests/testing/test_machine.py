"""The model of an order: it passes a right server, and fails every wrong one."""

import inspect
import unittest
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support import fake_servers
from support.fake_servers import FakeServer

from backd_rules.testing import machine as stateful
from backd_rules.testing import order_machine

QUICK = settings(
    max_examples=100,  # As many as by default.
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def test_ten_lines_suffice() -> None:
    """The adapter at the head of the module has every method, as the protocol has it."""
    source = str(stateful.__doc__).split("\n\n", 1)[1]
    assert len(source.strip().splitlines()) <= 10
    shop: dict[str, Any] = {"order_machine": order_machine}
    exec(source, shop)  # noqa: S102
    assert shop["TestShop"] is not None
    for name, method in vars(stateful.Adapter).items():
        if not name.startswith("_"):
            asked = inspect.signature(method).parameters
            assert list(inspect.signature(getattr(shop["Shop"], name)).parameters) == list(asked)


@pytest.mark.parametrize(
    ("shop", "passes"), [(FakeServer, True), (fake_servers.ConfirmsInSecret, False)]
)
def test_unittest_runs_it(shop: type[FakeServer], *, passes: bool) -> None:
    case = order_machine(shop).TestCase
    case.settings = settings(QUICK, max_examples=5)
    result = unittest.TestResult()
    case("runTest").run(result)
    assert (result.testsRun, len(result.failures), result.errors) == (1, not passes, [])


@pytest.mark.parametrize("shop", fake_servers.RIGHT)
def test_a_right_server_passes(shop: type[FakeServer]) -> None:
    run_state_machine_as_test(order_machine(shop), settings=settings(QUICK, max_examples=5))


@pytest.mark.thorough
def test_a_right_server_passes_however_often_it_is_asked() -> None:
    run_state_machine_as_test(order_machine(FakeServer), settings=settings(QUICK, max_examples=300))


@pytest.mark.parametrize(
    "shop",
    [
        *fake_servers.WRONG,
        *(pytest.param(shop, marks=pytest.mark.thorough) for shop in fake_servers.SUBTLE),
    ],
)
def test_a_wrong_server_is_caught(shop: type[FakeServer]) -> None:
    with pytest.raises(AssertionError, match=r"the server says .*, the rules say "):
        run_state_machine_as_test(order_machine(shop), settings=QUICK)
