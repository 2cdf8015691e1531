"""Each case has the expected problems, verdict, total and violations, whatever decodes its JSON."""

import json
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.json_values import written_back

from backd_rules import decide_update, wire

FOLDER = Path(__file__).parent
DOCUMENTS = sorted(FOLDER.glob("document-*.json"))
REPORTS = sorted(FOLDER.glob("report-*.json"))
Json = dict[str, Any]


class Case(NamedTuple):
    """One update of one order; the names are the keys in the file."""

    path: Path
    order: str
    update: str
    expect: str

    def read(self, reader: Callable[[bytes], Any]) -> tuple[Any, Any, Any]:
        """Return order, update and limit as `reader` decodes them."""
        document = reader(self.path.read_bytes())
        return document[self.order], document[self.update], document["limit"]

    @property
    def expected(self) -> Json:
        """The expectation."""
        expectation: Json = json.loads(self.path.read_bytes())[self.expect]
        return expectation


CASES = [
    *(
        Case(path, f"{how}_order", f"{how}_update", f"expect_{how}")
        for path in DOCUMENTS
        for how in ("naive", "careful")
    ),
    *(Case(path, "order", "update", "expect") for path in REPORTS),
]
SOUND = [case for case in CASES if not case.expected["order_problems"]]


def with_floats(text: bytes) -> Any:
    return json.loads(text)


def with_decimals(text: bytes) -> Any:
    return json.loads(text, parse_float=Decimal)


def with_orjson(text: bytes) -> Any:
    return pytest.importorskip("orjson").loads(text)


READERS = [
    wire.loads,
    with_floats,
    with_decimals,
    pytest.param(
        with_orjson,
        marks=pytest.mark.skipif(not find_spec("orjson"), reason="orjson is not installed"),
    ),
]


def name_of(case: object) -> str | None:
    if isinstance(case, Case):
        return f"{case.path.stem}-{case.order}"
    return getattr(case, "__name__", None)


def outcome(order: Any, update: Any, limit: Any) -> Json:
    """Return what becomes of the payloads, in the form of an expectation."""
    parsed, order_problems = parse(wire.parse_order, order)
    patch, update_problems = parse(parse_request, update)
    found: Json = {"order_problems": order_problems, "update_problems": update_problems}
    if order_problems or update_problems:
        return found
    decision = decide_update(parsed, patch, wire.parse_limit(limit))
    found["allowed"] = decision.allowed
    if decision.allowed:
        found["order_total"] = str(decision.order.order_total)
    else:
        found["violations"] = [[str(v.code), v.path] for v in decision.violations]
    return found


def parse_request(update: Any) -> Any:
    return wire.parse_update(wire.loads(update) if isinstance(update, str) else update)


def parse(parser: Callable[[Any], Any], payload: Any) -> tuple[Any, list[list[str]]]:
    """Return the value of `payload` and no problems, or `None` and the sorted problems."""
    try:
        return parser(payload), []
    except wire.InvalidPayload as invalid:
        return None, sorted([str(p.code), p.path] for p in invalid.problems)


def in_a_fixed_form(expectation: Json) -> Json:
    """Return an expectation with sorted problems and a total of two decimals."""
    problems = {name: sorted(expectation[name]) for name in ("order_problems", "update_problems")}
    total = {}
    if "order_total" in expectation:
        total = {"order_total": f"{expectation['order_total']:.2f}"}
    return {**expectation, **problems, **total}


def test_there_are_cases_of_both_kinds() -> None:
    assert len(DOCUMENTS) == 32
    assert len(REPORTS) == 33
    assert {path.name for path in FOLDER.glob("*.json")} == {p.name for p in DOCUMENTS + REPORTS}


@pytest.mark.parametrize("reader", READERS, ids=name_of)
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_each_case_has_the_expected_outcome(case: Case, reader: Callable[[bytes], Any]) -> None:
    """Hold "So every decoder gives one verdict" (domain.md, N2)."""
    assert outcome(*case.read(reader)) == in_a_fixed_form(case.expected)


@pytest.mark.parametrize("reader", READERS, ids=name_of)
@pytest.mark.parametrize("case", SOUND, ids=name_of)
def test_each_order_is_written_back_as_it_was(case: Case, reader: Callable[[bytes], Any]) -> None:
    """Hold that a record "is kept and written back as it was" (domain.md, F4)."""
    order, _, _ = case.read(reader)
    again = wire.dump_stored_order(wire.parse_order(order))
    assert again == written_back(json.loads(case.path.read_bytes())[case.order])
