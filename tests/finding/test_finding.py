"""The strategies and the state machine find the seeded faults.

`python -m finding` prints the whole table.
"""

from collections import Counter

import pytest
from support.fake_servers import FakeServer, FullServer
from support.wrong_actions import RefundsACentMore
from support.wrong_amounts import ResetsAbsentFees

from finding.__main__ import main
from finding.faults import ALL
from finding.measure import STRATEGIES, found, found_by_machine

EASY = {
    "allowed": {"ResetsAbsentFees", "AppendsItems", "CountsEveryUpdate"},
    "allowed, fixed": {"ResetsAbsentFees", "ReplacesCompleteContacts", "IgnoresNulls"},
    "denied": {"GivesOnlyTheFirstReason", "UsesOneErrorStatus"},
    "denied, fixed": {"AllowsACentMore"},
    "any": {"ResetsAbsentFees"},
    "any, fixed": {"ResetsAbsentFees", "AppendsItems"},
    "payloads": {"ResetsAbsentFees"},
    "refunds": {"RefundsACentMore"},
    "refunds, fixed": {"RefundsACentMore", "ReplacesALockedRefund"},
}
"""What each strategy finds in nearly every run of few examples."""


@pytest.mark.parametrize("name", STRATEGIES)
def test_easy_faults_are_found_in_few_examples(name: str) -> None:
    assert {fault.__name__ for fault in found(name, 1, examples=30)} >= EASY[name]


def test_the_state_machine_takes_no_right_server_for_wrong() -> None:
    faults = (FakeServer, ResetsAbsentFees)
    assert found_by_machine(1, faults, examples=5) == {ResetsAbsentFees}


@pytest.mark.thorough
def test_the_state_machine_looks_for_every_fault_at_once() -> None:
    faults = (FakeServer, FullServer, ResetsAbsentFees, RefundsACentMore)
    assert found_by_machine(1, faults, examples=20) == {ResetsAbsentFees, RefundsACentMore}


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--runs", "1", "--examples", "5", "--processes", "1", "--only", "allowed, fixed"]
    assert main(options) == 0
    title, rule, *rows = capsys.readouterr().out.splitlines()
    assert (title, rule) == ("| fault | allowed, fixed |", "| --- | ---: |")
    assert "| `ResetsAbsentFees` | 1 |" in rows
    assert len(rows) == len(STRATEGIES["allowed, fixed"].faults)


FLOORS: dict[str, dict[str, int]] = {
    "allowed": {
        "MeasuresFromTheCurrentTotal": 5,
        "RoundsHalfToEven": 5,
        "MovesTheCartOnRestatedItems": 6,
        "CreatesContactsThatStateNothing": 6,
        "TakesAnEmptyContactForAbsent": 6,
        "ExcludesTheBoundary": 6,
        "ReplacesCompleteContacts": 5,
        "IgnoresNulls": 6,
        "IgnoresCombineHigher": 5,
        "RoundsPercentagesDownToDollars": 6,
    },
    "denied": {
        "AllowsACentMore": 8,
        "RoundsCartsHalfUpOnly": 7,
        "IgnoresMaxIncreases": 7,
        "RoundsPercentagesUp": 3,
        "RoundsPercentagesHalfUp": 2,
        "RoundsPercentagesHalfToEven": 2,
    },
    "refunds": {
        "RefundsACentMore": 9,
        "LocksAfterTheDeadline": 7,
        "CountsDaysInHours": 3,
        "DeclinesTheLastActiveRefund": 1,
    },
}
"""In how many of ten runs of 100 examples a strategy must find a fault."""


@pytest.mark.thorough
@pytest.mark.parametrize("name", FLOORS)
def test_most_faults_are_found_in_most_runs(name: str) -> None:
    counts = Counter(fault.__name__ for number in range(10) for fault in found(name, number))
    few = {fault: counts[fault] for fault, least in FLOORS[name].items() if counts[fault] < least}
    assert few == {}
    assert FLOORS[name].keys() <= {fault.__name__ for fault in ALL}
