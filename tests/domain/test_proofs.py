"""Proofs of the money maths: by CrossHair over all paths, and by z3 for all integers.

Wrong copies and false claims show that each prover would notice a fault.
"""

import ast
from pathlib import Path
from typing import Any

import pytest
import z3
from support.processes import python
from support.terms import Term, of, plain, refuted

from backd_rules.domain import arithmetic
from backd_rules.domain.arithmetic import (
    LINE_UNIT,
    amount_ceiling,
    line_amount,
    line_amount_down,
    line_amount_up,
    order_total,
    percent_ceiling,
    round_half_up,
)

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
    ("order_total", "- discount + adjustment\n\n\n", "- discount - adjustment\n\n\n"),
    ("round_half_up", "(2 * amount + unit) //", "(2 * amount + unit - 1) //"),
    ("line_amount", "+ LINE_UNIT // 2)", "+ LINE_UNIT // 2 - 1)"),
    ("line_amount_down", "return unit_price * qty //", "return (unit_price * qty + 1) //"),
    ("line_amount_up", "return -(-unit_price * qty //", "return 1 - (-unit_price * qty //"),
    ("percent_ceiling", "base * percent // PERCENT_UNIT", "-(-base * percent // PERCENT_UNIT)"),
    ("remaining", "(ceiling - total) * (ceiling > total)", "ceiling - total"),
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


def half_up(amount: Any, unit: int) -> Any:
    """Return the z3 term of `round_half_up` to a unit that is a plain number."""
    return plain(round_half_up(Term(amount), unit))  # type: ignore[arg-type]


BASE, MORE, PERCENT, LIMIT, PRICE, QTY = z3.Ints("base more percent limit price qty")
POSITIVE = z3.And(*(term >= 0 for term in (BASE, MORE, PERCENT, LIMIT, PRICE, QTY)))
CEILING = of(percent_ceiling, BASE, PERCENT)
EXACT = BASE * (10_000 + PERCENT)
"""The exact cap, in ten-thousandths of a cent."""

ANY, CART, SECOND_PRICE, SECOND_QTY = z3.Ints("any cart second_price second_qty")
LINE = (PRICE, QTY)
DOWN, HALF_UP, UP = (of(f, *LINE) for f in (line_amount_down, line_amount, line_amount_up))
LINE_EXACT = PRICE * QTY
"""The exact amount of a line, in ten-millionths of a cent."""
IS_WHOLE = LINE_EXACT % LINE_UNIT == 0
SECOND = (SECOND_PRICE, SECOND_QTY)
LOWEST = DOWN + of(line_amount_down, *SECOND)
HIGHEST = UP + of(line_amount_up, *SECOND)
BOTH_EXACT = LINE_EXACT + SECOND_PRICE * SECOND_QTY
WITHIN = z3.And(LOWEST <= CART, CART <= HIGHEST, SECOND_PRICE >= 0, SECOND_QTY >= 0)
"""The cart is within the slack of two lines (domain.md, T4)."""


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
            of(order_total, BASE, MORE, PRICE, LIMIT, ANY)
            - of(order_total, BASE, MORE, 0, LIMIT, ANY)
            == PRICE,
            id="a fee is in the total once",
        ),
        pytest.param(
            of(order_total, BASE, MORE, PRICE, LIMIT, ANY)
            - of(order_total, BASE, MORE, PRICE, LIMIT, 0)
            == ANY,
            id="the adjustment is in the total once, whatever its sign",
        ),
        pytest.param(
            of(
                order_total,
                CART,
                MORE,
                PRICE,
                LIMIT,
                ANY - of(order_total, CART, MORE, PRICE, LIMIT, 0),
            )
            == ANY,
            id="the adjustment makes any recorded total",
        ),
        pytest.param(
            2 * 10 * half_up(ANY, 10) <= 2 * ANY + 10, id="rounded at most half a unit up"
        ),
        pytest.param(
            2 * 10 * half_up(ANY, 10) > 2 * ANY - 10, id="rounded less than half a unit down"
        ),
        pytest.param(half_up(10 * ANY, 10) == ANY, id="what is whole is not rounded"),
        pytest.param(half_up(ANY, 10) <= half_up(ANY + MORE, 10), id="rounding keeps the order"),
    ],
)
def test_the_claim_holds_for_all_integers(claim: Any) -> None:
    assert not refuted(claim, POSITIVE)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(DOWN <= HALF_UP, id="down <= half up"),
        pytest.param(HALF_UP <= UP, id="half up <= up"),
        pytest.param(UP - DOWN <= 1, id="up and down differ by at most a cent"),
        pytest.param((UP == DOWN) == IS_WHOLE, id="they agree on whole cents and nowhere else"),
        pytest.param(
            z3.Implies(IS_WHOLE, HALF_UP * LINE_UNIT == LINE_EXACT), id="whole cents are exact"
        ),
        pytest.param(LINE_UNIT * DOWN <= LINE_EXACT, id="down is not above the exact amount"),
        pytest.param(LINE_EXACT <= LINE_UNIT * UP, id="up is not below the exact amount"),
        pytest.param(
            2 * LINE_UNIT * HALF_UP <= 2 * LINE_EXACT + LINE_UNIT,
            id="half up is at most half a cent above",
        ),
        pytest.param(
            2 * LINE_UNIT * HALF_UP > 2 * LINE_EXACT - LINE_UNIT,
            id="half up is less than half a cent below",
        ),
        pytest.param(
            half_up(LINE_EXACT, LINE_UNIT) == HALF_UP, id="a line is rounded as a record is"
        ),
        pytest.param(
            z3.Implies(WITHIN, LINE_UNIT * CART < BOTH_EXACT + 2 * LINE_UNIT),
            id="a cart within the slack of two lines is less than two cents above their amounts",
        ),
        pytest.param(
            z3.Implies(WITHIN, LINE_UNIT * CART > BOTH_EXACT - 2 * LINE_UNIT),
            id="and less than two cents below them",
        ),
        pytest.param(
            z3.Implies(
                z3.And(WITHIN, IS_WHOLE, (SECOND_PRICE * SECOND_QTY) % LINE_UNIT == 0),
                LINE_UNIT * CART == BOTH_EXACT,
            ),
            id="where the lines are whole cents there is no slack",
        ),
    ],
)
def test_the_roundings_of_a_line_for_all_integers(claim: Any) -> None:
    """N5: it has two roundings, down and up; T4: where lines are whole cents there is no slack."""
    assert not refuted(claim, POSITIVE)


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
        pytest.param(UP == DOWN, id="a line has one rounding"),
        pytest.param(UP - DOWN == 1, id="its roundings always differ"),
        pytest.param(HALF_UP == DOWN, id="half up is down"),
        pytest.param(HALF_UP == UP, id="half up is up"),
        pytest.param(
            z3.Implies(WITHIN, LINE_UNIT * CART <= BOTH_EXACT), id="the slack is never upwards"
        ),
        pytest.param(half_up(-ANY, 10) == -half_up(ANY, 10), id="half up is symmetric"),
    ],
)
def test_a_false_claim_is_refuted(claim: Any) -> None:
    assert refuted(claim, POSITIVE)
