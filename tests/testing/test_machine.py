"""The state machine: a correct server passes, and every server with a seeded bug fails."""

import inspect
import time
import unittest
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support import fake_servers
from support.fake_servers import FakeServer, FullServer

from backd_rules.testing import Adapter, machine, order_machine
from testing.measure_machine import run

QUICK = settings(
    max_examples=600,  # A bug ends the run. Most are found in the 100 examples of the default.
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
REPORTED = (
    r"the server (allowed|denied) what|differs? from the rules|returned (True|False): the rules|"
    r" is no order:"
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


def test_a_correct_server_passes_with_any_values() -> None:
    few = settings(QUICK, max_examples=10)
    run_state_machine_as_test(order_machine(FullServer, any_values=True), settings=few)


@pytest.mark.thorough
@pytest.mark.parametrize("any_values", [False, True])
@pytest.mark.parametrize("server", [FakeServer, FullServer])
def test_a_correct_server_passes_many_examples(
    server: type[FakeServer], *, any_values: bool
) -> None:
    many = settings(QUICK, max_examples=100 if any_values else 300)
    run_state_machine_as_test(order_machine(server, any_values=any_values), settings=many)


@pytest.mark.parametrize("method", ["place", "refund", "delete_refund"])
def test_any_of_the_optional_methods_may_be_absent(method: str) -> None:
    """Each request that is sent is one of a method that the adapter has."""
    one = {method: getattr(FullServer, method), "act": FullServer.act}
    rest = {"reasons": FullServer.reasons, "carry_out": FullServer.carry_out}
    server = type("OneMethod", (FakeServer,), one | rest)
    run_state_machine_as_test(order_machine(server), settings=settings(QUICK, max_examples=5))


@pytest.mark.parametrize("server", fake_servers.WRONG)
def test_a_seeded_bug_is_found(server: type[FakeServer]) -> None:
    with pytest.raises(AssertionError, match=REPORTED):
        run_state_machine_as_test(order_machine(server), settings=QUICK)


def test_any_values_find_a_seeded_bug() -> None:
    with pytest.raises(AssertionError, match=REPORTED):
        run_state_machine_as_test(
            order_machine(fake_servers.AppendsItems, any_values=True), settings=QUICK
        )


QUICKLY_SHRUNK = [fake_servers.AnswersWithTheOrderBefore, fake_servers.ConfirmsInSecret]


@pytest.mark.parametrize(
    "server",
    [
        *QUICKLY_SHRUNK,
        *(
            pytest.param(server, marks=pytest.mark.thorough)
            for server in (*fake_servers.WRONG, *fake_servers.SUBTLE)
            if server not in QUICKLY_SHRUNK
        ),
    ],
)
def test_a_wrong_server_is_reported_shrunk(server: type[FakeServer]) -> None:
    """The settings are those of the returned class. Two faults need luck: there are 16 seeds.

    2,800 examples take half a minute on one core, and most servers need fewer than 1,000. A bound
    in seconds would depend on the machine. Hypothesis draws constants of the modules that are
    loaded. So in this process the tests before this one would change the examples.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        runs = (process.submit(run, server, seed).result() for seed in range(16))
        found = next((one for one in runs if one.found), None)
    assert found is not None
    assert found.examples <= 2_800
    assert found.steps <= 8


@pytest.mark.thorough
@pytest.mark.parametrize("server", [FakeServer, FullServer])
def test_a_correct_server_passes_in_a_quarter_of_a_minute(server: type[FakeServer]) -> None:
    before = time.process_time()
    assert not run(server, 0).found
    assert time.process_time() - before < 15


def test_the_settings_of_the_returned_class_suit_a_state_machine() -> None:
    chosen = order_machine(FakeServer).TestCase.settings
    assert (chosen.deadline, chosen.stateful_step_count) == (None, 25)
    assert (chosen.report_multiple_bugs, chosen.print_blob) == (False, True)
    assert Phase.explain not in chosen.phases
    assert Phase.shrink in chosen.phases
    assert HealthCheck.too_slow in chosen.suppress_health_check


def test_the_settings_keep_the_profile_of_the_user() -> None:
    active = settings.get_current_profile_name()
    settings.register_profile("few", max_examples=7, derandomize=True, phases=[Phase.generate])
    try:
        settings.load_profile("few")
        chosen = order_machine(FakeServer).TestCase.settings
    finally:
        settings.load_profile(active)
    assert (chosen.max_examples, chosen.derandomize) == (7, True)
    assert chosen.phases == (Phase.generate,)


def test_a_second_machine_has_settings_of_its_own() -> None:
    first, second = order_machine(FakeServer), order_machine(FakeServer)
    first.TestCase.settings = settings(first.TestCase.settings, max_examples=1)
    assert second.TestCase.settings.max_examples != 1
