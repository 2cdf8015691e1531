"""The model of an order: it passes a right server, and fails every wrong one."""

import pytest
import shops
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from shops import Shop

from backd_rules.testing.stateful import order_machine

QUICK = settings(
    max_examples=100,  # As many as by default.
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("shop", shops.RIGHT)
def test_a_right_server_passes(shop: type[Shop]) -> None:
    run_state_machine_as_test(order_machine(shop), settings=settings(QUICK, max_examples=5))


@pytest.mark.thorough
def test_a_right_server_passes_however_often_it_is_asked() -> None:
    run_state_machine_as_test(order_machine(Shop), settings=settings(QUICK, max_examples=300))


@pytest.mark.parametrize(
    "shop",
    [*shops.WRONG, *(pytest.param(shop, marks=pytest.mark.thorough) for shop in shops.SUBTLE)],
)
def test_a_wrong_server_is_caught(shop: type[Shop]) -> None:
    with pytest.raises(AssertionError, match=r"the server says .*, the rules say "):
        run_state_machine_as_test(order_machine(shop), settings=QUICK)
