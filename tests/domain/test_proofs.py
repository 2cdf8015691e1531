"""Proofs of the money maths: by CrossHair over all paths, and by z3 for all integers.

Wrong copies and false claims show that each prover would notice a fault.
"""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import z3
from support.processes import python

from backd_rules.domain import arithmetic
from backd_rules.domain.arithmetic import amount_ceiling, line_amount, order_total, percent_ceiling

SOURCE = Path(arithmetic.__file__).read_text()
SECONDS_PER_CONDITION = 30
TIMEOUT_SECONDS = 180


def posts(source: str) -> dict[int, str]:
    """Map the line of every postcondition to the name of its function."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {
        number: function.name
        for function in functions
        for number, line in enumerate(source.splitlines(), 1)
        if function.lineno <= number <= int(function.end_lineno or 0)
        and line.strip().startswith("post:")
    }


def without_contract(source: str) -> set[str]:
    functions = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    return functions - set(posts(source).values())


def crosshair(*paths: Path) -> dict[Path, dict[int, str]]:
    """Return CrossHair's verdict on each postcondition, by file and line."""
    options = (f"--per_condition_timeout={SECONDS_PER_CONDITION}", "--analysis_kind=PEP316")
    files = map(str, paths)
    done = python(
        "-m", "crosshair", "check", "--report_all", *options, *files, timeout=TIMEOUT_SECONDS
    )
    assert not done.stderr
    found: dict[Path, dict[int, str]] = {path: {} for path in paths}
    for path, number, verdict in (line.split(":", 2) for line in done.stdout.splitlines()):
        found[Path(path)][int(number)] = verdict.strip()
    return found


def test_every_function_has_a_contract_that_holds_over_all_paths() -> None:
    assert without_contract(SOURCE) == set()
    path = Path(arithmetic.__file__)
    assert crosshair(path)[path] == dict.fromkeys(posts(SOURCE), "info: Confirmed over all paths.")


def test_a_function_without_a_contract_would_be_noticed() -> None:
    line = "    post: __return__ - base == increase\n"
    assert SOURCE.count(line) == 1
    assert without_contract(SOURCE.replace(line, "")) == {"amount_ceiling"}


WRONG = [
    ("order_total", "return cart + tax", "return cart - tax"),
    ("line_amount", "+ QUANTITY_UNIT // 2)", "+ QUANTITY_UNIT // 2 - 1)"),
    ("percent_ceiling", "base * percent // PERCENT_UNIT", "-(-base * percent // PERCENT_UNIT)"),
    ("remaining", "max(0, ceiling - total)", "ceiling - total"),
    ("split", "divmod(abs(scaled), unit)", "divmod(scaled, unit)"),
]
"""A function, its right code, and the wrong code: for example, half a cent rounded down."""


def test_wrong_copies_would_be_noticed(tmp_path: Path) -> None:
    copies = {}
    for number, (_, right, wrong) in enumerate(WRONG):
        assert SOURCE.count(right) == 1
        copies[tmp_path / f"wrong_{number}.py"] = SOURCE.replace(right, wrong)
    for path, copy in copies.items():
        path.write_text(copy)
    verdicts = crosshair(*copies)
    noticed = [
        {
            posts(copy)[line]
            for line, message in verdicts[path].items()
            if message.startswith("error: false when")
        }
        for path, copy in copies.items()
    ]
    assert noticed == [{function} for function, _, _ in WRONG]


class Term:
    """A z3 integer with Python's operators; a unit is positive, so `//` is z3's `div`."""

    def __init__(self, term: Any) -> None:
        self.term = term

    def __add__(self, other: Any) -> "Term":
        return Term(self.term + plain(other))

    def __sub__(self, other: Any) -> "Term":
        return Term(self.term - plain(other))

    def __mul__(self, other: Any) -> "Term":
        return Term(self.term * plain(other))

    def __floordiv__(self, other: int) -> "Term":
        return Term(self.term / other)


def plain(number: Any) -> Any:
    return number.term if isinstance(number, Term) else number


def of(function: Callable[..., Any], *terms: Any) -> Any:
    """Return the z3 term that `function` computes from integer terms."""
    return plain(function(*map(Term, terms)))


BASE, MORE, PERCENT, LIMIT, PRICE, QTY = z3.Ints("base more percent limit price qty")
POSITIVE = z3.And(*(term >= 0 for term in (BASE, MORE, PERCENT, LIMIT, PRICE, QTY)))
CEILING = of(percent_ceiling, BASE, PERCENT)
EXACT = BASE * (10_000 + PERCENT)
"""The exact cap, in ten-thousandths of a cent."""


def refuted(claim: Any) -> bool:
    """Return true if the claim is false for some integers; fail if z3 cannot decide."""
    solver = z3.Solver()
    solver.set("timeout", 30_000)
    solver.add(POSITIVE, z3.Not(claim))
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(10_000 * CEILING <= EXACT, id="never above the exact cap"),
        pytest.param(EXACT < 10_000 * (CEILING + 1), id="less than a cent below it"),
        pytest.param(CEILING >= BASE, id="never below the base"),
        pytest.param(
            of(percent_ceiling, BASE + MORE, PERCENT) >= CEILING, id="grows with the base"
        ),
        pytest.param(
            of(percent_ceiling, BASE, PERCENT + MORE) >= CEILING, id="grows with the percentage"
        ),
        pytest.param(
            of(amount_ceiling, BASE, LIMIT) <= of(amount_ceiling, BASE + MORE, LIMIT),
            id="with an amount it grows with the base",
        ),
        pytest.param(
            of(amount_ceiling, BASE, LIMIT) <= of(amount_ceiling, BASE, LIMIT + MORE),
            id="with an amount it grows with the amount",
        ),
        pytest.param(
            2000 * of(line_amount, PRICE, QTY) <= 2 * PRICE * QTY + 1000,
            id="a line is at most half a cent above price x qty",
        ),
        pytest.param(
            2000 * of(line_amount, PRICE, QTY) > 2 * PRICE * QTY - 1000,
            id="a line is less than half a cent below price x qty",
        ),
        pytest.param(
            of(order_total, BASE, MORE, PRICE, LIMIT) - of(order_total, BASE, MORE, 0, LIMIT)
            == PRICE,
            id="a fee is in the total once",
        ),
    ],
)
def test_the_claim_holds_for_all_integers(claim: Any) -> None:
    assert not refuted(claim)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(10_000 * CEILING == EXACT, id="the ceiling is the exact cap"),
        pytest.param(10_000 * (CEILING + 1) <= EXACT, id="a cent more is within it"),
        pytest.param(
            10_000 * of(lambda base, percent: (base * percent + 9_999) // 10_000, BASE, PERCENT)
            <= BASE * PERCENT,
            id="a percentage rounded up is within it",
        ),
    ],
)
def test_a_false_claim_is_refuted(claim: Any) -> None:
    assert refuted(claim)
