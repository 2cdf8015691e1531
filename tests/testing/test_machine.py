"""The state machine: a correct server passes, and every server with a seeded bug fails."""

import inspect
import unittest
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support import fake_servers
from support.fake_servers import FakeServer, FullServer

from backd_rules.testing import Adapter, machine, order_machine

QUICK = settings(
    max_examples=600,  # A bug ends the run. Most are found in the 100 examples of the default.
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def test_the_example_in_the_docstring_is_a_complete_adapter_of_ten_lines() -> None:
    source = str(machine.__doc__).split("\n\n", 1)[1].rpartition("\n\n")[0]
    assert len(source.strip().splitlines()) <= 10
    names: dict[str, Any] = {"order_machine": order_machine}
    exec(source, names)  # noqa: S102
    assert names["TestShop"] is not None
    for name, method in vars(Adapter).items():
        if not name.startswith("_"):
            written = inspect.signature(getattr(names["Shop"], name))
            assert list(written.parameters) == list(inspect.signature(method).parameters)


@pytest.mark.parametrize(
    ("server", "passes"), [(FakeServer, True), (fake_servers.AnswersWithoutTheStatus, False)]
)
def test_unittest_runs_the_machine(server: type[FakeServer], *, passes: bool) -> None:
    case = order_machine(server).TestCase
    case.settings = settings(QUICK, max_examples=5)
    result = unittest.TestResult()
    case("runTest").run(result)
    assert (result.testsRun, len(result.failures), result.errors) == (1, not passes, [])


@pytest.mark.parametrize("server", fake_servers.RIGHT)
def test_a_correct_server_passes(server: type[FakeServer]) -> None:
    few = settings(QUICK, max_examples=20 if server is FullServer else 5)
    run_state_machine_as_test(order_machine(server), settings=few)


@pytest.mark.thorough
@pytest.mark.parametrize("server", [FakeServer, FullServer])
def test_a_correct_server_passes_many_examples(server: type[FakeServer]) -> None:
    run_state_machine_as_test(order_machine(server), settings=settings(QUICK, max_examples=300))


@pytest.mark.parametrize("method", ["place", "refund", "delete_refund"])
def test_any_of_the_optional_methods_may_be_absent(method: str) -> None:
    """Each request that is sent is one of a method that the adapter has."""
    one = {method: getattr(FullServer, method), "act": FullServer.act}
    rest = {"reasons": FullServer.reasons, "carry_out": FullServer.carry_out}
    server = type("OneMethod", (FakeServer,), one | rest)
    run_state_machine_as_test(order_machine(server), settings=settings(QUICK, max_examples=5))


@pytest.mark.parametrize(
    "server",
    [
        *fake_servers.WRONG,
        *(pytest.param(server, marks=pytest.mark.thorough) for server in fake_servers.SUBTLE),
    ],
)
def test_a_seeded_bug_is_found(server: type[FakeServer]) -> None:
    with pytest.raises(AssertionError, match=r"the server says .*, the rules say "):
        run_state_machine_as_test(order_machine(server), settings=QUICK)
