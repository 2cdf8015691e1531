"""The command `what-if`: its tables, by hand, and its exit status."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.command_line import PROGRAM, Capture, error_lines, write
from support.processes import printed
from support.what_if_files import (
    COLUMNS,
    EXAMPLE,
    NEW,
    OLD,
    PLACED,
    numbers,
    run_what_if,
    write_csv,
    write_parquet,
)

from backd_rules.bulk import DECISIONS
from backd_rules.cli.command import main

ARGUMENTS = ("--orders", "orders.parquet", "--limit", "new.json")
BAD_ROWS = f"{PROGRAM}2 of 12 rows cannot be decided (bad rows)"
TABLE = """\
12 rows, each decided by itself. Amounts are US dollars.

                                                old.json                     new.json
rows                                          12  100.0 %                  12  100.0 %
allowed                                        3   25.0 %                   4   33.3 %
  of these, raising the total                  2   16.7 %                   3   25.0 %
refused                                        7   58.3 %                   6   50.0 %
  unknown_order                                1    8.3 %                   1    8.3 %
  merchant_order_id_mismatch                   1    8.3 %                   1    8.3 %
  status_forbids_action                        1    8.3 %                   1    8.3 %
  order_total_mismatch                         1    8.3 %                   1    8.3 %
  history_unknown                              1    8.3 %                   1    8.3 %
  increase_exceeds_limit                       2   16.7 %                   1    8.3 %
bad rows                                       2   16.7 %                   2   16.7 %
  cart_amount: null                            1    8.3 %                   1    8.3 %
  order_total: out_of_range                    1    8.3 %                   1    8.3 %
  status: unknown_status                       1    8.3 %                   1    8.3 %

increase by allowed updates                15.00                        90.00
headroom left                              45.00                       360.00
orders at their ceiling                        1    8.3 %                   1    8.3 %
orders not measurable                          2   16.7 %                   2   16.7 %

Shares are of all rows. A refused update counts once, under its first violation.
At the ceiling: the status allows updates, but the headroom after the decision is 0.00.
Not measurable: the limit needs a placed_total or an increase_count that is unknown.
Each row counts as an order of its own, also where an order has several.

From old.json to new.json:
newly allowed                                  1    8.3 %              +75.00
newly refused                                  0    0.0 %               -0.00
increase by allowed updates                                            +75.00
"""
CURVE = """\
max_increase             allowed                     increase
        0.00                   1    8.3 %                0.00
       25.00                   3   25.0 %               15.00
       50.00                   3   25.0 %               15.00
       75.00                   4   33.3 %               90.00
"""


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_parquet(tmp_path / "orders.parquet", EXAMPLE)
    write(tmp_path, "new", NEW)
    write(tmp_path, "old", OLD)
    return tmp_path


def squeezed(lines: list[str] | str) -> list[str]:
    """Return lines without the widths of the columns."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("limits", [["--against", "old.json"], ["--limit", "old.json"]])
def test_the_table_of_the_example(capsys: Capture, limits: list[str]) -> None:
    """Each figure is worked out by hand. Several limits are compared with the first."""
    order = [*limits, "--limit", "new.json"]
    status, out, err = run_what_if(capsys, "--orders", "orders.parquet", *order)
    assert (status, err) == (3, [BAD_ROWS])
    assert squeezed(out) == squeezed(TABLE)
    assert {len(line) for line in out if line.endswith(" %")} == {87}


@pytest.mark.usefixtures("example")
def test_a_lower_limit_refuses_what_the_first_allows(capsys: Capture) -> None:
    words = (*ARGUMENTS, "--limit", "old.json", "--limit", "new.json", "--limit", "old.json")
    _, out, _ = run_what_if(capsys, *words)
    start = out.index("From new.json to old.json:")
    assert squeezed(out[start : start + 4]) == [
        "From new.json to old.json:",
        "newly allowed 0 0.0 % +0.00",
        "newly refused 1 8.3 % -75.00",
        "increase by allowed updates -75.00",
    ]
    names = [line.split() for line in out if line.startswith("   ")]
    assert names == [["new.json", "old.json", "new.json"], ["old.json"]]
    assert [line for line in out if line.startswith("From")] == [
        "From new.json to old.json:",
        "From new.json to new.json:",
        "From new.json to old.json:",
    ]


@pytest.mark.usefixtures("example")
def test_the_curve_of_the_example(capsys: Capture) -> None:
    status, out, _ = run_what_if(capsys, *ARGUMENTS, "--sweep", "max_increase=0:75:25")
    assert status == 3
    assert out[-5:] == CURVE.splitlines()


def test_good_rows_are_status_0(example: Path, capsys: Capture) -> None:
    write_parquet(example / "orders.parquet", EXAMPLE[:8])
    status, out, err = run_what_if(capsys, *ARGUMENTS)
    assert (status, err) == (0, [])
    assert squeezed(out)[0] == "8 rows, each decided by itself. Amounts are US dollars."
    assert numbers(out)["bad rows"] == ["0", "0.0%"]


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_file_of_no_rows_has_figures_of_zero(example: Path, capsys: Capture, kind: str) -> None:
    writes = write_parquet if kind == "parquet" else write_csv
    name = writes(example / f"none.{kind}", [])
    words = ("--orders", name, "--limit", "new.json", "--sweep", "max_increase=0:1:1")
    status, out, err = run_what_if(capsys, *words, "--chart", "c.svg", "--out", "d.parquet")
    assert (status, err) == (0, [])
    assert squeezed(out)[:5] == [
        "0 rows, each decided by itself. Amounts are US dollars.",
        "",
        "new.json",
        "rows 0",
        "allowed 0",
    ]
    assert squeezed(out[-2:]) == ["0.00 0 0.00", "1.00 0 0.00"]
    assert pq.read_table("d.parquet").num_rows == 0


def test_one_row_is_not_rows(example: Path, capsys: Capture) -> None:
    write_parquet(example / "orders.parquet", [PLACED | {"status": 9}])
    status, out, err = run_what_if(capsys, *ARGUMENTS)
    assert (status, out[0].partition(",")[0]) == (3, "1 row")
    assert err == [f"{PROGRAM}1 of 1 row cannot be decided (bad rows)"]


def test_decisions_and_bad_rows_are_written_in_order(example: Path, capsys: Capture) -> None:
    schema = pa.schema([pa.field("key", pa.utf8()), *COLUMNS, pa.field("max_increase", pa.int64())])
    rows = [row | {"key": f"K{n}", "max_increase": n} for n, row in enumerate(EXAMPLE)]
    write_parquet(example / "orders.parquet", rows, schema, row_group_size=5)
    words = ("--out", "decisions.parquet", "--rejects", "bad.parquet")
    assert run_what_if(capsys, *ARGUMENTS, "--against", "old.json", *words)[0] == 3
    decisions = pq.read_table("decisions.parquet")
    assert decisions.schema.names == ["key", "max_increase", *DECISIONS.names]
    assert decisions["key"].to_pylist() == [f"K{n}" for n in range(12)]
    assert decisions["max_increase"].to_pylist() == [*range(12)]
    assert decisions["allowed"].to_pylist() == [
        *(True, True, True, False, False, False, False, True, None, None, False, False)
    ]
    assert decisions["order_total"].to_pylist() == [
        *(10_500, 11_000, 17_500, 10_000, 10_000, None, 10_000, 9_900, None, None, 10_000, 10_000)
    ]
    bad = pq.read_table("bad.parquet")
    assert bad.schema.names == [*schema.names, "faults"]
    assert bad.drop_columns("faults").to_pylist() == [rows[8], rows[9]]
    assert bad["faults"].to_pylist() == [
        "cart_amount: null",
        "status: unknown_status; order_total: out_of_range",
    ]
    assert sorted(path.name for path in example.iterdir()) == [
        *("bad.parquet", "decisions.parquet", "new.json", "old.json", "orders.parquet")
    ]


TOP = 10**15 - 1


def test_sums_beyond_64_bits_are_exact(example: Path, capsys: Capture) -> None:
    """Twenty thousand increases of nearly 10**15 cents: their sum is above 2**63."""
    zero = PLACED | {"cart_amount": 0, "order_total": 0, "placed_total": 0}
    rows = [zero | {"new_tax_amount": TOP}] * 20_000
    write_parquet(example / "orders.parquet", rows)
    write(example, "new", {"max_order_total": 9_999_999_999_999.99})
    words = (*ARGUMENTS, "--sweep", "max_order_total=0:9999999999999.99:9999999999999.99")
    _, out, _ = run_what_if(capsys, *words)
    assert numbers(out)["increase by allowed updates"] == ["199,999,999,999,999,800.00"]
    assert squeezed(out[-1:]) == ["9,999,999,999,999.99 20,000 100.0 % 199,999,999,999,999,800.00"]
    write_parquet(example / "orders.parquet", [zero] * 20_000)
    _, out, _ = run_what_if(capsys, *words)
    assert numbers(out)["headroom left"] == ["199,999,999,999,999,800.00"]


WRONG: dict[str, tuple[list[str], str]] = {
    "two limits to write": (["--limit", "old.json", "--out", "d.parquet"], "--out has the decisi"),
    "two limits to vary": (
        ["--limit", "old.json", "--sweep", "max_increase=0:1:1"],
        "--sweep varies one limit: state --limit once",
    ),
    "a chart of nothing": (["--chart", "c.svg"], "--chart draws a sweep: state --sweep"),
    "jobs": (["--jobs", "-1"], "argument --jobs: must be a whole number from 0 to 64"),
    "more jobs": (["--jobs", "65"], "argument --jobs: must be a whole number from 0 to 64"),
    "a sweep": (
        ["--sweep", "max_increase=0:1"],
        "argument --sweep: must be TERM=START:STOP:STEP, as in max_increase_percent=0:50:1",
    ),
}


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(("words", "error"), WRONG.values(), ids=WRONG)
def test_options_that_do_not_go_together(capsys: Capture, words: list[str], error: str) -> None:
    lines = error_lines(["what-if", *ARGUMENTS, *words], capsys)
    assert lines[0].startswith("usage: python -m backd_rules what-if [-h] --orders FILE --limit")
    assert lines[-1].startswith(error)


def test_the_problems_of_all_limits_are_reported(example: Path, capsys: Capture) -> None:
    write(example, "new", {"max_incraese": 1})
    words = ["what-if", *ARGUMENTS, "--limit", "none.json", "--against", "orders.parquet"]
    lines = error_lines(words, capsys)
    assert [line.partition(":")[0] for line in lines] == [
        "orders.parquet as the limit",
        "new.json as the limit",
        "new.json as the limit",
        "none.json",
    ]
    assert "did you mean max_increase?" in lines[1]
    two = ["what-if", *ARGUMENTS, "--limit", "-", "--against", "-"]
    assert error_lines(two, capsys) == ["only one of the files can be - (standard input)"]


def test_the_help_says_what_the_exit_status_means(capsys: Capture) -> None:
    assert main(["what-if", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "3 some rows are bad." in out
    assert "--sweep TERM=START:STOP:STEP vary a term of the limit" in out


def test_other_commands_import_no_arrow() -> None:
    source = """
import sys
from backd_rules.cli.command import main
main(["--help"]), main(["what-if", "--help"]), main(["rules"]), main([])
print(*sorted({"numpy", "pyarrow", "multiprocessing"} & set(sys.modules)))
"""
    assert printed(source).endswith("\n    /items: 1 item (9000.00) -> 2 items (9039.00)")


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("module", ["backd_rules.cli.what_if.count", "backd_rules.bulk"])
def test_without_the_extra_the_error_says_how_to_get_it(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    for name in [
        name
        for name in sys.modules
        if name.startswith("backd_rules.cli.what_if.") and not name.endswith(".command")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    assert error_lines(["what-if", *ARGUMENTS], capsys) == [
        "what-if needs numpy and pyarrow: pip install 'backd-rules[bulk]'"
    ]
