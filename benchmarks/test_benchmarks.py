"""All candidates do the same work, a wrong one is found, and `--check` finds a regression.

No test depends on how long the work takes.
"""

from __future__ import annotations

import json
import platform
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from support.pathological import TEXTS

from backd_rules import OrderAction, ViolationCode
from backd_rules.actions.possible_codes import POSSIBLE_CODES
from benchmarks import chart, comparisons, hostile, record, report, targets
from benchmarks.__main__ import GROUPS, main
from benchmarks.comparisons import codes
from benchmarks.engines import ENGINES, RULES, Engine
from benchmarks.floor import Facts, floor
from benchmarks.harness import OURS, Candidate, Comparison, Disagreement, Pace, Result, compare
from benchmarks.parsers import PARSERS, Parser
from benchmarks.payloads import timed_cases
from benchmarks.random_payloads import random_cases
from benchmarks.servers import SERVERS

CODES = set(POSSIBLE_CODES[OrderAction.UPDATE_ORDER]) - {ViolationCode.UNKNOWN_ORDER}
SEVEN = set(list(RULES)[2:]) - {"history_unknown"}


def test_the_engines_have_every_rule_in_order_of_precedence() -> None:
    assert list(RULES) == [code.value for code in ViolationCode if code in CODES]


def test_random_cases_break_every_rule_now_and_then() -> None:
    cases = [codes(case) for case in random_cases(comparisons.CASES)]
    broken = Counter(code for found in cases for code in found)
    assert set(broken) == CODES
    assert min(broken.values()) >= 10
    assert cases.count([]) >= 80
    assert sum(len(found) == 1 for found in cases) >= 80


def test_timed_cases_are_what_their_names_say() -> None:
    for name, case in timed_cases().items():
        expected = {"one violation": {"increase_exceeds_limit"}, "seven violations": SEVEN}
        assert set(codes(case)) == expected.get(name.rpartition(", ")[2], set())


def test_all_agree() -> None:
    comparisons.check_decide()
    comparisons.check_parse()
    for servers in SERVERS.values():
        comparisons.check_servers(servers)


@pytest.mark.parametrize("code", RULES)
def test_a_floor_or_an_engine_without_a_rule_is_found(code: str) -> None:
    def blind_floor(given: Any) -> Any:
        return [one for one in floor(given)[0] if one != code], 0, 0

    def blind(engine: Engine) -> Engine:
        def judge(given: Any) -> list[bool]:
            answers = zip(RULES, engine.judge(given), strict=True)
            return [holds or rule == code for rule, holds in answers]

        return engine._replace(judge=judge)

    with pytest.raises(Disagreement, match="floor"):
        comparisons.check_decide(reference=blind_floor)
    for engine in ENGINES:
        with pytest.raises(Disagreement, match=engine.name):
            comparisons.check_decide([blind(engine)])


@pytest.mark.parametrize("aspect", ["adjustment", "history", "price", "rounding", "same cart"])
def test_a_floor_that_reads_an_order_differently_is_found(aspect: str) -> None:
    def other_floor(given: Facts) -> Any:
        order, update = given["order"], given["update"]
        if aspect == "adjustment":
            order["adjustment"] = 0
        elif aspect == "history":
            order["placed_total"] = order["placed_total"] or order["order_total"]
            order["increase_count"] = order["increase_count"] or 0
        elif aspect == "same cart":
            order["cart_amount"] = None if update["cart_amount"] else order["cart_amount"]
        for one in (order, update):
            for line in one["items"] or ():
                if aspect == "rounding":
                    line[:] = (line[0] * line[1] + 5_000_000) // 10_000_000 * 10_000, 1000
                elif aspect == "price":
                    line[0] = round(line[0], -4)
        return floor(given)

    with pytest.raises(Disagreement, match="floor"):
        comparisons.check_decide([], other_floor)


def test_a_contact_that_states_nothing_must_change_nothing(monkeypatch: Any) -> None:
    monkeypatch.setattr("benchmarks.floor.states_nothing", lambda patch: patch == {})
    with pytest.raises(Disagreement, match="contact_incomplete"):
        comparisons.check_decide([])


@pytest.mark.parametrize("answer", [[], ["a problem"]])
def test_a_parser_with_one_answer_is_found(answer: list[str]) -> None:
    class Wrong(Parser):
        def problems(self, _: object) -> list[str]:
            return answer

    for parser in PARSERS:
        with pytest.raises(Disagreement, match=parser.name):
            comparisons.check_parse([Wrong(*parser)])


def test_a_parser_that_finds_one_of_several_problems_is_found() -> None:
    with pytest.raises(Disagreement, match="finds"):
        comparisons.check_parse([PARSERS[0]._replace(details=lambda _: ["a problem"])])


@pytest.mark.parametrize("index", range(1, 4))
@pytest.mark.parametrize("library", SERVERS)
def test_a_server_that_answers_differently_is_found(library: str, index: int) -> None:
    ours, server = SERVERS[library][0], SERVERS[library][index]
    other = server._replace(answer=lambda *given: server.answer(*given).replace(b"Joe", b"Jim"))
    with pytest.raises(Disagreement, match=server.name):
        comparisons.check_servers([ours, other])


def test_every_candidate_has_one_turn_in_every_round() -> None:
    turns: list[str] = []

    def candidate(name: str, *taken: float, pieces: int) -> Candidate:
        times = iter(taken)

        def measure(loops: int) -> float:
            turns.append(name)
            return next(times) * loops

        return Candidate(name, measure, pieces)

    candidates = candidate(OURS, 6.0, 20.0, 16.0, pieces=2), candidate("b", 1.0, 2.0, 4.0, pieces=1)
    result = compare(Comparison("decide", "a case", candidates, loops=1), Pace(rounds=3, turn=0.0))
    assert turns == [OURS, "b"] * 3
    assert (result.median(OURS), result.median("b")) == (8.0, 2.0)
    assert result.ratio("b") == 3.0  # the median of the rounds' ratios
    assert (result.subject, result.others) == (OURS, ("b",))


def results() -> list[Result]:
    """Return results in which ours takes 5 µs, and others 10 µs or, in some cases, 4.1."""
    others = {"floor", *(other for target in targets.TARGETS for other in target.others)}
    cases = {(one.group, f"{start}{one.ending}") for one in targets.TARGETS for start in "ab"}
    return [
        Result(group, case, "second", {OURS: (5e-6,), **dict.fromkeys(others, (took,))})
        for group, case in sorted(cases | set(chart.PANELS))
        for took in [1e-5 if case.startswith("a") else 4.1e-6]
    ]


def test_the_worst_ratio_counts_against_a_target() -> None:
    measured = list(targets.measured(results()))
    assert [target for target, _, _ in measured] == list(targets.TARGETS)
    assert [ratio for _, ratio, _ in measured] == pytest.approx([5 / 4.1] * len(measured))
    assert not any(case.startswith("a") for _, _, case in measured)
    missed = report.targets(results()).count("missed")
    assert missed == sum(target.at_most < 1.22 for target in targets.TARGETS) > 0


WORST = [
    hostile.Worst("deep", "lists", 0.125, 0.175, "parse_order", 0.0625),
    hostile.Worst("wide", "zeros", 0.301, 0.0, "", 0.05),
]


def test_the_worst_time_of_each_family_stands_beside_its_bound() -> None:
    rows = [re.split(r" *\| *", line)[1:-1] for line in report.hostile(WORST).splitlines()]
    assert rows[0][-2:] == ["at most 0.3 s", "json.loads"]
    assert rows[2:] == [
        ["deep", "lists", "125 ms", "175 ms", "300 ms", "met", "62.5 ms"],
        ["wide", "zeros", "301 ms", "", "301 ms", "missed", "50 ms"],
    ]


def test_each_family_is_measured() -> None:
    worst = list(hostile.measure(rounds=1, size=4096))
    assert [one.family for one in worst] == sorted({name.split(":")[0] for name in TEXTS})
    for one in worst:
        assert f"{one.family}: {one.text}" in TEXTS
        assert one.loads > 0
        assert (one.parse > 0) == bool(one.parser)


def test_the_worst_times_alone_are_recorded_in_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.write(results(), Pace(rounds=3, turn=0.01), WORST, tmp_path)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    record.write_hostile(WORST, tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == page
    monkeypatch.setattr("benchmarks.hostile.measure", lambda rounds: iter(WORST[:rounds]))
    assert main(["--quick", "--only", "hostile", "--record"], tmp_path) == 0
    [row] = report.hostile(WORST).splitlines()[3:]
    assert row in page
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == page.replace(f"{row}\n", "")


def test_a_record_needs_all_groups_or_the_hostile_one() -> None:
    with pytest.raises(SystemExit):
        main(["--only", "memory", "--record"])


def test_a_record_shows_the_results_and_no_name_of_the_machine(tmp_path: Path) -> None:
    record.write(results(), Pace(rounds=3, turn=0.01), WORST, tmp_path)
    page, drawn = [(tmp_path / name).read_text() for name in ("README.md", "results.svg")]
    assert "1.22x" in page
    assert "5 µs" in drawn
    assert ET.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "$" not in page
    for text in (page, drawn):
        assert not re.search(rf"\b{re.escape(platform.node())}\b|/home|/tmp|/root", text)


def test_the_recorded_page_and_ratios_are_of_one_run() -> None:
    page, recorded = (record.FOLDER / "README.md").read_text(encoding="utf-8"), record.read()
    shown = re.findall(r"(?<=\| )\s*([\d.]+)x(?= )", page.split("\n## Decide")[1])
    assert sorted(map(float, shown)) == pytest.approx(sorted(recorded.values()), rel=0.1, abs=0.001)
    groups = {re.split("[:,]", name)[0] for name in recorded}
    assert len(groups) == len(GROUPS) + 1


def test_quantities_have_three_digits() -> None:
    seconds = [report.quantity(value, "second") for value in (1.5e-9, 4.834e-7, 2.5e-5, 1.234)]
    assert seconds == ["1.5 ns", "483 ns", "25 µs", "1.23 s"]
    assert report.quantity(1234, "byte") == "1,234 B"


@pytest.mark.parametrize(("recorded", "code"), [(1e-9, 1), (1e9, 0)])
def test_check_exits_with_1_if_a_ratio_is_above_the_recorded_one(
    recorded: float, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"memory: an order of 5 items: to {other}" for other in ("pydantic", "dict")]
    (tmp_path / "recorded.json").write_text(json.dumps(dict.fromkeys(names, recorded)))
    assert main(["--quick", "--only", "memory", "--check"], tmp_path) == code
    printed = capsys.readouterr()
    assert printed.err.count("slower than recorded") == (2 if code else 0)
    assert "pydantic" in printed.out


def test_a_ratio_may_be_half_above_its_recorded_value() -> None:
    assert record.regressions({"a": 1.5, "new": 9.0}, {"a": 1.0, "gone": 1.0}) == []
    assert record.regressions({"a": 1.501}, {"a": 1.0}) == ["a: 1.5, recorded 1"]
