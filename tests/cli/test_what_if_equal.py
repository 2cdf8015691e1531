"""The totals of `what-if` are those of a plain loop over `decide_update`."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from support.command_line import Capture
from support.random_cases import RandomCases
from support.what_if_files import COLUMNS, numbers, run_what_if, write_csv, write_parquet

from backd_rules import (
    Denied,
    MerchantLimit,
    Order,
    OrderAction,
    OrderUpdate,
    decide_update,
    headroom,
    next_status,
    wire,
)
from backd_rules.bulk import to_row
from backd_rules.cli.what_if.count import Plan, count
from backd_rules.cli.what_if.sweep import parse_sweep

Case = tuple[Order, OrderUpdate]
SIZE = 3_000


def random_cases(size: int) -> list[Case]:
    cases = RandomCases(15)
    found: list[Case] = []
    while len(found) < size:
        record = cases.order()
        update = wire.parse_update(cases.update(record, cases.limit()))
        order = wire.parse_order(record)
        found.append((order, update))
    return found


def plain_figures(cases: list[Case], limit: MerchantLimit) -> dict[str, Any]:
    """Return the figures of a loop over single decisions."""
    found: Counter[str] = Counter()
    for order, update in cases:
        decision = decide_update(order, update, limit)
        after = order if isinstance(decision, Denied) else decision.order
        if isinstance(decision, Denied):
            found[f"refused {decision.violations[0].code}"] += 1
        else:
            found["allowed"] += 1
            raised = after.order_total.cents - order.order_total.cents
            found["raises"] += raised > 0
            found["increase"] += max(raised, 0)
        try:
            left = headroom(after, limit).cents
        except ValueError:
            found["unmeasured"] += 1
            continue
        found["headroom"] += left
        is_open = next_status(order.status, OrderAction.UPDATE_ORDER) is not None
        found["at_ceiling"] += is_open and left == 0
    return dict(+found)


def counted_figures(tally: Any) -> dict[str, Any]:
    names = ("allowed", "raises", "increase", "unmeasured", "headroom", "at_ceiling")
    figures = {name: getattr(tally, name) for name in names if getattr(tally, name)}
    return figures | {f"refused {code}": times for code, times in tally.refused.items()}


CASES = random_cases(SIZE)
LIMITS = [wire.parse_limit(RandomCases(seed).limit()) for seed in range(6)]


def batch_of(cases: list[Case]) -> pa.RecordBatch:
    rows = [to_row(*case, MerchantLimit.UNLIMITED) for case in cases]
    return pa.RecordBatch.from_pylist(rows, COLUMNS)


BATCH = batch_of(CASES)


@pytest.mark.parametrize("limit", LIMITS)
def test_the_figures_are_those_of_single_decisions(limit: MerchantLimit) -> None:
    figures = count(Plan((limit,)), BATCH).figures
    assert (figures.rows, figures.bad) == (SIZE, 0)
    assert counted_figures(figures.tallies[0]) == plain_figures(CASES, limit)
    assert figures.tallies[0].allowed > 300


@pytest.mark.parametrize(("first", "other"), [(0, 1), (1, 2), (3, 0)])
def test_a_difference_is_that_of_two_figures(first: int, other: int) -> None:
    limits = (LIMITS[first], LIMITS[other])
    before, after = (plain_figures(CASES, limit) for limit in limits)
    [found] = count(Plan(limits), BATCH).figures.differences
    assert found.newly_allowed - found.newly_refused == after["allowed"] - before["allowed"]
    assert found.more - found.less == after.get("increase", 0) - before.get("increase", 0)


@pytest.mark.parametrize(
    "text",
    [
        "max_increase=0:500:31",
        "max_increase_percent=0:20:1.25",
        "max_order_total=0:1000000:66666.66",
        "max_increases=0:3:1",
    ],
)
@pytest.mark.parametrize("limit", LIMITS[:3])
def test_each_point_of_a_sweep_is_the_limit_with_that_term(limit: MerchantLimit, text: str) -> None:
    sweep = parse_sweep(text)
    curve = count(Plan((limit,), sweep), BATCH).figures.curve
    size = len(sweep.values)
    expected = []
    for point in range(size):
        tally = count(Plan((sweep.limit(limit, point),)), BATCH).figures.tallies[0]
        expected.append((tally.allowed, tally.increase))
    assert curve.points(size) == expected


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_table_has_the_figures_of_single_decisions(
    tmp_path: Path, capsys: Capture, kind: str
) -> None:
    limit = MerchantLimit.NO_INCREASE
    rows = [to_row(*case, MerchantLimit.UNLIMITED) for case in CASES]
    writes = write_parquet if kind == "parquet" else write_csv
    name = writes(tmp_path / f"orders.{kind}", rows)
    (tmp_path / "limit.json").write_text('{"max_increase": 0}', encoding="utf-8")
    words = ("--orders", name, "--limit", str(tmp_path / "limit.json"))
    status, out, _ = run_what_if(capsys, *words)
    shown, expected = numbers(out), plain_figures(CASES, limit)
    assert status == 0
    assert shown["allowed"][0] == f"{expected['allowed']:,}"
    assert shown["orders not measurable"][0] == f"{expected['unmeasured']:,}"
    refused = sum(times for name, times in expected.items() if name.startswith("refused"))
    assert shown["refused"][0] == f"{refused:,}"
