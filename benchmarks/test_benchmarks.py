"""Everyone does the same work, a doctored contestant is found out, and the guard guards.

Nothing here looks at how long anything takes.
"""

from __future__ import annotations

import json
import platform
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyperf
import pytest

from backd_rules import ViolationCode, decide_update
from benchmarks import chart, decide, end_to_end, parse, readme, record, report, status_guard
from benchmarks.__main__ import GROUPS, main
from benchmarks.agreement import Disagreement
from benchmarks.cases import random_cases, timed
from benchmarks.harness import OURS, Contest, Contestant, Pace, Result, race
from benchmarks.parsers import PARSERS
from benchmarks.peers import PEERS
from benchmarks.targets import TARGETS, reached
from benchmarks.wire_cases import samples

CODES = set(ViolationCode) - {ViolationCode.UNKNOWN_ORDER}


def codes(case: Any) -> list[ViolationCode]:
    decision = decide_update(*case)
    return [] if decision.allowed else [violation.code for violation in decision.violations]


def test_random_cases_break_every_rule_now_and_then() -> None:
    cases = [codes(case) for case in random_cases(decide.CASES)]
    broken = Counter(code for found in cases for code in set(found))
    assert set(broken) == CODES
    assert min(broken.values()) >= 10
    assert cases.count([]) >= 80
    assert sum(len(found) == 1 for found in cases) >= 80


def test_timed_cases_are_what_their_names_say() -> None:
    for name, case in timed().items():
        found = codes(case)
        if "allowed" in name:
            assert found == []
        elif "one violation" in name:
            assert found == [ViolationCode.INCREASE_EXCEEDS_LIMIT]
        else:
            assert set(found) == CODES


def test_the_floor_and_the_peers_agree_with_decide_update() -> None:
    decide.check_agreement()


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
@pytest.mark.parametrize("code", sorted(CODES))
def test_a_peer_without_one_rule_is_found_out(peer: Any, code: ViolationCode) -> None:
    blind = peer._replace(reasons=lambda answer: peer.reasons(answer) - {code.value})
    with pytest.raises(Disagreement, match=re.escape(peer.name)):
        decide.check_agreement((blind,))


def test_the_guards_agree_with_next_status() -> None:
    status_guard.check_agreement()


def test_the_parsers_agree_with_parse_update() -> None:
    parse.check_agreement()


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
@pytest.mark.parametrize("answer", [[], ["/"]])
def test_a_parser_that_takes_or_refuses_all_is_found_out(parser: Any, answer: list[str]) -> None:
    with pytest.raises(Disagreement, match=re.escape(parser.name)):
        parse.check_agreement((parser._replace(problems=lambda _: answer),))


def test_a_parser_that_finds_one_of_six_problems_is_found_out() -> None:
    ours = PARSERS[0]
    with pytest.raises(Disagreement, match="six"):
        parse.check_agreement((ours._replace(problems=lambda p: ours.problems(p)[:1]),))


def test_the_servers_answer_alike() -> None:
    end_to_end.check_agreement()


@pytest.mark.parametrize("server", end_to_end.SERVERS[1:], ids=lambda server: server.name)
def test_a_server_that_answers_otherwise_is_found_out(server: Any) -> None:
    def other(*given: Any) -> bytes:
        return bytes(server.answer(*given).replace(b"Joe", b"Jim"))

    servers = (end_to_end.SERVERS[0], server._replace(answer=other))
    with pytest.raises(Disagreement, match=server.name):
        end_to_end.check_agreement(servers)


def test_half_of_the_payloads_and_more_are_valid() -> None:
    kinds = Counter(sample.kind for sample in samples())
    assert kinds[None] >= 200
    assert len(kinds) >= 20


def contest(*contestants: Contestant, group: str = "decide", case: str = "a case") -> Contest:
    return Contest(group, case, contestants, loops=1)


def seconds(name: str, *taken: float) -> Contestant:
    """A contestant that says it took so long, one time after the other."""
    times = iter(taken)
    return Contestant(name, lambda loops: next(times) * loops)


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    taking = contest(seconds(OURS, 3.0, 10.0, 8.0), seconds("floor", 1.0, 2.0, 4.0))
    result = race(taking, Pace(rounds=3, turn=0.0))
    assert result.median(OURS) == 8.0
    assert result.median("floor") == 2.0
    assert result.ratio("floor") == 3.0
    assert result.others == ("floor",)


def test_work_of_several_pieces_is_told_per_piece() -> None:
    one = seconds(OURS, 6.0)._replace(pieces=3)
    assert race(contest(one), Pace(rounds=1, turn=0.0)).median(OURS) == 2.0


def test_everyone_has_one_turn_in_every_round() -> None:
    turns: list[str] = []

    def turn(name: str) -> Contestant:
        def measure(loops: int) -> float:
            turns.append(name)
            return float(loops)

        return Contestant(name, measure)

    race(contest(turn(OURS), turn("b"), turn("c")), Pace(rounds=2, turn=0.0))
    assert turns == [OURS, "b", "c", OURS, "b", "c"]


def results() -> list[Result]:
    """Results in which we take 5 µs where all others take 2 µs."""
    taken: dict[str, tuple[float, ...]] = {
        OURS: (5e-6,),
        "floor": (2e-6,),
        "pydantic": (2e-6,),
        "CEL": (2e-6,),
    }
    return [Result(Contest(group, case, ()), taken) for group, case in chart.PANELS]


def test_the_worst_ratio_counts_against_a_target() -> None:
    found = {one.target.what: one for one in reached(results())}
    assert set(found) < {target.what for target in TARGETS}
    assert found["decide, allowed, 1 item, to the floor"].met
    assert not found["decide, allowed, 50 items, to the floor"].met
    assert [one.ratio for one in found.values()] == pytest.approx([2.5] * len(found))


def test_the_page_and_the_chart_show_the_results_and_no_name_of_the_machine() -> None:
    readme_page = readme.page(results(), Pace(rounds=3, turn=0.01))
    drawn = chart.chart(results())
    assert "2.50x" in readme_page
    assert "5 µs" in drawn
    assert ET.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "$" not in readme_page
    for text in (readme_page, drawn):
        assert not re.search(rf"\b{re.escape(platform.node())}\b|/home|/tmp|/root", text)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.5e-9, "second", "1.5 ns"),
        (4.834e-7, "second", "483 ns"),
        (2.5e-5, "second", "25 µs"),
        (1.234, "second", "1.23 s"),
        (1234, "byte", "1,234 B"),
    ],
)
def test_quantities_have_three_digits(value: float, unit: str, text: str) -> None:
    assert report.quantity(value, unit) == text


@pytest.mark.parametrize(("recorded", "code"), [(1e-9, 1), (1e9, 0)])
def test_the_guard_exits_with_1_on_a_doctored_record(
    recorded: float, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [
        f"status guard: {case}: to {guard.name}"
        for case in ("allowed", "forbidden")
        for guard in status_guard.GUARDS[1:]
    ]
    path = tmp_path / "recorded.json"
    path.write_text(json.dumps(dict.fromkeys(names, recorded)))
    assert main(["--quick", "--only", "status", "--check"], path) == code
    told = capsys.readouterr()
    assert told.err.count("slower than recorded") == (4 if code else 0)
    assert "transitions" in told.out


def test_a_ratio_may_be_half_above_its_recorded_value() -> None:
    assert record.regressions({"a": 1.5, "new": 9.0}, {"a": 1.0, "gone": 1.0}) == []
    assert record.regressions({"a": 1.501}, {"a": 1.0}) == ["a: 1.5, recorded 1"]


def test_every_recorded_ratio_is_of_a_contest_that_there_is() -> None:
    groups = {name.split(": ")[0] for name in record.read(record.RECORDED)}
    assert groups == {"batch", *(name.replace("-", " ") for name in GROUPS)} - {"status"} | {
        status_guard.GROUP
    }


def test_what_was_measured_can_be_read_by_pyperf(tmp_path: Path) -> None:
    path = tmp_path / "measured.json"
    assert main(["--quick", "--only", "status", "--output", str(path)]) == 0
    suite = pyperf.BenchmarkSuite.load(str(path))
    assert f"status guard: allowed: {OURS}" in suite.get_benchmark_names()
    assert "hostname" not in suite.get_metadata()
